"""What the list of findings is narrowed to, and how many there are with each choice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, false, not_, or_

from webapp.models import Design, Project
from webapp.models.design import STATUSES
from webapp.utils.keys import parse_key
from webapp.utils.queries import Query

OPERATORS = ("project", "status", "design")
"""What narrows the list when it is typed over it."""
OPEN, DISMISSED, ALL = "", "yes", "all"
"""What `dismissed` may say: those nobody dismissed, those that somebody did, both."""
FACETS = ("code", "project", "status", "dismissed")


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the list is narrowed to: a code, a project's and a design's key, a design's status; '' is all."""

    code: str = ""
    project: str = ""
    status: str = ""
    dismissed: str = OPEN
    design: str = ""


NOTHING = Narrowed()


@dataclass(frozen=True, slots=True)
class Kind:
    """Findings, or clashes, that every facet says the same of, and how many there are.

    `places` are the projects, by their keys, and statuses of the designs where each of them stands: a
    finding in one, a clash in several. `ids` are those of clashes.
    """

    code: str
    is_dismissed: bool
    places: frozenset[tuple[str, str]]
    count: int
    ids: Sequence[int] = ()

    def fits(self, narrowed: Narrowed) -> bool:
        """Whether the facets leave these."""
        return bool(self._left(narrowed))

    def values(self, name: str, others: Narrowed) -> set[str]:
        """What they say of a facet, as far as the other facets leave them."""
        left = self._left(others)
        if name in {"project", "status"}:
            return {place[name == "status"] for place in left}
        said = self.code if name == "code" else DISMISSED if self.is_dismissed else OPEN
        return {said} if left else set()

    def _left(self, narrowed: Narrowed) -> list[tuple[str, str]]:
        if narrowed.code not in {"", self.code}:
            return []
        if narrowed.dismissed != ALL and self.is_dismissed != (narrowed.dismissed == DISMISSED):
            return []
        return [
            (project, status)
            for project, status in self.places
            if narrowed.project in {"", project} and narrowed.status in {"", status}
        ]


def counted(name: str, narrowed: Narrowed, kinds: Iterable[Kind]) -> dict[str, int]:
    """How many there are of each value of a facet, under what is chosen of the others."""
    others = replace(narrowed, **{name: ALL if name == "dismissed" else ""})
    counts: Counter[str] = Counter()
    for kind in kinds:
        for value in kind.values(name, others):
            counts[value] += kind.count
    return counts


def in_designs(query: Query, narrowed: Narrowed) -> Iterator[ColumnElement[bool]]:
    """What was typed of designs and projects, and the design that was chosen: asked of Design and Project.

    Of the values of one operator any, of each with a minus none; nothing where one is unknown.
    """
    if query.unknown:
        yield false()
    for name in dict.fromkeys(each.name for each in query.operators):
        if values := query.values(name):
            yield or_(*(_operator(name, value) for value in values))
    for each in query.operators:
        if not each.wanted:
            yield not_(_operator(each.name, each.value))
    if narrowed.design:
        yield _is_design(narrowed.design)


def _operator(name: str, value: str) -> ColumnElement[bool]:
    if name == "status":
        return Design.status.in_([status for status in STATUSES if status.lower() == value])
    return Project.key == value if name == "project" else _is_design(value)


def _is_design(key: str) -> ColumnElement[bool]:
    parsed = parse_key(key)
    if parsed is None:
        return false()
    return (Project.key == parsed.project) & (Design.number == parsed.number)
