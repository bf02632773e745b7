"""Counts of the last minute, in the memory of a process and without a thread of its own."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Hashable
from threading import Lock
from typing import NamedTuple

SECONDS = 60.0


class Window(NamedTuple):
    """What is left, and when the next place is free: seconds since 1970."""

    reset_time: float
    remaining: int


class Windows:
    """How often something was asked in the last minute, at any moment, for each key.

    The counts of `limits` in memory start a thread with every request, which made some wait for
    milliseconds; this costs two microseconds.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._asked: dict[Hashable, deque[float]] = {}
        self._swept = time.time()

    def hit(self, most: int, key: Hashable) -> bool:
        """Count one more, unless there are so many already."""
        with self._lock:
            asked = self._recent(key)
            if len(asked) >= most:
                return False
            asked.append(time.time())
            return True

    def test(self, most: int, key: Hashable) -> bool:
        """Whether one more would be counted."""
        with self._lock:
            return len(self._recent(key)) < most

    def window(self, most: int, key: Hashable) -> Window:
        """How a key stands."""
        with self._lock:
            asked = self._recent(key)
            return Window((asked[0] if asked else time.time()) + SECONDS, max(0, most - len(asked)))

    def clear(self) -> None:
        """Begin anew."""
        with self._lock:
            self._asked.clear()

    def _recent(self, key: Hashable) -> deque[float]:
        now = time.time()
        if now - self._swept > SECONDS:
            self._swept = now
            self._asked = {
                each: asked for each, asked in self._asked.items() if asked and asked[-1] > now - SECONDS
            }
        asked = self._asked.setdefault(key, deque())
        while asked and asked[0] <= now - SECONDS:
            asked.popleft()
        return asked
