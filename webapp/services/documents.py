"""Documents: a text kept as pieces, and given back exactly."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from webapp import registers
from webapp.extensions import db
from webapp.markdown.addresses import anchors
from webapp.markdown.outline import Outline
from webapp.markdown.reconcile import Matching
from webapp.models import Block, Design, Document, Row, Section
from webapp.services import rendered
from webapp.services.entries import write_entries
from webapp.services.errors import Damaged
from webapp.services.history import Touched
from webapp.services.pieces import Pieces, load_models, load_pieces
from webapp.services.readings import Reading, revision_of
from webapp.services.storing import NOTHING, derived_values, write_pieces
from webapp.services.titles import title_place
from webapp.utils.positions import settle

MAIN = "design"
"""The document that stands first in every design."""


def store_document(design: Design, name: str, reading: Reading) -> Document:
    """Add a document to a design, in a handful of statements whatever its size.

    Must be called inside a transaction; `design` is stored already. MAIN goes to the front, others
    to the end.
    """
    positions: list[str | None] = [each.position for each in documents_of(design)]
    place = 0 if name == MAIN else len(positions)
    document = Document(
        design_id=design.id,
        name=name,
        position=settle([*positions[:place], None, *positions[place:]])[place],
        revision=reading.revision,
        size=len(reading.bytes),
        renderer=reading.renderer,
    )
    document.design = design
    db.session.add(document)
    db.session.flush()
    ids, _ = write_pieces(document, reading, NOTHING, Matching())
    write_entries(document, reading.entries, ids)
    return document


def as_new(document: Document) -> Touched:
    """The change that adding this document is."""
    after = {"name": document.name, "position": document.position, "revision": document.revision}
    return Touched("document", document.id, None, after)


def documents_of(design: Design) -> list[Document]:
    """The living documents of a design in their order, MAIN first."""
    found = db.session.scalars(
        select(Document)
        .where(Document.design_id == design.id, Document.deleted_at.is_(None))
        .order_by(Document.position, Document.id)
    ).all()
    for document in found:
        set_committed_value(document, "design", design)  # which is not asked for again
    return list(found)


def document_text(document: Document) -> str:
    """The text, exactly. Raises Damaged where the pieces are no longer what `revision` names."""
    return load_checked(document)[1].text


def load_checked(document: Document) -> tuple[Pieces, Outline]:
    """The stored pieces and their outline. Raises Damaged."""
    pieces = load_pieces(document.id)
    outline = pieces.outline()
    if revision_of(outline.text.encode()) != document.revision:
        raise Damaged(
            f"The stored text of {document.design.key}, document “{document.name}”, is not the text that "
            "was saved: its checksum differs. Nothing was given out or changed; restore it from a backup."
        )
    return pieces, outline


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block as a page draws it: the stored block and its rows in order."""

    block: Block
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section as a page draws it: `left` says what is done, open and undecided in it.

    `anchor` is the name by which links of this document reach its heading.
    """

    section: Section
    anchor: str
    blocks: list[ShownBlock]
    left: registers.Left


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """A document as a page draws it."""

    document: Document
    sections: list[ShownSection]

    @property
    def title_section(self) -> Section | None:
        """The section whose heading is the design's title, which a page shows above the text."""
        if self.document.name != MAIN:
            return None
        place = title_place(shown.section.level for shown in self.sections)
        return None if place is None else self.sections[place].section


def load_page(document: Document) -> ShownDocument:
    """Everything that a page draws of a document, in a constant number of queries.

    Stored HTML that another renderer made is drawn again for this reading alone; the next write
    stores it.
    """
    pieces = load_models(document.id)
    outline = pieces.outline()
    keys = rendered.project_keys()
    reading = Reading(outline.text, outline, keys)
    if document.renderer != reading.renderer:
        _draw_again(document, pieces, reading)
    return ShownDocument(
        document,
        [
            ShownSection(
                section,
                anchor,
                [ShownBlock(block, rows) for block, rows in zip(blocks, block_rows, strict=True)],
                registers.left(read),
            )
            for section, anchor, blocks, block_rows, read in zip(
                pieces.sections,
                anchors(section.html for section in pieces.sections),
                pieces.blocks,
                pieces.rows,
                outline.sections,
                strict=True,
            )
        ],
    )


def _draw_again(document: Document, pieces: Pieces, reading: Reading) -> None:
    """Put fresh HTML and roles on loaded pieces, without making them look changed to the session."""
    for piece, values in derived_values(document, pieces, reading):
        for name, value in values.items():
            set_committed_value(piece, name, value)
