"""Pairs of old and new pieces while pass after pass finds them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Generic, TypeVar

from webapp.markdown.matching.candidates import candidates
from webapp.markdown.matching.sequences import in_order
from webapp.markdown.matching.words import Said, is_mended, overlap

Piece = TypeVar("Piece")
Key = Callable[[Piece], Hashable | None]
"""What makes two pieces the same in a pass; None takes no part in it."""


class Pairing(Generic[Piece]):
    """Two sequences of pieces and, in `pairs`, which new index is which old index; one to one."""

    def __init__(self, old: Sequence[Piece], new: Sequence[Piece]) -> None:
        self.old = old
        self.new = new
        self.pairs: dict[int, int] = {}
        self._taken: set[int] = set()

    @property
    def free_old(self) -> list[int]:
        """The old pieces that have no partner yet."""
        return [at for at in range(len(self.old)) if at not in self._taken]

    @property
    def free_new(self) -> list[int]:
        """The new pieces that have no partner yet."""
        return [at for at in range(len(self.new)) if at not in self.pairs]

    def pair(self, new: int, old: int) -> None:
        """Make two free pieces partners."""
        self.pairs[new] = old
        self._taken.add(old)

    def part(self, new: int) -> None:
        """Free a new piece and its partner again."""
        self._taken.discard(self.pairs.pop(new))

    def by_key(self, key: Key[Piece]) -> None:
        """Pair free pieces with equal keys: first in order, around the pairs there are, then moved.

        A key that is left over moves only if it is left over equally often on either side.
        """
        if len(self._taken) == len(self.old) or len(self.pairs) == len(self.new):
            return
        old_keys, new_keys = self._free_keys(key)
        anchored_old: list[Hashable] = [
            old_keys.get(at, ("paired", at) if at in self._taken else None) for at in range(len(self.old))
        ]
        anchored_new: list[Hashable] = [
            new_keys.get(at, ("paired", self.pairs[at]) if at in self.pairs else None)
            for at in range(len(self.new))
        ]
        for new, old in in_order(anchored_old, anchored_new):
            if new in new_keys:
                self.pair(new, old)
                del new_keys[new], old_keys[old]
        old_places, new_places = _places(old_keys), _places(new_keys)
        for each, olds in old_places.items():
            news = new_places.get(each, [])
            if len(news) == len(olds):
                for new, old in zip(news, olds, strict=True):
                    self.pair(new, old)

    def by_unique_key(self, key: Key[Piece]) -> None:
        """Pair free pieces whose key occurs once among all old and once among all new pieces."""
        old_counts, new_counts = Counter(map(key, self.old)), Counter(map(key, self.new))
        old_keys, new_keys = self._free_keys(key)
        place = {each: at for at, each in old_keys.items() if old_counts[each] == 1}
        for new, each in new_keys.items():
            if new_counts[each] == 1 and each in place:
                self.pair(new, place[each])

    def by_likeness(self, what: Callable[[Piece], Said], here: float, elsewhere: float) -> None:
        """Pair free pieces that say much the same, the most alike and nearest first.

        `here` is how alike they must be where the pairs around them agree, `elsewhere` where a piece
        was moved as well: 0 to 1.
        """
        olds = {at: words for at in self.free_old if (words := what(self.old[at]))}
        news = {at: words for at in self.free_new if (words := what(self.new[at]))}
        if not olds or not news:
            return
        found = []
        for each in candidates(self.pairs, olds, news):
            alike = overlap(olds[each.old], news[each.new])
            if alike < here and each.here and is_mended(olds[each.old], news[each.new]):
                alike = here
            if alike >= (here if each.here else elsewhere):
                # Of those about as alike the nearer one is meant.
                found.append((-round(alike, 1), each.distance, -alike, each.new, each.old))
        for *_, new, old in sorted(found):
            if new not in self.pairs and old not in self._taken:
                self.pair(new, old)

    def _free_keys(self, key: Key[Piece]) -> tuple[dict[int, Hashable], dict[int, Hashable]]:
        old = {at: each for at in self.free_old if (each := key(self.old[at])) is not None}
        new = {at: each for at in self.free_new if (each := key(self.new[at])) is not None}
        return old, new


def _places(keys: Mapping[int, Hashable]) -> dict[Hashable, list[int]]:
    places: dict[Hashable, list[int]] = defaultdict(list)
    for at, key in keys.items():
        places[key].append(at)
    return places
