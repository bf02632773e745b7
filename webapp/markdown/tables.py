"""Table lines: where the pipes stand, what the cells say. The one place that knows pipes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from markdown_it.common.utils import MD_TRIM_CHARS

from webapp.markdown.lines import trim
from webapp.markdown.outline import Block, Row


def split_cells(line: str) -> list[tuple[int, int]]:
    r"""Give the offsets (start, end) of each cell of a table's line, the blanks around its text included.

    A backslash right before a pipe escapes it, even a second one: `x\\|2` is one cell. Blanks at both ends
    of the line and one pipe at each belong to no cell.
    """
    start = len(line) - len(line.lstrip(MD_TRIM_CHARS))
    end = len(line.rstrip(MD_TRIM_CHARS))
    if end <= start:
        return []
    pipes = [at for at in range(start, end) if line[at] == "|" and (at == start or line[at - 1] != "\\")]
    edges = [start - 1, *pipes, end]
    spans = [(left + 1, right) for left, right in pairwise(edges)]
    # A pipe at the very start or end encloses the line: what stands before or after it is not a cell.
    if spans and spans[0][0] == spans[0][1]:
        del spans[0]
    if spans and spans[-1][0] == spans[-1][1]:
        del spans[-1]
    return spans


def cell_text(raw: str) -> str:
    r"""Read what stands between two pipes: trimmed, with `\|` as the pipe it means."""
    return trim(raw.replace("\\|", "|"))


def read_cells(line: str, count: int) -> list[str]:
    """Read a line as exactly `count` cells: missing ones are '', surplus ones are left out."""
    cells = [cell_text(line[start:end]) for start, end in split_cells(line)[:count]]
    return cells + [""] * (count - len(cells))


def read_table(lines: Sequence[str]) -> Block:
    """Read the lines of a table: names, delimiter line, rows."""
    columns = [cell_text(lines[0][start:end]) for start, end in split_cells(lines[0])]
    aligns = [_align(lines[1][start:end]) for start, end in split_cells(lines[1])]
    rows = [Row(source=line, cells=read_cells(line, len(columns))) for line in lines[2:]]
    return Block("table", "".join(lines[:2]), rows, columns=columns, aligns=aligns)


def _align(delimiter: str) -> str:
    dashes = trim(delimiter)
    left, right = dashes.startswith(":"), dashes.endswith(":")
    if left and right:
        return "center"
    return "left" if left else "right" if right else ""
