"""On every route that writes a request that comes twice does its work once, and its key is no other one's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.assertions import assert_page, database_digest
from tests.browser import Browser
from tests.edits import WRITES, Ids, make_edited, make_ready, newest_batch
from tests.markup import tree
from webapp.extensions import db
from webapp.models import Batch, Design, Person, Row

KEY = {"Idempotency-Key": "once-and-for-all"}


writes = pytest.mark.parametrize("name", WRITES)


@writes
def test_a_key_of_another_request_is_refused(as_author: Browser, name: str) -> None:
    ids, edit = make_ready(name, as_author)
    first = WRITES["rename document" if name == "add section" else "add section"].edit(ids)
    if name == "restore design":
        first = WRITES["design status"].edit(replace(ids, key=ids.other))
    assert as_author.piece(first.method, first.path, data=first.data, headers=KEY).status_code in {200, 204}
    before = database_digest()
    answer = as_author.piece(edit.method, edit.path, data=edit.data, headers=KEY)
    assert (answer.status_code, "another request" in answer.text) == (422, True), answer.text
    assert database_digest() == before


@writes
def test_what_comes_again_is_answered_again_and_done_once(
    as_author: Browser, author: Person, name: str
) -> None:
    _, edit = make_ready(name, as_author)
    oldest, design_count = newest_batch(), count(Design)
    answer = as_author.piece(edit.method, edit.path, data=edit.data, headers=KEY)
    assert answer.status_code in {200, 204}, answer.text
    made = list(db.session.scalars(db.select(Batch).where(Batch.id > oldest).order_by(Batch.id)))
    assert len(made) == (2 if "designs" in name else 1)
    assert {each.person_id for each in made} == {author.id}
    assert all(each.changes for each in made)
    before = database_digest()
    again = as_author.piece(edit.method, edit.path, data=edit.data, headers=KEY)
    assert again.status_code == answer.status_code, again.text
    assert again.headers.get("Designbook-Batch") == answer.headers.get("Designbook-Batch")
    assert database_digest() == before
    assert count(Design) == design_count + (name in {"new design", "copy design"})


def test_a_button_of_a_page_without_scripts_that_is_pressed_twice_makes_one_row(as_author: Browser) -> None:
    ids = make_edited()
    rows = f"/blocks/{ids.table}/rows"
    places = []
    for _ in range(2):
        page = assert_page(as_author.get(f"/blocks/{ids.table}"))
        typed = sent_by(page, rows) | {"c2": "/new"}
        places.append({as_author.post(rows, data=typed).location for _ in range(2)})
    assert [len(each) for each in places] == [1, 1]
    assert count(Batch) == 2
    assert rows_of_table(ids) == ["/a", "/b", "/new", "/new"]


def sent_by(page: str, address: str) -> dict[str, str]:
    """What the form that is sent to this address holds in hidden fields."""
    form = next(each for each in tree(page, scripted=False).iter("form") if each.get("action") == address)
    return {str(each.get("name")): each.get("value") or "" for each in form.iter("input")}


def rows_of_table(ids: Ids) -> list[str]:
    rows = db.select(Row).where(Row.block_id == ids.table).order_by(Row.position)
    return [row.cells["c2"] for row in db.session.scalars(rows)]


def count(model: type[Batch] | type[Design]) -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(model)) or 0
