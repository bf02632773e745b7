"""What a writer hands to the guard: a way to write an edit down, and what it should read back as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.markdown.outline import Block


@dataclass(slots=True)
class Draft:
    """A block as an edit would leave it.

    The guard takes its cells, depths and boxes for what is meant and its sources, joined, for what to
    write; which blank line belongs to which row it reads back. `rows` says for each row of the new block
    which row of the old one it is, None for a new row. A list without rows asks for the block to go.
    """

    block: Block
    rows: Sequence[int | None]


@dataclass(slots=True)
class TextDraft:
    """A section as an edit of free text would leave it.

    `pieces` joined are its text. `expected` are the blocks it should read as; the one None stands for
    typed text, which may read as any number of them.
    """

    pieces: list[str]
    expected: list[Block | None]
