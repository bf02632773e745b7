"""Projects: made, renamed, given a template."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests.factories import make_design, make_person, make_project
from tests.statements import read_a_template, statements
from webapp.extensions import db
from webapp.models import Person, Project
from webapp.services import projects
from webapp.services.errors import Conflict, InvalidValue
from webapp.services.permissions import Verb, may
from webapp.services.projects import (
    archive_project,
    create_project,
    default_project_key,
    ensure_project,
    list_projects,
    rename_project,
    set_open_role,
    set_template,
    take_number,
    template_text,
    unarchive_project,
)
from webapp.services.transactions import transaction

pytestmark = pytest.mark.usefixtures("app")

VERBS: tuple[Verb, ...] = ("read", "create", "maintain")
SHIPPED = (Path(__file__).parents[3] / "templates" / "design.md").read_bytes()


@pytest.mark.parametrize(
    ("typed", "key"), [("PAY", "PAY"), (" pay ", "PAY"), ("A", "A"), ("X123456789", "X123456789")]
)
def test_a_project_has_a_key_in_capitals(typed: str, key: str) -> None:
    project = create_project(typed, name="Payments")

    db.session.expire_all()
    assert (project.key, project.name, project.next_number, project.version) == (key, "Payments", 1, 1)


def test_a_project_without_a_name_is_called_by_its_key() -> None:
    assert create_project("PAY").name == "PAY"


@pytest.mark.parametrize("key", ["", "1A", "A-B", "Ñ", "X1234567890", "A B", "A\nB", "Ａ"])
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(InvalidValue) as error:
        create_project(key)

    assert error.value.field == "key"
    assert db.session.scalars(select(Project)).all() == []


@pytest.mark.parametrize("role", [None, "reader", "maintainer"])
def test_what_everyone_may_in_a_project_is_said_and_counts_at_once(role: str | None) -> None:
    project, person = create_project("PAY"), make_person()
    assert may(person, "create", project)

    set_open_role(project, role, project.version)

    db.session.expire_all()
    assert (project.open_role, project.version) == (role, 2)
    assert [may(person, verb, project) for verb in VERBS] == {
        None: [False, False, False],
        "reader": [True, False, False],
        "maintainer": [True, True, True],
    }[role]


def test_a_project_is_made_for_whom_it_is_to_be() -> None:
    assert create_project("PAY").open_role == "author"
    assert create_project("SEC", open_role=None).open_role is None

    with pytest.raises(InvalidValue) as error:
        create_project("NEW", open_role="owner")

    assert error.value.field == "open_role"
    assert db.session.scalars(select(Project.key).order_by(Project.key)).all() == ["PAY", "SEC"]


def test_an_archived_project_is_there_to_be_read_until_it_is_taken_out() -> None:
    project, administrator = create_project("PAY"), make_person("administrator")

    archive_project(project, project.version)
    assert [may(administrator, verb, project) for verb in VERBS] == [True, False, False]
    archive_project(project, project.version)
    assert project.version == 2

    unarchive_project(project, project.version)
    assert [may(administrator, verb, project) for verb in VERBS] == [True, True, True]


def test_who_did_not_see_the_present_project_changes_nothing() -> None:
    project = create_project("PAY")

    for change in (
        lambda: set_open_role(project, None, 0),
        lambda: archive_project(project, 0),
    ):
        with pytest.raises(Conflict):
            change()

    db.session.expire_all()
    assert (project.open_role, project.archived_at, project.version) == ("author", None, 1)


def test_a_key_is_taken_once() -> None:
    make_project("PAY", "Payments")

    with pytest.raises(InvalidValue, match="PAY exists already"):
        create_project("pay", name="Others")

    assert [project.name for project in db.session.scalars(select(Project))] == ["Payments"]


def test_two_imports_that_need_one_project_at_once_make_it_once(app: Flask) -> None:
    made, needed = threading.Event(), threading.Event()

    def make_it_first() -> None:
        with app.app_context(), transaction():
            ensure_project("PAY")
            made.set()
            # Long enough for the other one to look and find nothing; SQLite keeps it waiting before that.
            needed.wait(0.5)

    other = threading.Thread(target=make_it_first)
    other.start()
    assert made.wait(10)
    with transaction():
        project = ensure_project("PAY")
        needed.set()
        number = take_number(project)
    other.join()

    (stored,) = db.session.scalars(select(Project))
    assert (stored.key, stored.next_number, number) == ("PAY", 2, 1)


def test_a_project_that_appears_after_the_first_look_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    there = make_project("PAY")
    looks = iter([None, None])
    find = projects.find_project
    monkeypatch.setattr(projects, "find_project", lambda key: next(looks, there) and find(key))

    with transaction():
        assert ensure_project("PAY") == there
        there.next_number = 7

    db.session.expire_all()
    assert [project.next_number for project in db.session.scalars(select(Project))] == [7]


def test_a_key_that_cannot_be_one_makes_no_project() -> None:
    with pytest.raises(InvalidValue), transaction():
        ensure_project("1A")

    assert db.session.scalars(select(Project)).all() == []


@pytest.mark.parametrize("name", ["x" * 101, "two\nlines", "a\0b"])
def test_a_name_that_cannot_be_one_is_refused(name: str) -> None:
    project = make_project()

    with pytest.raises(InvalidValue) as error:
        rename_project(project, name=name, version=1)

    assert error.value.field == "name"
    db.session.expire_all()
    assert project.name == "Features"


def test_a_project_gets_another_name() -> None:
    project = make_project()

    rename_project(project, name=" Ｐayments ", version=1)

    db.session.expire_all()
    assert (project.name, project.version) == ("Ｐayments", 2)


def test_the_same_name_again_writes_nothing() -> None:
    project = make_project()

    rename_project(project, name="Features", version=1)

    db.session.expire_all()
    assert project.version == 1


def test_a_name_is_not_saved_over_a_change_that_was_not_seen() -> None:
    project = make_project()
    rename_project(project, name="First", version=1)

    with pytest.raises(Conflict):
        rename_project(project, name="Second", version=1)

    db.session.expire_all()
    assert project.name == "First"
    rename_project(project, name="Second", version=2)
    assert project.name == "Second"


def test_a_template_is_not_put_over_a_change_that_was_not_seen() -> None:
    project = make_project()
    set_template(project, data=b"# First\n", version=1)

    for data in (b"# Second\n", None):
        with pytest.raises(Conflict):
            set_template(project, data=data, version=1)

    db.session.expire_all()
    assert project.template == "# First\n"


def test_new_designs_start_from_the_template_that_ships() -> None:
    assert template_text(make_project()).encode() == SHIPPED


def test_a_template_is_replaced_byte_for_byte_and_restored() -> None:
    project = make_project()
    data = "\ufeff# FEAT-XXX\r\nñ\r".encode()

    set_template(project, data=data, version=1)
    db.session.expire_all()
    assert template_text(project).encode() == data
    assert (project.version, project.has_own_template) == (2, True)

    set_template(project, data=None, version=2)
    assert not project.has_own_template
    db.session.expire_all()
    assert project.template is None
    assert template_text(project).encode() == SHIPPED


@pytest.mark.parametrize("data", [b"\xff", b"a\0b", b"x" * 1_000_001])
def test_what_could_not_be_a_document_is_no_template(data: bytes) -> None:
    project = make_project(template="# Mine\n")

    with pytest.raises(InvalidValue):
        set_template(project, data=data, version=1)

    db.session.expire_all()
    assert template_text(project) == "# Mine\n"


def test_projects_are_listed_by_key_with_their_living_designs(reader: Person) -> None:
    pay = make_project("PAY")
    make_design()
    make_design(deleted=True)
    make_design()

    assert [(project.key, count) for project, count in list_projects(person=reader)] == [
        ("FEAT", 2),
        ("PAY", 0),
    ]
    set_open_role(pay, None, pay.version)
    assert [project.key for project, _ in list_projects(person=reader)] == ["FEAT"]


def test_the_list_says_which_templates_are_own_and_reads_none(reader: Person) -> None:
    make_project("FEAT", template="# FEAT-XXX: long\n" * 1000)
    make_project("PAY")
    db.session.expire_all()

    with statements() as queries:
        found = {project.key: project.has_own_template for project, _ in list_projects(person=reader)}

    assert found == {"FEAT": True, "PAY": False}
    assert not read_a_template(queries)
    with statements() as queries:
        assert template_text(list_projects(person=reader)[0][0]).startswith("# FEAT-XXX: long")
    assert read_a_template(queries)


def test_what_names_no_project_goes_to_feat_or_the_oldest() -> None:
    assert default_project_key() == "FEAT"
    make_project("PAY")
    make_project("ABC")
    assert default_project_key() == "PAY"
    make_project("FEAT")
    assert default_project_key() == "FEAT"
