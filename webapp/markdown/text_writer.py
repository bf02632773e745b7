"""Edits of headings and of blocks kept as text, and of whole blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from webapp.markdown.drafts import Draft, TextDraft
from webapp.markdown.errors import Unwritable
from webapp.markdown.lines import (
    end_of,
    first_end,
    indent_of,
    is_blank,
    split_lines,
    split_tail,
    trim,
    with_newlines,
    without_end,
)
from webapp.markdown.outline import Block, Section

_ATX = re.compile(r"([ \t]*#{1,6})([ \t]*)(.*?)([ \t]+#+[ \t]*|[ \t]*)\Z", re.DOTALL)
_CLOSING = re.compile(r"(^|[ \t])(#+)$")
_FENCE = re.compile(r"([ \t]*)(`{3,}|~{3,})(.*)", re.DOTALL)


def normal_title(text: str) -> str:
    """Give the title that a heading can hold: one line, trimmed."""
    return trim(" ".join(trim(line) for line in with_newlines(text).split("\n")))


def normal_block(text: str) -> str:
    r"""Give the text of a block as editors compare it: `\n` for line ends, no blank lines around it."""
    lines = split_lines(with_newlines(text))
    while lines and is_blank(lines[0]):
        del lines[0]
    return without_end(split_tail("".join(lines))[0])


def outdented(text: str, columns: int) -> str:
    """Give a text whose lines stand up to so many blanks further left."""
    lines = split_lines(text)
    return "".join(line[min(columns, len(indent_of(line))) :] for line in lines)


def set_title(section: Section, title: str) -> Iterator[Section]:
    """Write another title into a heading: in its own style, else behind hashes."""
    title = normal_title(title)
    if title == section.title:
        yield section
        return
    if not section.level:
        raise Unwritable("What stands before the first heading has no title. Add a section instead.")
    lines = split_lines(section.source)
    safe = _CLOSING.sub(r"\1\\\2", title)
    if len(lines) > 1:
        margin, first, last = indent_of(lines[0]), end_of(lines[0]), lines[-1]
        yield replace(section, title=title, source=margin + title + first + last)
        yield replace(section, title=safe, source=f"{margin}{'#' * section.level} {safe}{end_of(last)}")
        return
    found = _ATX.match(without_end(lines[0]))
    assert found is not None  # noqa: S101 - a heading of one line is one with hashes
    hashes, gap, _, closing = found.groups()
    for way in (title, safe):
        source = f"{hashes}{gap or ' '}{way}{closing}{end_of(lines[0])}"
        yield replace(section, title=way, source=source)


def set_code(block: Block, code: str) -> Iterator[Draft]:
    """Write other lines between the fences of a code block; longer fences where the lines hold some."""
    lines = split_lines(block.source)
    found = _FENCE.match(without_end(lines[0])) if block.kind == "code" else None
    if not found:
        raise Unwritable("Only a block between fences holds code alone.")
    margin, fence, info = found.groups()
    closing = re.compile(rf"[ ]{{0,3}}{fence[0]}{{{len(fence)},}}[ \t]*")
    closed = len(lines) > 1 and closing.fullmatch(without_end(lines[-1]))
    eol = first_end(block.source, block.tail)
    inner = [line if is_blank(line) else margin + line for line in split_lines(with_newlines(code, eol))]
    if inner and not end_of(inner[-1]):
        inner[-1] += eol
    if closed and "".join(inner) == "".join(lines[1:-1]):
        yield Draft(block, [])
        return
    opening = lines[0] if end_of(lines[0]) else lines[0] + eol
    yield Draft(
        replace(block, source=opening + "".join(inner) + (lines[-1] if closed else margin + fence + eol)), []
    )
    longest = max(map(len, re.findall(f"{fence[0]}+", code)), default=0)
    longer = fence[0] * max(len(fence), longest + 1)
    source = f"{margin}{longer}{info}{eol}{''.join(inner)}{margin}{longer}{eol}"
    yield Draft(replace(block, source=source), [])


def set_block_text(section: Section, at: int, text: str) -> Iterator[TextDraft]:
    """Write a whole block anew; the text may read as any number of blocks. Blank text deletes it."""
    if is_blank(text):
        yield from delete_block(section, at)
        return
    block, others = section.blocks[at], section.blocks
    eol = first_end(block.text, section.text)
    body, old = _body(text, eol), replace(block, tail="").text
    if without_end(body) == without_end(with_newlines(old, eol)):
        body = old
    expected = [*others[:at], None, *others[at + 1 :]]
    before = [*_start(section, at), _tail_before(section, at)]
    after = [other.text for other in others[at + 1 :]]
    for lead, tail in (("", block.tail), ("", block.tail or eol), (eol, block.tail or eol)):
        yield TextDraft([*before, lead, body, tail, *after], expected)


def insert_block(section: Section, at: int, text: str, *, is_last: bool = True) -> Iterator[TextDraft]:
    """Write a text in as new blocks before block `at`, parted from its neighbours by a blank line.

    Where the section is not the last of its document, the heading that follows is a neighbour as well.
    """
    others = section.blocks
    if is_blank(text):
        raise Unwritable("There is no text to insert.")
    eol = first_end(section.text)
    tail = _tail_before(section, at)
    has_before = bool(section.level or at)
    lead = tail or (eol if has_before else "")
    trail = tail or (eol if others[at:] or not is_last else "")
    pieces = [*_start(section, at), lead, _body(text, eol), trail, *(other.text for other in others[at:])]
    yield TextDraft(pieces, [*others[:at], None, *others[at:]])


def delete_block(section: Section, at: int) -> Iterator[TextDraft]:
    """Take a block out; of the blank lines before and after it one lot stays."""
    rest = section.blocks[at + 1 :]
    tail, own = _tail_before(section, at), section.blocks[at].tail
    has_before = bool(section.level or at)
    if has_before and (not rest or not tail):
        # What follows, the end of the document too, keeps the distance that it had.
        tail = own
    for gap in dict.fromkeys((tail, tail or first_end(section.text))):
        pieces = [*_start(section, at), gap, *(other.text for other in rest)]
        yield TextDraft(pieces, [*section.blocks[:at], *rest])


def move_block(section: Section, at: int, to: int) -> Iterator[TextDraft]:
    """Move a block to the place `to` in its section; the blank lines between blocks stay in place."""
    others = section.blocks
    if not 0 <= to < len(others):
        raise Unwritable("There is no such place in this section.")
    order = list(others)
    order.insert(to, order.pop(at))
    eol = first_end(section.text)
    for least in ("", eol):
        pieces = [section.source, section.tail]
        for place, block in zip(others, order, strict=True):
            pieces += [replace(block, tail="").text, place.tail or (least if place is not others[-1] else "")]
        yield TextDraft(pieces, list(order))


def _body(text: str, eol: str) -> str:
    """Give typed text the document's line ends, without blank lines around it, its last line ended."""
    lines = split_lines(with_newlines(text, eol))
    start = next(number for number, line in enumerate(lines) if not is_blank(line))
    return without_end(split_tail("".join(lines[start:]))[0]) + eol


def _start(section: Section, at: int) -> list[str]:
    """What stands before block `at`, without the blank lines right before it."""
    if not at:
        return [section.source]
    *blocks, last = section.blocks[:at]
    return [section.source, section.tail, *(block.text for block in blocks), replace(last, tail="").text]


def _tail_before(section: Section, at: int) -> str:
    return section.blocks[at - 1].tail if at else section.tail
