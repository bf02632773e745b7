"""Clashes among all that designs say about one thing."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

from webapp.registers.register import Values


@dataclass(frozen=True, slots=True)
class Claim:
    """What one entry of a design says; `design` and `entry` are ids of whoever asks."""

    design: Hashable
    entry: Hashable
    values: Values
    from_template: bool = False


@dataclass(frozen=True, slots=True)
class ClashFound:
    """Entries that cannot all be right: `sides` are their ids, in the order of the claims."""

    code: str
    sides: tuple[Hashable, ...]
    about: dict[str, str] = field(default_factory=dict)


def clashes(register: str, claims: Iterable[Claim]) -> list[ClashFound]:
    """What contradicts among the claims of one key, at most one a code.

    `claims` are all entries of that register and key in designs that live (neither rejected nor
    superseded nor deleted). Each of the sides is contradicted by an entry of another design.
    """
    return []
