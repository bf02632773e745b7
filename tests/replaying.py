"""The batches of a design, replayed: from how its pieces stood at first to how they stand now."""

from __future__ import annotations

from typing import Any

from webapp.extensions import db
from webapp.models import Batch, Change, Design
from webapp.services.documents import documents_of
from webapp.services.history import What
from webapp.services.pieces import load_pieces
from webapp.services.wanted import BLOCK, ROW, SECTION, PieceKind, snapshot

Piece = tuple[What, int]
State = dict[Piece, dict[str, Any]]


def state_of(design: Design) -> State:
    """Every living piece of a design's documents, as changes tell of them."""
    state: State = {}
    for document in documents_of(design):
        pieces = load_pieces(document.id)
        state["document", document.id] = {"name": document.name, "position": document.position}
        state |= {("section", piece.id): _told(SECTION, piece) for piece in pieces.sections}
        state |= {("block", piece.id): _told(BLOCK, piece) for some in pieces.blocks for piece in some}
        state |= {
            ("row", piece.id): _told(ROW, piece)
            for blocks in pieces.rows
            for some in blocks
            for piece in some
        }
    return state


class Replay:
    """Follows a design through its changes alone."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self.state = state_of(design)
        self._seen = _newest(design)

    def follow(self) -> list[Change]:
        """Make the changes that came since, each to what it says it was made to; which they were."""
        db.session.expire_all()
        changes = db.session.scalars(
            db.select(Change)
            .join(Batch)
            .where(Batch.design_id == self.design.id, Change.id > self._seen)
            .order_by(Change.id)
        ).all()
        for change in changes:
            self._make(change)
            self._seen = change.id
        assert self.state == state_of(self.design), "the batches replayed do not give the document"
        return list(changes)

    def _make(self, change: Change) -> None:
        if change.what == "design":
            return
        piece: Piece = (change.what, change.piece_id)  # type: ignore[assignment]
        if change.what == "document":
            self._make_document(piece, change)
            return
        assert self.state.get(piece) == change.before, f"{piece} was not as the change says"
        if change.after is None:
            del self.state[piece]
        else:
            self.state[piece] = change.after

    def _make_document(self, piece: Piece, change: Change) -> None:
        """A document comes and goes with all that it holds, of which its change does not tell."""
        told = {name: value for name, value in (change.after or {}).items() if name != "revision"}
        if change.before is None or change.after is None:
            self.state = state_of(self.design)
        else:
            self.state[piece] = {**self.state[piece], **told}


def _told(kind: PieceKind, piece: Any) -> dict[str, Any]:
    return snapshot(kind, piece)


def _newest(design: Design) -> int:
    newest = db.session.scalar(
        db.select(db.func.max(Change.id)).join(Batch).where(Batch.design_id == design.id)
    )
    return newest or 0
