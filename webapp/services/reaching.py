"""What somebody reaches for: there for them or not, and theirs to change or not. Pages and API ask alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from webapp.models import Batch, Clash, Design, Finding, Person, Project
from webapp.services.errors import Hidden, Missing, NotAllowed
from webapp.services.permissions import OfDesign, Verb, check, may
from webapp.services.places import PlaceT

ThingT = TypeVar("ThingT", bound=OfDesign | Project)
AnyT = TypeVar("AnyT")
FoundT = TypeVar("FoundT", Finding, Clash)


def reach(person: Person, verb: Verb, thing: ThingT | None) -> ThingT:
    """The thing, where `person` may do this to it.

    Raises Missing where there is none and, alike, Hidden where they may not know of it; NotAllowed where
    they may read it and no more.
    """
    thing = there(thing)
    if not may(person, "read", thing):
        raise Hidden(f"project {thing.id}" if isinstance(thing, Project) else f"design {thing.design_id}")
    if verb != "read":
        check(person, verb, thing)
    return thing


def reach_living(person: Person, verb: Verb, place: PlaceT | None) -> PlaceT:
    """A place, as `reach` does, unless it was deleted: then it is Missing to whoever may do this to it."""
    found = reach(person, verb, place)
    if found.is_gone:
        raise Missing
    return found


def reach_to_change(person: Person, design: Design) -> Design:
    """A readable design, where there may be something of it that `person` may change or take back.

    In the bin that is what its owner may. What is changed, its service asks. Raises NotAllowed.
    """
    edits = design.deleted_at is None and may(person, "edit", design)
    if not (edits or may(person, "own", design)):
        raise NotAllowed
    return design


def reach_to_set(person: Person, project: Project) -> Project:
    """A readable project, where there is something of it that `person` may set. Raises NotAllowed."""
    if not (may(person, "maintain", project) or may(person, "administer")):
        raise NotAllowed
    return project


def reach_batch(person: Person, found: tuple[Batch, Design] | None) -> tuple[Batch, Design]:
    """A batch and its design, where `person` may read that. Raises Missing, Hidden."""
    batch, design = there(found)
    return batch, reach(person, "read", design)


def reach_to_undo(person: Person, found: tuple[Batch, Design] | None) -> tuple[Batch, Design]:
    """A batch and its design, to take it back: what that needs, its service asks. Raises as those it asks."""
    batch, design = reach_batch(person, found)
    return batch, reach_to_change(person, design)


def reach_to_dismiss(person: Person, found: FoundT | None, designs: Sequence[Design]) -> FoundT:
    """A finding or clash of these designs, where `person` may edit one. Raises Missing, NotAllowed."""
    stored = there(found)
    if not any(may(person, "edit", design) for design in designs):
        raise NotAllowed
    return stored


def there(found: AnyT | None) -> AnyT:
    """What was looked for, whoever asks. Raises Missing where there is none."""
    if found is None:
        raise Missing
    return found
