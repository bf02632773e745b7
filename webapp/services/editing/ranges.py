"""Ranges of cells: pasted over, cleared, filled from above. Each is one batch, read back once."""

from __future__ import annotations

from collections.abc import Sequence

from webapp import markdown
from webapp.models import Person
from webapp.services.editing.engine import Desk, Edited, edit
from webapp.services.editing.saved import Saved
from webapp.services.editing.typed import check_typed
from webapp.services.errors import InvalidValue
from webapp.services.history import RequestKey

CELLS_MAX = 20_000
"""How many cells one paste may fill."""

NOT_THERE = "There is no such column here any more. Load the page again."

At = tuple[int, int]
Texts = dict[tuple[int, int], str]
"""What is to be written: (row, column) → Markdown."""


def paste_cells(
    block_id: int,
    *,
    row_id: int,
    column_id: str,
    values: Sequence[Sequence[str]],
    by: Person,
    key: RequestKey | None = None,
) -> Saved:
    """Write rows of cells over those that begin with one cell, and add rows below where they are more.

    A row that holds less than others fills what it has; what would stand right of the last column is
    left out. In a list each row is one item; the marker and box that its text begins with are left out.
    """
    if sum(map(len, values)) > CELLS_MAX:
        raise InvalidValue("pasted", f"These are more than {CELLS_MAX:,} cells. Paste them in several parts.")
    for cells in values:
        for text in cells:
            check_typed(text, field="pasted")

    def change(desk: Desk) -> Edited:
        number, place, row = desk.row_at(row_id)
        at = _block_at(desk, block_id, (number, place))
        first = _columns(desk, at, [column_id])[0]
        block = desk.block(at)
        rows = [list(cells) for cells in values] if block.kind == "table" else _as_items(values)
        width = len(desk.columns(at)) - first
        over, below = rows[: len(block.rows) - row], rows[len(block.rows) - row :]
        texts = {
            (row + down, first + right): text
            for down, cells in enumerate(over)
            for right, text in enumerate(cells[:width])
        }
        added = [[""] * first + cells[:width] for cells in below]
        return desk.rows_edited(at, markdown.writer.set_cells(block, texts, added))

    return edit("row", row_id, change, verb="paste_cells", by=by, key=key, field="pasted")


def clear_cells(
    block_id: int, *, rows: Sequence[int], columns: Sequence[str], by: Person, key: RequestKey | None = None
) -> Saved:
    """Empty the cells of these columns in these rows."""

    def change(desk: Desk) -> Edited:
        at = desk.block_at(block_id)
        places, fields = _rows(desk, at, rows), _columns(desk, at, columns)
        texts = {(row, column): "" for row in places for column in fields}
        return desk.rows_edited(at, markdown.writer.set_cells(desk.block(at), texts, []))

    return edit("block", block_id, change, verb="clear_cells", by=by, key=key)


def fill_cells(
    block_id: int, *, rows: Sequence[int], columns: Sequence[str], by: Person, key: RequestKey | None = None
) -> Saved:
    """Fill cells downwards: one row from the row above it, several rows from the first of them."""

    def change(desk: Desk) -> Edited:
        at = desk.block_at(block_id)
        places, fields = _rows(desk, at, rows), _columns(desk, at, columns)
        source = places[0] if len(places) > 1 else places[0] - 1
        if source < 0:
            raise InvalidValue("rows", "There is no row above the first one to fill from.")
        block = desk.block(at)
        texts = {
            (row, column): block.rows[source].cells[column]
            for row in places
            for column in fields
            if row != source
        }
        return desk.rows_edited(at, markdown.writer.set_cells(block, texts, []))

    return edit("block", block_id, change, verb="fill_cells", by=by, key=key)


def _block_at(desk: Desk, block_id: int, at: At) -> At:
    """The place of a block; the row that was named with it has to stand there."""
    if desk.block_at(block_id) != at:
        raise InvalidValue("row", "This row is not in that block. Load the page again.")
    return at


def _rows(desk: Desk, at: At, row_ids: Sequence[int]) -> list[int]:
    found = [desk.row_at(row_id) for row_id in row_ids]
    if not found or any((number, place) != at for number, place, _ in found):
        raise InvalidValue("rows", "Name one or more rows of this block. Load the page again.")
    return sorted({row for *_, row in found})


def _columns(desk: Desk, at: At, column_ids: Sequence[str]) -> list[int]:
    known = desk.columns(at)
    if not column_ids or not set(column_ids) <= set(known):
        raise InvalidValue("columns", NOT_THERE)
    return [known.index(column) for column in dict.fromkeys(column_ids)]


def _as_items(values: Sequence[Sequence[str]]) -> list[list[str]]:
    """One text a row, without the marker of a list; a row that says nothing is no item."""
    joined = (" ".join(filter(None, cells)) for cells in values)
    return [[markdown.fresh.without_marker(text)] for text in joined if text.strip()]
