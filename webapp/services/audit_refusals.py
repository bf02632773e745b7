"""Which refusals the audit noted already: so that nobody fills a disk by asking again and again."""

from __future__ import annotations

import time
from threading import Lock

REFUSED_EVERY = 60.0
"""The same refusal of the same person is noted once in so many seconds …"""
REFUSED_MAX = 60
"""… and no more than so many of one person, or of one address, in that time."""


class Refusals:
    """Those that one process noted lately."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._since = time.monotonic()
        self._seen: set[tuple[str, str]] = set()
        self._count: dict[str, int] = {}

    def let_through(self, who: str, what: str) -> bool:
        """Whether this one is to be noted. It forgets everything each REFUSED_EVERY seconds."""
        with self._lock:
            if time.monotonic() - self._since >= REFUSED_EVERY:
                self.forget()
            count = self._count.get(who, 0)
            if (who, what) in self._seen or count >= REFUSED_MAX:
                return False
            self._seen.add((who, what))
            self._count[who] = count + 1
            return True

    def forget(self) -> None:
        """Begin anew."""
        self._since = time.monotonic()
        self._seen.clear()
        self._count.clear()


REFUSALS = Refusals()
