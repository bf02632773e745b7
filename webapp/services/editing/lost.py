"""Pieces that an edit names and that are not where it looks for them: why, and what they held."""

from __future__ import annotations

from typing import Any, NoReturn

from sqlalchemy import select

from webapp.extensions import db
from webapp.models import Block, Document, Row, Section
from webapp.services.editing.saved import last_change
from webapp.services.errors import Gone, InvalidValue, Missing
from webapp.services.history import What

MODELS: dict[What, Any] = {"section": Section, "block": Block, "row": Row}


def refuse_lost(what: What, piece_id: int, *, design_id: int, mine: str = "") -> NoReturn:
    """Say why a piece is not among the living ones of a document of this design.

    Raises Missing where it never was, Gone where it was deleted, InvalidValue where it lives in another
    document. Of another design, which not everybody may see, no piece is known. `mine` is the text that
    was meant for it.
    """
    model = Document if what == "document" else MODELS[what]
    piece = db.session.scalar(select(model).where(model.id == piece_id))
    document = piece if what == "document" or piece is None else db.session.get(Document, piece.document_id)
    if piece is None or document is None or document.design_id != design_id:
        raise Missing
    if piece.deleted_at is None:
        raise InvalidValue(what, f"This {what} stands elsewhere. Load the page again, then retry.")
    name, at = last_change(what, piece_id)
    raise Gone(what, piece_id, text=_text_of(what, piece), mine=mine, by=name, at=at or piece.deleted_at)


def _text_of(what: What, piece: Any) -> str:
    if what == "document":
        return ""
    if what != "block":
        return str(piece.source)
    # Its rows went with it, a moment later; those that went before are no part of it.
    rows = db.session.scalars(
        select(Row.source)
        .where(Row.block_id == piece.id, Row.deleted_at >= piece.deleted_at)
        .order_by(Row.position, Row.id)
    )
    return str(piece.source) + "".join(rows)
