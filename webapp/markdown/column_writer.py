"""Edits of a table's columns: every line changes alike. The ways to write it down, the closest one first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from webapp.markdown.drafts import Draft
from webapp.markdown.errors import Unwritable
from webapp.markdown.lines import display_width, split_lines, trim
from webapp.markdown.outline import Block, Row
from webapp.markdown.table_lines import TableLine, is_aligned, normal_cell, spaced


def rename_column(block: Block, column: int, name: str) -> Iterator[Draft]:
    """Write another name into the head."""
    name = normal_cell(name)

    def change(line: TableLine, kind: str) -> None:
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
    head = TableLine.of(split_lines(block.source)[0])

    def change(line: TableLine, kind: str) -> None:
        # A row that ends before the new column stays as short as it is.
        if len(line.raw) < at or len(line.raw) == at < len(block.columns):
            return
        if kind == "delimiter" and not any(cell[:1] == " " for cell in line.raw):
            line.raw.insert(at, "-" * (width + 2 if is_aligned(head, block) else 3))
            return
        fill = {"head": shown, "delimiter": "-" * width}.get(kind, "")
        wide = kind != "row" or is_aligned(line, block)
        line.raw.insert(at, f" {fill}{' ' * (width - display_width(fill)) if wide else ''} ")

    def inserted(values: list[str], kind: str) -> list[str]:
        return [*values[:at], name if kind == "head" else "", *values[at:]]

    return _columns(block, change, inserted)


def delete_column(block: Block, column: int) -> Iterator[Draft]:
    """Delete a column from the head and from every row that reaches it."""
    if len(block.columns) == 1:
        raise Unwritable("A table keeps at least one column. Delete the table instead.")

    def change(line: TableLine, kind: str) -> None:
        del line.raw[column : column + 1]

    def left_over(values: list[str], kind: str) -> list[str]:
        return [*values[:column], *values[column + 1 :]]

    return _columns(block, change, left_over)


def move_column(block: Block, column: int, to: int) -> Iterator[Draft]:
    """Move a column to the place `to`, counted from 0."""
    if not 0 <= to < len(block.columns):
        raise Unwritable("There is no such place in this table.")

    def change(line: TableLine, kind: str) -> None:
        missing = max(max(column, to) + 1 - len(line.raw), 0)
        if column == to or len(line.raw) <= min(column, to):
            return
        line.raw = [spaced(cell) for cell in line.raw] + ["  "] * missing if missing else line.raw
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
    block: Block, change: Callable[[TableLine, str], None], meant: Callable[[list[str], str], list[str]]
) -> Iterator[Draft]:
    """Change every line of a table the same way; `meant` does the same to what the lines say."""
    sources = [*split_lines(block.source), *(row.source for row in block.rows)]
    kinds = ["head", "delimiter", *["row"] * len(block.rows)]
    for outer in (False, True):
        texts = []
        for kind, source in zip(kinds, sources, strict=True):
            line = TableLine.of(source)
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
