"""A line of a table, cell by cell: what stands between two pipes is replaced, all else stays."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from webapp.markdown.lines import (
    display_width,
    end_of,
    indent_of,
    split_lines,
    trim,
    with_newlines,
    without_end,
)
from webapp.markdown.outline import Block
from webapp.markdown.tables import split_cells


def normal_cell(text: str) -> str:
    """Give the text that a cell can hold: one line, `<br>` where the typed text has a line end."""
    return trim("<br>".join(trim(line) for line in trim(with_newlines(text)).split("\n")))


@dataclass(slots=True)
class TableLine:
    """A line of a table taken apart: what stands before, between and after its pipes."""

    before: str
    raw: list[str]
    after: str
    end: str

    @classmethod
    def of(cls, source: str) -> TableLine:
        """Take a line apart."""
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
            raw = [spaced(cell) for cell in raw]
        # A pipe right behind a backslash would be an escaped one.
        cells = [cell + " " if cell.endswith("\\") else cell for cell in raw]
        if "|" not in after:
            # No pipe to stand under another one: blanks would only trail.
            cells[-1:] = [cell.rstrip(" ") for cell in cells[-1:]]
        return before + "|".join(cells) + after + self.end

    def set(self, column: int, text: str, block: Block) -> None:
        """Write a text into a cell, padded as the old one was."""
        keep_width = is_aligned(self, block)
        if column >= len(self.raw):
            self.raw = [spaced(cell) for cell in self.raw]
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


def fresh_cell(text: str, column: int, model: TableLine, block: Block) -> str:
    """Make the raw cell of a new row: as wide as the delimiter's where its neighbour is, else one blank."""
    blank = " " if any(cell[:1] in (" ", "\t") for cell in model.raw) else ""
    left = blank if column or "|" in model.before else ""
    right = blank if column + 1 < len(block.columns) or "|" in model.after else ""
    width = display_width(_delimiter(block).raw[column]) if is_aligned(model, block) else 0
    return _pad(left, text, right, width, block.aligns[column])


def _pad(left: str, text: str, right: str, width: int, align: str) -> str:
    text = text.replace("|", "\\|")
    spare = width - display_width(left + text + right)
    if spare <= 0 and width:
        # What overflows keeps one blank at each side, where there was one.
        return left[-1:] + text + right[:1]
    before = spare if align == "right" else spare // 2 if align == "center" else 0
    return " " * before + left + text + right + " " * (spare - before)


def spaced(raw: str) -> str:
    """A raw cell with a blank at each side at least."""
    left = "" if raw[:1] in (" ", "\t") else " "
    right = "" if raw[-1:] in (" ", "\t") and len(raw) > 1 else " "
    return left + raw + right


def is_aligned(line: TableLine, block: Block) -> bool:
    """Tell whether a line's pipes stand where those of the delimiter line stand."""
    return _pipe_columns(line) == _pipe_columns(_delimiter(block))


def _delimiter(block: Block) -> TableLine:
    return TableLine.of(split_lines(block.source)[1])


def _pipe_columns(line: TableLine) -> list[int]:
    closed = line.raw if "|" in line.after else line.raw[:-1]
    return list(accumulate(map(display_width, [line.before, *closed])))
