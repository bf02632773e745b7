"""The engine of structural edits: what is stored is laid out, changed as Markdown, and stored again.

An edit says what becomes of the outline and which piece is which; nothing is compared that is known. All
of it is one transaction in which the design is held, so that nobody else's edit comes between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import select

from webapp import markdown
from webapp.extensions import db
from webapp.markdown.errors import Unwritable
from webapp.markdown.outline import LIST_KINDS, Block, Outline, Section
from webapp.models import Document, Person
from webapp.services.documents import load_checked
from webapp.services.editing.lost import MODELS, refuse_lost
from webapp.services.editing.saved import NOTHING, Saved, saved_before
from webapp.services.errors import InvalidValue, Missing
from webapp.services.history import Action, Repeated, RequestKey, What, refuse_repeated
from webapp.services.pieces import Pieces
from webapp.services.readings import read_outline
from webapp.services.rendered import LIST_COLUMN, project_keys
from webapp.services.rewriting import rewrite
from webapp.services.transactions import hold, transaction

if TYPE_CHECKING:
    from webapp.markdown.drafts import Draft, TextDraft
    from webapp.markdown.following import At, Planned
    from webapp.markdown.reconcile import Matching

RowAt = tuple[int, int, int]
PlaceT = TypeVar("PlaceT")


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit makes of a document, and which piece of it was which.

    `pieces` are given where the matching names deleted ones that come back: those of the document, and
    these behind their siblings.
    """

    outline: Outline
    matching: Matching
    pieces: Pieces | None = None


@dataclass
class Desk:
    """A document laid out for an edit. Pieces are named by their indexes in the outline."""

    document: Document
    pieces: Pieces
    outline: Outline

    def section_at(self, section_id: int, *, mine: str = "") -> int:
        """Where a section stands.

        Raises Gone, with the text that was meant for it (`mine`), where it was deleted, Missing where
        it never was, and InvalidValue for one of another document.
        """
        return self._find("section", section_id, self._sections, mine)

    def block_at(self, block_id: int, *, mine: str = "") -> At:
        """Where a block stands, likewise."""
        return self._find("block", block_id, self._blocks, mine)

    def row_at(self, row_id: int, *, mine: str = "") -> RowAt:
        """Where a row stands, likewise."""
        return self._find("row", row_id, self._rows, mine)

    def section(self, number: int) -> Section:
        """A section of the outline."""
        return self.outline.sections[number]

    def block(self, at: At) -> Block:
        """A block of the outline."""
        return self.outline.sections[at[0]].blocks[at[1]]

    def stored_block(self, at: At) -> Any:
        """The same as it is stored."""
        return self.pieces.blocks[at[0]][at[1]]

    def columns(self, at: At) -> list[str]:
        """The ids of a block's columns; a list has the one LIST_COLUMN, other blocks have none."""
        block = self.stored_block(at)
        return [LIST_COLUMN] if block.kind in LIST_KINDS else [column["id"] for column in block.columns]

    def unchanged(self) -> Edited:
        """What an edit makes that changes nothing."""
        return Edited(self.outline, markdown.following.identity(self.outline))

    def rows_edited(self, at: At, candidates: Iterable[Draft]) -> Edited:
        """Write an edit of a block's rows or cells. Raises Unwritable."""
        applied = markdown.guard.apply(self.outline, at, candidates)
        if applied.kind == "edited":
            identity = markdown.following.identity(self.outline)
            return Edited(applied.outline, markdown.following.with_rows(identity, at, applied.rows))
        return self.as_planned(applied.outline, self.plan_without(at))

    def blocks_edited(self, number: int, candidates: Iterable[TextDraft], plan: list[Planned]) -> Edited:
        """Write an edit of which blocks a section has, and match by plan."""
        return self.as_planned(markdown.guard.apply_text(self.outline, number, candidates).outline, plan)

    def blocks_as_planned(
        self, number: int, candidates: Iterable[TextDraft], plan: list[Planned]
    ) -> Edited | None:
        """The same, but None where it would not leave the document as planned."""
        return self.matched(markdown.guard.apply_text(self.outline, number, candidates).outline, plan)

    def as_planned(self, outline: Outline, plan: list[Planned]) -> Edited:
        """Match an outline by plan; where it reads otherwise, by comparing."""
        return self.matched(outline, plan) or Edited(outline, markdown.reconcile.match(self.outline, outline))

    def matched(self, outline: Outline, plan: list[Planned]) -> Edited | None:
        """Match an outline by plan; None where it reads otherwise."""
        matching = markdown.following.follow(self.outline, outline, plan)
        return Edited(outline, matching) if matching else None

    def plan_without(self, at: At) -> list[Planned]:
        """The plan of an edit that takes a block away."""
        plan = markdown.following.as_it_was(self.outline)
        plan[at[0]].blocks.remove(at)
        return plan

    def _find(self, what: What, piece_id: int, places: dict[int, PlaceT], mine: str) -> PlaceT:
        if piece_id not in places:
            refuse_lost(what, piece_id, design_id=self.document.design_id, mine=mine)
        return places[piece_id]

    @cached_property
    def _sections(self) -> dict[int, int]:
        return {section.id: number for number, section in enumerate(self.pieces.sections)}

    @cached_property
    def _blocks(self) -> dict[int, At]:
        return {
            block.id: (number, place)
            for number, blocks in enumerate(self.pieces.blocks)
            for place, block in enumerate(blocks)
        }

    @cached_property
    def _rows(self) -> dict[int, RowAt]:
        return {
            row.id: (number, place, index)
            for number, blocks in enumerate(self.pieces.rows)
            for place, rows in enumerate(blocks)
            for index, row in enumerate(rows)
        }


def edit(
    what: What,
    piece_id: int,
    change: Callable[[Desk], Edited],
    *,
    verb: str,
    by: Person,
    key: RequestKey | None = None,
    field: str = "text",
) -> Saved:
    """Change the document that a piece belongs to, in one transaction.

    `change` gets the document laid out and answers what becomes of it. Raises Missing for a piece that
    never was, Gone for one that was deleted, InvalidValue(field, …) for what Markdown cannot hold there
    and for a document that would be too long; nothing is written then. The same request sent again
    answers what it answered the first time.
    """
    try:
        with transaction():
            refuse_repeated(by, key)
            desk = open_desk(what, piece_id)
            action = Action(desk.document.design, verb, by, key)
            return store(desk, change(desk), action)
    except Repeated as repeated:
        return saved_before(repeated.batch)
    except Unwritable as error:
        raise InvalidValue(field, error.reason) from error


def open_desk(what: What, piece_id: int) -> Desk:
    """Lay out the document that a piece, or the document `piece_id` itself, belongs to, and hold its design.

    Must be called inside a transaction.
    """
    document_id = piece_id if what == "document" else _document_of(what, piece_id)
    design_id = db.session.scalar(select(Document.design_id).where(Document.id == document_id))
    if design_id is None or hold(design_id).deleted_at is not None:
        raise Missing
    document = db.session.get_one(Document, document_id, populate_existing=True)
    if document.deleted_at is not None:
        refuse_lost("document", document.id, design_id=design_id)
    return Desk(document, *load_checked(document))


def store(desk: Desk, edited: Edited, action: Action) -> Saved:
    """Store what an edit of a document makes of it. Must be called in the transaction that laid it out."""
    if edited.outline.text == desk.outline.text:
        return NOTHING
    reading = read_outline(edited.outline, project_keys())
    pieces = edited.pieces or desk.pieces
    touched = rewrite(desk.document, pieces, desk.outline, reading, edited.matching, action)
    return Saved(action.batch_id, touched)


def _document_of(what: What, piece_id: int) -> int:
    model = MODELS[what]
    found: int | None = db.session.scalar(select(model.document_id).where(model.id == piece_id))
    if found is None:
        raise Missing
    return found
