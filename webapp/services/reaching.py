"""What somebody reaches for: there for them or not, and theirs to change or not. Pages and API ask alike."""

from __future__ import annotations

from typing import TypeVar

from webapp.models import Person, Project
from webapp.services.errors import Hidden, Missing
from webapp.services.permissions import OfDesign, Verb, check, may

ThingT = TypeVar("ThingT", bound=OfDesign | Project)


def reach(person: Person, verb: Verb, thing: ThingT | None) -> ThingT:
    """The thing, where `person` may do this to it.

    Raises Missing where there is none and, alike, Hidden where they may not know of it; NotAllowed where
    they may read it and no more.
    """
    if thing is None:
        raise Missing
    if not may(person, "read", thing):
        raise Hidden(f"project {thing.id}" if isinstance(thing, Project) else f"design {thing.design_id}")
    if verb != "read":
        check(person, verb, thing)
    return thing
