"""From an edit to the ways it can be written down. Pure: nothing is believed before the guard has read it.

Each function takes a block (or a section) and gives candidates in order of preference for
`guard.apply`, `guard.apply_title` or `guard.apply_text`. Rows and columns are indexes. Unwritable(reason)
is raised where the edit has no meaning, such as nesting the first item of a list, and by the candidates
themselves behind the last one: it says why, probably, none was accepted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from webapp.markdown import item_moving, item_nesting, list_writer, table_writer
from webapp.markdown.column_writer import add_column, delete_column, move_column, rename_column
from webapp.markdown.drafts import Draft, TextDraft
from webapp.markdown.errors import Unwritable
from webapp.markdown.outline import LIST_KINDS, Block
from webapp.markdown.paragraphs import normal_text
from webapp.markdown.section_writer import exchange, new_section, without_sections
from webapp.markdown.table_lines import normal_cell
from webapp.markdown.text_writer import (
    delete_block,
    insert_block,
    move_block,
    normal_block,
    normal_title,
    outdented,
    set_block_text,
    set_code,
    set_title,
)

__all__ = [
    "Draft",
    "TextDraft",
    "add_column",
    "add_row",
    "delete_block",
    "delete_column",
    "delete_row",
    "exchange",
    "graft_row",
    "indent",
    "insert_block",
    "move_block",
    "move_column",
    "move_row",
    "new_section",
    "normal",
    "normal_block",
    "normal_title",
    "outdent",
    "outdented",
    "rename_column",
    "set_block_text",
    "set_cell",
    "set_cells",
    "set_code",
    "set_item",
    "set_title",
    "siblings",
    "tick",
    "without_sections",
]


def normal(block: Block, text: str) -> str:
    """Give the text that a cell of this block can hold: compare with this before calling it a change."""
    return normal_cell(text) if block.kind == "table" else normal_text(text)


def set_cell(block: Block, row: int, column: int, text: str) -> Iterator[Draft]:
    """Write another text into a cell; a list item's one text is column 0."""
    if block.kind == "table":
        return table_writer.set_cell(block, row, column, text)
    return list_writer.set_text(_list(block), row, text)


def set_cells(
    block: Block, texts: Mapping[tuple[int, int], str], added: Sequence[Sequence[str]]
) -> Iterator[Draft]:
    """Write other texts into many cells, (row, column) → text, and add rows with these cells at the end."""
    if block.kind == "table":
        return table_writer.set_cells(block, texts, added)
    items = {row: text for (row, _), text in texts.items()}
    return list_writer.set_texts(_list(block), items, [cells[0] for cells in added])


def tick(block: Block, row: int, done: bool | None) -> Iterator[Draft]:
    """Tick an item or clear its box; an item without one gets one, None takes it away."""
    return list_writer.set_done(_list(block), row, done)


def set_item(block: Block, row: int, text: str, done: bool | None) -> Iterator[Draft]:
    """Write another text into an item and say what its box says, as `set_cell` and `tick` do."""
    return list_writer.set_item(_list(block), row, text, done)


def add_row(block: Block, after: int | None, cells: Sequence[str]) -> Iterator[Draft]:
    """Add a row after another (and what is nested in that), None: before the first, styled like it.

    A new item of a list has an empty box where that neighbour has a box.
    """
    if block.kind == "table":
        return table_writer.add_row(block, after, cells)
    has_box = _list(block).rows[after or 0].done is not None
    return list_writer.add_row(block, after, cells[0], False if has_box else None)


def delete_row(block: Block, row: int) -> Iterator[Draft]:
    """Delete a row, and what is nested in it. A list without rows is gone, a table is still a table."""
    if block.kind == "table":
        return table_writer.delete_row(block, row)
    return item_moving.delete_row(_list(block), row)


def move_row(block: Block, row: int, to: int) -> Iterator[Draft]:
    """Move a row, and what is nested in it, to the place `to` among its siblings, counted from 0."""
    if block.kind == "table":
        return table_writer.move_row(block, row, to)
    return item_moving.move_row(_list(block), row, to)


def graft_row(block: Block, after: int | None, source: Block, row: int) -> Iterator[Draft]:
    """Write a row of another block of the same kind and columns, and what is nested in it, in after a row.

    None: before the first. In this block it is a new row; take it out of the other one as well.
    """
    if block.kind == "table":
        return table_writer.graft(block, after, source.rows[row])
    return item_moving.graft(_list(block), after, source, row)


def siblings(block: Block, row: int) -> list[int]:
    """Give the rows of which a row is one, in order: those of its table, or of its list and parent."""
    if block.kind == "table":
        return list(range(len(block.rows)))
    return item_moving.siblings_of(_list(block), row)


def indent(block: Block, row: int) -> Iterator[Draft]:
    """Nest an item in the item before it on the same depth."""
    return item_nesting.indent(_list(block), row)


def outdent(block: Block, row: int) -> Iterator[Draft]:
    """Move an item out of the one it is nested in."""
    return item_nesting.outdent(_list(block), row)


def _list(block: Block) -> Block:
    if block.kind not in LIST_KINDS:
        raise Unwritable("Only items of a list can do this.")
    return block
