"""What a page offers: what who looks at it may do, and nothing that would be refused."""

from __future__ import annotations

import re

import pytest

from tests.assertions import assert_goes_to, assert_page, database_digest
from tests.browser import Browser
from tests.edits import TEXT
from tests.factories import make_design, make_person, make_project
from webapp.extensions import db
from webapp.models import Design, Person
from webapp.services.design_values.lock import set_locked
from webapp.services.design_values.parent import set_parent
from webapp.services.members import set_member
from webapp.services.projects import archive_project, set_open_role

EDITING = (
    "data-edit",
    "data-grid",
    "data-markdown",
    "contenteditable",
    "menu-row",
    "editor-line",
    "/undo",
    "/copies",
    "/lock",
    "/deletion",
    "/text",
    "Add a document",
)
"""What stands in a page where something can be edited."""


@pytest.fixture
def design(owner: Person) -> Design:
    """A design of the owner in a project that everyone reads and its members write."""
    project = make_project()
    set_member(project, owner, role="author", by=make_person("administrator"))
    design = make_design(TEXT, owner=owner, project=project)
    set_open_role(project, "reader", project.version)
    return design


def offered(page: str) -> list[str]:
    """What of EDITING stands in the main part of a page."""
    main = page.split("<main")[1].split("</main>")[0] + page.split('class="actions"')[1].split("</header>")[0]
    return [each for each in EDITING if each in main]


def test_a_reader_finds_nothing_to_edit_and_the_owner_does(
    as_reader: Browser, as_owner: Browser, design: Design
) -> None:
    page = assert_page(as_reader.get(f"/designs/{design.key}"))
    assert offered(page) == []
    assert re.findall(r"<button[^>]*(?:box|tick)[^>]*>", page) == []

    found = offered(assert_page(as_owner.get(f"/designs/{design.key}")))
    assert {"data-edit", "data-grid", "data-markdown", "/copies", "/lock", "/deletion"} <= set(found)


def test_the_list_offers_a_reader_nothing(as_reader: Browser, as_owner: Browser, design: Design) -> None:
    page = assert_page(as_reader.get("/"))
    assert design.key in page
    assert 'name="designs"' not in page
    assert "data-edit" not in page
    assert "data-rename" not in page
    assert "/designs/new" not in page
    assert "data-pick-all" not in page

    page = assert_page(as_owner.get("/"))
    assert 'name="designs"' in page
    assert "data-rename" in page
    assert "/designs/new" in page
    assert "data-pick-all" in page


def test_who_makes_designs_in_another_project_selects_nothing_that_is_not_theirs(
    as_reader: Browser, design: Design
) -> None:
    make_project("OPEN", "Open")
    page = assert_page(as_reader.get("/"))
    assert "/designs/new" in page
    assert design.key in page
    assert "data-pick-all" not in page


def test_findings_beside_a_design_are_dismissed_by_who_edits_it(
    as_reader: Browser, as_owner: Browser, owner: Person, design: Design
) -> None:
    asking = make_design("# T\n\n## Open Questions\n\n- [ ] Why?\n", owner=owner, project=design.project)
    address = f"/designs/{asking.key}/remarks"
    assert "See all<" in assert_page(as_reader.get(address))
    assert "See all, and dismiss<" in assert_page(as_owner.get(address))


def test_in_a_list_each_row_offers_what_may_be_done_to_its_design(as_owner: Browser, design: Design) -> None:
    others = make_design(title="Others", owner=make_person(), project=design.project)
    page = assert_page(as_owner.get("/"))

    for each, is_own in ((design, True), (others, False)):
        row = page.split(f'id="design-{each.id}"')[1].split("</tr>")[0]
        assert 'name="designs"' in row
        assert "data-rename" in row
        assert (f"/designs/{each.key}/status" in row) is is_own
        assert (f"/designs/{each.key}/owner" in row) is is_own
        assert f"/designs/{each.key}/priority" in row


def test_an_author_edits_a_design_of_another_but_not_what_is_the_owners(
    as_author: Browser, author: Person, design: Design
) -> None:
    set_member(design.project, author, role="author", by=make_person("administrator"))
    page = assert_page(as_author.get(f"/designs/{design.key}"))

    assert {"data-edit", "data-grid", "/copies"} <= set(offered(page))
    for name in ("status", "owner", "contributors", "lock", "deletion"):
        assert f"/designs/{design.key}/{name}" not in page
    for name in ("priority", "parent", "title"):
        assert f"/designs/{design.key}/{name}" in page


def test_a_locked_design_says_who_locked_it_and_offers_its_owner_to_unlock_it(
    as_owner: Browser, as_author: Browser, author: Person, design: Design
) -> None:
    set_member(design.project, author, role="author", by=make_person("administrator"))
    address = f"/designs/{design.key}"
    assert "Locked by" not in assert_page(as_author.get(address))

    assert_goes_to(as_owner.post(f"{address}/lock", data={"locked": "yes"}), address)

    db.session.expire_all()
    assert design.locked_at
    page = assert_page(as_author.get(address))
    assert "Locked by <bdi>Our Owner</bdi>" in page
    assert offered(page) == ["/copies"]
    page = assert_page(as_owner.get(address))
    assert "Unlock" in page
    assert "data-grid" in offered(page)
    assert_goes_to(as_owner.post(f"{address}/lock", data={"locked": "no"}), address)
    assert "data-grid" in offered(assert_page(as_author.get(address)))


def test_a_maintainer_unlocks_what_they_may_not_write_in(as_administrator: Browser, design: Design) -> None:
    assert design.owner
    set_locked(design, True, by=design.owner)
    address = f"/designs/{design.key}"

    page = assert_page(as_administrator.get(address))
    assert "data-grid" not in page
    assert f"{address}/status" in page
    assert "You may unlock it under Details." in page
    assert_goes_to(as_administrator.post(f"{address}/lock", data={"locked": "no"}), address)

    assert "data-grid" in assert_page(as_administrator.get(address))


@pytest.mark.parametrize("data", [{}, {"locked": "maybe"}, {"locked": "yes", "locked_at": "x"}])
def test_a_lock_that_says_nothing_is_refused(as_owner: Browser, design: Design, data: dict[str, str]) -> None:
    before = database_digest()

    assert as_owner.post(f"/designs/{design.key}/lock", data=data).status_code == 422

    assert database_digest() == before


def test_nobodys_design_is_not_locked(as_owner: Browser, design: Design) -> None:
    nobodys = make_design(project=design.project)
    assert "/lock" not in offered(assert_page(as_owner.get(f"/designs/{nobodys.key}")))

    answer = as_owner.post(f"/designs/{nobodys.key}/lock", data={"locked": "yes"})

    assert answer.status_code == 422
    assert nobodys.locked_at is None


def test_an_archived_design_says_so_and_offers_nothing_to_anybody(
    as_administrator: Browser, as_owner: Browser, design: Design
) -> None:
    archive_project(design.project, design.project.version)

    for browser in (as_owner, as_administrator):
        page = assert_page(browser.get(f"/designs/{design.key}"))
        assert "Project FEAT was archived" in page
        assert offered(page) == []


def test_a_parent_that_one_may_not_read_is_not_named(as_reader: Browser, design: Design) -> None:
    secret = make_design(project=make_project("SEC"), title="Secret plan")
    assert design.owner
    set_parent(design, secret.key, base="", by=design.owner)
    assert "SEC-001" in assert_page(as_reader.get(f"/designs/{design.key}"))

    set_open_role(secret.project, None, secret.project.version)

    page = assert_page(as_reader.get(f"/designs/{design.key}"))
    assert "SEC-001" not in page
    assert "Secret plan" not in page


def test_changes_offer_to_undo_what_one_may_do(as_author: Browser, author: Person, design: Design) -> None:
    set_member(design.project, author, role="author", by=make_person("administrator"))
    assert design.owner
    set_locked(design, True, by=design.owner)
    set_locked(design, False, by=design.owner)
    as_author.piece("PUT", f"/designs/{design.key}/title", data={"text": "Hooks", "base": "Title"})

    page = assert_page(as_author.get(f"/designs/{design.key}/changes"))

    assert len(re.findall(r'action="/batches/\d+/undo"', page)) == 1


@pytest.mark.parametrize("path", ["/", "/registers", "/search", "/findings", "/projects", "/account"])
def test_who_may_make_no_design_is_led_to_no_import(
    as_reader: Browser, as_owner: Browser, owner: Person, path: str
) -> None:
    project = make_project()
    set_member(project, owner, role="author", by=make_person("administrator"))
    set_open_role(project, "reader", project.version)
    page = assert_page(as_reader.get(path))
    assert "/imports/new" not in page
    assert "/designs/new" not in page
    assert as_reader.get("/imports/new").status_code == 403

    assert "/imports/new" in assert_page(as_owner.get(path))
    assert_page(as_owner.get("/imports/new"))


def test_a_design_is_offered_to_authors_alone(
    as_owner: Browser, as_administrator: Browser, design: Design, owner: Person
) -> None:
    reader, writer = make_person("reader", name="Rea Der"), make_person(name="Wri Ter")
    set_member(design.project, writer, role="author", by=make_person("administrator"))

    for address in (f"/designs/{design.key}/owner", f"/designs/{design.key}/contributors", "/"):
        page = assert_page(as_owner.get(address)).split("<main")[1]
        assert (writer.name in page, reader.name in page) == (True, False)
    for field in ("owner", "contributors"):
        piece = as_owner.piece("GET", f"/designs/{design.key}/{field}").text
        assert (writer.name in piece, reader.name in piece) == (True, False)
    page = assert_page(as_administrator.get(f"/people/{owner.id}"))
    assert (writer.name in page, reader.name in page) == (True, False)


@pytest.mark.parametrize("field", ["owner", "contributors", "many"])
def test_who_hands_a_design_to_a_reader_is_told_whom_to_ask(
    as_owner: Browser, owner: Person, design: Design, field: str
) -> None:
    reader = make_person("reader", name="Rea Der")
    many = field == "many"
    address = "/designs/values" if many else f"/designs/{design.key}/{field}"
    data = {"designs": design.key, "owner": reader.id} if many else {"value": reader.id}
    data |= {} if many else {"base": owner.id if field == "owner" else ""}
    before = database_digest()

    answer = as_owner.piece("POST", address, data=data)
    assert answer.status_code == 422
    assert f"Rea Der may read {design.key}, and not change it." in answer.text
    assert "ask a maintainer of Features to make them an author" in answer.text
    assert database_digest() == before

    set_member(design.project, reader, role="author", by=make_person("administrator"))
    assert as_owner.piece("POST", address, data=data).status_code == 200
