"""What others changed in a design since somebody opened it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from webapp.extensions import db
from webapp.models import Batch, Design, Person
from webapp.services.changes.telling import Told, tell_batches

TOLD_MAX = 3


@dataclass(frozen=True, slots=True)
class News:
    """`count` batches of the people in `who`, of which `told` are the newest; `newest` names the last."""

    newest: int
    count: int
    who: Sequence[str]
    told: Sequence[Told]


def news(design: Design, since: int, *, by: Person) -> News | None:
    """What others did to a design after the batch `since`; None where they did nothing."""
    others = (
        Batch.design_id == design.id,
        Batch.id > since,
        or_(Batch.person_id.is_(None), Batch.person_id != by.id),
    )
    count, newest = db.session.execute(select(func.count(Batch.id), func.max(Batch.id)).where(*others)).one()
    if not count:
        return None
    who = db.session.scalars(
        select(Person.name)
        .where(Person.id.in_(select(Batch.person_id).where(*others)))
        .order_by(Person.filter_name)
    )
    last = db.session.scalars(select(Batch.id).where(*others).order_by(Batch.id.desc()).limit(TOLD_MAX))
    return News(newest, count, who.all() or ["Somebody"], tell_batches(last, person=by))
