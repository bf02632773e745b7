"""What an older version of the code derived from documents, derived again."""

from __future__ import annotations

from sqlalchemy import select

from webapp import markdown
from webapp.extensions import db
from webapp.models import Document
from webapp.services.deriving import derive_design, derive_document
from webapp.services.documents import load_checked
from webapp.services.entries import replace_entries
from webapp.services.errors import Damaged
from webapp.services.readings import Reading
from webapp.services.rendered import project_keys, version
from webapp.services.searching.stored import unindexed_designs
from webapp.services.storing import write_pieces
from webapp.services.transactions import hold, transaction


def rebuild_stale() -> int:
    """Draw again every document that another version drew, with its entries; how many there were.

    Nothing that people wrote changes, and no version moves. A document whose store is broken is
    left as it is.
    """
    stale = db.session.scalars(
        select(Document.id).where(
            Document.deleted_at.is_(None), ~Document.renderer.startswith(version(), autoescape=True)
        )
    ).all()
    rebuilt = sum(map(_rebuild, stale))
    _index_designs()
    return rebuilt


def _index_designs() -> None:
    """Index the designs themselves that were not yet: those without a document that was drawn again."""
    for design_id in unindexed_designs():
        with transaction():
            derive_design(hold(design_id), "title", "owner_id")


def _rebuild(document_id: int) -> bool:
    with transaction():
        document = db.session.get_one(Document, document_id)
        hold(document.design_id)
        db.session.refresh(document)
        try:
            pieces, outline = load_checked(document)
        except Damaged:
            return False
        reading = Reading(outline.text, outline, project_keys())
        ids, _ = write_pieces(document, reading, pieces, markdown.reconcile.match(outline, outline))
        replace_entries(document, reading.entries, ids)
        derive_document(document, reading, ids)
        derive_design(document.design, "title", "owner_id")
        document.renderer = reading.renderer
    return True
