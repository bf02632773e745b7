"""Columns of a table: added, renamed, moved and deleted. A column keeps its id wherever it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from webapp import markdown, registers
from webapp.markdown.outline import Block
from webapp.models import Person
from webapp.services.editing.bases import is_new
from webapp.services.editing.engine import Desk, Edited, edit
from webapp.services.editing.saved import Saved
from webapp.services.editing.typed import check_typed
from webapp.services.errors import InvalidValue
from webapp.services.history import RequestKey
from webapp.utils.folding import fold

GONE = "There is no such column here any more. Load the page again."


@dataclass(frozen=True, slots=True)
class MissingColumn:
    """A column that the register of a table knows and the table has not; `name` is what to call it."""

    role: str
    name: str


def missing_columns(block: Any) -> list[MissingColumn]:
    """The columns of its register that a stored table lacks, named in the language of those it has."""
    if block.kind != "table" or block.register is None:
        return []
    roles = {column["role"] for column in block.columns}
    known = registers.REGISTERS[block.register].columns
    spoken = {fold(column["name"]) for column in block.columns}
    in_spanish = sum(bool(spoken & set(map(fold, column.spanish))) for column in known)
    in_english = sum(bool(spoken & set(map(fold, column.names + column.loose))) for column in known)
    return [
        MissingColumn(
            column.role, column.spanish[0] if column.spanish and in_spanish > in_english else column.names[0]
        )
        for column in known
        if column.role not in roles
    ]


def add_column(
    block_id: int, *, name: str, after: str | None, by: Person, key: RequestKey | None = None
) -> Saved:
    """Add an empty column after the column `after`; None: as the first."""
    check_typed(name, field="name")

    def change(desk: Desk) -> Edited:
        at, block = _table(desk, block_id)
        place = 0 if after is None else _column(desk, at, after) + 1
        count = len(block.columns)
        order = [*range(place), None, *range(place, count)]
        return _columns_edited(desk, at, markdown.writer.add_column(block, place, name), order)

    return edit("block", block_id, change, verb="add_column", by=by, key=key, field="name")


def rename_column(
    block_id: int, column_id: str, *, name: str, base: str, by: Person, key: RequestKey | None = None
) -> Saved:
    """Give a column another name. Raises CellConflict where somebody renamed it since `base` was read."""
    check_typed(name)

    def change(desk: Desk) -> Edited:
        return column_renamed(desk, block_id, column_id, name=name, base=base)

    return edit("block", block_id, change, verb="rename_column", by=by, key=key)


def move_column(
    block_id: int, column_id: str, *, after: str | None, by: Person, key: RequestKey | None = None
) -> Saved:
    """Move a column after the column `after`; None: to the front."""

    def change(desk: Desk) -> Edited:
        return column_moved(desk, block_id, column_id, after=after)

    return edit("block", block_id, change, verb="move_column", by=by, key=key, field="after")


def delete_column(block_id: int, column_id: str, *, by: Person, key: RequestKey | None = None) -> Saved:
    """Delete a column and its cells. Raises InvalidValue for the only one of its table."""

    def change(desk: Desk) -> Edited:
        at, block = _table(desk, block_id)
        column = _column(desk, at, column_id)
        order = [each for each in range(len(block.columns)) if each != column]
        return _columns_edited(desk, at, markdown.writer.delete_column(block, column), order)

    return edit("block", block_id, change, verb="delete_column", by=by, key=key, field="column")


def column_renamed(desk: Desk, block_id: int, column_id: str, *, name: str, base: str) -> Edited:
    """Rename a column in a document at work. Raises as `rename_column` does."""
    at, block = _table(desk, block_id)
    column = _column(desk, at, column_id)
    mine, seen = (markdown.writer.normal(block, text) for text in (name, base))
    if not is_new("block", block_id, base=seen, theirs=block.columns[column], mine=mine):
        return desk.unchanged()
    order = list(range(len(block.columns)))
    return _columns_edited(desk, at, markdown.writer.rename_column(block, column, mine), order)


def column_moved(desk: Desk, block_id: int, column_id: str, *, after: str | None) -> Edited:
    """Move a column within its table, in a document at work."""
    at, block = _table(desk, block_id)
    column = _column(desk, at, column_id)
    order = [each for each in range(len(block.columns)) if each != column]
    if after == column_id:
        raise InvalidValue("after", "A column cannot be moved to a place behind itself.")
    place = 0 if after is None else order.index(_column(desk, at, after, field="after")) + 1
    order.insert(place, column)
    return _columns_edited(desk, at, markdown.writer.move_column(block, column, place), order)


def _table(desk: Desk, block_id: int) -> tuple[tuple[int, int], Block]:
    at = desk.block_at(block_id)
    if desk.block(at).kind != "table":
        raise InvalidValue("block", "Only a table has columns.")
    return at, desk.block(at)


def _column(desk: Desk, at: tuple[int, int], column_id: str, *, field: str = "column") -> int:
    columns = desk.columns(at)
    if column_id not in columns:
        raise InvalidValue(field, GONE)
    return columns.index(column_id)


def _columns_edited(desk: Desk, at: tuple[int, int], candidates: Any, order: Sequence[int | None]) -> Edited:
    """Write an edit after which the columns are the old ones in this order; None is a new one."""
    edited = desk.rows_edited(at, candidates)
    edited.matching.columns[at] = {new: old for new, old in enumerate(order) if old is not None}
    return edited
