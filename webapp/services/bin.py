"""The bin: a deleted design waits there for KEPT_DAYS and comes back exactly; its key stays taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update

from webapp.extensions import db
from webapp.models import (
    Batch,
    Block,
    Change,
    Design,
    Document,
    Entry,
    Person,
    Project,
    Row,
    Section,
    design_contributor,
)
from webapp.models.types import utc_now
from webapp.services.deriving import derive_design, forget_design
from webapp.services.editing.saved import NOTHING, Saved, once
from webapp.services.errors import Missing
from webapp.services.history import Action, RequestKey, Touched, refuse_repeated
from webapp.services.narrowing import fits, typed_over_list
from webapp.services.permissions import check, recoverable, verb_for
from webapp.services.titles import set_title
from webapp.services.transactions import SEVERAL_DESIGNS, hold, take_turns, transaction
from webapp.utils.keys import Key, parse_key
from webapp.utils.queries import Query

KEPT_DAYS = 90
DELETE, RESTORE = "delete", "restore"
OPERATORS = ("project", "design")
"""What narrows the bin when it is typed over it."""


@dataclass(frozen=True, slots=True)
class Binned:
    """A design in the bin: `by` is who put it there (None: nobody known), `left` the days it still waits."""

    id: int
    key: str
    title: str
    by: str | None
    at: datetime
    left: int


def delete_designs(designs: Iterable[Design], *, by: Person, key: RequestKey | None = None) -> Saved:
    """Put designs into the bin as one action, which one undo takes back; those that are in it stay.

    What has waited there for its time is emptied on the way. Raises NotAllowed, and deletes none, where
    one of them is not the own of `by`.
    """
    purge_bin()
    return _set_deleted(designs, True, by, key)


def restore_design(design: Design, *, by: Person, key: RequestKey | None = None) -> Saved:
    """Take a design out of the bin as it went in.

    Raises Missing where its time there is over, NotAllowed where it is not the own of `by`.
    """
    if is_over(design):
        raise Missing
    return _set_deleted([design], False, by, key)


def is_over(design: Design) -> bool:
    """Whether a design has waited in the bin for its time, so that nothing brings it back."""
    return design.deleted_at is not None and design.deleted_at <= _oldest()


def list_bin(q: str = "", *, person: Person) -> tuple[list[Binned], int]:
    """What `person` may take out of the bin, last in first, and of how many: what `q` leaves of it.

    Its words are those of key, title and deleter, its operators `project:` and `design:`.
    """
    query = typed_over_list(q, OPERATORS)
    newest = select(func.max(Batch.id)).where(Batch.verb == DELETE).group_by(Batch.design_id)
    found = db.session.execute(
        select(Design.id, Project.key, Design.number, Design.title, Design.deleted_at, Person.name)
        .join(Design.project)
        .outerjoin(Batch, (Batch.design_id == Design.id) & Batch.id.in_(newest))
        .outerjoin(Person, Person.id == Batch.person_id)
        .where(Design.deleted_at > _oldest(), recoverable(person))
        .order_by(Design.deleted_at.desc(), Design.id.desc())
    )
    every = [
        Binned(number, str(Key(project, place)), title, by, at, _left(at))
        for number, project, place, title, at, by in found
        if at is not None
    ]
    return [each for each in every if _fits(each, query)], len(every)


def _fits(binned: Binned, query: Query) -> bool:
    places = {"project": binned.key.rpartition("-")[0], "design": binned.key}
    wanted = {each.name for each in query.operators if each.wanted}
    return (
        fits(f"{binned.key} {binned.title} {binned.by or ''}", query)
        and all(places[name] in query.values(name) for name in wanted)
        and not any(places[each.name] == each.value for each in query.operators if not each.wanted)
    )


def find_binned(key: str) -> Design | None:
    """The design in the bin with this key, in any spelling; None for one whose time there is over."""
    parsed = parse_key(key)
    if parsed is None:
        return None
    return db.session.scalar(
        select(Design)
        .join(Design.project)
        .where(Project.key == parsed.project, Design.number == parsed.number, Design.deleted_at > _oldest())
    )


def find_binned_by_id(design_id: int) -> Design | None:
    """The design in the bin with this id; None for one whose time there is over."""
    return db.session.scalar(select(Design).where(Design.id == design_id, Design.deleted_at > _oldest()))


def purge_bin() -> int:
    """Empty what has waited in the bin for KEPT_DAYS; how many designs that were.

    Texts, values and what changes said of them are gone then. Project and number stay, so that no other
    design is ever called so, and who did what when, without a word of what.
    """
    over = select(Design.id).where(
        Design.deleted_at <= _oldest(), select(Document.id).where(Document.design_id == Design.id).exists()
    )
    ids = db.session.scalars(over).all()
    if ids:
        with transaction():
            take_turns(SEVERAL_DESIGNS)
            for design_id in ids:
                _purge(design_id)
    return len(ids)


@once
def _set_deleted(designs: Iterable[Design], deleted: bool, by: Person, key: RequestKey | None) -> Saved:
    ids = sorted({design.id for design in designs})
    with transaction():
        take_turns(SEVERAL_DESIGNS)
        refuse_repeated(by, key)
        saved = NOTHING
        for design in map(hold, ids):
            check(by, verb_for("deleted"), design)
            if (design.deleted_at is not None) == deleted:
                continue
            design.deleted_at = utc_now() if deleted else None
            design.version += 1
            touched = Touched("design", design.id, {"deleted": not deleted}, {"deleted": deleted})
            verb, named = DELETE if deleted else RESTORE, key if saved is NOTHING else None
            action = Action(design, verb, by, named, group_id=saved.batch_id)
            action.record([touched])
            derive_design(design, "deleted_at")
            saved = Saved(saved.batch_id or action.batch_id, (*saved.touched, touched))
        return saved


def _purge(design_id: int) -> None:
    design = hold(design_id)
    if design.deleted_at is None or design.deleted_at > _oldest():  # taken out a moment ago
        return
    forget_design(design_id)
    documents = select(Document.id).where(Document.design_id == design_id)
    batches = select(Batch.id).where(Batch.design_id == design_id)
    parts: Sequence[tuple[type[Any], Any]] = (
        (Entry, Entry.document_id.in_(documents)),
        (Row, Row.document_id.in_(documents)),
        (Block, Block.document_id.in_(documents)),
        (Section, Section.document_id.in_(documents)),
        (Document, Document.design_id == design_id),
        (Change, Change.batch_id.in_(batches)),
    )
    for model, condition in parts:
        db.session.execute(delete(model).where(condition), execution_options={"synchronize_session": False})
    db.session.execute(delete(design_contributor).where(design_contributor.c.design_id == design_id))
    db.session.execute(
        update(Design).where(Design.parent_id == design_id).values(parent_id=None),
        execution_options={"synchronize_session": False},
    )
    set_title(design, "")
    design.owner_id = design.parent_id = design.locked_at = None
    design.tasks = design.tasks_done = design.open_questions = 0
    design.version += 1


def _oldest() -> datetime:
    return utc_now() - timedelta(days=KEPT_DAYS)


def _left(at: datetime) -> int:
    """The days that are left, the one that has begun included."""
    return -((utc_now() - timedelta(days=KEPT_DAYS) - at) // timedelta(days=1))
