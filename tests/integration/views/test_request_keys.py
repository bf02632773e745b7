"""On every route that writes a request that comes twice does its work once, and its key is no other one's."""

from __future__ import annotations

import pytest

from tests.assertions import assert_page, database_digest
from tests.browser import Browser
from tests.edits import EDITS, TEXT, Edit, Ids, make_edited
from tests.markup import tree
from webapp.extensions import db
from webapp.models import Batch, Design, Row

KEY = {"Idempotency-Key": "once-and-for-all"}


def others(at: Ids) -> dict[str, Edit]:
    """The requests that write to whole texts, to designs and to the list of them."""
    design = f"/designs/{at.key}"
    return {
        "section text": Edit(
            "PUT", f"/sections/{at.later}/text", {"text": "## Later\n\nx", "base": "## Later\n\nMore words."}
        ),
        "document text": Edit(
            "PUT", f"/documents/{at.document}/text", {"text": f"{TEXT}\nx\n", "base": TEXT}
        ),
        "title": Edit("PUT", f"{design}/title", {"text": "Hooks", "base": "Title"}),
        "status": Edit("PUT", f"{design}/status", {"value": "Approved", "base": "Draft"}),
        "priority": Edit("PUT", f"{design}/priority", {"value": "P0", "base": "P2"}),
        "many": Edit("POST", "/designs/values", {"designs": at.key, "status": "Rejected"}),
        "new design": Edit("POST", "/designs", {"project": "FEAT", "title": "New", "priority": "P2"}),
        "undo": Edit("POST", f"{design}/undo"),
        "deletion": Edit("POST", f"{design}/deletion"),
        "deletion of many": Edit("POST", "/designs/deletion", {"designs": at.key}),
    }


def test_a_key_of_another_request_is_refused_by_every_route(as_author: Browser) -> None:
    ids = make_edited()
    first = EDITS["add section"](ids)
    assert as_author.piece(first.method, first.path, data=first.data, headers=KEY).status_code == 200
    asked = {name: made(ids) for name, made in EDITS.items() if name != "add section"} | others(ids)
    before = database_digest()
    for name, edit in asked.items():
        answer = as_author.piece(edit.method, edit.path, data=edit.data, headers=KEY)
        assert (answer.status_code, "another request" in answer.text) == (422, True), (name, answer.text)
    assert database_digest() == before


@pytest.mark.parametrize("name", others(Ids("", *[0] * 12)))
def test_what_comes_again_is_answered_again_and_done_once(as_author: Browser, name: str) -> None:
    ids = make_edited()
    first = EDITS["cell"](ids)
    as_author.piece(first.method, first.path, data=first.data)
    edit = others(ids)[name]
    answer = as_author.piece(edit.method, edit.path, data=edit.data, headers=KEY)
    assert answer.status_code in {200, 204}, answer.text
    assert db.session.scalar(db.select(db.func.count()).select_from(Batch)) == 2
    before = database_digest()
    again = as_author.piece(edit.method, edit.path, data=edit.data, headers=KEY)
    assert again.status_code == answer.status_code, again.text
    assert again.headers.get("Designbook-Batch") == answer.headers.get("Designbook-Batch")
    assert database_digest() == before
    assert db.session.scalar(db.select(db.func.count()).select_from(Design)) == (
        2 if name == "new design" else 1
    )


def test_a_button_of_a_page_without_scripts_that_is_pressed_twice_makes_one_row(as_author: Browser) -> None:
    ids = make_edited()
    rows = f"/blocks/{ids.table}/rows"
    places = []
    for _ in range(2):
        page = assert_page(as_author.get(f"/blocks/{ids.table}"))
        typed = sent_by(page, rows) | {"c2": "/new"}
        places.append({as_author.post(rows, data=typed).location for _ in range(2)})
    assert [len(each) for each in places] == [1, 1]
    assert db.session.scalar(db.select(db.func.count()).select_from(Batch)) == 2
    assert rows_of_table(ids) == ["/a", "/b", "/new", "/new"]


def sent_by(page: str, address: str) -> dict[str, str]:
    """What the form that is sent to this address holds in hidden fields."""
    form = next(each for each in tree(page, scripted=False).iter("form") if each.get("action") == address)
    return {str(each.get("name")): each.get("value") or "" for each in form.iter("input")}


def rows_of_table(ids: Ids) -> list[str]:
    rows = db.select(Row).where(Row.block_id == ids.table).order_by(Row.position)
    return [row.cells["c2"] for row in db.session.scalars(rows)]
