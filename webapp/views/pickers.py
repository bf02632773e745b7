"""What the values of a design can be chosen from, in words: for lists that open in place, and for forms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Flask

from webapp.models import Design, Person
from webapp.models.design import PRIORITIES, PRIORITY, STATUSES, TITLE_MAX
from webapp.services import offers
from webapp.services.permissions import may
from webapp.views.gate import current_person

FIXED = {"status": STATUSES, "priority": PRIORITIES}
"""Values with few choices: a page brings their lists along, and opening one asks nobody."""


@dataclass(frozen=True, slots=True)
class Option:
    """What can be chosen: the value that is sent, the words for it, and what is said beside it."""

    value: str
    words: str
    note: str = ""


NOBODY = Option("", "Nobody")
NONE = Option("", "None")


def init_app(app: Flask) -> None:
    """Give the templates the fixed lists, and what a new design begins with."""
    fixed = {field: _plain(values) for field, values in FIXED.items()}
    app.jinja_env.globals.update(FIXED_OPTIONS=fixed, PRIORITY=PRIORITY, TITLE_MAX=TITLE_MAX)


def options(design: Design, field: str, q: str) -> list[Option]:
    """What a value can be chosen from where `q` is typed."""
    if field in FIXED:
        return _plain(FIXED[field])
    if field == "parent":
        parents = offers.offer_parents(design, q, person=current_person())
        found = [Option(each.key, each.key, each.title) for each in parents]
        return found if q else [NONE, *found]
    people = [_person(person) for person in offers.offer_people(design, q)]
    return people if q or field == "contributors" else [NOBODY, *people]


def everybody(field: str, *projects: int) -> list[tuple[str, str]]:
    """The people of a form that cannot ask again while somebody types: authors of all these projects."""
    people = [_person(person) for person in offers.everybody(*projects)]
    return [(each.value, each.words) for each in ([NOBODY, *people] if field == "owner" else people)]


def chosen(design: Design, field: str) -> set[str]:
    """The options that are the value now."""
    if field == "contributors":
        return {str(person.id) for person in design.contributors}
    if field == "parent":
        return {_known(design.parent).value}
    return {str(design.owner_id or "")} if field == "owner" else {str(getattr(design, field))}


def stored(design: Design, field: str) -> str:
    """The value as a form brings it back in `base`: people by their ids, a parent by its key."""
    if field == "contributors":
        return " ".join(str(person.id) for person in design.contributors)
    return next(iter(chosen(design, field)))


def option_of(field: str, value: str) -> Option:
    """A stored value, as it is sent and in words; people and parents are stored by their ids."""
    if field == "owner":
        person = offers.find_person(value)
        return _person(person) if person else NOBODY
    if field == "parent":
        return _known(offers.find_parent(value))
    return Option(value, value)


def _known(parent: Design | None) -> Option:
    """A parent; one that the person may not read is none to them."""
    return Option(parent.key, parent.key) if parent and may(current_person(), "read", parent) else NONE


def _plain(values: Iterable[str]) -> list[Option]:
    return [Option(value, value) for value in values]


def _person(person: Person) -> Option:
    return Option(str(person.id), person.name)
