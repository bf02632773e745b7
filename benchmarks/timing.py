"""Numbers of one kind, taken in turns: their median, their 95th percentile, and how they compare."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

Timed = Callable[[int], float]
"""Work that is told which round it is, from 0, and says what it took, in seconds."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured: `values` of one unit, in the order they were taken; never empty."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """Half of the values are below it."""
        return median(self.values)

    @property
    def p95(self) -> float:
        """The smallest value that at most a twentieth of the values exceed (nearest rank)."""
        in_order = sorted(self.values)
        return in_order[-(-95 * len(in_order) // 100) - 1]


def in_turns(rounds: int, work: Sequence[Timed]) -> list[Figures]:
    """Do each work once a round, so that whatever else the machine does hits all of them alike.

    Every other round goes backwards: nobody is always the one who comes after another.
    """
    taken: list[list[float]] = [[] for _ in work]
    for each in range(rounds):
        order = range(len(work))
        for place in reversed(order) if each % 2 else order:
            taken[place].append(work[place](each))
    return [Figures(tuple(values)) for values in taken]


def in_turns_with_cpu(
    rounds: int, work: Sequence[Timed], clocks: Sequence[Callable[[], float]]
) -> tuple[list[Figures], list[float]]:
    """As `in_turns`, and how far the clock of each work moved meanwhile: its processor time, say."""
    before = [clock() for clock in clocks]
    figures = in_turns(rounds, work)
    return figures, [clock() - start for clock, start in zip(clocks, before, strict=True)]
