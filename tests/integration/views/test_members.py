"""The pages of who uses a project: members, what everyone may do, the archive."""

from __future__ import annotations

import pytest

from tests.assertions import assert_goes_to, assert_page, assert_piece, database_digest
from tests.browser import Browser
from tests.factories import make_design, make_person, make_project
from tests.markup import pressed
from webapp.extensions import db
from webapp.models import Member, Person, Project
from webapp.models.project import ROLES
from webapp.services.members import set_member
from webapp.services.projects import archive_project, set_open_role

HOME = "/projects/FEAT"
MEMBERS = f"{HOME}/members"


@pytest.fixture
def project(app: object) -> Project:
    return make_project()


@pytest.fixture
def maintained(project: Project, author: Person, administrator: Person) -> Project:
    """The project, of which the author is a maintainer."""
    set_member(project, author, role="maintainer", by=administrator)
    return project


def roles() -> dict[str, str]:
    """The roles of the members by their names."""
    return {each.person.name: each.role for each in db.session.scalars(db.select(Member))}


def test_somebody_becomes_a_member_by_name_or_address(as_author: Browser, maintained: Project) -> None:
    make_person(name="Ana Ángel")
    make_person(name="Ben", email="ben@example.org")

    assert_goes_to(as_author.post(MEMBERS, data={"person": " ana angel ", "role": "reader"}), HOME)
    assert_goes_to(as_author.post(MEMBERS, data={"person": "Ben@example.org", "role": "author"}), HOME)

    db.session.expire_all()
    assert roles() == {"An Author": "maintainer", "Ana Ángel": "reader", "Ben": "author"}
    page = assert_page(as_author.get(HOME))
    assert "Ben is author here now." in page
    assert page.index("An Author") < page.index("Ana Ángel") < page.index(">Ben<")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"person": "", "role": "reader"}, "Say who becomes a member."),
        ({"person": "Nobody at all", "role": "reader"}, "Nobody here has this name or e-mail address"),
        ({"person": "Twin", "role": "reader"}, "Several people are called so"),
        ({"person": "An Author", "role": "reader"}, "is a member already"),
        ({"person": "Regular Reader", "role": "owner"}, "A role is one of reader, author, maintainer."),
    ],
)
@pytest.mark.usefixtures("reader", "maintained")
def test_who_cannot_become_a_member_is_refused_with_what_was_typed(
    as_author: Browser, data: dict[str, str], words: str
) -> None:
    for _ in range(2):
        make_person(name="Twin")
    before = database_digest()

    page = assert_page(as_author.post(MEMBERS, data=data), 422)

    assert words in page
    assert f'value="{data["person"]}"' in page
    assert database_digest() == before


def test_a_member_gets_another_role_and_goes(
    as_author: Browser, reader: Person, maintained: Project, administrator: Person
) -> None:
    set_member(maintained, reader, role="reader", by=administrator)
    address = f"{MEMBERS}/{reader.id}"

    assert_goes_to(as_author.post(address, data={"role": "author", "version": "1"}), HOME)
    assert roles()["Regular Reader"] == "author"
    page = assert_page(as_author.post(f"{address}/deletion", data={"version": "1"}), 409)
    assert "Somebody else changed this member" in page
    assert roles()["Regular Reader"] == "author"

    assert_goes_to(as_author.post(f"{address}/deletion", data={"version": "2"}), HOME)
    db.session.expire_all()
    assert "Regular Reader" not in roles()
    assert as_author.post(f"{address}/deletion", data={"version": "2"}).status_code == 404


def test_the_buttons_beside_a_member_send_nothing_that_is_refused(
    as_author: Browser, reader: Person, maintained: Project, administrator: Person
) -> None:
    set_member(maintained, reader, role="reader", by=administrator)

    address, fields = pressed(assert_page(as_author.get(HOME)), "Set the role of Regular Reader")
    assert_goes_to(as_author.post(address, data=fields | {"role": "author"}), HOME)
    assert roles()["Regular Reader"] == "author"
    address, fields = pressed(assert_page(as_author.get(HOME)), "Remove Regular Reader")
    assert_goes_to(as_author.post(address, data=fields), HOME)
    assert "Regular Reader" not in roles()


def test_who_takes_themselves_out_of_a_closed_project_is_led_out_of_it(
    as_author: Browser, author: Person, maintained: Project
) -> None:
    set_open_role(maintained, None, maintained.version)

    assert_goes_to(as_author.post(f"{MEMBERS}/{author.id}/deletion", data={"version": "1"}), "/projects")

    assert roles() == {}
    assert as_author.get(HOME).status_code == 404


def requests_of(reader: Person) -> list[tuple[str, dict[str, str]]]:
    """What changes a project, and what is sent there."""
    return [
        (HOME, {"name": "Other", "version": "1"}),
        (f"{HOME}/openness", {"open_role": "", "version": "1"}),
        (f"{HOME}/template/restoration", {"version": "1"}),
        (MEMBERS, {"person": reader.name, "role": "maintainer"}),
        (f"{MEMBERS}/{reader.id}", {"role": "maintainer", "version": "1"}),
        (f"{MEMBERS}/{reader.id}/deletion", {"version": "1"}),
        (f"{HOME}/archive", {"version": "1"}),
        (f"{HOME}/archive/restoration", {"version": "1"}),
    ]


def test_who_only_writes_there_sees_and_changes_no_settings(
    as_author: Browser, reader: Person, project: Project, administrator: Person
) -> None:
    set_member(project, reader, role="reader", by=administrator)
    before = database_digest()

    for address, data in requests_of(reader):
        assert as_author.post(address, data=data).status_code == 403, address

    assert database_digest() == before
    page = assert_page(as_author.get(HOME))
    assert "<form" not in page.split("<main")[1].split("</main>")[0]
    assert "Regular Reader" in page
    assert "You are an author here." in page


def test_a_closed_project_is_nothing_to_who_is_no_member(
    as_author: Browser, reader: Person, project: Project
) -> None:
    make_design(project=project)
    set_open_role(project, None, project.version)
    before = database_digest()
    nothing = as_author.post("/projects/NONE", data={}).text

    for address, data in requests_of(reader):
        answer = as_author.post(address, data=data)
        assert answer.status_code == 404, address
        assert len(answer.text) == len(nothing)

    assert as_author.get(HOME).status_code == 404
    assert "FEAT" not in assert_page(as_author.get("/projects"))
    assert database_digest() == before


@pytest.mark.parametrize("role", [*ROLES, ""])
def test_a_maintainer_says_what_everyone_may_do(as_author: Browser, maintained: Project, role: str) -> None:
    data = {"open_role": role, "version": str(maintained.version)}

    assert_goes_to(as_author.post(f"{HOME}/openness", data=data), HOME)

    db.session.expire_all()
    assert maintained.open_role == (role or None)
    page = assert_page(as_author.get(HOME))
    assert ("Members only" in page.split("<h1>")[1].split("</h1>")[0]) == (not role)


def test_a_role_that_there_is_not_opens_nothing(as_author: Browser, maintained: Project) -> None:
    before = database_digest()

    page = assert_page(as_author.post(f"{HOME}/openness", data={"open_role": "owner", "version": "1"}), 422)

    assert "Everyone signed in is reader, author, maintainer or nothing here." in page
    assert database_digest() == before


def test_an_administrator_archives_after_being_told_what_it_means(
    as_administrator: Browser, as_author: Browser, project: Project
) -> None:
    design = make_design(project=project)
    page = assert_page(as_administrator.get(f"{HOME}/archive"))
    assert "not even an administrator" in page
    assert "1 design" in page

    assert_goes_to(as_administrator.post(f"{HOME}/archive", data={"version": "1"}), HOME)

    db.session.expire_all()
    assert project.archived_at
    assert "Archived</span>" in assert_page(as_author.get("/projects"))
    assert "Project FEAT was archived" in assert_page(as_author.get(f"/designs/{design.key}"))
    data = {"text": "Other", "base": design.title}
    assert as_author.piece("PUT", f"/designs/{design.key}/title", data=data).status_code == 403

    assert_goes_to(as_administrator.post(f"{HOME}/archive/restoration", data={"version": "2"}), HOME)
    assert as_author.piece("PUT", f"/designs/{design.key}/title", data=data).status_code == 200


def test_a_project_that_changed_meanwhile_is_not_archived(
    as_administrator: Browser, project: Project
) -> None:
    page = assert_page(as_administrator.post(f"{HOME}/archive", data={"version": "0"}), 409)

    assert "Somebody else changed this project" in page
    assert project.archived_at is None


def test_members_of_an_archived_project_are_the_administrators(
    as_administrator: Browser, as_author: Browser, reader: Person, maintained: Project
) -> None:
    archive_project(maintained, maintained.version)
    data = {"person": reader.name, "role": "reader"}

    assert as_author.post(MEMBERS, data=data).status_code == 403
    assert_goes_to(as_administrator.post(MEMBERS, data=data), HOME)

    assert roles()["Regular Reader"] == "reader"


def test_members_are_filtered(
    as_author: Browser, reader: Person, maintained: Project, administrator: Person
) -> None:
    set_member(maintained, reader, role="reader", by=administrator)

    piece = assert_piece(as_author.piece("GET", f"{HOME}?q=regular", headers={"HX-Source": "form#filter"}))

    assert "1 of 2 members" in piece
    assert "An Author" not in piece
