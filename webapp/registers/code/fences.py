"""The lines of a code block, as they stand between its fences."""

from __future__ import annotations

import re

from webapp.markdown.outline import Block

SOURCE_MAX = 200_000
"""How many characters of a code block are read."""

LINE_MAX = 500
"""How many characters of one of its lines."""

Lines = list[tuple[int, str]]
"""Line numbers, counted from 0 in the block's source, and their text without the line end."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")


def code_lines(block: Block) -> Lines:
    """The code of a fence without its fence lines; of an indented block all lines."""
    lines = list(enumerate(_LINE_END.split(block.source[:SOURCE_MAX])))
    opening = _FENCE.match(lines[0][1])
    if not opening:
        return lines
    lines = lines[1:]
    while lines and (not lines[-1][1].strip() or _closes(lines[-1][1], opening[1])):
        lines.pop()
    return lines


def text_of(lines: Lines) -> str:
    """The lines as one text."""
    return "\n".join(line for _, line in lines)


def _closes(line: str, fence: str) -> bool:
    match = _FENCE.match(line)
    return match is not None and match[1].startswith(fence) and not line[match.end() :].strip()
