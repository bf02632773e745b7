"""Everybody with an account, for who runs the server: what they are, when they were here, what they own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, func, or_, select

from webapp.extensions import db
from webapp.models import Design, LoginSession, Person
from webapp.services.narrowing import typed_over_list
from webapp.services.paging import PER_PAGE, Paged, page_within, pages_of

State = Literal["active", "waiting", "suspended"]


@dataclass(frozen=True, slots=True)
class Listed:
    """A person, when they were last here (None: not for a month, or never), and how many designs they own."""

    person: Person
    seen_at: datetime | None
    owned: int

    @property
    def state(self) -> State:
        """Whether they can sign in, wait for their link, or are suspended."""
        if self.person.suspended_at is not None:
            return "suspended"
        return "active" if self.person.password_hash else "waiting"


@dataclass(frozen=True, slots=True)
class PeoplePage(Paged):
    """One page of people: `page`, from 1; `total` fit, `of` there are; `unknown` says what means nothing."""

    items: Sequence[Listed]
    total: int
    of: int
    page: int
    unknown: Sequence[str] = ()

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return pages_of(self.total)


def list_people(q: str = "", *, page: int = 1) -> PeoplePage:
    """People by name of whom the name or the address has what `q` asks for: words and -words.

    A page past the end is the last one. Only administrators may ask: whoever calls this has checked it.
    Raises InvalidValue for what cannot be looked for.
    """
    query = typed_over_list(q)
    of = _count()
    if query.unknown:
        return PeoplePage((), 0, of, 1, query.unknown)
    fit = [*map(_has, query.texts), *(~_has(word) for word in query.without)]
    total = _count(*fit) if fit else of
    page = page_within(page, total)
    found = _listed().where(*fit).order_by(Person.filter_name, Person.id)
    rows = db.session.execute(found.limit(PER_PAGE).offset((page - 1) * PER_PAGE))
    return PeoplePage([Listed(*row) for row in rows], total, of, page)


def tell_of(person: Person) -> Listed:
    """One person as the list has them."""
    return Listed(*db.session.execute(_listed().where(Person.id == person.id)).one())


def names_of(person_ids: Collection[int]) -> dict[int, str]:
    """The names of these people by their ids; who is not there is left out."""
    if not person_ids:
        return {}
    found = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(person_ids)))
    return {each.id: each.name for each in found}


def _listed() -> Select[Any]:
    seen = select(func.max(LoginSession.seen_at)).where(LoginSession.person_id == Person.id).scalar_subquery()
    owned = (
        select(func.count(Design.id))
        .where(Design.owner_id == Person.id, Design.deleted_at.is_(None))
        .scalar_subquery()
    )
    return select(Person, seen, owned)


def _has(word: str) -> ColumnElement[bool]:
    return or_(
        Person.filter_name.contains(word, autoescape=True), Person.email.contains(word, autoescape=True)
    )


def _count(*which: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count(Person.id)).where(*which)) or 0
