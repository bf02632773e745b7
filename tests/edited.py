"""A design that a test edits: its pieces by what they say, and what an edit did to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import pytest

from tests.factories import make_design, make_person
from tests.laws import assert_design_laws
from tests.replaying import Replay, state_of
from webapp.extensions import db
from webapp.models import Batch, Block, Change, Design, Document, Person, Row, Section
from webapp.services.documents import document_text, documents_of
from webapp.services.errors import DesignbookError

PieceT = TypeVar("PieceT", Section, Block, Row)


class Edited:
    """A stored design with the person who edits it."""

    def __init__(self, text: str, *, title: str = "Login", documents: dict[str, str] | None = None) -> None:
        self.by: Person = make_person()
        self.design: Design = make_design(text, title=title, documents=documents)
        self.replay = Replay(self.design)

    @property
    def document(self) -> Document:
        return documents_of(self.design)[0]

    @property
    def text(self) -> str:
        """The text of the first document, once it keeps the laws and is what its batches tell."""
        assert_design_laws(self.design)
        self.replay.follow()
        return document_text(self.document)

    def row(self, text: str) -> int:
        """The living row in which a cell says this."""
        return next(row.id for row in self._living(Row) if text in row.cells.values())

    def rows(self, block: int) -> list[int]:
        """The living rows of a block."""
        return [row.id for row in self._living(Row) if row.block_id == block]

    def block(self, kind: str, number: int = 0) -> int:
        """The living block of a kind with this number."""
        return [block.id for block in self._living(Block) if block.kind == kind][number]

    def section(self, title: str) -> int:
        """The living section with a title."""
        return next(section.id for section in self._living(Section) if section.title == title)

    def stored(self, row_id: int) -> Row:
        """A row as it is stored, deleted or not."""
        return db.session.get_one(Row, row_id, populate_existing=True)

    def changes(self) -> list[tuple[str, int, object, object]]:
        """The changes of the newest batch: what, piece, before, after."""
        newest = db.session.scalar(db.select(db.func.max(Batch.id)).where(Batch.design_id == self.design.id))
        found = db.session.scalars(db.select(Change).where(Change.batch_id == newest).order_by(Change.id))
        return [(one.what, one.piece_id, one.before, one.after) for one in found]

    @contextmanager
    def refused(
        self, kind: type[DesignbookError], words: str = "."
    ) -> Iterator[pytest.ExceptionInfo[DesignbookError]]:
        """What happens inside is refused, in these words, and leaves everything as it was."""
        before, state, count = document_text(self.document), state_of(self.design), self._batches()
        with pytest.raises(kind, match=words) as refusal:
            yield refusal
        assert (document_text(self.document), state_of(self.design), self._batches()) == (
            before,
            state,
            count,
        )

    def _batches(self) -> int:
        db.session.expire_all()
        return db.session.scalar(db.select(db.func.count()).select_from(Batch)) or 0

    def _living(self, model: type[PieceT]) -> Sequence[PieceT]:
        ids = [document.id for document in documents_of(self.design)]
        found = db.select(model).where(model.document_id.in_(ids), model.deleted_at.is_(None))
        found = found.order_by(model.document_id, model.position, model.id)
        return db.session.scalars(found.execution_options(populate_existing=True)).all()
