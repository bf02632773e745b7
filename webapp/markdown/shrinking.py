"""A long table with only those rows that an edit concerns: what it is read back with.

The lines of a table are independent of each other: a line that reads as a row among all others reads as
the same row among some of them. So the rows that an edit leaves alone need not be read again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from webapp.markdown.drafts import Draft
from webapp.markdown.outline import Block, Outline, Row, Section

ROWS_MIN = 40
"""How many rows make a table long."""

CELLS_MAX = 60_000
"""markdown-it ends a table that lacks more than 65,536 cells; below that no row depends on another."""


@dataclass(frozen=True, slots=True)
class Shrunk:
    """An edit of a long table, without the rows that it leaves alone.

    `kept` are the indexes, in the whole draft, of the rows that are left.
    """

    outline: Outline
    old: Block
    draft: Draft
    whole: Sequence[Row]
    kept: Sequence[int]
    at: tuple[int, int]

    def grown(self, result: Outline) -> Outline:
        """The whole outline again, with the rows that were read back in their places."""
        number, where = self.at
        section = result.sections[number]
        rows = list(self.whole)
        for place, row in zip(self.kept, section.blocks[where].rows, strict=True):
            rows[place] = row
        block = replace(section.blocks[where], rows=rows)
        return _with_block(result, self.at, block)


def shrink(outline: Outline, at: tuple[int, int], draft: Draft) -> Shrunk | None:
    """Leave out the rows that an edit leaves alone. None where it is not about a few rows of a long table."""
    old = outline.sections[at[0]].blocks[at[1]]
    rows = draft.block.rows
    if old.kind != "table" or len(rows) < ROWS_MIN or len(old.columns) * len(rows) > CELLS_MAX:
        return None
    if old.source != draft.block.source or old.tail != draft.block.tail:
        return None
    kept = _concerned(old, draft)
    if len(kept) > len(rows) // 2:
        return None
    origins = [draft.rows[place] for place in kept]
    gone = set(range(len(old.rows))).difference(draft.rows)
    old_kept = sorted(gone.union(origin for origin in origins if origin is not None))
    small = replace(old, rows=[old.rows[place] for place in old_kept])
    small_draft = Draft(
        replace(draft.block, rows=[rows[place] for place in kept]),
        [None if origin is None else old_kept.index(origin) for origin in origins],
    )
    return Shrunk(_with_block(outline, at, small), small, small_draft, rows, kept, at)


def _concerned(old: Block, draft: Draft) -> list[int]:
    """The rows that an edit makes or changes, those next to a change, and both ends of the table."""
    concerned = {0, len(draft.rows) - 1}
    before: int | None = -1
    for place, origin in enumerate(draft.rows):
        is_same = origin is not None and draft.block.rows[place] is old.rows[origin]
        follows = before is not None and origin is not None and origin == before + 1
        if not is_same or not follows:
            concerned |= {place - 1, place, place + 1}
        before = origin
    return sorted(place for place in concerned if 0 <= place < len(draft.rows))


def _with_block(outline: Outline, at: tuple[int, int], block: Block) -> Outline:
    number, where = at
    section = outline.sections[number]
    blocks = [*section.blocks[:where], block, *section.blocks[where + 1 :]]
    sections: list[Section] = list(outline.sections)
    sections[number] = replace(section, blocks=blocks)
    return Outline(sections)
