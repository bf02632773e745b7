"""Clashes of which somebody may not read all sides: told as if the other sides were not there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Select, case, distinct, func, select

from webapp import checks
from webapp.extensions import db
from webapp.models import Clash, ClashSide, Design, Entry, Person
from webapp.services.permissions import readable

Kind = tuple[int, str, str]
"""A clash's id, code and register."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is left of a clash among the sides that may be read: the words of its sentence, its entries."""

    about: Mapping[str, str]
    entries: frozenset[int]


def seen_in_part(clash_ids: Collection[int] | Select[Any], person: Person | None) -> dict[int, Seen]:
    """What `person` sees of clashes of which some sides are hidden, by their ids, in one query.

    Where those that may be read do not contradict each other it is not there: that somebody out of sight
    contradicts them must not be told.
    """
    claims: dict[Kind, list[checks.Claim]] = defaultdict(list)
    sides = (
        select(Clash.id, Clash.code, Clash.register, ClashSide.design_id, Entry.id, Entry.values)
        .join(ClashSide, ClashSide.clash_id == Clash.id)
        .join(Entry, Entry.id == ClashSide.entry_id)
        .join(Design, Design.id == ClashSide.design_id)
        .where(Clash.id.in_(clash_ids), readable(person))
        .order_by(Entry.id)
    )
    for clash_id, code, register, design_id, entry_id, values in db.session.execute(sides):
        claims[clash_id, code, register].append(checks.Claim(design_id, entry_id, values))
    return {
        clash_id: Seen(found.about, frozenset(cast("tuple[int, ...]", found.sides)))
        for (clash_id, code, register), some in claims.items()
        for found in checks.clashes(register, some)
        if found.code == code
    }


def partly_hidden(person: Person | None) -> Select[Any]:
    """The ids of the clashes of which `person` may read two designs and more, but not all sides."""
    may_read = readable(person)
    return (
        select(ClashSide.clash_id)
        .join(Design, Design.id == ClashSide.design_id)
        .group_by(ClashSide.clash_id)
        .having(
            func.count(distinct(case((may_read, ClashSide.design_id)))) > 1,
            func.count(case((may_read, 1))) < func.count(),
        )
    )
