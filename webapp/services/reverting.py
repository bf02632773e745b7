"""What taking a change back makes of a piece that others may have changed since. Pure.

Only what the change changed is looked at: two people who changed other cells of one row do not meet.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from webapp.services.history import Values

CELLS = "cells"
GROWS = "column_seq"
"""The last id that a table gave to a column: it is never given again, so it never shrinks."""
TEXTS = frozenset({"source", "tail"})
REREAD = frozenset({"kind", "reason"})
"""What a block is follows from its text: it is read again and need not agree."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A value that is no longer what the change made of it.

    `name` is the value's, and `column` the cell's in `cells`; `base` is what the change made, `theirs`
    what it is now and `mine` what taking the change back would make.
    """

    name: str
    base: Any
    theirs: Any
    mine: Any
    column: str = ""


@dataclass(slots=True)
class Reverted:
    """The values to set, and those that cannot be set without overwriting what others wrote."""

    values: Values = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)
    merged: bool = False


def revert(before: Values, after: Values, now: Values, *, loose: bool = False) -> Reverted:
    """Take a change from `before` to `after` back in a piece that is `now`.

    `loose` is for a piece whose source is only the setting of other values, such as a table's row:
    where others changed other characters of it, both changes stand.
    """
    found = Reverted()
    for name in after:
        mine, base, theirs = _at(before, name), _at(after, name), _at(now, name)
        if mine == base or theirs == mine:
            continue
        if name == CELLS:
            _revert_cells(found, mine or {}, base, theirs or {})
        elif name == GROWS:
            continue
        elif theirs == base or name in REREAD:
            found.values[name] = mine
        elif name in TEXTS and (loose or name == "tail") and (text := merge(base, theirs, mine)) is not None:
            found.values[name], found.merged = text, True
        elif name != "tail":  # blank lines are worth no question: they stay
            found.clashes.append(Clash(name, base, theirs, mine))
    return found


def merge(base: str, theirs: str, mine: str) -> str | None:
    """Both changes of a text, where each replaced one run of characters and the runs lie apart; else None."""
    start, end, new = _replaced(base, theirs)
    other_start, other_end, other_new = _replaced(base, mine)
    if end <= other_start and (start, end) != (other_start, other_end):
        return base[:start] + new + base[end:other_start] + other_new + base[other_end:]
    if other_end <= start and (start, end) != (other_start, other_end):
        return base[:other_start] + other_new + base[other_end:start] + new + base[end:]
    return None


def _at(values: Values, name: str) -> Any:
    return values.get(name)


def _revert_cells(found: Reverted, mine: Values, base: Values, theirs: Values) -> None:
    cells = dict(theirs)
    for column in {**mine, **base}:
        back, made, now = mine.get(column), base.get(column), theirs.get(column)
        if back == made or now == back:
            continue
        if now != made:
            found.clashes.append(Clash(CELLS, made, now, back, column))
        elif back is None:
            del cells[column]
        else:
            cells[column] = back
    if cells != theirs:
        found.values[CELLS] = cells


def _replaced(old: str, new: str) -> tuple[int, int, str]:
    """Where the one run of characters begins and ends that was replaced, and by what."""
    least = min(len(old), len(new))
    start = 0
    while start < least and old[start] == new[start]:
        start += 1
    end = 0
    while end < least - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, len(old) - end, new[start : len(new) - end]
