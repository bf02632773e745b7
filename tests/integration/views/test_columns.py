"""Columns of a table: added, renamed, moved, deleted; cells keep to their column."""

from __future__ import annotations

import pytest

from tests.assertions import assert_goes_to, assert_page, assert_piece, database_digest
from tests.browser import Browser
from tests.edits import Ids, make_edited
from tests.markup import partials, text_of, tree
from webapp.extensions import db
from webapp.models import Block, Row


@pytest.fixture
def ids(app: object) -> Ids:
    """A design to edit."""
    return make_edited()


def names(ids: Ids) -> list[str]:
    return [column["name"] for column in db.session.get_one(Block, ids.table).columns]


def test_a_column_comes_after_another_and_its_section_is_drawn_again(as_author: Browser, ids: Ids) -> None:
    sent = {"name": "Auth", "after": "c1"}
    piece = assert_piece(as_author.piece("POST", f"/blocks/{ids.table}/columns", data=sent))
    assert names(ids) == ["Method", "Auth", "Path", "Note"]
    assert partials(piece) == [
        (f"#section-{ids.endpoints}", "outerMorph", [f"section-{ids.endpoints}"]),
    ]
    assert f'id="block-{ids.table}-c4"' in piece


def test_a_column_that_a_known_table_lacks_is_offered(as_author: Browser, ids: Ids) -> None:
    page = tree(assert_page(as_author.get(f"/designs/{ids.key}")))
    offered = [
        str(each.get("data-add-column")) for each in page.iter("button") if each.get("data-add-column")
    ]
    assert "Auth" in offered
    assert "Path" not in offered
    assert_piece(
        as_author.piece("POST", f"/blocks/{ids.table}/columns", data={"name": "Auth", "after": "c2"})
    )
    page = tree(assert_page(as_author.get(f"/designs/{ids.key}")))
    assert [each for each in page.iter("button") if each.get("data-add-column") == "Auth"] == []
    assert db.session.get_one(Block, ids.table).columns[2]["role"] == "auth"


def test_a_renamed_column_keeps_its_cells(as_author: Browser, ids: Ids) -> None:
    sent = {"text": "Remark | *x*", "base": "Note"}
    assert_piece(as_author.piece("PUT", f"/blocks/{ids.table}/columns/c3", data=sent))
    assert names(ids)[2] == "Remark | *x*"
    assert db.session.get_one(Row, ids.get).cells["c3"] == "first"


def test_a_name_that_somebody_else_changed_leaves_a_choice(
    as_author: Browser, as_owner: Browser, ids: Ids
) -> None:
    address = f"/blocks/{ids.table}/columns/c3"
    assert_piece(as_owner.piece("PUT", address, data={"text": "Theirs", "base": "Note"}))
    assert "Keep mine" in assert_piece(
        as_author.piece("PUT", address, data={"text": "Mine", "base": "Note"}), 409
    )
    assert names(ids)[2] == "Theirs"


def test_a_column_moves_and_is_deleted(as_author: Browser, ids: Ids) -> None:
    address = f"/blocks/{ids.table}/columns/c3"
    assert_piece(as_author.piece("PUT", f"{address}/position", data={"after": ""}))
    assert names(ids) == ["Note", "Method", "Path"]
    assert "| first | GET | /a |" in as_author.get(f"/designs/{ids.key}.md").text
    assert_piece(as_author.piece("DELETE", address))
    assert names(ids) == ["Method", "Path"]
    assert "first" not in as_author.get(f"/designs/{ids.key}.md").text


def test_the_only_column_stays(as_author: Browser, ids: Ids) -> None:
    for column in ("c2", "c3"):
        assert_piece(as_author.piece("DELETE", f"/blocks/{ids.table}/columns/{column}"))
    before = database_digest()
    assert as_author.piece("DELETE", f"/blocks/{ids.table}/columns/c1").status_code == 422
    assert database_digest() == before


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/blocks/{table}/columns", {"name": "x", "after": "c9"}),
        ("/blocks/{items}/columns", {"name": "x", "after": ""}),
        ("/blocks/{table}/columns", {"name": "a\x00b", "after": ""}),
        ("/blocks/{table}/columns/c3/position", {"after": "c3"}),
        ("/blocks/{table}/columns/c3/position", {"after": "c9"}),
        ("/blocks/{table}/columns/c9/position", {"after": ""}),
        ("/blocks/{table}/columns/c9/deletion", {}),
        ("/blocks/{table}/columns/c3", {"text": "x" * 20_001, "base": "Note"}),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_the_table_alone(
    as_author: Browser, ids: Ids, path: str, sent: dict[str, str]
) -> None:
    before = database_digest()
    answer = as_author.piece("POST", path.format(**vars(ids)), data=sent)
    assert answer.status_code == 422, answer.text
    assert database_digest() == before


def test_without_scripts_a_table_has_a_page_with_its_columns(as_author: Browser, ids: Ids) -> None:
    page = tree(assert_page(as_author.get(f"/blocks/{ids.table}")))
    (right, *_) = [form for form in page.iter("form") if text_of(form) == "Move right"]
    sent = {str(each.get("name")): each.get("value", "") for each in right.iter("input")}
    answer = as_author.post(str(right.get("action")), data=sent)
    assert_goes_to(answer, f"/designs/{ids.key}#block-{ids.table}")
    assert names(ids) == ["Path", "Method", "Note"]
