"""Saved views: kept under a name, above their list for whom they are, replaced and forgotten."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest

from tests.assertions import assert_goes_to, assert_page, assert_piece, database_digest
from tests.browser import Browser
from tests.factories import make_design, make_project
from webapp.extensions import db
from webapp.models import Person, Project, SavedView
from webapp.models.view import VIEW_NAME_MAX, VIEW_QUERY_MAX
from webapp.services import saved_views
from webapp.services.projects import set_open_role

DRAFTS = {"list": "designs", "query": "status=Draft", "name": "Drafts", "project": ""}


@pytest.fixture(autouse=True)
def designs(app: object) -> None:
    """Two designs to be listed, one of them a draft."""
    make_design(title="Login")
    make_design(title="Payments", status="Approved")


def views() -> list[SavedView]:
    return list(db.session.scalars(db.select(SavedView).order_by(SavedView.id)))


def chips(page: str) -> list[str]:
    """The names of the views above a list, in order."""
    return [name.strip() for name in re.findall(r"data-view=.*?<bdi>(.*?)</bdi></a>", page, re.DOTALL)]


def current(page: str) -> list[str]:
    """Of these, those that are marked as the current one."""
    return re.findall(r'data-view="[^"]*" aria-current="true">.*?<bdi>(.*?)</bdi></a>', page, re.DOTALL)


def test_a_list_that_is_narrowed_can_be_kept_and_one_that_is_not_offers_nothing(as_reader: Browser) -> None:
    assert "Save as a view" not in assert_page(as_reader.get("/"))
    page = assert_page(as_reader.get("/?status=Draft&q=log&page=1"))
    (link,) = re.findall(r'<a [^>]*href="(/views/new[^"]*)"', page)
    assert link == "/views/new?list=designs&amp;query=q%3Dlog%26status%3DDraft"
    form = assert_page(as_reader.get(link.replace("&amp;", "&")))
    assert "Save a view of “Designs”" in form
    assert 'value="q=log&amp;status=Draft"' in form


def test_what_is_kept_stands_above_the_list_and_is_marked_where_it_is_the_current_one(
    as_reader: Browser, reader: Person
) -> None:
    answer = as_reader.post("/views", data={**DRAFTS, "query": "page=2&status=Draft&q=&sort=key"})
    assert_goes_to(answer, "/?sort=key&status=Draft")
    (view,) = views()
    assert (view.list, view.name, view.query) == ("designs", "Drafts", "sort=key&status=Draft")
    assert (view.person_id, view.project_id) == (reader.id, None)
    page = assert_page(as_reader.get("/?status=Draft&sort=key"))
    assert 'href="/?sort=key&amp;status=Draft"' in page
    assert (chips(page), current(page)) == (["Drafts"], ["Drafts"])
    assert current(assert_page(as_reader.get("/?status=Draft"))) == []
    assert chips(assert_page(as_reader.get("/designs/bin"))) == []


def test_nobody_sees_what_another_one_keeps_for_themselves(as_reader: Browser, as_author: Browser) -> None:
    as_reader.post("/views", data=DRAFTS)
    (view,) = views()
    assert chips(assert_page(as_author.get("/"))) == []
    for path in (f"/views/{view.id}/deletion", f"/views/{view.id + 1}/deletion"):
        assert assert_page(as_author.get(path), 404)
        assert assert_page(as_author.post(path), 404)
    assert chips(assert_page(as_reader.get("/"))) == ["Drafts"]


def test_a_view_for_a_project_is_seen_by_others_and_says_for_which(
    as_reader: Browser, as_author: Browser
) -> None:
    assert_goes_to(as_reader.post("/views", data={**DRAFTS, "project": "FEAT"}), "/?status=Draft")
    page = assert_page(as_author.get("/"))
    assert chips(page) == ["Drafts"]
    assert '<span class="badge">FEAT</span>' in page
    address = f"/views/{views()[0].id}/deletion"
    assert as_author.post(address).status_code == 403
    assert len(views()) == 1
    assert_goes_to(as_reader.post(address), "/?status=Draft")
    assert views() == []


def test_a_maintainer_forgets_what_others_saved_for_a_project(
    as_reader: Browser, as_administrator: Browser
) -> None:
    as_reader.post("/views", data={**DRAFTS, "project": "FEAT"})
    assert_goes_to(as_administrator.post(f"/views/{views()[0].id}/deletion"), "/?status=Draft")
    assert views() == []


def test_nobody_replaces_what_another_saved_for_a_project(as_reader: Browser, as_author: Browser) -> None:
    as_reader.post("/views", data={**DRAFTS, "project": "FEAT"})
    before = database_digest()
    again = {**DRAFTS, "project": "FEAT", "query": "status=Draft&sort=key", "replacing": str(views()[0].id)}
    page = assert_page(as_author.post("/views", data=again), 422)
    assert "Somebody else’s view is called “Drafts”" in page
    assert database_digest() == before


def test_a_view_goes_with_the_project_that_somebody_may_not_read_or_fill(as_reader: Browser) -> None:
    as_reader.post("/views", data={**DRAFTS, "project": "FEAT"})
    address = f"/views/{views()[0].id}/deletion"
    project = db.session.scalars(db.select(Project)).one()

    set_open_role(project, "reader", project.version)
    page = assert_page(as_reader.get("/"))
    assert chips(page) == ["Drafts"]
    assert address not in page
    assert as_reader.post(address).status_code == 403

    set_open_role(project, None, project.version)
    assert chips(assert_page(as_reader.get("/"))) == []
    assert as_reader.post(address).status_code == 404
    assert len(views()) == 1


def test_only_who_makes_designs_in_a_project_keeps_a_view_for_it(as_reader: Browser) -> None:
    project = make_project("PAY", "Payments")
    set_open_role(project, "reader", project.version)
    form = assert_page(as_reader.get("/views/new?list=designs&query=status%3DDraft"))
    assert "Everybody in FEAT" in form
    assert "Everybody in PAY" not in form
    page = assert_page(as_reader.post("/views", data={**DRAFTS, "project": "PAY"}), 422)
    assert "There is no such project" in page
    assert views() == []
    assert_goes_to(as_reader.post("/views", data={**DRAFTS, "project": "FEAT"}), "/?status=Draft")


def test_a_name_that_is_taken_is_replaced_only_after_that_was_said(as_reader: Browser) -> None:
    as_reader.post("/views", data=DRAFTS)
    again = {**DRAFTS, "name": " DRÄFTS ", "query": "status=Draft&sort=key"}
    before = database_digest()
    page = assert_page(as_reader.post("/views", data=again), 422)
    assert "You have a view “Drafts” of this list. Save once more to replace it" in page
    assert "Replace the view" in page
    (number,) = re.findall(r'name="replacing"[^>]*value="(\d+)"', page)
    assert database_digest() == before
    assert_goes_to(as_reader.post("/views", data={**again, "replacing": number}), "/?sort=key&status=Draft")
    (view,) = views()
    assert (view.id, view.name, view.query) == (int(number), "DRÄFTS", "sort=key&status=Draft")


def test_one_name_may_be_that_of_another_list_another_person_and_a_project(
    as_reader: Browser, as_author: Browser
) -> None:
    for browser, more in (
        (as_reader, {}),
        (as_author, {}),
        (as_reader, {"project": "FEAT"}),
        (as_reader, {"list": "bin", "query": "q=x"}),
    ):
        assert browser.post("/views", data={**DRAFTS, **more}).status_code == 303
    assert assert_page(as_author.post("/views", data={**DRAFTS, "project": "FEAT"}), 422)
    assert len(views()) == 4


def test_what_another_one_keeps_is_not_replaced_by_its_number(as_reader: Browser, as_author: Browser) -> None:
    as_reader.post("/views", data=DRAFTS)
    (view,) = views()
    as_author.post("/views", data={**DRAFTS, "query": "q=mine"})
    page = as_author.post("/views", data={**DRAFTS, "query": "q=other", "replacing": str(view.id)})
    assert_page(page, 422)
    assert [each.query for each in views()] == ["status=Draft", "q=mine"]


def test_a_view_is_deleted_after_a_question_and_the_list_stays_as_it_shows_it(as_reader: Browser) -> None:
    as_reader.post("/views", data=DRAFTS)
    address = f"/views/{views()[0].id}/deletion"
    page = assert_page(as_reader.get("/?status=Draft"))
    assert f'href="{address}"' in page
    asked = assert_page(as_reader.get(address))
    assert "Delete the view “<bdi>Drafts</bdi>”?" in asked
    assert len(views()) == 1
    assert_goes_to(as_reader.post(address), "/?status=Draft")
    assert views() == []
    assert "The view “Drafts” is deleted." in assert_page(as_reader.get("/?status=Draft"))


def test_a_view_gets_another_name_where_it_stands_and_shows_the_same(as_reader: Browser) -> None:
    as_reader.post("/views", data=DRAFTS)
    before, address = views()[0].query, f"/views/{views()[0].id}/name"
    assert f'href="{address}"' in assert_page(as_reader.get("/?status=Draft"))
    assert "Rename the view “<bdi>Drafts</bdi>”" in assert_page(as_reader.get(address))
    piece = assert_piece(as_reader.piece("GET", address))
    assert 'value="Drafts"' in piece
    assert_goes_to(as_reader.post(address, data={"name": " Not yet agreed "}), "/?status=Draft")
    (view,) = views()
    assert (view.name, view.query) == ("Not yet agreed", before)
    page = assert_page(as_reader.get("/?status=Draft"))
    assert "The view is called “Not yet agreed” now." in page
    assert current(page) == ["Not yet agreed"]


def test_a_view_may_keep_its_name_in_other_letters_and_none_takes_that_of_another(as_reader: Browser) -> None:
    for name in ("One", "Two"):
        as_reader.post("/views", data={**DRAFTS, "name": name})
    address, before = f"/views/{views()[0].id}/name", database_digest()
    refused = assert_page(as_reader.post(address, data={"name": "TWO"}), 422)
    assert "Another view of this list is called “TWO”. Choose another name." in refused
    assert database_digest() == before
    assert_goes_to(as_reader.post(address, data={"name": "ONE"}), "/?status=Draft")
    assert [view.name for view in views()] == ["ONE", "Two"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"name": ""}, "A view needs a name."),
        ({"name": "a\0b"}, "control character"),
        ({"name": "x" * (VIEW_NAME_MAX + 1)}, f"A name has at most {VIEW_NAME_MAX} characters"),
        ({"name": "Fine", "query": "q=x"}, "Nothing here is called query"),
    ],
)
def test_a_name_that_cannot_be_is_refused_and_the_old_one_stays(
    as_reader: Browser, data: dict[str, str], words: str
) -> None:
    as_reader.post("/views", data=DRAFTS)
    before = database_digest()
    assert words in assert_page(as_reader.post(f"/views/{views()[0].id}/name", data=data), 422)
    assert database_digest() == before


def test_only_who_may_delete_a_view_renames_it(
    as_reader: Browser, as_author: Browser, as_administrator: Browser
) -> None:
    as_reader.post("/views", data={**DRAFTS, "project": "FEAT"})
    as_reader.post("/views", data=DRAFTS)
    shared, own = (f"/views/{view.id}/name" for view in views())
    before = database_digest()
    for browser, address, status in (
        (as_author, shared, 403),
        (as_author, own, 404),
        (as_administrator, own, 404),
    ):
        assert browser.get(address).status_code == status
        assert browser.post(address, data={"name": "Mine now"}).status_code == status
    assert database_digest() == before
    assert_goes_to(as_administrator.post(shared, data={"name": "Ours"}), "/?status=Draft")
    assert_goes_to(as_reader.post(own, data={"name": "Mine"}), "/?status=Draft")
    assert [view.name for view in views()] == ["Ours", "Mine"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"name": ""}, "A view needs a name."),
        ({"name": "a\0b"}, "control character"),
        ({"name": "x" * (VIEW_NAME_MAX + 1)}, f"A name has at most {VIEW_NAME_MAX} characters"),
        ({"query": urlencode({"q": "é" * VIEW_QUERY_MAX})}, "too long to be kept"),
        ({"query": "&".join(f"a{number}=1" for number in range(101))}, "more than 100 fields"),
        ({"project": "NONE"}, "There is no such project"),
        ({"person_id": "1"}, "Nothing here is called person_id"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(
    as_reader: Browser, data: dict[str, str], words: str
) -> None:
    before = database_digest()
    assert words in assert_page(as_reader.post("/views", data={**DRAFTS, **data}), 422)
    assert database_digest() == before


@pytest.mark.parametrize(
    "name", ["", "nothing", "registers/nothing", "changes", "changes/FEAT-999", "changes/x"]
)
def test_of_a_list_that_there_is_not_nothing_is_kept(as_reader: Browser, name: str) -> None:
    assert as_reader.post("/views", data={**DRAFTS, "list": name}).status_code == 404
    assert as_reader.get("/views/new", query_string={"list": name}).status_code == 404
    assert views() == []


def test_the_changes_of_a_design_have_views_of_their_own(as_reader: Browser) -> None:
    answer = as_reader.post("/views", data={**DRAFTS, "list": "changes/FEAT-001", "query": "q=login"})
    assert_goes_to(answer, "/designs/FEAT-001/changes?q=login")
    page = assert_page(as_reader.get("/designs/FEAT-001/changes?q=login"))
    assert (chips(page), current(page)) == (["Drafts"], ["Drafts"])
    assert chips(assert_page(as_reader.get("/designs/FEAT-002/changes"))) == []


def test_what_a_view_asks_for_and_no_longer_exists_is_passed_over(as_reader: Browser) -> None:
    as_reader.post("/views", data={**DRAFTS, "query": "owner=999&project=GONE&status=Draft&sort=nothing"})
    page = assert_page(as_reader.get("/?owner=999&project=GONE&sort=nothing&status=Draft"))
    assert "1 of 2 designs" in page


def test_a_person_has_so_many_views_of_a_list_and_no_more(
    as_reader: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_views, "VIEWS_MAX", 2)
    for name in ("One", "Two"):
        assert as_reader.post("/views", data={**DRAFTS, "name": name}).status_code == 303
    assert "There are 2 views of this list already." in assert_page(
        as_reader.post("/views", data={**DRAFTS, "name": "Three"}), 422
    )
    assert as_reader.post("/views", data={**DRAFTS, "name": "Three", "project": "FEAT"}).status_code == 303
    assert [view.name for view in views()] == ["One", "Two", "Three"]


def test_a_stranger_gets_the_same_as_for_nothing(as_stranger: Browser, as_reader: Browser) -> None:
    as_reader.post("/views", data=DRAFTS)
    there, nothing = (
        as_stranger.post(f"/views/{number}/deletion") for number in (views()[0].id, 987_654_321)
    )
    assert (there.status_code, there.text) == (nothing.status_code, nothing.text)
    assert len(views()) == 1


def test_views_are_asked_for_by_the_page_alone_and_not_while_somebody_types(as_reader: Browser) -> None:
    as_reader.post("/views", data=DRAFTS)
    piece = as_reader.piece("GET", "/?status=Draft").text
    assert "Save as a view" in piece
    assert "data-views" not in piece
