"""Blocks: by what they hold, by the words they share, and lists and tables by their place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from webapp.markdown.matching.pairing import Pairing
from webapp.markdown.matching.words import NOTHING, Said, said
from webapp.markdown.outline import LIST_KINDS, Block, Section

# How much of their words two blocks of one kind share. Any two paragraphs have small words in common.
LIKE_WITH_ROWS = 0.3
LIKE_AS_TEXT = 0.5
LIKE_IN_ANOTHER_SECTION = 0.6

# Blocks that say less are not looked for in other sections.
WORDS_THAT_TELL = 4

WITH_ROWS = ("list", "table")
"""The families of blocks that have rows."""

Address = tuple[int, int]
"""The index of a section and that of a block in it."""


@dataclass
class Content:
    """A block as it is compared."""

    block: Block

    @cached_property
    def family(self) -> str:
        """See `family`."""
        return family(self.block)

    @cached_property
    def text(self) -> str:
        """The block without the blank lines at its end."""
        return self.block.text.rstrip()

    @cached_property
    def head(self) -> tuple[str, ...] | None:
        """What a table's columns are called."""
        return tuple(self.block.columns) if self.block.kind == "table" else None

    @cached_property
    def says(self) -> Said:
        """The block's words, those of a table without its head."""
        if self.block.rows:
            return said(cell for row in self.block.rows for cell in row.cells)
        return said([] if self.block.kind == "table" else self.block.source.splitlines())

    @cached_property
    def tells(self) -> bool:
        return self.says.words.total() >= WORDS_THAT_TELL


def family(block: Block) -> str:
    """What a block may turn into and stay the same block: lists change kind, nothing else does."""
    return "list" if block.kind in LIST_KINDS else block.kind


def match_blocks(old: Section, new: Section) -> dict[int, int]:
    """Within two paired sections: new block index → old block index."""
    pairing = Pairing([Content(block) for block in old.blocks], [Content(block) for block in new.blocks])
    pairing.by_key(lambda content: (content.family, content.text))
    pairing.by_unique_key(lambda content: content.head)
    for kind in {content.family for content in pairing.new}:
        alike = LIKE_WITH_ROWS if kind in WITH_ROWS else LIKE_AS_TEXT
        pairing.by_likeness(_what_says(kind), alike, alike)
    _by_place(pairing)
    return pairing.pairs


def match_moved_blocks(
    old: Sequence[tuple[Address, Block]], new: Sequence[tuple[Address, Block]]
) -> dict[Address, Address]:
    """Blocks without a partner in their own section: address in the new text → address in the old.

    Only a block that says enough, and the same or much the same, is taken for one that was moved.
    """
    pairing = Pairing([Content(block) for _, block in old], [Content(block) for _, block in new])
    pairing.by_unique_key(lambda content: (content.family, content.text) if content.tells else None)
    for kind in {content.family for content in pairing.new}:
        pairing.by_likeness(_what_tells(kind), LIKE_IN_ANOTHER_SECTION, LIKE_IN_ANOTHER_SECTION)
    return {new[at][0]: old[old_at][0] for at, old_at in pairing.pairs.items()}


def _what_says(kind: str) -> Callable[[Content], Said]:
    """What blocks of one family say; others say nothing, so that they are not compared."""
    return lambda content: content.says if content.family == kind else NOTHING


def _what_tells(kind: str) -> Callable[[Content], Said]:
    return lambda content: content.says if content.family == kind and content.tells else NOTHING


def _by_place(pairing: Pairing[Content]) -> None:
    """Pair a list or table that is the only one left of its kind on either side.

    It holds a place in its section, whatever its rows; these are matched by themselves.
    """
    old_left = Counter(pairing.old[at].family for at in pairing.free_old)
    new_left = Counter(pairing.new[at].family for at in pairing.free_new)
    for kind in WITH_ROWS:
        if old_left[kind] == new_left[kind] == 1:
            old = next(at for at in pairing.free_old if pairing.old[at].family == kind)
            new = next(at for at in pairing.free_new if pairing.new[at].family == kind)
            pairing.pair(new, old)
