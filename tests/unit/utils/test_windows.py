"""Counts of the last minute."""

from __future__ import annotations

import pytest

from webapp.utils import windows
from webapp.utils.windows import Windows


class Clock:
    now = 1_000.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(windows, "time", clock)
    return clock


def test_so_many_fit_into_any_minute(clock: Clock) -> None:
    counts = Windows()
    for second in (0, 30, 50):
        clock.now = 1_000.0 + second
        assert counts.hit(3, "a")
    assert not counts.hit(3, "a")
    assert counts.window(3, "a") == (1_060.0, 0)
    clock.now = 1_060.0
    assert counts.test(3, "a")
    assert counts.window(3, "a") == (1_090.0, 1)
    assert counts.hit(3, "a")
    assert not counts.hit(3, "a")


def test_keys_do_not_share(clock: Clock) -> None:
    counts = Windows()
    assert counts.hit(1, "a")
    assert counts.hit(1, "b")
    assert not counts.hit(1, "a")
    counts.clear()
    assert counts.hit(1, "a")


def test_looking_does_not_count(clock: Clock) -> None:
    counts = Windows()
    assert [counts.test(1, "a") for _ in range(3)] == [True] * 3
    assert counts.window(1, "a") == (1_060.0, 1)


def test_who_asks_no_more_is_forgotten(clock: Clock) -> None:
    counts = Windows()
    for number in range(100):
        counts.hit(1, number)
    clock.now += 61
    counts.hit(1, "a")
    assert list(counts._asked) == ["a"]
