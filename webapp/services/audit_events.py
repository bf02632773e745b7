"""The audit as administrators read it: the events that fit, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from webapp.extensions import db
from webapp.models import Person
from webapp.models.audit import AuditEvent
from webapp.services.narrowing import typed_over_list
from webapp.services.paging import PER_PAGE


@dataclass(frozen=True, slots=True)
class Events:
    """Some of the events that fit, the newest first; `total` fit, and `of` there are."""

    items: Sequence[AuditEvent]
    total: int
    of: int
    unknown: Sequence[str] = ()


def list_events(
    q: str = "",
    *,
    person: int | None = None,
    verb: str = "",
    day: date | None = None,
    result: str = "",
    limit: int | None = PER_PAGE,
    offset: int = 0,
) -> Events:
    """The events that fit, the newest first, with who did them; `limit` None for all of them.

    `q` are words that stand in the name, the verb, the thing, the address or the details, and -words;
    `person` is the id of who did it, `day` a day in UTC. Only administrators may ask: whoever calls this
    has checked it. Raises InvalidValue for a `q` that cannot be looked for.
    """
    query = typed_over_list(q)
    if query.unknown:
        return Events((), 0, _count(), query.unknown)
    chosen: list[ColumnElement[bool]] = [
        *(AuditEvent.filter_text.contains(word, autoescape=True) for word in query.texts),
        *(~AuditEvent.filter_text.contains(word, autoescape=True) for word in query.without),
    ]
    if person is not None:
        chosen.append(AuditEvent.person_id == person)
    if verb:
        chosen.append(AuditEvent.verb == verb)
    if result:
        chosen.append(AuditEvent.result == result)
    if day is not None:
        start = datetime(day.year, day.month, day.day, tzinfo=UTC)
        chosen += [AuditEvent.at >= start, AuditEvent.at < start + timedelta(days=1)]
    found = (
        select(AuditEvent)
        .where(*chosen)
        .options(joinedload(AuditEvent.person))
        .order_by(AuditEvent.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return Events(list(db.session.scalars(found)), _count(*chosen), _count())


def people_of_events() -> dict[int, str]:
    """Everybody who did something that is noted: ids with names, by name."""
    did = select(AuditEvent.person_id).where(AuditEvent.person_id.is_not(None))
    found = select(Person.id, Person.name).where(Person.id.in_(did)).order_by(Person.filter_name, Person.id)
    return {each.id: each.name for each in db.session.execute(found)}


def _count(*chosen: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count(AuditEvent.id)).where(*chosen)) or 0
