"""Lists: from a list's tokens to its items, and what keeps a list from being cut into rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from webapp.markdown.lines import column_after, is_blank, trim, trimmed_end
from webapp.markdown.outline import Kind, Row
from webapp.markdown.parser import MAX_NESTING, line_range

_HEAD = re.compile(r"([ \t]*)([-+*]|[0-9]{1,9}[.)])(?:([ \t]+)|(?=[\r\n]|\Z))")
BOX = re.compile(r"\[([ xX])\](?:([ \t\n]+)|\Z)")

_STARTS = {
    "heading_open": "a heading",
    "blockquote_open": "a quote",
    "code_block": "code",
    "fence": "code",
    "html_block": "HTML",
    "hr": "a divider",
    "table_open": "a table",
}


@dataclass(slots=True)
class ItemHead:
    """The marker of an item's first line. `column` is where its content starts, counted from 0.

    `gap` is the blanks after the marker as written.
    """

    indent: str
    marker: str
    gap: str
    column: int

    @property
    def text(self) -> str:
        """The head as it stands in the line."""
        return self.indent + self.marker + self.gap


@dataclass(slots=True)
class Item:
    """An item of a list while it is read.

    `start` and `end` are its lines, `text_start` and `text_end` those of its first paragraph (equal where
    it has none). `level` is its token's.
    """

    start: int
    end: int
    level: int
    depth: int
    marker: str
    text_start: int
    text_end: int
    content: str = ""
    children: list[str] = field(default_factory=list)
    covered: int = 0


class Unstructured(Exception):
    """A list that cannot be cut into rows; the argument says why."""


def item_head(line: str) -> ItemHead | None:
    """Read the marker that a line starts with, or None where it starts with none."""
    found = _HEAD.match(line)
    if not found:
        return None
    indent, marker, gap = found.group(1), found.group(2), found.group(3) or ""
    after_marker = column_after(indent + marker)
    column = column_after(gap, after_marker)
    # Behind more than four blanks starts indented code, and an item without text has nothing to align to.
    if not gap or column - after_marker > 4 or is_blank(line[found.end() :]):
        column = after_marker + 1
    return ItemHead(indent, marker, gap, column)


def split_box(content: str) -> tuple[bool | None, str]:
    """Cut the box off the text of a first paragraph: (None, text) where it has none."""
    found = BOX.match(content)
    if not found:
        return None, content
    return found.group(1) != " ", trim(content[found.end() :])


def kind_of(rows: Sequence[Row]) -> Kind:
    """Derive a list's kind from its rows: ordered is steps, a box anywhere makes a checklist."""
    if rows and rows[0].marker[-1:] in (".", ")"):
        return "steps"
    return "checklist" if any(row.done is not None for row in rows) else "bullets"


def read_list(
    tokens: Sequence[Token], lines: Sequence[str], shift: int, end: int
) -> tuple[list[Row] | None, str]:
    """Read one list, its opening and closing tokens included, as rows; (None, why) where that cannot be.

    Line n of the tokens is lines[n + shift]. The list ends before lines[end].
    """
    try:
        items = read_items(tokens, lines, shift)
    except Unstructured as why:
        return None, str(why)
    rows = []
    for item, after in zip(items, [*(item.start for item in items[1:]), end], strict=True):
        done, text = split_box(item.content)
        rows.append(Row("".join(lines[item.start : after]), [text], item.depth, item.marker, done))
    return rows, ""


def read_items(tokens: Sequence[Token], lines: Sequence[str], shift: int = 0) -> list[Item]:
    """Walk the tokens of one list and give its items, of all depths, in order. Raises Unstructured."""
    items: list[Item] = []
    stack: list[Item] = []
    base = tokens[0].level
    for number, token in enumerate(tokens):
        if token.type == "list_item_close" and stack and token.level == stack[-1].level:
            item = stack.pop()
            _check_gap(item, item.end, lines)
        elif token.type == "list_item_open" and token.level == (stack[-1].level + 2 if stack else base + 1):
            start, end = line_range(token)
            item = _open(start + shift, end + shift, token.level, len(stack), lines)
            items.append(item)
            stack.append(item)
        elif stack and token.nesting >= 0 and token.map and token.level == stack[-1].level + 1:
            content = tokens[number + 1].content if token.type == "paragraph_open" else ""
            _add_child(stack[-1], token, shift, content, lines)
    return items


def _open(start: int, end: int, level: int, depth: int, lines: Sequence[str]) -> Item:
    head = item_head(lines[start])
    if head is None:
        raise Unstructured("two markers on one line")
    return Item(start, end, level, depth, head.marker, start, start, covered=start)


def _add_child(item: Item, token: Token, shift: int, content: str, lines: Sequence[str]) -> None:
    start, end = (line + shift for line in line_range(token))
    is_list = token.type in ("bullet_list_open", "ordered_list_open")
    if is_list and start == item.start:
        raise Unstructured("two markers on one line")
    _check_gap(item, start, lines)
    if not item.children and token.type in _STARTS:
        raise Unstructured(f"an item that starts with {_STARTS[token.type]}")
    if not item.children and token.type == "paragraph_open":
        item.text_start, item.text_end = start, trimmed_end(lines, start, end)
        item.content = "\n".join(line.lstrip(" \t") for line in content.split("\n"))
    if item.children[-1:] == ["list"] and not is_list:
        raise Unstructured("an item with text after its nested list")
    item.children.append("list" if is_list else "text")
    item.covered = end


def _check_gap(item: Item, until: int, lines: Sequence[str]) -> None:
    """What no token stands for is blank, or a bare marker, or something that a row would lose."""
    for number in range(item.covered, until):
        line = lines[number]
        if number == item.start and (head := item_head(line)):
            line = line[len(head.text) :]
        if not is_blank(line):
            too_deep = item.level + 1 >= MAX_NESTING
            raise Unstructured("nested too deeply" if too_deep else "an item that holds definitions")
