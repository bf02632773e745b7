"""What somebody reaches for: there for them or not, and theirs to change or not. Pages and API ask alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from webapp.models import Clash, Design, Finding, Person, Project
from webapp.services.errors import Hidden, Missing, NotAllowed
from webapp.services.permissions import OfDesign, Verb, check, may

ThingT = TypeVar("ThingT", bound=OfDesign | Project)
FoundT = TypeVar("FoundT", Finding, Clash)


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


def reach_to_change(person: Person, design: Design) -> Design:
    """A readable design, where there may be something of it that `person` may change or take back.

    In the bin that is what its owner may. What is changed, its service asks. Raises NotAllowed.
    """
    edits = design.deleted_at is None and may(person, "edit", design)
    if not (edits or may(person, "own", design)):
        raise NotAllowed
    return design


def reach_to_dismiss(person: Person, found: FoundT | None, designs: Sequence[Design]) -> FoundT:
    """A finding or clash of these designs, where `person` may edit one. Raises Missing, NotAllowed."""
    if found is None:
        raise Missing
    if not any(may(person, "edit", design) for design in designs):
        raise NotAllowed
    return found
