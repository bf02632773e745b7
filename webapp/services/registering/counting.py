"""How many rows of a register fit, and how many would with each other choice."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, select

from webapp.extensions import db
from webapp.models import Design, Entry, Person, Project
from webapp.registers import NAMES
from webapp.services.permissions import readable, rights_of
from webapp.services.registering.narrowing import NONE, Narrowing, entries, in_deleted_document, value
from webapp.services.searching.dialects import is_sqlite

AT_ONCE = 5_000
"""A register with more entries than these is counted after its page is there."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many rows fit. `facets` has, for each role, `status` and `project`, how many rows fit with each
    value that occurs, under all the other choices; NONE stands for rows that state nothing. `of` is how
    many there are whatever is chosen.
    """

    total: int
    of: int
    facets: Mapping[str, Mapping[str, int]]


def count_registers(person: Person) -> dict[str, int]:
    """How many entries each register has in what the person may read, in their order.

    Where most can be read, all are counted in the order of an index, and those left out taken away.
    """
    may_read = select(Design.id).where(readable(person))
    # As an expression the register cannot be looked up: SQLite would walk every entry in its order.
    looked_up = Entry.register.concat("")
    if _reads_most(person):
        hidden = select(Design.id).where(Design.id.not_in(may_read))
        counted = _by_register(Entry.register)
        counted.subtract(_by_register(looked_up, Entry.design_id.in_(hidden)))
    else:
        counted = _by_register(looked_up, Entry.design_id.in_(may_read))
    counted.subtract(_by_register(looked_up, Entry.design_id.in_(may_read), in_deleted_document()))
    return {name: counted[name] for name in NAMES}


def _reads_most(person: Person) -> bool:
    """Whether somebody may read half of all designs or more."""
    if rights_of(person).reads_all:
        return True
    count = func.count(Design.id)
    every, may_read = db.session.execute(select(count, count.filter(readable(person)))).one()
    return bool(2 * may_read >= every)


def _by_register(register: Any, *conditions: ColumnElement[bool]) -> Counter[str]:
    query = select(register.label("register"), func.count().label("entries"))
    found = db.session.execute(query.where(*conditions).group_by(register))
    return Counter({each.register: each.entries for each in found})


def is_small(register: str) -> bool:
    """Whether a register can be counted while its page is waited for."""
    beyond = select(Entry.id).where(Entry.register == register).limit(1).offset(AT_ONCE)
    return db.session.scalar(beyond) is None


def count_rows(narrowing: Narrowing) -> Counted:
    """Count the rows of documents, exactly, in one look at the register: see Counted."""
    names = [*narrowing.of.facets, "status", "project"]
    chosen = {**narrowing.facets, "status": narrowing.status, "project": narrowing.project}
    facets: dict[str, Counter[str]] = {name: Counter() for name in names}
    total = of = 0
    for kind in _kinds(narrowing, names):
        misses = [name for name in names if chosen.get(name) and chosen[name] not in kind.values[name]]
        of += kind.count
        total += 0 if misses else kind.count
        for name in names:
            if not misses or misses == [name]:
                for each in kind.values[name]:
                    facets[name][each] += kind.count
    return Counted(total, of, facets)


@dataclass(frozen=True, slots=True)
class _Kind:
    """Rows that state the same in every facet: a row may name several methods."""

    values: Mapping[str, Sequence[str]]
    count: int


def _kinds(narrowing: Narrowing, names: Sequence[str]) -> Iterator[_Kind]:
    several = narrowing.of.several
    wide = replace(narrowing, facets={}, status="", project="")
    columns = [_column(name) for name in names]
    if several:
        columns = [
            _gathered(each) if name == several else func.min(each)
            for name, each in zip(names, columns, strict=True)
        ]
    labelled = [column.label(f"facet_{place}") for place, column in enumerate(columns)]
    # Without facets of its own nothing is read of an entry but what the register's index has.
    is_large = bool(narrowing.of.facets) and not is_small(narrowing.register)
    query = entries(wide, *labelled, is_large=is_large)
    if several:
        query = query.group_by(func.coalesce(Entry.row_id, -Entry.id))
    grouped = query.subquery()
    projects = {each.id: each.key for each in db.session.execute(select(Project.id, Project.key))}
    for *values, count in db.session.execute(
        select(*grouped.c, func.count()).select_from(grouped).group_by(*grouped.c)
    ):
        said = {name: _said(each, name == several) for name, each in zip(names, values, strict=True)}
        yield _Kind({**said, "project": [projects[values[names.index("project")]]]}, count)


def _column(name: str) -> ColumnElement[Any]:
    if name == "status":
        return Design.status.expression
    return Design.project_id.expression if name == "project" else value(Entry, name)


def _gathered(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The different values of a group, as a JSON list; equal lists are equal texts on each database."""
    gather = func.json_group_array if is_sqlite() else func.json_agg
    return cast(gather(column.distinct()), Text)


def _said(stored: Any, is_list: bool) -> list[str]:
    values = json.loads(stored) if is_list and stored else [stored]
    return [NONE if each is None else each for each in dict.fromkeys(values)]
