"""Whose a design can be: authors of its project, or more. A reader could not do what it is named for.

It is asked of who comes new, as owner or contributor; who is stored already stays, whatever they became.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, select

from webapp.extensions import db
from webapp.models import Design, Person
from webapp.services.errors import InvalidValue
from webapp.services.permissions import authors, readers


def can_own(person_ids: Collection[int], project_id: int) -> bool:
    """Whether all of these people can own designs of a project, and contribute to them."""
    return len(_among(person_ids, authors(project_id))) == len(set(person_ids))


def refuse_who_cannot_own(person_ids: Collection[int], design: Design) -> None:
    """Raise InvalidValue("value", …) where one of these people can neither own nor contribute to a design.

    It names those who may read the design, as its readers know each other; nobody else.
    """
    others = set(person_ids) - _among(person_ids, authors(design.project_id)).keys()
    if not others:
        return
    reading = _among(others, readers(design.project_id))
    if len(reading) < len(others):
        message = f"Not everybody may read {design.key}; choose somebody from the list, who may."
    else:
        names = " and ".join(sorted(reading.values()))
        message = (
            f"{names} may read {design.key}, and not change it. Choose somebody from the list, or ask a "
            f"maintainer of {design.project.name} to make them an author."
        )
    raise InvalidValue("value", message)


def _among(person_ids: Collection[int], who: ColumnElement[bool]) -> dict[int, str]:
    """Those of these people who are so, with their names."""
    found = select(Person.id, Person.name).where(Person.id.in_(person_ids), who)
    return {each.id: each.name for each in db.session.execute(found)}
