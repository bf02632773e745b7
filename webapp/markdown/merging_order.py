"""Which pieces of two documents that were made from one are one piece, and in what order all stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from itertools import pairwise

from webapp.markdown.matching.sequences import in_order
from webapp.markdown.merging_trees import Tree

Key = Hashable
"""What names a child of three pieces that are one: its index in the base, or that it is new."""


def keys_of(base: Tree, theirs: Tree, mine: Tree) -> tuple[list[Key], list[Key]]:
    """What names the children of either side: the index in the base, or the same for equal new ones."""
    theirs_keys: list[Key] = [
        ("theirs", at) if origin is None else origin for at, origin in enumerate(_origins(base, theirs))
    ]
    mine_keys: list[Key] = [
        ("mine", at) if origin is None else origin for at, origin in enumerate(_origins(base, mine))
    ]
    new_theirs, new_mine = (
        [at for at, key in enumerate(keys) if isinstance(key, tuple)] for keys in (theirs_keys, mine_keys)
    )
    for at, theirs_at in in_order(
        [theirs.children[at].text for at in new_theirs], [mine.children[at].text for at in new_mine]
    ):
        mine_keys[new_mine[at]] = theirs_keys[new_theirs[theirs_at]]
    return theirs_keys, mine_keys


def _origins(base: Tree, side: Tree) -> list[int | None]:
    """Where the children of a side come from; one that took the place of another counts as that one."""
    origins = _uncrossed(base, [child.origin for child in side.children])
    free = sorted(set(range(len(base.children))).difference(each for each in origins if each is not None))
    if not free or None not in origins:
        return origins
    anchors = in_order(range(len(base.children)), origins)
    before, base_before = -1, -1
    for at, base_at in [*anchors, (len(origins), len(base.children))]:
        gone = [each for each in free if base_before < each < base_at]
        for place in range(before + 1, at):
            if origins[place] is None and gone:
                kind = side.children[place].family
                found = next((each for each in gone if base.children[each].family == kind), None)
                if found is not None:
                    origins[place] = found
                    gone = [each for each in gone if each > found]
        before, base_before = at, base_at
    return origins


def _uncrossed(base: Tree, origins: list[int | None]) -> list[int | None]:
    """The same, but pieces that were equal in the base have not changed places with each other."""
    alike: dict[str, list[int]] = defaultdict(list)
    for at, origin in enumerate(origins):
        if origin is not None:
            alike[base.children[origin].text].append(at)
    for places in alike.values():
        for at, origin in zip(places, sorted(origins[at] or 0 for at in places), strict=True):
            origins[at] = origin
    return origins


def order_of(base: Sequence[Key], theirs: Sequence[Key], mine: Sequence[Key]) -> list[Key]:
    """The order of all pieces: that of theirs; what mine moved or added follows what it follows there.

    Where both added something at one place, theirs comes first.
    """
    of_base, of_mine = set(base), set(mine)
    moved = of_base.difference(mine[at] for at, _ in in_order(base, mine))
    placed = [key for key in theirs if key not in of_mine or key not in moved]
    following: dict[Key, Key] = dict(pairwise([None, *placed, None]))
    known, before = set(placed), None
    for key in mine:
        if key not in known:
            while (after := following[before]) is not None and after not in of_mine and after not in of_base:
                before = after
            following[before], following[key] = key, following[before]
        before = key
    order = []
    key = following[None]
    while key is not None:
        order.append(key)
        key = following[key]
    return order
