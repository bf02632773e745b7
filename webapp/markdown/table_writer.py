"""Edits of a table's cells and rows: the ways to write each down, the one closest to what stands there first.

The second way gives a line its outer pipes: behind a leading pipe nothing in a cell can change the structure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from webapp.markdown.drafts import Draft
from webapp.markdown.errors import Unwritable
from webapp.markdown.lines import end_of, first_end, split_lines
from webapp.markdown.outline import Block, Row
from webapp.markdown.table_lines import TableLine, fresh_cell, normal_cell


def set_cell(block: Block, row: int, column: int, text: str) -> Iterator[Draft]:
    """Write another text into a cell. A missing cell is made, with empty ones before it."""
    text = normal_cell(text)
    same = list(range(len(block.rows)))
    if block.rows[row].cells[column] == text:
        yield Draft(block, same)
        return
    cells = [*block.rows[row].cells]
    cells[column] = text
    for outer in (False, True):
        line = TableLine.of(block.rows[row].source)
        line.set(column, text, block)
        rows = list(block.rows)
        rows[row] = Row(line.text(outer), cells)
        yield Draft(replace(block, rows=rows), same)
    raise Unwritable(
        "This text would be read as something else than the text of its cell. Begin it with another word."
    )


def set_cells(
    block: Block, texts: Mapping[tuple[int, int], str], added: Sequence[Sequence[str]]
) -> Iterator[Draft]:
    """Write other texts into many cells, (row, column) → text, and add rows with these cells at the end."""
    wanted: dict[int, dict[int, str]] = defaultdict(dict)
    for (row, column), text in texts.items():
        if block.rows[row].cells[column] != (text := normal_cell(text)):
            wanted[row][column] = text
    count = len(block.rows)
    for outer in (False, True):
        rows = list(block.rows)
        for row, cells in wanted.items():
            line = TableLine.of(rows[row].source)
            for column, text in cells.items():
                line.set(column, text, block)
            rows[row] = Row(line.text(outer), _with(rows[row].cells, cells))
        rows += [_new_row(block, count - 1 if count else None, cells, outer) for cells in added]
        yield Draft(replace(block, rows=rows), [*range(count), *[None] * len(added)])
    raise Unwritable(
        "One of these texts would be read as something else than the text of its cell. Give it other words."
    )


def _with(cells: Sequence[str], changed: Mapping[int, str]) -> list[str]:
    return [changed.get(column, text) for column, text in enumerate(cells)]


def add_row(block: Block, after: int | None, texts: Sequence[str]) -> Iterator[Draft]:
    """Add a row after another in the style of its neighbour; None: before the first row."""
    at = 0 if after is None else after + 1
    for outer in (False, True):
        rows = [*block.rows[:at], _new_row(block, after, texts, outer), *block.rows[at:]]
        yield Draft(replace(block, rows=rows), [*range(at), None, *range(at, len(block.rows))])
    raise Unwritable("This row would be read as something else than a row of the table. Give it other words.")


def _new_row(block: Block, after: int | None, texts: Sequence[str], outer: bool) -> Row:
    """A row in the style of the one that it stands after, or of the head."""
    model = block.rows[after or 0].source if block.rows else split_lines(block.source)[0]
    cells = [normal_cell(text) for text in texts][: len(block.columns)]
    cells += [""] * (len(block.columns) - len(cells))
    line = TableLine.of(model)
    line.raw = [fresh_cell(text, column, line, block) for column, text in enumerate(cells)]
    line.end = end_of(model) or first_end(block.source)
    return Row(line.text(outer), cells)


def graft(block: Block, after: int | None, row: Row) -> Iterator[Draft]:
    """Write in a row of a table with the same columns, as it stands there, else as a new one."""
    at = 0 if after is None else after + 1
    origins = [*range(at), None, *range(at, len(block.rows))]
    yield Draft(replace(block, rows=[*block.rows[:at], replace(row), *block.rows[at:]]), origins)
    yield from add_row(block, after, row.cells)


def delete_row(block: Block, row: int) -> Iterator[Draft]:
    """Delete a row; a table without rows is still a table."""
    kept = [number for number in range(len(block.rows)) if number != row]
    yield Draft(replace(block, rows=[block.rows[number] for number in kept]), kept)


def move_row(block: Block, row: int, to: int) -> Iterator[Draft]:
    """Move a row to the place `to`, counted from 0."""
    if not 0 <= to < len(block.rows):
        raise Unwritable("There is no such place in this table.")
    order = list(range(len(block.rows)))
    order.insert(to, order.pop(row))
    yield Draft(replace(block, rows=[block.rows[number] for number in order]), order)
