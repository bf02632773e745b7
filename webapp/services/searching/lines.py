"""The lines of a document that can be found: one for each row, heading, paragraph, line of code. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from webapp.markdown.outline import LIST_KINDS, Block, Outline, Row, Section
from webapp.models.search import ENTRY, HEADING, KEY, TEXT, TITLE
from webapp.registers.code.fences import code_lines
from webapp.registers.entry import Entry as Fact
from webapp.registers.text import seen
from webapp.services.pieces import Ids
from webapp.utils import placeholders
from webapp.utils.folding import CELL_END, fold_line

Stating = Mapping[tuple[int, int | None, int | None], str]
"""Which rows and lines of code state entries: (block's id, row's id, line) → the register."""

OWNER = 1
"""The `line` of a design's title that holds its owner's name; the title itself is line 0."""

_MARKER = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?")
_LINE_END = re.compile(r"\r\n|\r|\n")


class Line(NamedTuple):
    """A line as `webapp.models.search.SearchLine` has it, but for its id."""

    kind: int
    document_id: int | None
    section_id: int | None
    block_id: int | None
    what: str
    piece_id: int
    line: int
    register: str | None
    undecided: bool
    text: str

    @property
    def piece(self) -> tuple[str, int, int]:
        """What tells a line from every other of its design."""
        return self.what, self.piece_id, self.line


class Place(NamedTuple):
    """The ids of the block in which lines stand, and of what it stands in."""

    document_id: int
    section_id: int
    block_id: int


def design_lines(design_id: int, key: str, title: str, owner: str | None) -> Iterator[Line]:
    """The lines of a design itself, in their order: key, title and the name of its owner."""
    texts = [(KEY, 0, key), (TITLE, 0, title), *([(TITLE, OWNER, owner)] if owner else [])]
    for kind, line, text in texts:
        yield Line(kind, None, None, None, "design", design_id, line, None, False, fold_line(text))


def document_lines(document_id: int, outline: Outline, ids: Ids, stating: Stating) -> Iterator[Line]:
    """Every line of a document, in its order. `ids` are those of the outline's pieces."""
    for number, section in enumerate(outline.sections):
        section_id = ids.sections[number]
        yield from heading_lines(document_id, section_id, section)
        for block, block_id, row_ids in zip(
            section.blocks, ids.blocks[number], ids.rows[number], strict=True
        ):
            yield from block_lines(Place(document_id, section_id, block_id), block, row_ids, stating)


def heading_lines(document_id: int, section_id: int, section: Section) -> Iterator[Line]:
    """The line of a section's heading, where it has one that says something."""
    if text := fold_line(seen(section.title)):
        undecided = bool(placeholders.find(section.title))
        yield Line(HEADING, document_id, section_id, None, "section", section_id, 0, None, undecided, text)


def block_lines(place: Place, block: Block, row_ids: Iterable[int], stating: Stating) -> Iterator[Line]:
    """The lines of a block, in their order."""
    if block.kind == "divider":
        return
    if block.kind == "prose":
        undecided = bool(placeholders.find(block.source))
        yield _line(place, "block", place.block_id, 0, None, undecided, fold_line(seen(block.source)))
    elif block.kind == "code":
        yield from _source_lines(place, code_lines(block), stating)
    elif block.kind == "raw":
        yield from _source_lines(place, enumerate(_LINE_END.split(block.source)), stating)
    else:
        for row, row_id in zip(block.rows, row_ids, strict=True):
            register = stating.get((place.block_id, row_id, None))
            yield row_line(place, row, row_id, register, in_list=block.kind in LIST_KINDS)


def row_line(place: Place, row: Row, row_id: int, register: str | None, *, in_list: bool) -> Line:
    """The line of a row, also of one that says nothing; `register` is that of the entries it states."""
    # What continues an item stands in its source alone.
    parts = [_MARKER.sub("", row.source, count=1)] if in_list else row.cells
    text = CELL_END.join(fold_line(seen(part)) for part in parts)
    undecided = any(placeholders.find(part) for part in parts)
    return _line(place, "row", row_id, 0, register, undecided, text)


def stating_of(facts: Iterable[Fact], ids: Ids) -> Stating:
    """Which rows and lines state these facts of a document, whose pieces have these ids."""
    return {
        (
            ids.blocks[fact.section][fact.block],
            None if fact.row is None else ids.rows[fact.section][fact.block][fact.row],
            fact.line,
        ): fact.register
        for fact in facts
    }


def _source_lines(place: Place, lines: Iterable[tuple[int, str]], stating: Stating) -> Iterator[Line]:
    for number, source in lines:
        if text := fold_line(source):
            register = stating.get((place.block_id, None, number))
            undecided = bool(placeholders.find(source))
            yield _line(place, "block", place.block_id, number, register, undecided, text)


def _line(
    place: Place, what: str, piece_id: int, line: int, register: str | None, undecided: bool, text: str
) -> Line:
    kind = ENTRY if register else TEXT
    return Line(kind, *place, what, piece_id, line, register, undecided, text)
