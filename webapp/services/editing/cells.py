"""The text of a cell and the box of a task: what is edited most, and so what has to cost least."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from webapp import markdown
from webapp.markdown.outline import Block
from webapp.models import Person
from webapp.services.editing.bases import is_new
from webapp.services.editing.engine import Desk, Edited, edit
from webapp.services.editing.quick import edit_row
from webapp.services.editing.rewritten import RowChange, column_ids
from webapp.services.editing.saved import Saved, saved_before
from webapp.services.editing.typed import check_rule, check_typed
from webapp.services.errors import CellConflict, InvalidValue
from webapp.services.history import Repeated, RequestKey, refuse_repeated

if TYPE_CHECKING:
    from webapp.markdown.drafts import Draft


def set_cell(
    row_id: int,
    column_id: str,
    text: str,
    *,
    base: str,
    typed: bool,
    by: Person,
    key: RequestKey | None = None,
) -> Saved:
    """Write another text into a cell; `column_id` is "text" for an item of a list.

    `base` is the text that the editor opened with. A `typed` text has to keep the rule of its column.
    Raises CellConflict where the cell was saved by somebody else meanwhile, Gone for a row that was deleted,
    Missing for one that never was, InvalidValue for a text that breaks a rule, that cannot be kept, or that
    Markdown cannot hold there. Nothing is written then.
    """
    check_typed(text)
    return _change(row_id, _Text(column_id, text, base, typed), "set_cell", by, key, mine=text)


def tick_row(row_id: int, done: bool, *, by: Person, key: RequestKey | None = None) -> Saved:
    """Say whether a task is done; an item without a box gets one.

    There is nothing to disagree on: who asks for what somebody else has done already changes nothing.
    Raises Gone, Missing, and InvalidValue for the row of a table.
    """
    return _change(row_id, _Box(done), "tick_row", by, key)


@dataclass(frozen=True, slots=True)
class _Text:
    column_id: str
    text: str
    base: str
    typed: bool

    def is_wanted(self, row: Any, block: Any) -> bool:
        columns = column_ids(block)
        if self.column_id not in columns:
            raise InvalidValue("column", "There is no such column here any more. Load the page again.")
        shape = Block(block.kind, "")
        base, mine = (markdown.writer.normal(shape, text) for text in (self.base, self.text))
        if not is_new("row", row.id, base=base, theirs=row.cells.get(self.column_id, ""), mine=mine):
            return False
        if self.typed:
            check_rule(block, self.column_id, mine)
        return True

    def drafts(self, block: Block, columns: Sequence[str], at: int) -> Iterator[Draft]:
        return markdown.writer.set_cell(block, at, columns.index(self.column_id), self.text)


@dataclass(frozen=True, slots=True)
class _Box:
    done: bool

    def is_wanted(self, row: Any, block: Any) -> bool:
        if block.kind == "table":
            raise InvalidValue("done", "A row of a table has no box. Write into its cell instead.")
        return bool(row.done is not self.done)

    def drafts(self, block: Block, columns: Sequence[str], at: int) -> Iterator[Draft]:
        return markdown.writer.tick(block, at, self.done)


def _change(
    row_id: int, change: RowChange, verb: str, by: Person, key: RequestKey | None, *, mine: str = ""
) -> Saved:
    try:
        saved = edit_row(row_id, change, verb=verb, person_id=by.id, key=key)
        if saved is None:
            return _change_whole(row_id, change, verb, by, key, mine)
        if saved.batch_id is None:
            refuse_repeated(by, key)  # what is there already may be this request's own work
        return saved
    except CellConflict:
        try:
            refuse_repeated(by, key)
        except Repeated as repeated:
            return saved_before(repeated.batch)
        raise
    except Repeated as repeated:
        return saved_before(repeated.batch)


def _change_whole(
    row_id: int, change: RowChange, verb: str, by: Person, key: RequestKey | None, mine: str
) -> Saved:
    """The same over the whole document: it changes more than the row, or cannot be, or must not be."""

    def changed(desk: Desk) -> Edited:
        section, place, row = desk.row_at(row_id, mine=mine)
        at = (section, place)
        if not change.is_wanted(desk.pieces.rows[section][place][row], desk.stored_block(at)):
            return desk.unchanged()
        block = desk.block(at)
        return desk.rows_edited(at, change.drafts(block, column_ids(desk.stored_block(at)), row))

    return edit("row", row_id, changed, verb=verb, by=by, key=key)
