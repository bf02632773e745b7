r"""Edits of tables: each gives the ways to write it down, the one closest to what stands there first.

A table's lines are written cell by cell: what stands between two pipes is replaced, all else stays. The
second way gives a line its outer pipes: behind a leading pipe nothing in a cell can change the structure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from webapp.markdown.drafts import Draft
from webapp.markdown.errors import Unwritable
from webapp.markdown.lines import (
    display_width,
    end_of,
    first_end,
    indent_of,
    split_lines,
    trim,
    with_newlines,
    without_end,
)
from webapp.markdown.outline import Block, Row
from webapp.markdown.tables import split_cells


def normal_cell(text: str) -> str:
    """Give the text that a cell can hold: one line, `<br>` where the typed text has a line end."""
    return trim("<br>".join(trim(line) for line in trim(with_newlines(text)).split("\n")))


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
        line = _Line.of(block.rows[row].source)
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
            line = _Line.of(rows[row].source)
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
    line = _Line.of(model)
    line.raw = [_fresh(text, column, line, block) for column, text in enumerate(cells)]
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


def rename_column(block: Block, column: int, name: str) -> Iterator[Draft]:
    """Write another name into the head."""
    name = normal_cell(name)

    def change(line: _Line, kind: str) -> None:
        if kind == "head" and name != block.columns[column]:
            line.set(column, name, block)

    def renamed(values: list[str], kind: str) -> list[str]:
        return [*values[:column], name, *values[column + 1 :]] if kind == "head" else values

    return _columns(block, change, renamed)


def add_column(block: Block, at: int, name: str) -> Iterator[Draft]:
    """Add an empty column before column `at`; at the end where that is the number of columns."""
    name = normal_cell(name)
    shown = name.replace("|", "\\|")
    width = max(display_width(shown), 3)
    head = _Line.of(split_lines(block.source)[0])

    def change(line: _Line, kind: str) -> None:
        # A row that ends before the new column stays as short as it is.
        if len(line.raw) < at or len(line.raw) == at < len(block.columns):
            return
        if kind == "delimiter" and not any(cell[:1] == " " for cell in line.raw):
            line.raw.insert(at, "-" * (width + 2 if _is_aligned(head, block) else 3))
            return
        fill = {"head": shown, "delimiter": "-" * width}.get(kind, "")
        wide = kind != "row" or _is_aligned(line, block)
        line.raw.insert(at, f" {fill}{' ' * (width - display_width(fill)) if wide else ''} ")

    def inserted(values: list[str], kind: str) -> list[str]:
        return [*values[:at], name if kind == "head" else "", *values[at:]]

    return _columns(block, change, inserted)


def delete_column(block: Block, column: int) -> Iterator[Draft]:
    """Delete a column from the head and from every row that reaches it."""
    if len(block.columns) == 1:
        raise Unwritable("A table keeps at least one column. Delete the table instead.")

    def change(line: _Line, kind: str) -> None:
        del line.raw[column : column + 1]

    def left_over(values: list[str], kind: str) -> list[str]:
        return [*values[:column], *values[column + 1 :]]

    return _columns(block, change, left_over)


def move_column(block: Block, column: int, to: int) -> Iterator[Draft]:
    """Move a column to the place `to`, counted from 0."""
    if not 0 <= to < len(block.columns):
        raise Unwritable("There is no such place in this table.")

    def change(line: _Line, kind: str) -> None:
        missing = max(max(column, to) + 1 - len(line.raw), 0)
        if column == to or len(line.raw) <= min(column, to):
            return
        line.raw = [_spaced(cell) for cell in line.raw] + ["  "] * missing if missing else line.raw
        line.raw.insert(to, line.raw.pop(column))
        while missing and not trim(line.raw[-1]):
            line.raw.pop()
            missing -= 1

    def moved(values: list[str], kind: str) -> list[str]:
        values = [*values]
        values.insert(to, values.pop(column))
        return values

    return _columns(block, change, moved)


def _columns(
    block: Block, change: Callable[[_Line, str], None], meant: Callable[[list[str], str], list[str]]
) -> Iterator[Draft]:
    """Change every line of a table the same way; `meant` does the same to what the lines say."""
    sources = [*split_lines(block.source), *(row.source for row in block.rows)]
    kinds = ["head", "delimiter", *["row"] * len(block.rows)]
    for outer in (False, True):
        texts = []
        for kind, source in zip(kinds, sources, strict=True):
            line = _Line.of(source)
            before = list(line.raw)
            change(line, kind)
            texts.append(line.text(outer) if line.raw != before or outer else source)
        rows = [Row(text, meant(row.cells, "row")) for text, row in zip(texts[2:], block.rows, strict=True)]
        columns, aligns = meant(block.columns, "head"), meant(block.aligns, "delimiter")
        made = replace(block, source="".join(texts[:2]), columns=columns, aligns=aligns, rows=rows)
        yield Draft(made, list(range(len(block.rows))))
    raise Unwritable(
        "With this change the lines of the table would be read as something else. "
        "Edit the section as Markdown instead."
    )


@dataclass(slots=True)
class _Line:
    """A line of a table taken apart: what stands before, between and after its pipes."""

    before: str
    raw: list[str]
    after: str
    end: str

    @classmethod
    def of(cls, source: str) -> _Line:
        line = without_end(source)
        spans = split_cells(line)
        if not spans:
            # A line of one pipe has no cell yet: what is written goes behind that pipe.
            return cls(indent_of(line) + "|", [], "|", end_of(source))
        raw = [line[start:end] for start, end in spans]
        return cls(line[: spans[0][0]], raw, line[spans[-1][1] :], end_of(source))

    def text(self, outer: bool) -> str:
        """Put the line together, with outer pipes where asked."""
        before, raw, after = self.before, self.raw, self.after
        if outer:
            before = before if "|" in before else before + "|"
            after = after if "|" in after else "|" + after
            raw = [_spaced(cell) for cell in raw]
        # A pipe right behind a backslash would be an escaped one.
        cells = [cell + " " if cell.endswith("\\") else cell for cell in raw]
        if "|" not in after:
            # No pipe to stand under another one: blanks would only trail.
            cells[-1:] = [cell.rstrip(" ") for cell in cells[-1:]]
        return before + "|".join(cells) + after + self.end

    def set(self, column: int, text: str, block: Block) -> None:
        """Write a text into a cell, padded as the old one was."""
        keep_width = _is_aligned(self, block)
        if column >= len(self.raw):
            self.raw = [_spaced(cell) for cell in self.raw]
            self.raw += ["  "] * (column + 1 - len(self.raw))
        self.raw[column] = _padded(self.raw[column], text, keep_width, block.aligns[column])


def _padded(raw: str, text: str, keep_width: bool, align: str) -> str:
    """Replace the text of a raw cell. A cell that was padded keeps its width while the text fits."""
    old = trim(raw)
    left = raw[: raw.index(old)] if old else raw[:1]
    right = raw[len(left) + len(old) :] if old else raw[:1]
    if not keep_width and len(left + right) <= 2:
        return _pad(left, text, right, 0, align)
    # The side that the text is aligned to keeps its blanks, the other takes up the difference.
    left = left if align in ("", "left") else left[:1]
    right = right if align == "right" else right[:1]
    return _pad(left, text, right, display_width(raw), align)


def _fresh(text: str, column: int, model: _Line, block: Block) -> str:
    """Make the raw cell of a new row: as wide as the delimiter's where its neighbour is, else one blank."""
    blank = " " if any(cell[:1] in (" ", "\t") for cell in model.raw) else ""
    left = blank if column or "|" in model.before else ""
    right = blank if column + 1 < len(block.columns) or "|" in model.after else ""
    width = display_width(_delimiter(block).raw[column]) if _is_aligned(model, block) else 0
    return _pad(left, text, right, width, block.aligns[column])


def _pad(left: str, text: str, right: str, width: int, align: str) -> str:
    text = text.replace("|", "\\|")
    spare = width - display_width(left + text + right)
    if spare <= 0 and width:
        # What overflows keeps one blank at each side, where there was one.
        return left[-1:] + text + right[:1]
    before = spare if align == "right" else spare // 2 if align == "center" else 0
    return " " * before + left + text + right + " " * (spare - before)


def _spaced(raw: str) -> str:
    left = "" if raw[:1] in (" ", "\t") else " "
    right = "" if raw[-1:] in (" ", "\t") and len(raw) > 1 else " "
    return left + raw + right


def _is_aligned(line: _Line, block: Block) -> bool:
    """Tell whether a line's pipes stand where those of the delimiter line stand."""
    return _pipe_columns(line) == _pipe_columns(_delimiter(block))


def _delimiter(block: Block) -> _Line:
    return _Line.of(split_lines(block.source)[1])


def _pipe_columns(line: _Line) -> list[int]:
    closed = line.raw if "|" in line.after else line.raw[:-1]
    return list(accumulate(map(display_width, [line.before, *closed])))
