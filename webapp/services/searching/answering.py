"""One box for everything: designs and their lines that hold what was typed, best first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from webapp.models import Person
from webapp.services.searching import suggesting
from webapp.services.searching.asking import Asked, ask
from webapp.services.searching.found import Found, FoundDesign
from webapp.services.searching.ranking import best_designs
from webapp.services.searching.recent import recent
from webapp.services.searching.showing import show_designs
from webapp.services.searching.typos import other_queries
from webapp.utils.queries import Query

TYPED_DESIGNS, TYPED_ROWS = 8, 3
"""What is shown while somebody types."""
PAGE_DESIGNS, PAGE_ROWS = 20, 5
"""What is shown on a page of its own."""
COUNTED_MAX = 1_000
"""How many designs are found, and counted, at most: who looks for more of them looks for too little."""


def find(
    query: Query,
    *,
    person: Person | None,
    designs: int = TYPED_DESIGNS,
    rows: int = TYPED_ROWS,
    page: int = 1,
) -> Found:
    """What `person` may read of what was asked for: `designs` a page, each with at most `rows` lines.

    A page past the end is the last one. Where nothing is found and a word may be misspelt, the query
    with the likeliest other word is answered (`corrected`). Where nothing is asked, recent designs are.
    """
    chips = suggesting.chips(query, person)
    if not query:
        return Found(recent(person, designs), chips=chips, recent=True)
    if query.unknown:
        return Found(chips=chips, said=query.unknown)
    asked = ask(query, person)
    found = _page(asked, designs, rows, page)
    if found.groups:
        return replace(found, chips=chips)
    other, nearest = other_queries(query, person)
    if other:
        found = replace(_page(ask(other, person), designs, rows, page), corrected=other.typed)
    return replace(found, nearest=nearest, chips=chips)


@dataclass(frozen=True, slots=True)
class SomeFound:
    """A part of what is found: `total` designs, COUNTED_MAX where there are more. See Found for the rest."""

    groups: Sequence[FoundDesign] = ()
    total: int = 0
    corrected: str | None = None
    said: Sequence[str] = ()


def find_some(query: Query, *, person: Person, rows: int, limit: int, offset: int = 0) -> SomeFound:
    """As `find` orders them: `limit` designs, after the first `offset`. Where nothing is asked, none."""
    if not query or query.unknown:
        return SomeFound(said=query.unknown)
    found = _some(ask(query, person), rows, limit, offset)
    if found.total:
        return found
    other, _ = other_queries(query, person)
    return replace(_some(ask(other, person), rows, limit, offset), corrected=other.typed) if other else found


def _some(asked: Asked, rows: int, limit: int, offset: int) -> SomeFound:
    ranked = best_designs(asked, COUNTED_MAX)
    chosen = ranked[offset : offset + limit]
    return SomeFound(show_designs(asked, chosen, rows) if chosen else (), len(ranked))


def _page(asked: Asked, designs: int, rows: int, page: int) -> Found:
    """A page of what is found, with its number: that of the last page where there is no such one."""
    ranked = best_designs(asked, page * designs + 1)
    page = min(page, max(1, -(-len(ranked) // designs)))
    chosen = ranked[(page - 1) * designs : page * designs]
    groups = show_designs(asked, chosen, rows) if chosen else ()
    return Found(groups, page=page, more=len(ranked) > page * designs, words=asked.words)
