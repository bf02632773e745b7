"""What an edit answers: the batch that it made, and the pieces that it touched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import ParamSpec, cast

from sqlalchemy import or_, select

from webapp.extensions import db
from webapp.models import Batch, Change, Person
from webapp.services.history import Repeated, Touched, What

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Saved:
    """An edit that was made. `batch_id` is None where nothing differed, and so nothing was written."""

    batch_id: int | None = None
    touched: tuple[Touched, ...] = ()

    def added(self, what: What) -> list[int]:
        """The ids of the pieces of this kind that are new, or back, in the order of the document."""
        return [each.piece_id for each in self._of(what) if each.before is None]

    def changed(self, what: What) -> list[int]:
        """The ids of those that were there and still are, in the order of the document."""
        return [
            each.piece_id for each in self._of(what) if each.before is not None and each.after is not None
        ]

    def deleted(self, what: What) -> list[int]:
        """The ids of those that are gone."""
        return [each.piece_id for each in self._of(what) if each.after is None]

    def _of(self, what: What) -> Iterator[Touched]:
        return (each for each in self.touched if each.what == what)


NOTHING = Saved()


def once(edit: Callable[P, Saved]) -> Callable[P, Saved]:
    """Have an edit answer a request that comes again with what it did the first time."""

    @wraps(edit)
    def answer(*args: P.args, **kwargs: P.kwargs) -> Saved:
        try:
            return edit(*args, **kwargs)
        except Repeated as repeated:
            return saved_before(repeated.batch)

    return answer


def saved_before(batch: Batch) -> Saved:
    """What the same request answered when it came the first time, and made this batch or a group of them."""
    group = select(Batch.id).where(or_(Batch.id == batch.id, Batch.group_id == batch.id))
    changes = db.session.scalars(select(Change).where(Change.batch_id.in_(group)).order_by(Change.id))
    return Saved(
        batch.id,
        tuple(Touched(cast(What, each.what), each.piece_id, each.before, each.after) for each in changes),
    )


def last_change(what: What, piece_id: int) -> tuple[str | None, datetime | None]:
    """Who touched a piece last, by name, and when; None where nothing says so."""
    found = db.session.execute(
        select(Person.name, Batch.at)
        .select_from(Change)
        .join(Batch, Batch.id == Change.batch_id)
        .outerjoin(Person, Person.id == Batch.person_id)
        .where(Change.what == what, Change.piece_id == piece_id)
        .order_by(Change.id.desc())
        .limit(1)
    ).one_or_none()
    return (found.name, found.at) if found else (None, None)
