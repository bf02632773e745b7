"""A text that goes on from stored pieces: what says the same as before is not understood again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from webapp import markdown, registers
from webapp.markdown.outline import LIST_KINDS, TEXT_KINDS, Block, Outline
from webapp.registers.entry import Entry, Recognised
from webapp.services import rendered
from webapp.services.pieces import Pieces
from webapp.services.readings import Reading
from webapp.services.rendered import LIST_COLUMN, REST, Known

if TYPE_CHECKING:
    from webapp.markdown.following import At
    from webapp.markdown.reconcile import Matching


@dataclass(frozen=True)
class Continued(Reading):
    """A reading beside the stored pieces that it goes on from.

    `was_drawn_by` is the signature of what made their HTML: where another one would draw this text,
    everything is drawn and recognised again.
    """

    pieces: Pieces = field(repr=False)
    before: Outline = field(repr=False)
    matching: Matching = field(repr=False)
    was_drawn_by: str

    @cached_property
    def drawn(self) -> rendered.Drawn:
        """The HTML of every piece."""
        references = markdown.html.references
        if self.was_drawn_by != self.renderer or references(self.outline) != references(self.before):
            return rendered.draw(self.outline, self.keys)
        return rendered.draw(self.outline, self.keys, _known(self.pieces))

    @cached_property
    def recognised(self) -> list[list[Recognised]]:
        """For each block of each section the register that it belongs to.

        What a block states is not said of those in `unchanged`.
        """
        paths = self.outline.heading_paths()
        return [
            [self._recognise(path, block, (number, place)) for place, block in enumerate(section.blocks)]
            for number, (path, section) in enumerate(zip(paths, self.outline.sections, strict=True))
        ]

    @cached_property
    def fresh_entries(self) -> list[Entry]:
        """The facts that the blocks state which are not in `unchanged`."""
        paths = self.outline.heading_paths()
        return [
            entry
            for number, section in enumerate(self.outline.sections)
            for place, block in enumerate(section.blocks)
            if (number, place) not in self.unchanged
            for entry in registers.entries_as(
                paths[number], block, self.recognised[number][place], number, place
            )
        ]

    @cached_property
    def unchanged(self) -> dict[At, At]:
        """The blocks that say and mean what they did, with the same rows: new place → old place."""
        if not self.was_drawn_by.startswith(rendered.version()):
            return {}
        paths, old_paths = self.outline.heading_paths(), self.before.heading_paths()
        return {
            at: old_at
            for at, old_at in self.matching.blocks.items()
            if paths[at[0]] == old_paths[old_at[0]]
            and self._stood(old_at)
            and self._says_the_same(at, old_at)
        }

    def _stood(self, at: At) -> bool:
        """Whether a block was there before: one that comes back has no entries yet."""
        return at[1] < len(self.before.sections[at[0]].blocks)

    def _says_the_same(self, at: At, old_at: At) -> bool:
        block, old = _block(self.outline, at), _block(self.before, old_at)
        if block is not old and _said(block) != _said(old):
            return False
        rows = self.matching.rows
        return all(rows.get((*at, row)) == (*old_at, row) for row in range(len(block.rows)))

    def _recognise(self, path: list[str], block: Block, at: At) -> Recognised:
        if at not in self.unchanged:
            return registers.recognise(path, block)
        number, place = self.unchanged[at]
        stored = self.pieces.blocks[number][place]
        return Recognised(stored.register, [column["role"] for column in stored.columns])


def _said(block: Block) -> tuple[object, ...]:
    """All of a block but the blank lines after it and how the head of a table is set."""
    source = block.source if block.kind in TEXT_KINDS else ""
    return block.kind, block.info, block.columns, block.rows, source


def _block(outline: Outline, at: At) -> Block:
    return outline.sections[at[0]].blocks[at[1]]


def _known(pieces: Pieces) -> Known:
    """What the stored pieces say, with the HTML that was made of it."""
    known = Known(dict(_inlines(pieces)))
    for blocks, block_rows in zip(pieces.blocks, pieces.rows, strict=True):
        for block, rows in zip(blocks, block_rows, strict=True):
            if block.kind in TEXT_KINDS:
                known.blocks[block.kind, block.source] = block.html
            elif block.kind in LIST_KINDS:
                known.rests.update((row.source, row.html.get(REST, "")) for row in rows)
    return known


def _inlines(pieces: Pieces) -> Iterator[tuple[str, str]]:
    for section, blocks, block_rows in zip(pieces.sections, pieces.blocks, pieces.rows, strict=True):
        yield section.title, section.html
        for block, rows in zip(blocks, block_rows, strict=True):
            yield from ((column["name"], column["html"]) for column in block.columns)
            names = [LIST_COLUMN] if block.kind in LIST_KINDS else [column["id"] for column in block.columns]
            for row in rows:
                html = row.html
                yield from ((text, html.get(name, "")) for name in names if (text := row.cells.get(name)))
