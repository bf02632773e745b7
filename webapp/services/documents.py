"""Documents: a text kept as pieces, and given back exactly."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import chain

from sqlalchemy import bindparam, select
from sqlalchemy.orm import contains_eager
from sqlalchemy.orm.attributes import set_committed_value

from webapp.extensions import db
from webapp.markdown.outline import Outline
from webapp.models import Design, Document, Project
from webapp.models.types import utc_now
from webapp.services.checksums import checksum
from webapp.services.deriving import derive_design, derive_document
from webapp.services.entries import add_entries, count_entries, count_facts
from webapp.services.errors import Damaged
from webapp.services.history import Touched
from webapp.services.pieces import Pieces, load_pieces
from webapp.services.readings import Reading, revision_of
from webapp.services.storing import add_pieces
from webapp.utils.keys import Key, parse_key
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
    if not beside:
        derive_design(design, "title", "owner_id")
    for document, reading in zip(documents, readings.values(), strict=True):
        ids = add_pieces(document, reading)
        add_entries(document, reading.entries, ids)
        derive_document(document, reading, ids)
    if beside:
        count_entries(design)
    derive_design(design, "documents", *([] if beside else ["created"]))
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


_LIVING = select(Document).where(Document.deleted_at.is_(None)).order_by(Document.position, Document.id)
_WITH_KEY = (
    _LIVING.join(Document.design)
    .join(Design.project)
    .outerjoin(Design.owner)
    .where(
        Project.key == bindparam("project"), Design.number == bindparam("number"), Design.deleted_at.is_(None)
    )
    .options(
        contains_eager(Document.design).options(contains_eager(Design.project), contains_eager(Design.owner))
    )
)
_OF_DESIGN = _LIVING.where(Document.design_id == bindparam("design_id"))


def find_documents(key: str) -> list[Document]:
    """The living documents of the design with this key, in any spelling, in their order, and the design
    with them: one query. [] where there is no such design, or it is in the bin.
    """
    parsed = parse_key(key)
    if parsed is None:
        return []
    return list(db.session.scalars(_WITH_KEY, {"project": parsed.project, "number": parsed.number}))


def document_names(key: Key) -> list[str]:
    """What the documents of the design with this key are called; [] where there is none."""
    return [document.name for document in find_documents(str(key))]


def documents_of(design: Design) -> list[Document]:
    """The living documents of a design in their order, MAIN first."""
    found = db.session.scalars(_OF_DESIGN, {"design_id": design.id}).all()
    for document in found:
        set_committed_value(document, "design", design)  # which is not asked for again
    return list(found)


def document_text(document: Document) -> str:
    """The text, exactly. Raises Damaged where the pieces are no longer those that were saved."""
    return _checked(document, load_pieces(document.id))


def load_checked(document: Document) -> tuple[Pieces, Outline]:
    """The stored pieces and their outline. Raises Damaged."""
    pieces = load_pieces(document.id)
    _checked(document, pieces)
    return pieces, pieces.outline()


def examine_document(document: Document) -> None:
    """Raise Damaged unless the pieces are those that were saved, by all that is known of them.

    The checksum tells also where the same text is made of other pieces.
    """
    pieces = load_pieces(document.id)
    _checked(document, pieces)
    if checksum(pieces) != document.checksum:
        raise _damaged(document)


def revision_of_document(document: Document, text: str | None = None) -> str:
    """The SHA-256 of a stored document's text, in hex. Raises Damaged.

    `text` is the text, where the caller has it already. Where no revision is stored the loaded document
    gets it, and nothing is written: that is left to the next writer of the whole text.
    """
    if not document.revision:
        text = document_text(document) if text is None else text
        set_committed_value(document, "revision", revision_of(text.encode()))
    return document.revision


def _checked(document: Document, pieces: Pieces) -> str:
    """The text of the pieces, where they are what was saved.

    A revision that is stored says more than the checksum does, and takes less time to compare.
    """
    text = pieces.text
    if document.revision:
        is_whole = revision_of(text.encode()) == document.revision
    else:
        is_whole = checksum(pieces) == document.checksum
    if not is_whole:
        raise _damaged(document)
    return text


def _damaged(document: Document) -> Damaged:
    return Damaged(
        f"The stored text of {document.design.key}, document “{document.name}”, is not the text that "
        "was saved: its checksum differs. Nothing was given out or changed; restore it from a backup."
    )
