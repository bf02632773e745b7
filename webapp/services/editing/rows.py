"""Rows of tables and items of lists: added, moved, nested, deleted and put back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from webapp import markdown
from webapp.markdown.outline import LIST_KINDS, Block, Row
from webapp.models import Person
from webapp.services.editing.engine import Desk, Edited, RowAt, edit
from webapp.services.editing.restoring import restore_row
from webapp.services.editing.saved import Saved
from webapp.services.editing.typed import check_rule, check_typed
from webapp.services.errors import InvalidValue
from webapp.services.history import RequestKey

if TYPE_CHECKING:
    from webapp.markdown.following import At

__all__ = [
    "add_row",
    "delete_row",
    "in_order",
    "indent_row",
    "move_row",
    "outdent_row",
    "restore_row",
    "row_added",
    "row_after",
    "row_deleted",
    "row_moved",
    "row_nested",
]


def add_row(
    block_id: int,
    *,
    after: int | None,
    cells: Mapping[str, str],
    typed: bool = False,
    by: Person,
    key: RequestKey | None = None,
) -> Saved:
    """Add a row after the row `after` and what is nested in that; None: before the first.

    `cells` maps column ids to Markdown; a list has the one column "text". A `typed` text has to keep the
    rule of its column: InvalidValue names that one. The new row's id is `saved.added("row")[0]`.
    """
    for name, text in cells.items():
        check_typed(text, field=name)

    def change(desk: Desk) -> Edited:
        at = desk.block_at(block_id)
        return row_added(desk, at, after=row_after(desk, at, after), cells=cells, typed=typed)

    return edit("block", block_id, change, verb="add_row", by=by, key=key)


def delete_row(row_id: int, *, by: Person, key: RequestKey | None = None) -> Saved:
    """Delete a row and what is nested in it. A list whose last item goes is gone with it."""

    def change(desk: Desk) -> Edited:
        return row_deleted(desk, row_id)

    return edit("row", row_id, change, verb="delete_row", by=by, key=key, field="row")


def move_row(
    row_id: int, *, block_id: int, after: int | None, by: Person, key: RequestKey | None = None
) -> Saved:
    """Move a row, and what is nested in it, after the row `after` of a block; None: to its start.

    The block may be another one of the design's document with the same columns, or a list of the same
    kind. An item goes behind what is nested in `after`; where that is nested deeper than itself, behind
    the item that this belongs to, so that a place in the middle of a subtree is the place after it.
    """

    def change(desk: Desk) -> Edited:
        at, target = desk.row_at(row_id), desk.block_at(block_id)
        return row_moved(desk, at, target, after=row_after(desk, target, after))

    return edit("row", row_id, change, verb="move_row", by=by, key=key, field="after")


def indent_row(row_id: int, *, by: Person, key: RequestKey | None = None) -> Saved:
    """Nest an item, and what is nested in it, in the item before it."""

    def change(desk: Desk) -> Edited:
        return row_nested(desk, desk.row_at(row_id), deeper=True)

    return edit("row", row_id, change, verb="indent_row", by=by, key=key, field="by")


def outdent_row(row_id: int, *, by: Person, key: RequestKey | None = None) -> Saved:
    """Move an item out of the one it is nested in; its younger siblings become nested in it."""

    def change(desk: Desk) -> Edited:
        return row_nested(desk, desk.row_at(row_id), deeper=False)

    return edit("row", row_id, change, verb="outdent_row", by=by, key=key, field="by")


def row_added(desk: Desk, at: At, *, after: int | None, cells: Mapping[str, str], typed: bool) -> Edited:
    """What `add_row` makes of a document; `after` is a place in the block."""
    block = desk.block(at)
    texts = in_order(desk.columns(at), cells)
    for name, text in cells.items():
        if typed and (mine := markdown.writer.normal(block, text)):
            check_rule(desk.stored_block(at), name, mine, field=name)
    return desk.rows_edited(at, markdown.writer.add_row(block, after, texts))


def row_deleted(desk: Desk, row_id: int) -> Edited:
    """What `delete_row` makes of a document."""
    number, place, row = desk.row_at(row_id)
    candidates = markdown.writer.delete_row(desk.block((number, place)), row)
    return desk.rows_edited((number, place), candidates)


def row_moved(desk: Desk, at: RowAt, target: At, *, after: int | None) -> Edited:
    """What `move_row` makes of a document; `after` is a place in the target."""
    number, place, row = at
    if target != (number, place):
        return _moved_over(desk, at, target, after)
    block = desk.block(target)
    if after is not None and row <= after < _subtree_end(block.rows, row):
        raise InvalidValue("after", "A row cannot be moved to a place under itself.")
    to = _place_among_siblings(block, row, after)
    if to is None:
        return _moved_over(desk, at, target, after)
    return desk.rows_edited(target, markdown.writer.move_row(block, row, to))


def row_nested(desk: Desk, at: RowAt, *, deeper: bool) -> Edited:
    """What `indent_row`, and `outdent_row`, make of a document."""
    number, place, row = at
    write = markdown.writer.indent if deeper else markdown.writer.outdent
    return desk.rows_edited((number, place), write(desk.block((number, place)), row))


def row_after(desk: Desk, at: At, row_id: int | None) -> int | None:
    """The place in a block of its row with this id, None for None. Raises InvalidValue for another one's."""
    if row_id is None:
        return None
    *block, row = desk.row_at(row_id)
    if tuple(block) != at:
        raise InvalidValue("after", "The row to stand after is not in that block. Load the page again.")
    return row


def in_order(columns: list[str], cells: Mapping[str, str]) -> list[str]:
    """One text a column. Raises InvalidValue for a column that is not there."""
    for name in cells:
        if name not in columns:
            raise InvalidValue("column", "There is no such column here any more. Load the page again.")
    return [cells.get(name, "") for name in columns]


def _place_among_siblings(block: Block, row: int, after: int | None) -> int | None:
    """The place that a row comes to among its siblings; None where it leaves them."""
    siblings = markdown.writer.siblings(block, row)
    others = [each for each in siblings if each != row]
    if after is None:
        return 0 if block.rows[row].depth == 0 and siblings[0] == 0 else None
    while block.rows[after].depth > block.rows[row].depth:
        after -= 1
    if after in others:
        return others.index(after) + 1
    is_parent = block.rows[after].depth < block.rows[row].depth and after == siblings[0] - 1
    return 0 if is_parent else None


def _moved_over(desk: Desk, at: RowAt, target: At, after: int | None) -> Edited:
    """Take a row out where it stands and write it in elsewhere; it is the same row there."""
    number, place, row = at
    source, block = desk.block((number, place)), desk.block(target)
    same_columns = source.kind == "table" == block.kind and source.columns == block.columns
    if source.kind != block.kind or not (same_columns or source.kind in LIST_KINDS):
        raise InvalidValue(
            "block", "A row can go to a table with the same columns or a list of its kind only."
        )
    old_after = (*target, after) if after is not None else None
    count = _subtree_end(source.rows, row) - row
    out = desk.rows_edited((number, place), markdown.writer.delete_row(source, row))
    middle = Desk(desk.document, desk.pieces, out.outline)
    new_target = next((new for new, old in out.matching.blocks.items() if old == target), None)
    new_after = next((new[2] for new, old in out.matching.rows.items() if old == old_after), None)
    if new_target is None or (after is not None and new_after is None):
        raise InvalidValue("after", "Without this row the place that it is to go to would be no more.")
    candidates = markdown.writer.graft_row(middle.block(new_target), new_after, source, row)
    back = middle.rows_edited(new_target, candidates)
    matching = markdown.following.after_both(out.matching, back.matching)
    first = 0 if new_after is None else _subtree_end(middle.block(new_target).rows, new_after)
    matching.rows |= {(*new_target, first + step): (number, place, row + step) for step in range(count)}
    return Edited(back.outline, matching)


def _subtree_end(rows: list[Row], at: int) -> int:
    """The index after a row and everything nested in it."""
    end = at + 1
    while end < len(rows) and rows[end].depth > rows[at].depth:
        end += 1
    return end
