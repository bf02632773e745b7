"""Operators that may be meant, offered while somebody types."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.models import Person
from webapp.services.permissions import readable
from webapp.services.searching.dialects import condition_text, run
from webapp.services.searching.found import Chip
from webapp.utils.folding import fold
from webapp.utils.keys import parse_key
from webapp.utils.queries import CHOICES, ME, NOBODY, OPERATORS, Query, begins, spelt

CHIPS_MAX = 6
PROJECTS_MAX = 3
TYPED_MIN = 2
"""How many characters of a word make one think of an operator."""
FIRST = ("is:open", "is:tbd", "owner:me", "in:endpoints", "status:draft")
"""What is offered where nothing is typed yet."""

_PROJECTS = (
    "SELECT p.key FROM project AS p WHERE substr(p.key, 1, :length) = :begun AND EXISTS "
    "(SELECT 1 FROM design WHERE design.project_id = p.id AND {readable}) ORDER BY p.key LIMIT :limit"
)
_DESIGN = (
    "SELECT design.id FROM design JOIN project AS p ON p.id = design.project_id "
    "WHERE p.key = :project AND design.number = :number AND {readable}"
)
_PROJECT_KEY_MAX = 10


def chips(query: Query, person: Person | None) -> list[Chip]:
    """Operators that the last word begins, or whose value it begins, as far as `person` may know of them.

    Choosing one puts it in that word's place.
    """
    if not query.typed:
        return [Chip(text, f"{text} ") for text in FIRST]
    before, blank, last = query.typed.rpartition(" ")
    minus = "-" if last.startswith("-") else ""
    meant = dict.fromkeys(_meant(last.removeprefix("-"), person))
    offered = [f"{minus}{text}" for text in meant if f"{minus}{text}" != last]
    return [Chip(text, f"{before}{blank}{text} ") for text in offered[:CHIPS_MAX]]


def _meant(word: str, person: Person | None) -> Iterator[str]:
    name, colon, value = word.partition(":")
    name = name.lower()
    if colon:
        if name in OPERATORS:
            yield from _values(name, value, person)
        return
    if len(word) < TYPED_MIN:
        return
    yield from (f"{each}:" for each in OPERATORS if each.startswith(name))
    for each in ("project", "design", "owner", *CHOICES):
        yield from _values(each, word, person)


def _values(name: str, begun: str, person: Person | None) -> Iterator[str]:
    """The operator with each of the values that begin so."""
    if name in CHOICES:
        yield from (spelt(name, value) for value in begins(name, begun))
    elif name == "owner":
        yield from (spelt(name, value) for value in (ME, NOBODY) if value.startswith(fold(begun)))
    elif name == "project":
        yield from (spelt(name, key) for key in _projects(begun.upper(), person))
    elif key := parse_key(begun):
        may_read, values = condition_text(readable(person))
        asked = values | {"project": key.project, "number": key.number}
        if run(_DESIGN.format(readable=may_read), asked):
            yield spelt(name, str(key))


def _projects(begun: str, person: Person | None) -> list[str]:
    if len(begun) > _PROJECT_KEY_MAX or not begun.isalnum():
        return []
    may_read, values = condition_text(readable(person))
    values |= {"begun": begun, "length": len(begun), "limit": PROJECTS_MAX}
    return [key for (key,) in run(_PROJECTS.format(readable=may_read), values)]
