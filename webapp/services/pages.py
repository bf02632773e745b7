"""Documents as a page draws them: read in a few queries, as plain data that no session keeps."""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import chain
from typing import ClassVar

from webapp import registers
from webapp.extensions import db
from webapp.markdown.addresses import anchors
from webapp.models import Block, Document, Row, Section
from webapp.services import rendered
from webapp.services.documents import MAIN, revision_of_document
from webapp.services.pieces import Pieces, family, living, load_pieces
from webapp.services.readings import Reading
from webapp.services.storing import derived_values
from webapp.services.titles import title_place


@dataclass(slots=True)
class PageSection:
    """A section as it is read for a page: what its model says under the same names."""

    __tablename__: ClassVar = Section.__tablename__

    id: int
    level: int
    title: str
    source: str
    tail: str
    html: str


@dataclass(slots=True)
class PageBlock:
    """A block as it is read for a page."""

    __tablename__: ClassVar = Block.__tablename__

    id: int
    section_id: int
    kind: str
    columns: list[dict[str, str]]
    register: str | None
    reason: str
    source: str
    tail: str
    html: str


@dataclass(slots=True)
class PageRow:
    """A row as it is read for a page; the id 0 is that of one which is not stored."""

    __tablename__: ClassVar = Row.__tablename__

    id: int
    block_id: int
    depth: int
    marker: str
    done: bool | None
    cells: dict[str, str]
    html: dict[str, str]
    source: str


def fresh_row(block: PageBlock) -> PageRow:
    """A row of this block in which nothing stands yet, as a page draws one that nobody has saved.

    An item of a list looks like one at the margin: with a box in a checklist, with a number in steps.
    """
    marker = "1." if block.kind == "steps" else "-"
    done = False if block.kind == "checklist" else None
    return PageRow(
        id=0, block_id=block.id, depth=0, marker=marker, done=done, cells={}, html={"text": ""}, source=""
    )


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block as a page draws it: the block and its rows in order."""

    block: PageBlock
    rows: list[PageRow]


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section as a page draws it: `left` says what is done, open and undecided in it.

    `anchor` is the name by which links of this document reach its heading.
    """

    section: PageSection
    anchor: str
    blocks: list[ShownBlock]
    left: registers.Left


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """A document as a page draws it."""

    document: Document
    sections: list[ShownSection]

    @property
    def title_section(self) -> PageSection | None:
        """The section whose heading is the design's title, which a page shows above the text."""
        if self.document.name != MAIN:
            return None
        place = title_place(shown.section.level for shown in self.sections)
        return None if place is None else self.sections[place].section


def load_page(document: Document) -> ShownDocument:
    """Everything that a page draws of a document, in a constant number of queries.

    Stored HTML that another renderer made is drawn again for this reading alone; the next write
    stores it. The document is given its revision where none is stored.
    """
    pieces = _load(document.id)
    keys = rendered.project_keys()
    text = pieces.text
    revision_of_document(document, text)
    if document.renderer != rendered.signature(text, keys):
        _draw_again(document, pieces, keys)
    shown = [
        [ShownBlock(block, rows) for block, rows in zip(blocks, block_rows, strict=True)]
        for blocks, block_rows in zip(pieces.blocks, pieces.rows, strict=True)
    ]
    names = anchors(section.html for section in pieces.sections)
    return ShownDocument(
        document,
        [
            ShownSection(section, anchor, blocks, _left(blocks))
            for section, anchor, blocks in zip(pieces.sections, names, shown, strict=True)
        ],
    )


_KINDS = tuple(
    (made, living(model, [each.name for each in fields(made)]))
    for made, model in ((PageSection, Section), (PageBlock, Block), (PageRow, Row))
)


def _load(document_id: int) -> Pieces:
    found = (
        [made(*each) for each in db.session.execute(of, {"document_id": document_id})] for made, of in _KINDS
    )
    return family(*found)


def _draw_again(document: Document, pieces: Pieces, keys: frozenset[str]) -> None:
    """Put fresh HTML and roles on loaded pieces."""
    stored = load_pieces(document.id)
    outline = stored.outline()
    derived = derived_values(document, stored, Reading(outline.text, outline, keys))
    blocks = chain.from_iterable(pieces.blocks)
    rows = chain.from_iterable(chain.from_iterable(pieces.rows))
    for piece, (_, values) in zip(chain(pieces.sections, blocks, rows), derived, strict=True):
        for name, value in values.items():
            setattr(piece, name, value)


def _left(blocks: list[ShownBlock]) -> registers.Left:
    rows = [row for shown in blocks for row in shown.rows]
    prose = [shown.block.source for shown in blocks if shown.block.kind == "prose"]
    cells = chain.from_iterable(row.cells.values() for row in rows)
    return registers.left((row.done for row in rows), chain(prose, cells))
