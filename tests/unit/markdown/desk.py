"""Short words for tests of the codec: read a text, write an edit through the guard, see what comes out."""

from __future__ import annotations

import pytest

from webapp.markdown import guard, reader, writer
from webapp.markdown.errors import Unwritable
from webapp.markdown.outline import Block, Outline

TEXT_VERBS = {"set_block_text", "insert_block", "delete_block", "move_block"}


def blocks(text: str) -> list[Block]:
    """All blocks of a text, whatever section they stand in."""
    return [block for section in reader.read(text).sections for block in section.blocks]


def kinds(text: str) -> list[str]:
    return [block.kind for block in blocks(text)]


def cells(text: str, block: int = 0) -> list[list[str]]:
    return [row.cells for row in blocks(text)[block].rows]


def items(text: str, block: int = 0) -> list[tuple[int, str]]:
    """Depth and text of the items of a list."""
    return [(row.depth, row.cells[0]) for row in blocks(text)[block].rows]


def apply(text: str, verb: str, *values: object, block: int = 0) -> guard.Applied:
    """Make an edit of the block with this number in the whole document."""
    outline = reader.read(text)
    section, number = _place(outline, block)
    edit = getattr(writer, verb)
    if verb in TEXT_VERBS:
        return guard.apply_text(outline, section, edit(outline.sections[section], number, *values))
    found = outline.sections[section].blocks[number]
    return guard.apply(outline, (section, number), edit(found, *values))


def write(text: str, verb: str, *values: object, block: int = 0) -> str:
    """Give the text after an edit; a fresh reading of it must agree with what the guard would store."""
    applied = apply(text, verb, *values, block=block)
    assert reader.read(applied.outline.text) == applied.outline
    return applied.outline.text


def retitle(text: str, section: int, title: str) -> str:
    """Give the text after an edit of a title."""
    outline = reader.read(text)
    applied = guard.apply_title(outline, section, writer.set_title(outline.sections[section], title))
    assert reader.read(applied.outline.text) == applied.outline
    return applied.outline.text


def refused(text: str, verb: str, *values: object, block: int = 0) -> str:
    """Give the reason for which an edit is refused."""
    with pytest.raises(Unwritable) as refusal:
        apply(text, verb, *values, block=block)
    return refusal.value.reason


def _place(outline: Outline, block: int) -> tuple[int, int]:
    places = [
        (section, number)
        for section, each in enumerate(outline.sections)
        for number in range(len(each.blocks))
    ]
    return places[block]
