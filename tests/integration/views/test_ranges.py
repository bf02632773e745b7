"""Several cells at once: pasted, cleared, filled; each is one batch."""

from __future__ import annotations

import pytest

from tests.assertions import assert_piece, database_digest
from tests.browser import Browser
from tests.edits import Ids, make_edited
from tests.markup import partials
from webapp.extensions import db
from webapp.models import Batch, Row
from webapp.services.pieces import load_pieces


@pytest.fixture
def ids(app: object) -> Ids:
    """A design to edit."""
    return make_edited()


def table(ids: Ids) -> list[tuple[str, ...]]:
    (rows, *_) = load_pieces(ids.document).rows[-2]
    return [tuple(row.cells.values()) for row in rows]


def paste(browser: Browser, ids: Ids, pasted: str, *, row: int, column: str) -> str:
    sent = {"row": str(row), "column": column, "pasted": pasted}
    return assert_piece(browser.piece("POST", f"/blocks/{ids.table}/cells", data=sent))


def test_what_is_pasted_fills_cells_and_adds_rows_as_one_batch(as_author: Browser, ids: Ids) -> None:
    piece = paste(as_author, ids, "/x\tone\r\n/y\ttwo\r\n/z\tthree\r\n", row=ids.post, column="c2")
    assert table(ids) == [
        ("GET", "/a", "first"),
        ("POST", "/x", "one"),
        ("", "/y", "two"),
        ("", "/z", "three"),
    ]
    new = [row.id for row in load_pieces(ids.document).rows[-2][0]][2:]
    brought = {each for _, _, found in partials(piece) for each in found}
    assert brought == {f"row-{ids.post}", *(f"row-{each}" for each in new)}
    assert db.session.scalar(db.select(db.func.count()).select_from(Batch)) == 1


@pytest.mark.parametrize(
    "pasted",
    ["PUT\t/c", '"PUT","/c"', "PUT,/c\nPATCH,/d", "| M | P |\n|---|---|\n| PUT | /c |", "PUT;/c\nPATCH;/d"],
)
def test_a_table_of_any_kind_is_pasted(as_author: Browser, ids: Ids, pasted: str) -> None:
    paste(as_author, ids, pasted, row=ids.get, column="c1")
    assert ("PUT", "/c") in [row[:2] for row in table(ids)]


def test_ragged_rows_fill_what_they_have(as_author: Browser, ids: Ids) -> None:
    paste(as_author, ids, "PUT\nPATCH\t/p\tlast\tbeyond", row=ids.get, column="c1")
    assert table(ids) == [("PUT", "/a", "first"), ("PATCH", "/p", "last")]


def test_a_rule_never_stops_what_is_pasted(as_author: Browser, ids: Ids) -> None:
    paste(as_author, ids, "no method\tno path", row=ids.get, column="c1")
    assert table(ids)[0] == ("no method", "no path", "first")


def test_cells_are_cleared_and_filled_from_above(as_author: Browser, ids: Ids) -> None:
    cells = {"rows": [str(ids.get), str(ids.post)], "columns": ["c1", "c3"]}
    assert_piece(as_author.piece("POST", f"/blocks/{ids.table}/clearing", data=cells))
    assert table(ids) == [("", "/a", ""), ("", "/b", "")]
    one = {"rows": [str(ids.post)], "columns": ["c2"]}
    piece = assert_piece(as_author.piece("POST", f"/blocks/{ids.table}/filling", data=one))
    assert table(ids) == [("", "/a", ""), ("", "/a", "")]
    assert partials(piece) == [(f"#row-{ids.post}", "outerHTML", [f"row-{ids.post}"])]


@pytest.mark.parametrize(
    ("noun", "sent"),
    [
        ("cells", {"row": "{one}", "column": "c1", "pasted": "x"}),
        ("cells", {"row": "{get}", "column": "c9", "pasted": "x"}),
        ("cells", {"row": "x", "column": "c1", "pasted": "x"}),
        ("cells", {"row": "{get}", "column": "c1"}),
        ("cells", {"row": "{get}", "column": "c1", "pasted": "a\x00b"}),
        ("clearing", {"rows": ["{one}"], "columns": ["c1"]}),
        ("clearing", {"rows": ["{get}"], "columns": ["c9"]}),
        ("clearing", {"rows": ["{get}"]}),
        ("clearing", {"columns": ["c1"]}),
        ("filling", {"rows": ["-1"], "columns": ["c1"]}),
        ("filling", {"rows": ["{get}"], "columns": ["<b>"]}),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_the_cells_alone(
    as_author: Browser, ids: Ids, noun: str, sent: dict[str, str | list[str]]
) -> None:
    before = database_digest()
    data = {
        name: [each.format(**vars(ids)) for each in ([value] if isinstance(value, str) else value)]
        for name, value in sent.items()
    }
    answer = as_author.piece("POST", f"/blocks/{ids.table}/{noun}", data=data)
    assert answer.status_code == 422, answer.text
    assert database_digest() == before


def test_cells_of_another_design_are_not_reached(as_author: Browser, ids: Ids) -> None:
    other = make_edited()
    before = database_digest()
    for noun, sent in (
        ("cells", {"row": str(other.get), "column": "c1", "pasted": "x"}),
        ("clearing", {"rows": [str(other.get)], "columns": ["c1"]}),
    ):
        assert as_author.piece("POST", f"/blocks/{ids.table}/{noun}", data=sent).status_code in {404, 422}
    assert database_digest() == before
    assert db.session.get_one(Row, other.get).cells["c1"] == "GET"
