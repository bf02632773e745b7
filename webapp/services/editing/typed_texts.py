"""Whole texts that people type, checked: what cannot be kept is refused with its line."""

from __future__ import annotations

import re

from webapp import markdown
from webapp.markdown.outline import Outline
from webapp.models.document import COLUMNS_MAX, DOCUMENT_BYTES_MAX
from webapp.services.errors import InvalidValue
from webapp.utils.sizes import in_words

_NEVER = re.compile("[\0\ud800-\udfff]")
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f]")


def check_text(text: str, *, base: str) -> None:
    """Raise InvalidValue for a text that no document has room for, or that holds what nobody types.

    Control characters may stay in the lines that `base`, which the editor opened with, has: a file that
    was imported may hold them.
    """
    for name, each in (("text", text), ("base", base)):  # before anything compares them: that takes its time
        if len(each) > DOCUMENT_BYTES_MAX:
            raise InvalidValue(name, _too_long(len(each), "characters"))
    if _NEVER.search(base):
        raise InvalidValue("base", "What the editor opened with holds what no text can. Load the page again.")
    lines = markdown.lines.split_lines(markdown.lines.with_newlines(text))
    for number, line in enumerate(lines, 1):
        if found := _NEVER.search(line):
            what = "a NUL character" if found[0] == "\0" else "half a character (a lone surrogate)"
            raise InvalidValue("text", f"Line {number} holds {what}, which cannot be stored. Take it out.")
    if not _CONTROL.search(text):
        return
    known = set(markdown.lines.split_lines(markdown.lines.with_newlines(base)))
    for number, line in enumerate(lines, 1):
        if line not in known and (found := _CONTROL.search(line)):
            raise InvalidValue(
                "text", f"Line {number} holds a control character (U+{ord(found[0]):04X}). Take it out."
            )


def check_outline(outline: Outline) -> None:
    """Raise InvalidValue for a document that would be too long, or has a table with too many columns."""
    size = len(outline.text.encode())
    if size > DOCUMENT_BYTES_MAX:
        raise InvalidValue("text", _too_long(size, "bytes"))
    for section in outline.sections:
        for block in section.blocks:
            if len(block.columns) > COLUMNS_MAX:
                head = markdown.lines.split_lines(block.source)[0].strip()[:40]
                raise InvalidValue(
                    "text",
                    f"The table that begins with “{head}” has {len(block.columns)} columns and may have "
                    f"{COLUMNS_MAX}. Part it in several.",
                )


def _too_long(size: int, of: str) -> str:
    return (
        f"The document would have {size:,} {of} and may have {DOCUMENT_BYTES_MAX:,} bytes "
        f"({in_words(DOCUMENT_BYTES_MAX)}). Shorten it, or put a part of it into another document."
    )
