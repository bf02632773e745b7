"""Clashes of which somebody may not read all sides: told as if the other sides were not there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ColumnElement, literal_column, select

from webapp import checks
from webapp.extensions import db
from webapp.models import Clash, ClashSide, Design, Entry, Person
from webapp.services.permissions import readable
from webapp.services.searching.dialects import is_sqlite

Kind = tuple[int, str, str]
"""A clash's id, code and register."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is left of a clash among the sides that may be read: the words of its sentence, its entries.

    These with the designs that state them, all by their ids.
    """

    about: Mapping[str, str]
    entries: Mapping[int, int]


MANY = 100
"""The sides of more clashes than these are found by walking through all that somebody may read."""


def seen_in_part(clash_ids: Collection[int], person: Person | None) -> dict[int, Seen]:
    """What `person` sees of clashes of which some sides are hidden, by their ids, in one query.

    Where those that may be read do not contradict each other it is not there: that somebody out of sight
    contradicts them must not be told.
    """
    claims: dict[Kind, list[checks.Claim]] = defaultdict(list)
    designs: dict[int, int] = {}
    for clash_id, code, register, design_id, entry_id, values in _sides(clash_ids, person):
        claims[clash_id, code, register].append(checks.Claim(design_id, entry_id, values))
        designs[entry_id] = design_id
    return {
        clash_id: Seen(found.about, {each: designs[each] for each in cast("tuple[int, ...]", found.sides)})
        for (clash_id, code, register), some in claims.items()
        for found in checks.clashes(register, some)
        if found.code == code
    }


def _sides(clash_ids: Collection[int], person: Person | None) -> Iterable[Any]:
    """The sides that may be read, in the order in which they were stated."""
    if not clash_ids:
        return ()
    columns = (Clash.id, Clash.code, Clash.register, ClashSide.design_id, Entry.id, Entry.values)
    if len(clash_ids) <= MANY:
        sides = select(*columns).select_from(ClashSide).join(Design, Design.id == ClashSide.design_id)
        sides = sides.where(Clash.id.in_(clash_ids))
    else:
        sides = select(*columns).select_from(Design).join(ClashSide, of_design(Design.id))
    sides = sides.join(Clash, Clash.id == ClashSide.clash_id).join(Entry, Entry.id == ClashSide.entry_id)
    found = db.session.execute(sides.where(readable(person)).order_by(Entry.id))
    return (each for each in found if each[0] in clash_ids)


def of_design(design_id: Any) -> ColumnElement[bool]:
    """Joins designs with the sides of clashes so that the sides are looked up, of those that may be read.

    SQLite would walk through all sides, and look up the design of each.
    """
    of: ColumnElement[int] = design_id + literal_column("0") if is_sqlite() else design_id
    return ClashSide.design_id == of
