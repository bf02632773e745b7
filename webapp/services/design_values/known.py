"""Which values a design can have: a status and a priority that there are, people that there are."""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

from sqlalchemy import func, select

from webapp.extensions import db
from webapp.models import Person
from webapp.models.design import PRIORITIES, STATUSES
from webapp.services.errors import InvalidValue


def known_status(status: object) -> str:
    """One of STATUSES. Raises InvalidValue for anything else."""
    if status not in STATUSES:
        raise InvalidValue("value", f"A status is one of {', '.join(STATUSES)}.")
    return str(status)


def known_priority(priority: object) -> str:
    """One of PRIORITIES. Raises InvalidValue for anything else."""
    if priority not in PRIORITIES:
        raise InvalidValue("value", f"A priority is one of {', '.join(PRIORITIES)}.")
    return str(priority)


def known_owner(owner_id: object) -> int | None:
    """The id of a person, or None for nobody. Raises InvalidValue for an id that nobody has."""
    if owner_id is None:
        return None
    refuse_unknown({cast(int, owner_id)})
    return cast(int, owner_id)


def refuse_unknown(person_ids: Collection[int]) -> None:
    """Raise InvalidValue where one of these ids is nobody's."""
    known = db.session.scalar(select(func.count(Person.id)).where(Person.id.in_(person_ids)))
    if known != len(person_ids):
        raise InvalidValue("value", "There is no such person; choose somebody from the list.")
