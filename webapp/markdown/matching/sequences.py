"""Which items of two sequences correspond in order."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher

# Above so many equal pairs difflib, which looks at all of them again and again, is not asked.
MAX_EQUAL_PAIRS = 40_000

Pair = tuple[int, int]
"""The index in the new sequence and the index in the old one."""


def in_order(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """Pair equal keys so that both indices only grow.

    Keys that occur once on either side are the anchors; between them difflib decides. What is
    repeated too often for it stays unpaired, but for equal starts and ends. None pairs with nothing.
    """
    common = set(old) & set(new) - {None}
    olds = [at for at, key in enumerate(old) if key in common]
    news = [at for at, key in enumerate(new) if key in common]
    found = _pairs([old[at] for at in olds], [new[at] for at in news])
    return sorted((news[at], olds[old_at]) for at, old_at in found)


def _pairs(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Pair]:
    start = _equal_start(old, new)
    yield from ((at, at) for at in range(start))
    old, new = old[start:], new[start:]
    end = _equal_start(old[::-1], new[::-1])
    yield from ((start + len(new) - 1 - at, start + len(old) - 1 - at) for at in range(end))
    old, new = old[: len(old) - end], new[: len(new) - end]
    if not old or not new:
        return
    anchors = _anchors(old, new)
    if not anchors:
        yield from ((start + at, start + old_at) for at, old_at in _by_difflib(old, new))
        return
    before, old_before = 0, 0
    for at, old_at in [*anchors, (len(new), len(old))]:
        for new_in_gap, old_in_gap in _pairs(old[old_before:old_at], new[before:at]):
            yield start + before + new_in_gap, start + old_before + old_in_gap
        if at < len(new):
            yield start + at, start + old_at
        before, old_before = at + 1, old_at + 1


def _equal_start(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    length = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        length += 1
    return length


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """The longest run of pairs in order among the keys that occur once on either side."""
    old_counts, new_counts = Counter(old), Counter(new)
    place = {key: at for at, key in enumerate(old) if old_counts[key] == 1}
    pairs = [(at, place[key]) for at, key in enumerate(new) if new_counts[key] == 1 and key in place]
    last: list[int] = []  # the old index that ends the best run of each length
    ends: list[int] = []  # and the pair that it belongs to
    previous: list[int] = []
    for number, (_, old_at) in enumerate(pairs):
        length = bisect_left(last, old_at)
        previous.append(ends[length - 1] if length else -1)
        last[length : length + 1] = [old_at]
        ends[length : length + 1] = [number]
    run = []
    number = ends[-1] if ends else -1
    while number >= 0:
        run.append(pairs[number])
        number = previous[number]
    return run[::-1]


def _by_difflib(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Pair]:
    new_counts = Counter(new)
    if sum(new_counts[key] for key in old) > MAX_EQUAL_PAIRS:
        return
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for old_at, at, length in matcher.get_matching_blocks():
        yield from ((at + step, old_at + step) for step in range(length))
