r"""Lines, their ends and their columns: the few rules under every other rule.

A line ends with `\r\n`, `\r` or `\n` and with nothing else: `str.splitlines` also cuts at form feeds and
Unicode separators, which Markdown takes for text (https://spec.commonmark.org/0.31.2/#line-ending).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from markdown_it.common.utils import MD_TRIM_CHARS

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_END = re.compile(r"\r\n|\r|\n")
TAB_STOP = 4
BYTE_ORDER_MARK = "\ufeff"


def split_lines(text: str) -> list[str]:
    """Cut a text into its lines, each with its end; the last may have none."""
    return _LINE.findall(text)


def end_of(text: str) -> str:
    r"""Give the line end that a text closes with: `\r\n`, `\r`, `\n`, or '' where it has none."""
    if text.endswith("\r\n"):
        return "\r\n"
    return text[-1:] if text.endswith(("\r", "\n")) else ""


def without_end(text: str) -> str:
    """Take one line end off a text, where there is one."""
    return text[: len(text) - len(end_of(text))]


def first_end(*texts: str) -> str:
    r"""Give the first line end found in these texts, looked through in order; `\n` where none has any."""
    for text in texts:
        if found := _END.search(text):
            return found.group()
    return "\n"


def join_pieces(pieces: Iterable[str], *others: str) -> str:
    r"""Join pieces so that no two lines run together and no two line ends become one.

    A line without an end (it was the last of a document) takes that of its neighbours, else that of the
    `others`. A piece that ends with a lone `\r` before one that starts with `\n` would lose a line.
    """
    parts: list[str] = []
    for piece in filter(None, pieces):
        if parts and parts[-1] != BYTE_ORDER_MARK:
            left = parts[-1]
            if not end_of(left):
                parts[-1] += first_end(left, *reversed(parts[:-1]), piece, *others)
            elif left.endswith("\r") and piece.startswith("\n"):
                parts[-1] += "\n"
        parts.append(piece)
    return "".join(parts)


def with_newlines(text: str, end: str = "\n") -> str:
    """Give every line of a text the same end."""
    return _END.sub(end, text)


def is_blank(line: str) -> bool:
    """Tell whether a line, or a whole text, holds nothing but spaces and tabs. A no-break space is text."""
    return not line.strip(" \t\r\n")


def trim(text: str) -> str:
    """Trim as Markdown trims cells and titles: Unicode spaces go, other control characters stay."""
    return text.strip(MD_TRIM_CHARS)


def split_tail(text: str) -> tuple[str, str]:
    """Cut a text before its trailing blank lines."""
    lines = split_lines(text)
    end = trimmed_end(lines, 0, len(lines))
    return "".join(lines[:end]), "".join(lines[end:])


def trimmed_end(lines: Sequence[str], start: int, end: int) -> int:
    """Give the end of lines[start:end] without its trailing blank lines."""
    while end > start and is_blank(lines[end - 1]):
        end -= 1
    return end


def column_after(text: str, column: int = 0) -> int:
    """Give the column at which a text that starts at `column` ends; tabs are stops of four."""
    for character in text:
        column += TAB_STOP - column % TAB_STOP if character == "\t" else 1
    return column


def indent_of(line: str) -> str:
    """Give a line's leading spaces and tabs."""
    return line[: len(line) - len(line.lstrip(" \t"))]


def display_width(text: str) -> int:
    """Give the columns a text takes on a fixed-width screen: two for wide characters, none for combining."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf")
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in text
    )
