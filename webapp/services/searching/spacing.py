"""Where lines stand in their design: numbers with gaps, so that a new line moves no other. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from webapp.models.search import DESIGN_SHIFT

STEP = 2**16
"""How far apart lines stand that come together."""
APART = 2**24
"""How far behind the last line another document begins, so that the one before it can grow."""
FIRST = STEP
"""Below this stand the lines of the design itself."""
END = 2**DESIGN_SHIFT


def settle_places(wanted: Sequence[int | None], begins: Sequence[bool]) -> list[int]:
    """Places in ascending order for the lines of a design, in their new order; few lines are moved.

    `wanted` has each line's present place, or None for a new one, `begins` whether a document begins
    with it. Where there is no room between two lines all are numbered anew.
    """
    kept = _ascent(wanted)
    settled = list(wanted)
    for left, right in pairwise([-1, *kept, len(wanted)]):
        missing = right - left - 1
        if not missing:
            continue
        low = (wanted[left] if left >= 0 else None) or FIRST - 1
        high = (wanted[right] if right < len(wanted) else None) or END
        room = _between(low, high, begins[left + 1 : right])
        if room is None:
            return _between(FIRST - 1, END, begins) or []
        settled[left + 1 : right] = room
    return [place for place in settled if place is not None]


def _between(low: int, high: int, begins: Sequence[bool]) -> list[int] | None:
    """Places for lines between two that stay; None where there is no room."""
    count = len(begins)
    apart = APART if high - low > sum(begins) * APART + count * STEP else 0
    step = min(STEP, (high - low) // (count + 1))
    if not step:
        return None
    places = []
    place = low
    for begin in begins:
        place += step + (apart if begin and place >= FIRST else 0)
        places.append(place)
    return places


def _ascent(wanted: Sequence[int | None]) -> list[int]:
    """The indexes of the longest ascending run of places, gaps allowed (patience sorting)."""
    known = [index for index, place in enumerate(wanted) if place is not None]
    if all((wanted[one] or 0) < (wanted[other] or 0) for one, other in pairwise(known)):
        return known
    ends: list[int] = []
    last: list[int] = []
    before: dict[int, int | None] = {}
    for index in known:
        place = wanted[index] or 0
        at = bisect_left(ends, place)
        before[index] = last[at - 1] if at else None
        ends[at : at + 1] = [place]
        last[at : at + 1] = [index]
    run: list[int] = []
    index_before: int | None = last[-1]
    while index_before is not None:
        run.append(index_before)
        index_before = before[index_before]
    return run[::-1]
