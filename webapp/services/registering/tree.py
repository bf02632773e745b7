"""Paths as a tree, one folder at a time: what stands in it, and how many designs touch each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func

from webapp.extensions import db
from webapp.models import Entry
from webapp.registers.register import PART_END
from webapp.services.registering.narrowing import Narrowing, entries, folder, value
from webapp.services.searching.dialects import is_sqlite

BRANCHES_MAX = 500
"""How many things of one folder are listed."""

SLASH = "/"


@dataclass(frozen=True, slots=True)
class Branch:
    """What stands in a folder: its name, and its path by which it is asked for.

    `designs` touch it or something below it, with `entries` entries; `opens` says that something is
    below it.
    """

    name: str
    path: str
    designs: int
    entries: int
    opens: bool


@dataclass(frozen=True, slots=True)
class Branches:
    """The things in one folder; `more` says that there are others, which are left out."""

    items: Sequence[Branch]
    more: bool


def list_branches(narrowing: Narrowing) -> Branches:
    """What stands right below the narrowing's prefix, by name: one query.

    Endpoints are known by their path, whatever the method; what has a host before it stands in no tree.
    """
    leading = SLASH if narrowing.register == "endpoints" else ""
    start = folder(narrowing.prefix)
    begins = f"{start}/" if start else leading
    rest = func.substr(Entry.sort, len(begins) + 1)
    name = func.substr(rest, 1, _end_of_name(rest) - 1).label("branch")
    path = value(Entry, "path") if leading else Entry.key
    query: Any = (
        entries(
            narrowing,
            name,
            *(func.count(Entry.design_id.distinct()), func.count(), func.min(path)),
            func.max(case((_place(rest, SLASH) > 0, 1), else_=0)),
        )
        .where(Entry.sort >= begins, Entry.sort < _after(begins), rest != "")
        .group_by(name)
        .order_by(name)
        .limit(BRANCHES_MAX + 1)
    )
    found = db.session.execute(query).all()
    return Branches(
        [
            Branch(spelt := _spelt(sample, begins, folded), begins + spelt, designs, count, bool(opens))
            for folded, designs, count, sample, opens in found[:BRANCHES_MAX]
        ],
        len(found) > BRANCHES_MAX,
    )


def _end_of_name(rest: ColumnElement[str]) -> ColumnElement[int]:
    """Where the first part of a path ends: at a slash, or where the path itself ends."""
    slash, end = _place(rest + SLASH, SLASH), _place(rest + PART_END, PART_END)
    return case((slash < end, slash), else_=end)


def _place(text: ColumnElement[str], part: str) -> ColumnElement[int]:
    """Where a part begins in a text, from 1; 0 where it does not stand there."""
    find = func.instr if is_sqlite() else func.strpos
    return find(text, part)


def _after(begins: str) -> str:
    """What comes after every text that begins so."""
    return begins[:-1] + chr(ord(begins[-1]) + 1) if begins else chr(0x10FFFF)


def _spelt(sample: str, begins: str, folded: str) -> str:
    """The name as somebody wrote it: what is grouped by is folded."""
    parts = sample.split(SLASH)
    depth = begins.count(SLASH)
    return parts[depth] if depth < len(parts) and parts[depth] else folded
