"""New blocks: the Markdown with which each kind begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from webapp.markdown.errors import Unwritable
from webapp.markdown.lines import is_blank, with_newlines, without_end
from webapp.markdown.paragraphs import normal_text, without_structure
from webapp.markdown.table_lines import normal_cell

COLUMNS = 3
"""How many columns a new table has to begin with."""

_ITEM = re.compile(r"[ \t]*(?:[-+*]|[0-9]{1,9}[.)])[ \t]+(?:\[[ xX]\](?:[ \t]+|\Z))?")
_MARKERS = {
    "checklist": ("- [ ] ", "* [ ] ", "+ [ ] "),
    "bullets": ("- ", "* ", "+ "),
    "steps": ("1. ", "1) "),
}


def ways_to_begin(kind: str, text: str) -> list[str]:
    """Give the ways to write a new block of a kind, the plainest first.

    `text` is Markdown for prose, the code itself for code, one item a line for lists. Two lists or
    dividers next to each other need different marks. Raises Unwritable where the kind needs a text.
    """
    text = with_newlines(text)
    if kind == "prose":
        if is_blank(text):
            raise Unwritable("Markdown has no paragraph without text. Type the text first.")
        return [text]
    if kind == "code":
        return [_fenced(text)]
    if kind == "divider":
        return ["---", "***"]
    if kind in _MARKERS:
        return [_list(marker, text.split("\n")) for marker in _MARKERS[kind]]
    raise Unwritable("A new block is prose, code, a divider, a table, a checklist, bullets or steps.")


def begin_table(rows: Sequence[Sequence[str]]) -> str:
    """Give the Markdown of a new table: the first row is its head, and all rows get as many cells."""
    head = list(rows[0]) if rows else [f"Column {number + 1}" for number in range(COLUMNS)]
    head += [""] * (max(map(len, rows), default=0) - len(head))
    body = [list(row) for row in rows[1:]] or [[]]
    widths = [max(len(_cell(name)), 3) for name in head]
    delimiter = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([_line(head, widths), delimiter, *(_line(row, widths) for row in body)])


def without_marker(line: str) -> str:
    """Give the text of a line that is pasted into a list: without the marker and box of an item."""
    found = _ITEM.match(line)
    return line[found.end() :] if found else line


def _fenced(text: str) -> str:
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join([fence, *([without_end(text)] if text else []), fence])


def _list(marker: str, lines: Sequence[str]) -> str:
    texts = [normal_text(without_marker(line)) for line in lines if not is_blank(line)] or [""]
    numbers = range(1, len(texts) + 1)
    return "\n".join(
        (f"{number}{marker[1:]}" if marker[0] == "1" else marker) + without_structure(text)
        for number, text in zip(numbers, texts, strict=True)
    )


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    texts = [_cell(text) for text in [*cells, *[""] * len(widths)][: len(widths)]]
    return "|" + "|".join(f" {text:<{width}} " for text, width in zip(texts, widths, strict=True)) + "|"


def _cell(text: str) -> str:
    text = normal_cell(text).replace("|", "\\|")
    return text + " " if text.endswith("\\") else text
