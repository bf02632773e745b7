"""People as everybody may know of them: by name, and for administrators by address as well."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, or_, select, true

from webapp.extensions import db
from webapp.models import Person
from webapp.services.narrowing import typed_over_list
from webapp.services.permissions import may, readers


def find_colleagues(
    by: Person, *, q: str = "", project_id: int | None = None, limit: int, offset: int = 0
) -> tuple[Sequence[Person], int]:
    """`limit` people by name, after the first `offset`, and how many there are.

    `q` is what is typed over a list: words and -words of names, for administrators of addresses too. With a
    `project_id` only those who may read that project come. Raises InvalidValue for what cannot be looked for.
    """
    query = typed_over_list(q)
    if query.unknown:
        return (), 0
    with_addresses = may(by, "administer")
    chosen = [
        known_within(project_id),
        *(_has(word, with_addresses) for word in query.texts),
        *(~_has(word, with_addresses) for word in query.without),
    ]
    found = select(Person).where(*chosen).order_by(Person.filter_name, Person.id)
    total = db.session.scalar(select(func.count(Person.id)).where(*chosen)) or 0
    return db.session.scalars(found.limit(limit).offset(offset)).all(), total


def find_colleague(person_id: int, *, project_id: int | None = None) -> Person | None:
    """The person with this id; None where there is none, or who may not read the project."""
    return db.session.scalar(select(Person).where(Person.id == person_id, known_within(project_id)))


def known_within(project_id: int | None) -> ColumnElement[bool]:
    """Who is known to somebody who sees one project alone; everybody, where that is none."""
    return true() if project_id is None else readers(project_id)


def _has(word: str, with_addresses: bool) -> ColumnElement[bool]:
    in_name = Person.filter_name.contains(word, autoescape=True)
    return or_(in_name, Person.email.contains(word, autoescape=True)) if with_addresses else in_name
