"""Ranges of cells: pasted over, cleared and filled, each as one batch."""

from __future__ import annotations

import pytest

from tests.edited import Edited
from webapp.extensions import db
from webapp.models import Batch
from webapp.services.editing import ranges, rows
from webapp.services.errors import Gone, InvalidValue
from webapp.services.history import RequestKey

pytestmark = pytest.mark.usefixtures("app")

TEXT = """\
# T

| Method | Path | Auth |
|--------|------|------|
| GET | `/a` | Yes |
| PUT | `/b` |

- one
- two
  - three

Words:
- last
"""


@pytest.fixture
def design() -> Edited:
    return Edited(TEXT)


def test_cells_are_pasted_over_cells_and_rows_are_added_where_they_are_more(design: Edited) -> None:
    table = design.block("table")

    saved = ranges.paste_cells(
        table,
        row_id=design.row("PUT"),
        column_id="c2",
        values=[["`/x`", "No"], ["`/y`"], ["`/z`", "Yes", "too much"]],
        by=design.by,
    )

    assert (
        "| GET | `/a` | Yes |\n| PUT | `/x` | No |\n|  | `/y` |  |\n|  | `/z` | Yes |\n\n- one" in design.text
    )
    assert (len(saved.changed("row")), len(saved.added("row"))) == (1, 2)
    assert db.session.scalar(db.select(db.func.count()).select_from(Batch)) == 1
    assert design.stored(saved.added("row")[1]).cells == {"c1": "", "c2": "`/z`", "c3": "Yes"}


def test_a_row_that_holds_less_fills_what_it_has(design: Edited) -> None:
    ranges.paste_cells(
        design.block("table"),
        row_id=design.row("GET"),
        column_id="c1",
        values=[["A"], ["B", "b", "c"]],
        by=design.by,
    )

    assert "| A | `/a` | Yes |\n| B | b | c |\n" in design.text


def test_line_ends_pipes_and_backslashes_are_written_as_a_table_can_hold_them(design: Edited) -> None:
    ranges.paste_cells(
        design.block("table"),
        row_id=design.row("GET"),
        column_id="c1",
        values=[["a\nb", "x|y", "\\"]],
        by=design.by,
    )

    assert "| a<br>b | x\\|y | \\ |\n" in design.text


def test_a_list_gets_an_item_a_line_without_markers(design: Edited) -> None:
    two = design.row("two")

    saved = ranges.paste_cells(
        design.block("bullets"),
        row_id=two,
        column_id="text",
        values=[["- [ ] first"], ["2. second"], ["third", "and more"], [""]],
        by=design.by,
    )

    assert "- one\n- first\n  - second\n  - third and more\n\nWords" in design.text
    assert design.stored(two).cells == {"text": "first"}
    assert len(saved.added("row")) == 1


def test_pasted_text_that_would_make_structure_is_escaped(design: Edited) -> None:
    ranges.paste_cells(
        design.block("bullets"), row_id=design.row("one"), column_id="text", values=[["# x"]], by=design.by
    )

    assert "- \\# x\n- two\n" in design.text


def test_what_is_pasted_never_meets_a_rule_of_its_column() -> None:
    design = Edited("# T\n\n## API Endpoints\n\n| Method | Path |\n|---|---|\n| GET | /a |\n")

    ranges.paste_cells(
        design.block("table"),
        row_id=design.row("GET"),
        column_id="c1",
        values=[["FETCH", "no path"]],
        by=design.by,
    )

    assert "| FETCH | no path |" in design.text


def test_a_paste_that_says_what_is_there_writes_nothing(design: Edited) -> None:
    saved = ranges.paste_cells(
        design.block("table"),
        row_id=design.row("GET"),
        column_id="c1",
        values=[["GET", "`/a`"]],
        by=design.by,
    )

    assert saved.batch_id is None
    assert design.text == TEXT


def test_the_same_paste_sent_again_adds_no_row(design: Edited) -> None:
    def paste() -> object:
        return ranges.paste_cells(
            design.block("table"),
            row_id=last,
            column_id="c1",
            values=[["A"], ["B"]],
            by=design.by,
            key=RequestKey("k", "paste"),
        )

    last = design.row("PUT")

    assert paste() == paste()
    assert len(design.rows(design.block("table"))) == 3


def test_cells_are_cleared(design: Edited) -> None:
    get, put = design.row("GET"), design.row("PUT")

    saved = ranges.clear_cells(design.block("table"), rows=[get, put], columns=["c1", "c3"], by=design.by)

    assert "|  | `/a` |  |\n|  | `/b` |\n" in design.text
    assert saved.changed("row") == [get, put]
    assert design.stored(get).cells == {"c1": "", "c2": "`/a`", "c3": ""}


def test_an_empty_item_that_its_paragraph_would_swallow_is_refused_with_what_to_do(design: Edited) -> None:
    last = design.row("last")
    with design.refused(InvalidValue):
        ranges.clear_cells(design.block("bullets", 1), rows=[last], columns=["text"], by=design.by)

    ranges.clear_cells(design.block("bullets"), rows=[design.row("two")], columns=["text"], by=design.by)
    assert "- one\n- \n  - three\n" in design.text


def test_one_row_is_filled_from_the_row_above_it(design: Edited) -> None:
    ranges.fill_cells(design.block("table"), rows=[design.row("PUT")], columns=["c1", "c3"], by=design.by)

    assert "| GET | `/b` | Yes |\n" in design.text


def test_several_rows_are_filled_from_the_first_of_them(design: Edited) -> None:
    one, three = design.row("one"), design.row("three")

    ranges.fill_cells(
        design.block("bullets"), rows=[three, one, design.row("two")], columns=["text"], by=design.by
    )

    assert "- one\n- one\n  - one\n" in design.text


def test_there_is_nothing_above_the_first_row(design: Edited) -> None:
    with design.refused(InvalidValue, "no row above"):
        ranges.fill_cells(design.block("table"), rows=[design.row("GET")], columns=["c1"], by=design.by)


def test_rows_and_columns_of_other_blocks_are_refused(design: Edited) -> None:
    table, get, one = design.block("table"), design.row("GET"), design.row("one")
    with design.refused(InvalidValue, "not in that block"):
        ranges.paste_cells(table, row_id=one, column_id="c1", values=[["x"]], by=design.by)
    with design.refused(InvalidValue, "no such column"):
        ranges.paste_cells(table, row_id=get, column_id="c7", values=[["x"]], by=design.by)
    with design.refused(InvalidValue, "no such column"):
        ranges.clear_cells(table, rows=[get], columns=["text"], by=design.by)
    with design.refused(InvalidValue, "of this block"):
        ranges.clear_cells(table, rows=[get, one], columns=["c1"], by=design.by)
    with design.refused(InvalidValue, "of this block"):
        ranges.fill_cells(table, rows=[], columns=["c1"], by=design.by)


def test_what_is_too_much_or_cannot_be_kept_is_refused(design: Edited) -> None:
    table, get = design.block("table"), design.row("GET")
    for values in ([["x"] * 20_001], [["a\0b"]], [["x" * 20_001]], [["\udc00"]]):
        with design.refused(InvalidValue):
            ranges.paste_cells(table, row_id=get, column_id="c1", values=values, by=design.by)


def test_a_range_of_a_row_that_was_deleted_is_gone(design: Edited) -> None:
    get = design.row("GET")
    rows.delete_row(get, by=design.by)
    with design.refused(Gone):
        ranges.paste_cells(design.block("table"), row_id=get, column_id="c1", values=[["x"]], by=design.by)
