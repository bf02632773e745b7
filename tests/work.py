"""How much work something is, said without a clock: busy machines stretch seconds."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

NEVER = 120
"""Seconds after which something that takes well under one is taken to go on for ever."""


def calls_of(work: Callable[[], object]) -> int:
    """How many functions are called while `work` runs."""
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


@contextmanager
def ending() -> Iterator[None]:
    """Fail what never ends, such as an expression that tries every way, instead of waiting with it.

    This is no measure of speed; what grows with the square of its input is found by `calls_of`.
    """

    def give_up(number: int, frame: FrameType | None) -> None:
        raise AssertionError(f"It still goes on after {NEVER} seconds.")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(NEVER)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
