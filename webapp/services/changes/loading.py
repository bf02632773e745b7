"""Batches as they are stored, with who made them, what they changed, and what they took back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, Select, func, select

from webapp.extensions import db
from webapp.models import Batch, Change, Person
from webapp.services.history import Touched

Loaded = tuple[Batch, str | None]
"""A batch and the name of whoever made it."""
AT_ONCE = 500
"""How many batches one query names."""


def select_batches(*conditions: ColumnElement[bool]) -> Select[Batch, str | None]:
    """Batches with the names of those who made them, newest first."""
    return (
        select(Batch, Person.name)
        .outerjoin(Person, Person.id == Batch.person_id)
        .where(*conditions)
        .order_by(Batch.id.desc())
    )


def load(query: Select[Batch, str | None]) -> list[Loaded]:
    """The batches of a query that `select_batches` began."""
    return [(batch, name) for batch, name in db.session.execute(query)]


def changes_of(ids: Sequence[int], lives: ColumnElement[bool] | None = None) -> Mapping[int, list[Touched]]:
    """The changes of each of these batches, as plain data, in order; with `lives` only these of them."""
    found: dict[int, list[Touched]] = defaultdict(list)
    for start in range(0, len(ids), AT_ONCE):
        query = select(Change.batch_id, Change.what, Change.piece_id, Change.before, Change.after).where(
            Change.batch_id.in_(ids[start : start + AT_ONCE])
        )
        query = query if lives is None else query.where(lives)
        for batch_id, what, piece_id, before, after in db.session.execute(query.order_by(Change.id)):
            found[batch_id].append(Touched(what, piece_id, before, after))
    return found


def originals_of(batches: Iterable[Batch]) -> dict[int, Batch]:
    """For each undo and redo the batch that was taken back or done again."""
    asked = {batch.id: batch.undoes_id for batch in batches if batch.undoes_id is not None}
    found: dict[int, Batch] = {}
    while asked:
        reached = {
            batch.id: batch for batch in db.session.scalars(select(Batch).where(Batch.id.in_(asked.values())))
        }
        further = {}
        for name, original in asked.items():
            batch = reached[original]
            if batch.undoes_id is None:
                found[name] = batch
            else:
                further[name] = batch.undoes_id
        asked = further
    return found


def first_batches(designs: set[int]) -> set[int]:
    """The batches with which these designs began, which nobody takes back."""
    query = select(func.min(Batch.id)).where(Batch.design_id.in_(designs)).group_by(Batch.design_id)
    return set(db.session.scalars(query))
