"""Several values of one design set together: all of them or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from webapp.models import Design, Person
from webapp.services.design_values.columns import set_owner, set_priority, set_status
from webapp.services.design_values.contributors import set_contributors
from webapp.services.design_values.lock import set_locked
from webapp.services.design_values.parent import set_parent
from webapp.services.design_values.title import set_title
from webapp.services.designs import find_design_by_id
from webapp.services.errors import Conflict, InvalidValue
from webapp.services.permissions import check, may, verb_for
from webapp.services.transactions import SEVERAL_DESIGNS, hold, take_turns, transaction

NAMES = ("title", "status", "priority", "owner_id", "contributor_ids", "parent_id", "locked")
"""What can be set. The owner goes before the lock, which is theirs."""
NOT_FOUND = "There is no design with this id; name one that you may read."
DIFFERS = "Somebody else changed this design since you read it. Nothing was changed."


def change_design(
    design: Design, values: Mapping[str, Any], *, base: Mapping[str, Any] | None = None, by: Person
) -> None:
    """Set those of NAMES that `values` has; each that differs is a batch, as if set alone.

    `base` names values as `by` read them. Raises Conflict where one of them differs now, NotAllowed where
    `by` may not set one, and InvalidValue by the name of the value.
    """
    with transaction():
        take_turns(SEVERAL_DESIGNS)  # a parent may be another design that somebody holds
        held = hold(design.id)
        for name in values:
            check(by, verb_for(_COLUMNS.get(name, name)), held)
        now = values_of(held, by)
        if any(now[name] != value for name, value in (base or {}).items()):
            raise Conflict(DIFFERS)
        for name in sorted(values, key=NAMES.index):
            if values[name] != values_of(held, by)[name]:  # asked anew: without an owner there is no lock
                with _named(name):
                    _SETTERS[name](held, values[name], by)


def values_of(design: Design, person: Person) -> dict[str, Any]:
    """The present values of NAMES, as `person` may know them."""
    parent = design.parent
    return {
        "title": design.title,
        "status": design.status,
        "priority": design.priority,
        "owner_id": design.owner_id,
        "contributor_ids": sorted(person.id for person in design.contributors),
        "parent_id": parent.id if parent and not parent.deleted_at and may(person, "read", parent) else None,
        "locked": design.locked_at is not None,
    }


@contextmanager
def _named(name: str) -> Iterator[None]:
    try:
        yield
    except InvalidValue as error:
        raise InvalidValue(name, error.message) from error


def _set_title(design: Design, title: str, by: Person) -> None:
    set_title(design, title, base=design.title, by=by)


def _set_status(design: Design, status: str, by: Person) -> None:
    set_status(design, status, base=design.status, by=by)


def _set_priority(design: Design, priority: str, by: Person) -> None:
    set_priority(design, priority, base=design.priority, by=by)


def _set_owner(design: Design, owner_id: int | None, by: Person) -> None:
    set_owner(design, owner_id, base=design.owner_id, by=by)


def _set_contributors(design: Design, person_ids: list[int], by: Person) -> None:
    base = [person.id for person in design.contributors]
    set_contributors(design, person_ids, base=base, by=by)


def _set_parent(design: Design, parent_id: int | None, by: Person) -> None:
    parent = None if parent_id is None else find_design_by_id(parent_id)
    if parent_id is not None and not (parent and may(by, "read", parent)):
        raise InvalidValue("parent_id", NOT_FOUND)
    base = design.parent.key if design.parent and may(by, "read", design.parent) else ""
    set_parent(design, parent.key if parent else "", base=base, by=by)


def _set_locked(design: Design, locked: bool, by: Person) -> None:
    set_locked(design, locked, by=by)


_SETTERS: dict[str, Callable[[Design, Any, Person], None]] = {
    "title": _set_title,
    "status": _set_status,
    "priority": _set_priority,
    "owner_id": _set_owner,
    "contributor_ids": _set_contributors,
    "parent_id": _set_parent,
    "locked": _set_locked,
}
_COLUMNS = {"contributor_ids": "contributors"}
