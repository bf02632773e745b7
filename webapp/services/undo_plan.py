"""What undoing a batch would do: which pieces come back, go, or change, and what stands in the way.

Nothing is written here. A piece stands in the way where it is no longer as the batch left it; what
hangs on it stays too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import select

from webapp.extensions import db
from webapp.markdown.outline import TEXT_KINDS
from webapp.models import Batch, Change, Design, Document, Row
from webapp.services.documents import revision_of_document
from webapp.services.history import Touched, Values
from webapp.services.owning import can_own
from webapp.services.parents import would_circle
from webapp.services.reverting import CELLS, Clash, revert
from webapp.services.standing import Piece, Standing, living_children, load_standing, parent_of

Reason = Literal["changed", "deleted", "filled", "homeless", "name", "last", "under", "left", "with"]
"""Why a piece cannot be put back: it holds other values, is gone, holds what others put into it, has no
place any more, its name is another's, it is the only document, its parent stands under it now, somebody
whom it would have again is no author there any more, or it hangs on one that stays."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A piece that cannot be put back, and why. `culprit` is the piece that others touched."""

    piece: Piece
    reason: Reason
    culprit: Piece
    clashes: tuple[Clash, ...] = ()


@dataclass(slots=True)
class Plan:
    """What is to be written: values to set, pieces to bring back and pieces to delete.

    `merged` are those that keep what others changed beside it.
    """

    standing: dict[Piece, Standing]
    values: dict[Piece, Values] = field(default_factory=dict)
    revived: set[Piece] = field(default_factory=set)
    deleted: set[Piece] = field(default_factory=set)
    merged: set[Piece] = field(default_factory=set)
    obstacles: dict[Piece, Obstacle] = field(default_factory=dict)

    @property
    def does_anything(self) -> bool:
        """Whether there is something to write."""
        return bool(self.values or self.revived or self.deleted)

    def block(self, piece: Piece, reason: Reason, culprit: Piece, clashes: Iterable[Clash] = ()) -> None:
        """Leave a piece as it is."""
        self.obstacles.setdefault(piece, Obstacle(piece, reason, culprit, tuple(clashes)))
        self.values.pop(piece, None)
        self.revived.discard(piece)
        self.deleted.discard(piece)
        self.merged.discard(piece)


def plan_undo(batch: Batch) -> Plan:
    """Plan to take back what a batch did."""
    changes = changes_of(batch.id)
    plan = Plan(load_standing((each.what, each.piece_id) for each in changes))
    for each in changes:
        _plan_piece(plan, each)
    _keep_replacements(plan, changes)
    _keep_tables_whole(plan, changes, batch.id)
    _keep_family(plan)
    _keep_documents(plan, batch.design_id)
    _keep_parents_above(plan)
    _keep_out_who_left(plan)
    return plan


def changes_of(batch_id: int) -> list[Touched]:
    """What a batch did to each piece: where it touched one twice, from its first state to its last."""
    found: dict[Piece, Touched] = {}
    for change in db.session.scalars(select(Change).where(Change.batch_id == batch_id).order_by(Change.id)):
        each = Touched(change.what, change.piece_id, change.before, change.after)  # type: ignore[arg-type]
        first = found.get((each.what, each.piece_id))
        if first:
            each = Touched(each.what, each.piece_id, first.before, each.after)
        found[each.what, each.piece_id] = each
    return list(found.values())


def _plan_piece(plan: Plan, change: Touched) -> None:
    piece = (change.what, change.piece_id)
    standing = plan.standing.get(piece)
    if standing is None or change.before == change.after:
        return
    if change.before is None:
        if standing.living:
            _plan_deletion(plan, piece, change.after or {}, standing.values)
    elif change.after is None:
        if not standing.living:
            plan.revived.add(piece)
            plan.values[piece] = change.before
    elif standing.living or change.what == "design":
        _plan_change(plan, piece, change.before, change.after)
    else:
        plan.block(piece, "deleted", piece)


def _plan_deletion(plan: Plan, piece: Piece, made: Values, now: Values) -> None:
    clashes = list(_written_since(piece, made, now))
    if clashes:
        plan.block(piece, "changed", piece, clashes)
    else:
        plan.deleted.add(piece)


def _written_since(piece: Piece, made: Values, now: Values) -> Iterator[Clash]:
    """What a new piece says that it did not say when it was made; where it stands does not count."""
    what, piece_id = piece
    if what == "document":
        revision = revision_of_document(db.session.get_one(Document, piece_id))
        if (made.get("revision") or revision) != revision:
            yield Clash("text", "", "", "")
    elif what == "row":
        cells, others = made.get(CELLS) or {}, now.get(CELLS) or {}
        for column in {**cells, **others}:
            if cells.get(column, "") != others.get(column, ""):
                yield Clash(CELLS, cells.get(column, ""), others.get(column, ""), "", column)
        if made.get("done") != now.get("done"):
            yield Clash("done", made.get("done"), now.get("done"), None)
    else:
        name = "title" if what == "section" else "source"
        if made.get(name) != now.get(name):
            yield Clash(name, made.get(name), now.get(name), "")


def _plan_change(plan: Plan, piece: Piece, before: Values, after: Values) -> None:
    now = plan.standing[piece].values
    found = revert(before, after, now, loose=_is_loose(piece, now))
    if found.clashes:
        plan.block(piece, "changed", piece, found.clashes)
    elif found.values:
        plan.values[piece] = found.values
        if found.merged:
            plan.merged.add(piece)


def _is_loose(piece: Piece, now: Values) -> bool:
    """Whether a piece's source says what its other values say: a text of its own is nobody else's to mix."""
    return piece[0] in {"row", "section"} or (piece[0] == "block" and now.get("kind") not in TEXT_KINDS)


def _keep_replacements(plan: Plan, changes: Sequence[Touched]) -> None:
    """What a batch put in the place of something stands there no longer: there may be a third thing now."""
    if not plan.revived:
        return
    for each in changes:
        piece = (each.what, each.piece_id)
        if each.before is None and piece in plan.standing and not plan.standing[piece].living:
            plan.block(piece, "deleted", piece)


def _keep_tables_whole(plan: Plan, changes: Sequence[Touched], batch_id: int) -> None:
    """The columns of a table and its rows go back together: a row that stays would move its cells."""
    for each in changes:
        if each.what != "block" or each.before is None or each.after is None:
            continue
        if _columns(each.before) == _columns(each.after):
            continue
        block: Piece = ("block", each.piece_id)
        rows: list[Piece] = [
            ("row", other.piece_id)
            for other in changes
            if other.what == "row" and (other.before or other.after or {}).get("block_id") == each.piece_id
        ]
        stuck: Piece | None = next((row for row in [block, *rows] if row in plan.obstacles), None)
        if stuck is None and (fresh := _row_added_since(each.piece_id, batch_id)):
            stuck = ("row", fresh)
        if stuck:
            for piece in [block, *rows]:
                plan.block(piece, "with", stuck)


def _columns(values: Values) -> list[str]:
    return [column["id"] for column in values.get("columns") or []]


def _row_added_since(block_id: int, batch_id: int) -> int | None:
    newer = select(Change.id).where(
        Change.what == "row", Change.piece_id == Row.id, Change.batch_id > batch_id, Change.before.is_(None)
    )
    return db.session.scalar(
        select(Row.id).where(Row.block_id == block_id, Row.deleted_at.is_(None), newer.exists()).limit(1)
    )


def _keep_family(plan: Plan) -> None:
    """Nothing comes back to a place that is gone, and nothing goes that holds what others put into it."""
    while True:
        count = len(plan.obstacles)
        _keep_homes(plan)
        _keep_full(plan)
        if len(plan.obstacles) == count:
            return


def _keep_homes(plan: Plan) -> None:
    homes = {
        piece: parent
        for piece, values in plan.values.items()
        if (parent := parent_of(piece[0], {**plan.standing[piece].values, **values}))
    }
    plan.standing |= load_standing(set(homes.values()) - plan.standing.keys())
    for piece, parent in homes.items():
        is_there = parent in plan.revived or (
            parent in plan.standing and plan.standing[parent].living and parent not in plan.deleted
        )
        if not is_there:
            plan.block(piece, "homeless", parent)


def _keep_full(plan: Plan) -> None:
    emptied = [piece for piece in plan.deleted if piece[0] in {"section", "block"}]
    for child, parent in list(living_children(emptied)):
        moves = child in plan.values and parent_of(
            child[0], {**plan.standing[child].values, **plan.values[child]}
        )
        if child not in plan.deleted and (not moves or moves == parent):
            plan.block(parent, "filled", child)


def _keep_documents(plan: Plan, design_id: int) -> None:
    """A name is one document's alone, and a design is never without a document."""
    living: dict[Piece, str] = {
        ("document", document.id): document.name
        for document in db.session.scalars(
            select(Document).where(Document.design_id == design_id, Document.deleted_at.is_(None))
        )
    }
    going = [piece for piece in plan.deleted if piece in living]
    if going and len(going) == len(living) and not any(what == "document" for what, _ in plan.revived):
        for piece in going:
            plan.block(piece, "last", piece)
    for piece, values in list(plan.values.items()):
        if piece[0] != "document" or "name" not in values:
            continue
        for other, name in living.items():
            if other not in {piece, *plan.deleted} and name.casefold() == values["name"].casefold():
                plan.block(piece, "name", other)


def _keep_parents_above(plan: Plan) -> None:
    """A design does not come back to a parent that was put under it meanwhile."""
    for piece, values in list(plan.values.items()):
        parent_id = values.get("parent_id") if piece[0] == "design" else None
        if parent_id and would_circle(piece[1], parent_id):
            plan.block(piece, "under", ("design", parent_id))


def _keep_out_who_left(plan: Plan) -> None:
    """A design does not come back to an owner or contributors who are no authors there any more."""
    for piece, values in list(plan.values.items()):
        if piece[0] != "design":
            continue
        now = plan.standing[piece].values
        returning = {values.get("owner_id"), *(values.get("contributors") or ())}
        returning -= {None, now.get("owner_id"), *(now.get("contributors") or ())}
        if returning and not can_own(returning, db.session.get_one(Design, piece[1]).project_id):
            plan.block(piece, "left", piece)
