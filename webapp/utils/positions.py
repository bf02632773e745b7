"""Positions between positions: where a piece stands among its siblings, as a fractional index."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from fractional_indexing import generate_n_keys_between

# A position grows by a character or so with every piece put between the same two; long before the
# column is full the whole family gets short ones again.
LENGTH_MAX = 100


def first_positions(count: int) -> list[str]:
    """Positions for `count` new siblings, in order."""
    return list(_first(count))


@lru_cache(maxsize=128)
def _first(count: int) -> tuple[str, ...]:
    return tuple(generate_n_keys_between(None, None, count))


def settle(wanted: Sequence[str | None]) -> list[str]:
    """Positions in ascending order for siblings in their new order, moving as few as possible.

    `wanted` has each sibling's present position, or None for a new one.
    """
    if not any(wanted):
        return first_positions(len(wanted))
    settled = list(wanted)
    kept = _longest_ascent(wanted)
    fixed = [-1, *kept, len(wanted)]
    for left, right in pairwise(fixed):
        low = wanted[left] if left >= 0 else None
        high = wanted[right] if right < len(wanted) else None
        settled[left + 1 : right] = generate_n_keys_between(low, high, right - left - 1)
    if any(len(position or "") > LENGTH_MAX for position in settled):
        return first_positions(len(wanted))
    return [position for position in settled if position is not None]


def _longest_ascent(wanted: Sequence[str | None]) -> list[int]:
    """The indexes of the longest strictly ascending run of positions, gaps allowed (patience sorting)."""
    ends: list[str] = []
    last: list[int] = []
    before: dict[int, int | None] = {}
    for index, position in enumerate(wanted):
        if position is None:
            continue
        place = bisect_left(ends, position)
        before[index] = last[place - 1] if place else None
        ends[place : place + 1] = [position]
        last[place : place + 1] = [index]
    run: list[int] = []
    at: int | None = last[-1] if last else None
    while at is not None:
        run.append(at)
        at = before[at]
    return run[::-1]
