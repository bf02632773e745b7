"""Which changes are the life of a piece: its own and those of whatever it holds or held."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from sqlalchemy import ColumnElement, and_, or_, select

from webapp.models import Block, Change, Row, Section

Lives = Literal["row", "block", "section"]

_PIECES: Mapping[str, type[Section | Block | Row]] = {"section": Section, "block": Block, "row": Row}


def life_of_piece(what: Lives, piece_id: int) -> ColumnElement[bool]:
    """The changes that are the life of a piece."""
    own = and_(Change.what == what, Change.piece_id == piece_id)
    if what == "row":
        return own
    blocks = select(Block.id).where(Block.section_id == piece_id) if what == "section" else [piece_id]
    rows = and_(Change.what == "row", Change.piece_id.in_(select(Row.id).where(Row.block_id.in_(blocks))))
    held = and_(Change.what == "block", Change.piece_id.in_(blocks))
    return or_(own, held, rows)


def in_document(document_id: int) -> ColumnElement[bool]:
    """The changes of a document and of whatever it holds or held."""
    inside = [
        and_(
            Change.what == what, Change.piece_id.in_(select(model.id).where(model.document_id == document_id))
        )
        for what, model in _PIECES.items()
    ]
    return or_(and_(Change.what == "document", Change.piece_id == document_id), *inside)
