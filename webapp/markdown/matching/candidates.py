"""Which old pieces a new one is worth comparing with: those near its place, those that share rare words.

So a document in which everything changed costs its length, not its square.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from webapp.markdown.matching.words import Said

NEIGHBOURS = 4
SHARING_WORDS = 4
# A word that more old pieces have says little about which of them is meant.
MAX_SHARED = 30


@dataclass(frozen=True, slots=True)
class Candidate:
    """A new piece, an old piece, how far from its expected place that one stood, and whether the pairs
    around both agree.
    """

    new: int
    old: int
    distance: int
    here: bool


def candidates(
    pairs: Mapping[int, int], olds: Mapping[int, Said], news: Mapping[int, Said]
) -> Iterator[Candidate]:
    """For each new piece the old ones it may have been. All are named by their index, in order."""
    free = sorted(olds)
    having = _having(olds)
    for new, first, expected, last in _places(pairs, sorted(news)):
        for old in {*_neighbours(free, expected), *_sharing(news[new], having)}:
            yield Candidate(new, old, abs(old - expected), first <= old <= last)


def _places(pairs: Mapping[int, int], news: Sequence[int]) -> Iterator[tuple[int, int, int, int]]:
    """Each new index with the old index where it is expected, between the first and last it may have
    had without crossing the pairs around it.
    """
    paired = sorted(pairs)
    for new in news:
        after = bisect_left(paired, new)
        before = paired[after - 1] if after else None
        first = pairs[before] + 1 if before is not None else 0
        last = pairs[paired[after]] - 1 if after < len(paired) else 10**9
        expected = first + new - (before + 1 if before is not None else 0)
        yield new, first, expected, last


def _neighbours(free: Sequence[int], expected: int) -> list[int]:
    at = bisect_left(free, expected)
    window = free[max(at - NEIGHBOURS, 0) : at + NEIGHBOURS]
    return sorted(window, key=lambda old: abs(old - expected))[:NEIGHBOURS]


def _having(olds: Mapping[int, Said]) -> dict[str, list[int]]:
    having: dict[str, list[int]] = defaultdict(list)
    for old, words in olds.items():
        for word in words.words:
            having[word].append(old)
    return {word: places for word, places in having.items() if len(places) <= MAX_SHARED}


def _sharing(words: Said, having: Mapping[str, list[int]]) -> list[int]:
    votes = Counter(old for word in words.words for old in having.get(word, ()))
    return [old for old, _ in votes.most_common(SHARING_WORDS)]
