"""The outline of a Markdown text: sections > blocks > rows, each owning its exact source.

All sources in order *are* the text: `outline.text` joins what `outline.pieces()` yields, and for
every text the reader accepts this is the text it was given, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["prose", "table", "checklist", "bullets", "steps", "code", "divider", "raw"]

LIST_KINDS: frozenset[str] = frozenset({"checklist", "bullets", "steps"})
"""The kinds whose rows are list items; a list changes between them when a box comes or goes."""

TEXT_KINDS: frozenset[str] = frozenset({"prose", "code", "divider", "raw"})
"""The kinds that have no rows: their whole text is the block's source."""


@dataclass(slots=True)
class Row:
    """A row of a table, or an item of a list from its marker line to the next item's marker line.

    `cells` has one text a column for a table (short rows are filled up with ''), and exactly one
    text for a list item: its first paragraph. `marker` is '-', '*', '+', '1.', '2)' … or '' in a
    table. `depth` counts from 0. `done` is None where there is no box.
    """

    source: str
    cells: list[str]
    depth: int = 0
    marker: str = ""
    done: bool | None = None


@dataclass(slots=True)
class Block:
    """One Markdown construct of a section.

    `source` is the whole of a prose, code, divider or raw block, the head (names and delimiter
    line) of a table, and '' for a list. `tail` is the blank lines after the block. `info` is the
    info string of a fence. `columns` and `aligns` ('', 'left', 'center', 'right') belong to tables.
    `reason` says why a block is raw.
    """

    kind: Kind
    source: str
    rows: list[Row] = field(default_factory=list)
    tail: str = ""
    info: str = ""
    columns: list[str] = field(default_factory=list)
    aligns: list[str] = field(default_factory=list)
    reason: str = ""

    def pieces(self) -> Iterator[str]:
        """Yield the block's sources in document order."""
        yield self.source
        for row in self.rows:
            yield row.source
        yield self.tail

    @property
    def text(self) -> str:
        """The block as it stands in the document, its tail included."""
        return "".join(self.pieces())

    @property
    def own_text(self) -> str:
        """The same without its tail."""
        return self.source + "".join(row.source for row in self.rows)


@dataclass(slots=True)
class Section:
    """A heading and what stands under it up to the next heading of any level.

    Level 0 is what stands before the first heading: it has no title, and its source is the byte
    order mark where there is one. `source` is the heading's lines, `tail` the blank lines after it.
    """

    level: int
    title: str
    source: str
    tail: str = ""
    blocks: list[Block] = field(default_factory=list)

    def pieces(self) -> Iterator[str]:
        """Yield the section's sources in document order."""
        yield self.source
        yield self.tail
        for block in self.blocks:
            yield from block.pieces()

    @property
    def text(self) -> str:
        """The section as it stands in the document."""
        return "".join(self.pieces())


@dataclass(slots=True)
class Outline:
    """A whole document. `sections[0]` is always the section of level 0, even when it is empty."""

    sections: list[Section]

    def pieces(self) -> Iterator[str]:
        """Yield every source in document order."""
        for section in self.sections:
            yield from section.pieces()

    @property
    def text(self) -> str:
        """The document: all sources joined."""
        return "".join(self.pieces())

    def heading_paths(self) -> list[list[str]]:
        """For each section the titles that lead to it, outermost first, its own last."""
        paths: list[list[str]] = []
        open_levels: list[tuple[int, str]] = []
        for section in self.sections:
            while open_levels and open_levels[-1][0] >= section.level:
                open_levels.pop()
            if section.level:
                open_levels.append((section.level, section.title))
            paths.append([title for _, title in open_levels])
        return paths
