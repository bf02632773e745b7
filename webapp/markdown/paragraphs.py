"""The first paragraph of a list item: the one text of its row, and how another is written in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from webapp.markdown.lines import (
    column_after,
    end_of,
    indent_of,
    is_blank,
    trim,
    with_newlines,
    without_end,
)
from webapp.markdown.lists import ItemHead, item_head
from webapp.markdown.nodes import Node, content_prefix

_BOX = re.compile(r"\[([ xX])\]([ \t]*)")
_NUMBER = re.compile(r"([0-9]{1,9})([.)])")
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~")
# Line starts that can make something else of a line than text.
_STRUCTURE = re.compile(
    r"#{1,6}(?:[ \t]|$)|[-+*](?:[ \t]|$)|[0-9]{1,9}[.)](?:[ \t]|$)|>|<|```|~~~|=+[ \t]*$"
    r"|[-:|][-:| \t]*$|(?:[-_*][ \t]*){3,}$|\[[ xX]\](?:[ \t]|$)|\[[^\]]*\]:|:::"
)


def normal_text(text: str) -> str:
    """Give the text that an item can hold: one paragraph, its lines without indentation."""
    lines = [line.lstrip(" \t") for line in with_newlines(text).split("\n")]
    return trim("\n".join(line for line in lines if not is_blank(line)))


def ways_to_write(text: str) -> Iterator[str]:
    """Give the texts that show the same when drawn, the plainest first.

    As typed; with a backslash before what would make structure; with one before all punctuation that
    starts a line; the same joined to one line.
    """
    lines = text.split("\n")
    risky = [without_structure(line) for line in lines]
    yield from dict.fromkeys(
        (
            text,
            "\n".join(risky),
            "\n".join(map(_escape, lines)),
            _escape(" ".join(lines)) if _STRUCTURE.match(lines[0]) else " ".join(lines),
            _escape(" ".join(lines)),
        )
    )


def without_structure(line: str) -> str:
    """Give a line with a backslash before what could make something else of it than text."""
    return _escape(line) if _STRUCTURE.match(line) else line


def _escape(line: str) -> str:
    if number := _NUMBER.match(line):
        return f"{number[1]}\\{line[number.end(1) :]}"
    return "\\" + line if line[:1] in _PUNCTUATION else line


def rewrite(node: Node, done: bool | None, text: str, eol: str) -> None:
    """Write another box and text into an item; every line that says the same as before stays untouched.

    `eol` ends the lines that have no old one to copy the end of.
    """
    has_text = node.text_end > node.text_start
    start, end = (node.text_start, node.text_end) if has_text else (0, 1)
    old = node.lines[start:end]
    eol = next(filter(None, map(end_of, [*old, *node.lines])), eol)
    texts = text.split("\n")
    old_texts = node.text.split("\n") if has_text else []
    if len(old_texts) != len(old):
        # A box alone on its line, or lines that trimming took: no line can be told to be the same.
        old_texts = []
    if (
        old_texts
        and old_texts[0] == texts[0]
        and done == node.done
        and _still_ends(old, old_texts, texts, 0, 0)
    ):
        first = old[0]
    else:
        first = _first_line(node, start, old[0], done, texts[0]) + eol
    # The text of an empty item moves its content column to where that text starts.
    head = (item_head(first) if start == 0 else None) or node.head
    lines = [first, *_other_lines(_continuation(head, old), old, old_texts, texts, eol)]
    if start and done is None and not text:
        lines = []
    node.lines[start:end] = lines
    node.text, node.done = text, done
    node.text_start, node.text_end = start, start + (len(lines) if text or done is not None else 0)
    node.head = item_head(node.lines[0]) or node.head


def _first_line(node: Node, start: int, old: str, done: bool | None, text: str) -> str:
    """The line with the marker and the box, or the paragraph's first under a marker that stands alone."""
    prefix = node.head.text if start == 0 else indent_of(old)
    if start == 0 and (text or done is not None):
        gap = node.head.gap
        before = node.head.indent + node.head.marker
        # More than four blanks would make the text indented code.
        if not gap or column_after(gap, column_after(before)) - column_after(before) > 4:
            gap = " "
        prefix = before + gap
    if done is None:
        return prefix + text
    box = (
        _BOX.match(old, len(node.head.text) if start == 0 else len(prefix)) if node.done is not None else None
    )
    mark = box[1] if box and node.done == done else "x" if done else " "
    return f"{prefix}[{mark}]{(box and box[2]) or ' '}{text}"


def _other_lines(
    prefix: str, old: list[str], old_texts: list[str], texts: list[str], eol: str
) -> Iterator[str]:
    front = _common(old_texts, texts)
    back = _common(old_texts[::-1], texts[::-1], min(len(old_texts), len(texts)) - max(front, 1))
    for number in range(1, len(texts)):
        was = number if number < front else number + len(old_texts) - len(texts)
        same = number < front or number >= len(texts) - back
        if same and _still_ends(old, old_texts, texts, was, number):
            yield old[was]
        else:
            yield (indent_of(old[was]) if same else prefix) + texts[number] + eol


def _common(left: list[str], right: list[str], most: int | None = None) -> int:
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other or count == most:
            break
        count += 1
    return count


def _still_ends(old: list[str], old_texts: list[str], texts: list[str], was: int, now: int) -> bool:
    """Blanks at the end of a paragraph's last line say nothing; inside the paragraph they break the line."""
    return (was == len(old_texts) - 1) == (now == len(texts) - 1) or without_end(old[was]).endswith(
        texts[now]
    )


def _continuation(head: ItemHead, old: list[str]) -> str:
    """Copy the indentation of a continuation line that has one, else go to the content column."""
    for line in old[1:]:
        indent = indent_of(line)
        if head.column <= column_after(indent) < head.column + 4:
            return indent
    return content_prefix(head)
