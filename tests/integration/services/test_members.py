"""Members: who has which role in a project."""

from __future__ import annotations

import pytest

from tests.assertions import database_digest
from tests.factories import make_design, make_person, make_project
from webapp.extensions import db
from webapp.models import Member, Person, Project
from webapp.models.types import utc_now
from webapp.services.errors import Conflict, InvalidValue, Missing, NotAllowed
from webapp.services.members import (
    find_member,
    list_members,
    narrow_members,
    remove_member,
    set_member,
)
from webapp.services.permissions import forget_rights, may
from webapp.services.projects import archive_project, set_open_role
from webapp.services.transactions import transaction

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def administrator() -> Person:
    return make_person("administrator")


@pytest.fixture
def project() -> Project:
    project = make_project()
    set_open_role(project, None, project.version)
    return project


def test_a_member_is_there_with_a_role_and_may_at_once(project: Project, administrator: Person) -> None:
    person = make_person("reader")
    assert not may(person, "read", project)

    member = set_member(project, person, role="author", by=administrator)

    db.session.expire_all()
    assert (member.role, member.version) == ("author", 1)
    assert may(person, "create", project)
    assert not may(person, "maintain", project)


def test_another_role_stands_in_the_place_of_the_first(project: Project, administrator: Person) -> None:
    person = make_person("reader")
    set_member(project, person, role="reader", by=administrator)
    assert not may(person, "create", project)

    set_member(project, person, role="maintainer", by=administrator, version=1)

    [member] = list_members(project)
    assert (member.role, member.version) == ("maintainer", 2)
    assert may(person, "maintain", project)


def test_who_is_no_member_any_more_may_nothing_at_once(project: Project, administrator: Person) -> None:
    person = make_person("reader")
    set_member(project, person, role="author", by=administrator)
    assert may(person, "read", project)

    remove_member(project, person, by=administrator)

    assert list_members(project) == []
    assert not may(person, "read", project)


def test_the_same_role_again_writes_nothing(project: Project, administrator: Person) -> None:
    person = make_person("reader")
    set_member(project, person, role="author", by=administrator)
    before = database_digest()

    set_member(project, person, role="author", by=administrator)

    assert database_digest() == before


@pytest.mark.parametrize("version", [0, 2])
def test_a_member_who_was_changed_meanwhile_stays(
    project: Project, administrator: Person, version: int
) -> None:
    person = make_person("reader")
    set_member(project, person, role="author", by=administrator)
    before = database_digest()

    with pytest.raises(Conflict):
        set_member(project, person, role="maintainer", by=administrator, version=version)
    with pytest.raises(Conflict):
        remove_member(project, person, by=administrator, version=version)

    assert database_digest() == before
    remove_member(project, person, by=administrator, version=1)
    assert find_member(project, person.id) is None


def test_who_went_meanwhile_is_not_made_a_member_again(project: Project, administrator: Person) -> None:
    person = make_person("reader")

    with pytest.raises(Conflict):
        set_member(project, person, role="author", by=administrator, version=1)
    with pytest.raises(Missing):
        remove_member(project, person, by=administrator)

    assert list_members(project) == []


def test_a_role_that_there_is_not_is_refused(project: Project, administrator: Person) -> None:
    with pytest.raises(InvalidValue) as error:
        set_member(project, make_person("reader"), role="owner", by=administrator)

    assert error.value.field == "role"
    assert list_members(project) == []


def test_who_is_suspended_is_not_taken_in_but_may_be_let_go(project: Project, administrator: Person) -> None:
    new, old = make_person("reader"), make_person("reader")
    set_member(project, old, role="author", by=administrator)
    with transaction():
        new.suspended_at = old.suspended_at = utc_now()
        forget_rights()

    with pytest.raises(InvalidValue) as error:
        set_member(project, new, role="author", by=administrator)
    remove_member(project, old, by=administrator)

    assert error.value.field == "person"
    assert list_members(project) == []


def test_maintainers_say_who_is_a_member_and_authors_do_not(project: Project, administrator: Person) -> None:
    maintainer, author, new = make_person("maintainer"), make_person("author"), make_person("reader")
    set_member(project, maintainer, role="maintainer", by=administrator)
    set_member(project, author, role="author", by=administrator)
    before = database_digest()

    with pytest.raises(NotAllowed):
        set_member(project, new, role="reader", by=author)
    with pytest.raises(NotAllowed):
        remove_member(project, maintainer, by=author)

    assert database_digest() == before
    set_member(project, new, role="reader", by=maintainer)
    assert [(each.person.name, each.role) for each in list_members(project)] == [
        ("Author", "author"),
        ("Maintainer", "maintainer"),
        ("Reader", "reader"),
    ]


def test_members_of_an_archived_project_are_the_administrators_to_say(
    project: Project, administrator: Person
) -> None:
    maintainer = make_person("maintainer")
    set_member(project, maintainer, role="maintainer", by=administrator)
    archive_project(project, project.version)

    with pytest.raises(NotAllowed):
        set_member(project, make_person("reader"), role="reader", by=maintainer)
    set_member(project, maintainer, role="reader", by=administrator)

    assert [each.role for each in db.session.scalars(db.select(Member))] == ["reader"]


def test_a_member_of_one_project_is_none_of_another(project: Project, administrator: Person) -> None:
    other = make_project("PAY", "Payments")
    set_open_role(other, None, other.version)
    person = make_person("reader")

    set_member(project, person, role="maintainer", by=administrator)

    assert may(person, "maintain", make_design(project=project).project)
    assert not may(person, "read", other)
    assert list_members(other) == []


def test_members_are_narrowed_by_name_and_role(project: Project, administrator: Person) -> None:
    for role in ("author", "maintainer"):
        set_member(project, make_person(role, name=f"Ana {role}"), role=role, by=administrator)

    listed = list_members(project)

    assert [each.role for each in narrow_members(listed, "ana maint")] == ["maintainer"]
    assert narrow_members(listed, "nobody") == []
