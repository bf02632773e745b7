"""Medians, percentiles, and taking turns."""

from __future__ import annotations

import pytest

from benchmarks.timing import Figures, Timed, in_turns, in_turns_with_cpu


@pytest.mark.parametrize(
    ("values", "median", "p95"),
    [
        ([3.0], 3.0, 3.0),
        ([4.0, 1.0], 2.5, 4.0),
        ([float(number) for number in range(100, 0, -1)], 50.5, 95.0),
        ([float(number) for number in range(1, 21)], 10.5, 19.0),
        ([1.0] * 19 + [1000.0], 1.0, 1.0),
        ([1.0] * 18 + [1000.0] * 2, 1.0, 1000.0),
    ],
)
def test_median_and_p95(values: list[float], median: float, p95: float) -> None:
    figures = Figures(tuple(values))
    assert (figures.median, figures.p95) == (median, p95)


def test_each_work_has_one_turn_a_round_and_goes_first_in_every_other_round() -> None:
    turns: list[tuple[str, int]] = []

    def work(name: str, value: float) -> Timed:
        def do(turn: int) -> float:
            turns.append((name, turn))
            return value + turn

        return do

    first, second = in_turns(3, [work("a", 10), work("b", 20)])
    assert turns == [("a", 0), ("b", 0), ("b", 1), ("a", 1), ("a", 2), ("b", 2)]
    assert first.values == (10, 11, 12)
    assert second.values == (20, 21, 22)


def test_the_clock_of_a_work_counts_what_passed_between_start_and_end() -> None:
    spent = {"a": 5.0, "b": 0.0}

    def spend(name: str, amount: float) -> Timed:
        def do(turn: int) -> float:
            spent[name] += amount
            return 1.0

        return do

    _, passed = in_turns_with_cpu(
        4,
        [spend("a", 2.0), spend("b", 0.5)],
        [lambda: spent["a"], lambda: spent["b"]],
    )
    assert passed == [8.0, 2.0]
