"""Documents: a text kept as pieces, and given back exactly."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from webapp import registers
from webapp.extensions import db
from webapp.markdown.addresses import anchors
from webapp.markdown.outline import Outline
from webapp.models import Block, Design, Document, Row, Section
from webapp.services import rendered
from webapp.models.types import utc_now
from webapp.services.entries import add_entries, count_entries, count_facts
from webapp.services.errors import Damaged
from webapp.services.history import Touched
from webapp.services.pieces import Pieces, load_models, load_pieces
from webapp.services.readings import Reading, revision_of
from webapp.services.storing import add_pieces, derived_values
from webapp.services.titles import title_place
from webapp.utils.positions import settle

MAIN = "design"
"""The document that stands first in every design."""


def store_document(design: Design, name: str, reading: Reading) -> Document:
    """Add a document to a stored design; see `store_documents`."""
    return store_documents(design, {name: reading}, beside=documents_of(design))[0]


def store_documents(
    design: Design, readings: Mapping[str, Reading], *, beside: Sequence[Document] = ()
) -> list[Document]:
    """Add documents to a design, each in a handful of statements whatever its size.

    Must be called inside a transaction. `beside` are the documents that the design has already; it may
    be new itself and have none. MAIN goes to the front, others to the end.
    """
    now = utc_now()
    documents = [
        Document(
            design=design,
            name=name,
            position=position,
            revision=reading.revision,
            size=len(reading.bytes),
            renderer=reading.renderer,
            created_at=now,
            updated_at=now,
        )
        for (name, reading), position in zip(readings.items(), _positions(readings, beside), strict=True)
    ]
    design.updated_at = now
    if not beside:
        count_facts(design, chain.from_iterable(reading.entries for reading in readings.values()))
    # All at once: each flush costs more than what it writes.
    db.session.add_all([design, *documents])
    db.session.flush()
    for document, reading in zip(documents, readings.values(), strict=True):
        add_entries(document, reading.entries, add_pieces(document, reading))
    if beside:
        count_entries(design)
    return documents


def _positions(names: Collection[str], beside: Sequence[Document]) -> list[str]:
    """Where documents of these names come to stand."""
    first = sum(name == MAIN for name in names)
    settled = settle([None] * first + [each.position for each in beside] + [None] * (len(names) - first))
    at_front, at_end = settled[:first], settled[first + len(beside) :]
    return [at_front.pop(0) if name == MAIN else at_end.pop(0) for name in names]


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
