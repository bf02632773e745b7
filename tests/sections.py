"""Sections as they are read, for tests of what is counted in them."""

from __future__ import annotations

from webapp.markdown.outline import Section
from webapp.registers import Left, left


def left_of(section: Section) -> Left:
    """What a section has left, as a page says it."""
    rows = [row for block in section.blocks for row in block.rows]
    prose = [block.source for block in section.blocks if block.kind == "prose"]
    return left((row.done for row in rows), [*prose, *(cell for row in rows for cell in row.cells)])
