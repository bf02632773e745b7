"""Clashes among all that designs say about one thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from webapp.checks.codes import quoted
from webapp.registers.claims import Claimed, ClashCode
from webapp.registers.recognition import REGISTERS
from webapp.registers.register import Register, Values

SAYINGS_MAX = 200
"""How many different sayings about one thing are compared with each other, those said first."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one entry of a design says; `design` and `entry` are ids of whoever asks."""

    design: Hashable
    entry: Hashable
    values: Values
    from_template: bool = False


@dataclass(frozen=True, slots=True)
class ClashFound:
    """Entries that cannot all be right: `sides` are their ids, in the order of the claims.

    `about` are the words of the code's sentence. They say what the sides have in common, and nothing
    that only one of them says: not everybody may read all of them.
    """

    code: ClashCode
    sides: tuple[Hashable, ...]
    about: dict[str, str] = field(default_factory=dict)


CLAIMED: dict[str, tuple[str, ...]] = {
    "endpoints": ("method", "path"),
    "files": ("file", "action"),
    "entities": ("entity", "kind", "field", "fields", "type", "constraints", "description", "action"),
    "packages": ("package", "version"),
    "errors": ("code", "error", "response"),
}
"""The registers whose entries clash, with the roles by which they do."""


def clashes(register: str, claims: Iterable[Claim]) -> list[ClashFound]:
    """What contradicts among the claims of one key, at most one clash a code.

    `claims` are all entries of that register and key in designs that live (neither rejected nor
    superseded nor deleted). Each of the sides is contradicted by an entry of another design. What is
    undecided or the template's own takes no part.
    """
    if register not in CLAIMED:
        return []
    known = REGISTERS[register]
    order: dict[Hashable, int] = {}
    found: dict[ClashCode, dict[str, list[_Side]]] = defaultdict(dict)
    said: dict[tuple[ClashCode, str], dict[Hashable, _Saying]] = defaultdict(dict)
    for claim in claims:
        if claim.from_template:
            continue
        order.setdefault(claim.entry, len(order))
        for claimed in known.claims(claim.values):
            sayings = said[claimed.code, claimed.topic]
            saying = sayings.setdefault(claimed.says, _Saying(claimed))
            saying.sides.append((claim.design, claim.entry))
    for (code, topic), sayings in said.items():
        if sides := _contradicted(known, list(sayings.values())[:SAYINGS_MAX]):
            found[code][topic] = sides
    return [_found(code, topics, said, order) for code, topics in found.items()]


_Side = tuple[Hashable, Hashable]


@dataclass(slots=True)
class _Saying:
    """What some entries say in the same words, and who: design and entry."""

    claimed: Claimed
    sides: list[_Side] = field(default_factory=list)
    designs: set[Hashable] = field(default_factory=set)


def _contradicted(known: Register, sayings: Sequence[_Saying]) -> list[_Side]:
    """The sides that an entry of another design contradicts."""
    for saying in sayings:
        saying.designs = {design for design, _ in saying.sides}
    sides: list[_Side] = []
    for one in sayings:
        against = _designs_against(known, one, sayings)
        sides += [(design, entry) for design, entry in one.sides if against - {design}]
    return sides


def _designs_against(known: Register, one: _Saying, sayings: Sequence[_Saying]) -> set[Hashable]:
    """Designs that say what excludes it: two of them are enough to be another than any one is."""
    against: set[Hashable] = set()
    # A saying may exclude itself: what is done once cannot be done by two.
    for other in sayings:
        if known.exclude(one.claimed, other.claimed):
            against |= other.designs
            if len(against) > 1:
                break
    return against


def _found(
    code: ClashCode,
    topics: dict[str, list[_Side]],
    said: dict[tuple[ClashCode, str], dict[Hashable, _Saying]],
    order: dict[Hashable, int],
) -> ClashFound:
    entries = {entry for sides in topics.values() for _, entry in sides}
    names = [next(iter(said[code, topic].values())).claimed.name for topic in topics]
    sides = sorted(entries, key=order.__getitem__)
    return ClashFound(code, tuple(sides), {"what": quoted(", ".join(sorted(names)))})
