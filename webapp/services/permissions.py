"""`may` is the only gate: every view, command and service asks it and nothing else."""

from __future__ import annotations

from typing import Literal, Protocol

from sqlalchemy import ColumnElement, false

from webapp.models import Design, Person, Project
from webapp.services.errors import NotAllowed

Verb = Literal["read", "edit", "create", "administer"]


class InProject(Protocol):
    """A design, or a place in one: whoever may do something in its project may do it there."""

    @property
    def project_id(self) -> int: ...


def may(person: Person | None, verb: Verb, thing: InProject | Project | None = None) -> bool:
    """Whether `person` may do this to `thing` (None: to the server as a whole).

    Until roles come every signed-in person reads and edits everything; people and settings of the
    whole server are for administrators.
    """
    if person is None:
        return False
    if verb == "administer":
        return person.is_admin
    return True


def check(person: Person | None, verb: Verb, thing: InProject | Project | None = None) -> None:
    """Raise NotAllowed unless `may` agrees."""
    if not may(person, verb, thing):
        raise NotAllowed


def readable(person: Person | None) -> ColumnElement[bool]:
    """What a query over Design asks, so that only designs come that `person` may read.

    Whoever lists, counts or searches over several designs asks this of every one of them.
    """
    return Design.deleted_at.is_(None) if person else false()
