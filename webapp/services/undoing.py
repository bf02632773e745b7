"""Undo and redo: a batch is taken back by another one, and nobody's later work is overwritten."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, or_, select, update

from webapp.extensions import db
from webapp.models import Batch, Change, Design, Person
from webapp.services.bin import DELETE, RESTORE, is_over
from webapp.services.editing.saved import Saved, saved_before
from webapp.services.errors import Conflict, Missing, UndoConflict
from webapp.services.history import Action, Repeated, RequestKey, Touched, refuse_repeated
from webapp.services.permissions import Verb, check, verb_for
from webapp.services.transactions import SEVERAL_DESIGNS, change_rows, hold, take_turns, transaction
from webapp.services.undo_plan import Obstacle, Plan, changes_of, plan_undo
from webapp.services.undo_writing import misread, write_plan

UNDO, REDO = "undo", "redo"
BEGINNINGS = ("create", "copy")
"""How designs come to be: what made a design is not undone, the design is deleted."""
BIN = (DELETE, RESTORE)
"""Into the bin and back: undone where one sees it done, never by a key pressed once too often."""


@dataclass(frozen=True, slots=True)
class Undone(Saved):
    """What was taken back: `undone_id` names the batch, None where there was nothing to take back."""

    undone_id: int | None = None


def undo_batch(batch_id: int, *, by: Person, key: RequestKey | None = None, rest: bool = False) -> Undone:
    """Take a batch back, with all of its group. Every piece comes back as itself, in its place.

    An undo is taken back by doing its batch again. Raises UndoConflict where others built on it; with
    `rest` what they did not touch is undone all the same. Raises Missing for a batch that is not there or
    made its design, Conflict for one that was undone already, NotAllowed where `by` may not do to one of the
    designs that it is about what it did.
    """

    def work() -> Undone:
        batch = _undoable(batch_id)
        return _take_back(batch, REDO if batch.verb == UNDO else UNDO, by, key, rest)

    return _once(by, key, work)


def undo_last(design: Design, *, by: Person, key: RequestKey | None = None) -> Undone:
    """Take back one's own newest batch in a design that is not taken back yet."""
    return _once(by, key, lambda: _take_newest(design, last_done, UNDO, by, key))


def redo_last(design: Design, *, by: Person, key: RequestKey | None = None) -> Undone:
    """Take one's own newest undo in a design back, where one did nothing else there since."""
    return _once(by, key, lambda: _take_newest(design, last_undone, REDO, by, key))


def find_batch(batch_id: int) -> tuple[Batch, Design] | None:
    """A batch with its design, where that is not in the bin, or waits there since this batch."""
    found = db.session.execute(
        select(Batch, Design).join(Design, Design.id == Batch.design_id).where(Batch.id == batch_id)
    ).one_or_none()
    if found is None:
        return None
    batch, design = found
    is_out = design.deleted_at is not None and (batch.verb != DELETE or is_over(design))
    return None if is_out else (batch, design)


def last_done(design: Design, by: Person) -> Batch | None:
    """What `undo_last` would take back."""
    found = _own(design, by).where(Batch.verb.not_in((UNDO, REDO, *BEGINNINGS, *BIN)), _NOT_UNDONE)
    batch = db.session.scalar(found.limit(1))
    return None if batch is None or is_beginning(batch) else batch


def last_undone(design: Design, by: Person) -> Batch | None:
    """What `redo_last` would take back: redo ends with the next edit."""
    edit = db.session.scalar(_own(design, by).where(Batch.verb.not_in((UNDO, REDO))).limit(1))
    found = _own(design, by).where(Batch.verb == UNDO, _NOT_UNDONE, Batch.id > (edit.id if edit else 0))
    return db.session.scalar(found.limit(1))


def verbs_for(changes: Sequence[Touched]) -> set[Verb]:
    """What somebody needs to take these changes back: `own` for values that are the owner's."""
    names = {name for each in changes if each.what == "design" for name in each.after or {}}
    found: set[Verb] = {verb_for(name) for name in names}
    return found if found and all(each.what == "design" for each in changes) else found | {"edit"}


def is_beginning(batch: Batch) -> bool:
    """Whether this is how its design came to be."""
    if batch.verb in BEGINNINGS:
        return True
    earlier = select(Batch.id).where(Batch.design_id == batch.design_id, Batch.id < batch.id).limit(1)
    return batch.verb == "import" and db.session.scalar(earlier) is None and _made_documents(batch)


_NOT_UNDONE = Batch.undone_by_id.is_(None)


def _own(design: Design, by: Person) -> Select[Batch]:
    return (
        select(Batch).where(Batch.design_id == design.id, Batch.person_id == by.id).order_by(Batch.id.desc())
    )


def _made_documents(batch: Batch) -> bool:
    made = select(Change.id).where(
        Change.batch_id == batch.id, Change.what == "document", Change.before.is_(None)
    )
    return db.session.scalar(made.limit(1)) is not None


def _once(by: Person, key: RequestKey | None, work: Callable[[], Undone]) -> Undone:
    """Do the work in a transaction; what the same request did before is its answer."""
    try:
        with transaction():
            take_turns(SEVERAL_DESIGNS)  # which designs it is about is known when one of them is held
            refuse_repeated(by, key)
            return work()
    except Repeated as repeated:
        before = saved_before(repeated.batch)
        return Undone(before.batch_id, before.touched, repeated.batch.undoes_id)


def _undoable(batch_id: int) -> Batch:
    batch = db.session.get(Batch, batch_id)
    if batch is not None and batch.verb == REDO:  # who undoes a redo undoes what it did again
        undo = db.session.get_one(Batch, batch.undoes_id)
        batch = db.session.get(Batch, undo.undoes_id)
    if batch is None or is_beginning(batch):
        raise Missing
    if is_over(hold(batch.design_id)):
        raise Missing
    db.session.refresh(batch)  # somebody may have undone it while this waited
    if batch.undone_by_id is not None:
        raise Conflict("This was undone already. Load the page again to see it.")
    return batch


def _take_newest(
    design: Design,
    find: Callable[[Design, Person], Batch | None],
    verb: str,
    by: Person,
    key: RequestKey | None,
) -> Undone:
    hold(design.id)  # before looking: two at once take two batches back, not one twice
    batch = find(design, by)
    return Undone() if batch is None else _take_back(batch, verb, by, key, rest=False)


def _take_back(batch: Batch, verb: str, by: Person, key: RequestKey | None, rest: bool) -> Undone:
    group = _group_of(batch)
    designs = {design_id: hold(design_id) for design_id in sorted({each.design_id for each in group})}
    plans = [plan_undo(each) for each in group]
    for each in group:  # one of the designs was asked before, and the others are known only here
        for needed in verbs_for(changes_of(each.id)):
            check(by, needed, designs[each.design_id])
    _refuse_obstacles(batch, plans, rest)
    touched: list[Touched] = []
    first: Action | None = None
    for each, plan in zip(group, plans, strict=True):
        design = designs[each.design_id]
        action = Action(design, verb, by, undoes_id=each.id)
        if first is None:
            first, action.key = action, key
        elif first.batch_id:
            action.group_id = first.batch_id
        touched += _write(each, plan, action)
    return Undone(first.batch_id if first else None, tuple(touched), batch.id)


def _group_of(batch: Batch) -> list[Batch]:
    """The batches of one action, oldest first: those over other designs that are not undone are of it."""
    name = batch.group_id or batch.id
    found = select(Batch).where(or_(Batch.id == name, Batch.group_id == name), _NOT_UNDONE)
    return list(db.session.scalars(found.order_by(Batch.id)))


def _refuse_obstacles(batch: Batch, plans: Sequence[Plan], rest: bool) -> None:
    obstacles: list[Obstacle] = [each for plan in plans for each in plan.obstacles.values()]
    is_left = any(plan.does_anything for plan in plans)
    if obstacles and not (rest and is_left):
        raise UndoConflict(batch.id, obstacles, rest=is_left)


def _write(batch: Batch, plan: Plan, action: Action) -> list[Touched]:
    touched = write_plan(plan, action.design)
    if wrong := misread(plan, touched):
        raise UndoConflict(batch.id, [Obstacle(piece, "changed", piece) for piece in wrong], rest=False)
    action.begin()  # where nothing differs, too: it is undone then, and the next undo takes the one before
    action.record(touched)
    _mark(batch.id, action.batch_id)
    if action.verb == REDO and batch.undoes_id:
        _mark(batch.undoes_id, None)
    return touched


def _mark(batch_id: int, undone_by: int | None) -> None:
    change_rows(update(Batch).where(Batch.id == batch_id).values(undone_by_id=undone_by))
