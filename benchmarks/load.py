"""Many readers at once: so many connections, each asking for the next thing as soon as it has the last."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle

from benchmarks.client import Client

CONNECTIONS = 16


@dataclass(frozen=True, slots=True)
class Load:
    """What came of it: answers a second over all connections, and how long each answer took, in ms."""

    per_second: float
    milliseconds: tuple[float, ...]


class Crowd:
    """CONNECTIONS open connections to one server; they go through `paths` together, again and again."""

    def __init__(self, clients: Iterable[Client], paths: Iterable[str]) -> None:
        self._clients = list(clients)
        self._paths: Iterator[str] = cycle(paths)

    def read(self, seconds: float) -> Load:
        """Read for so long."""
        began = time.perf_counter()
        end = began + seconds
        with ThreadPoolExecutor(len(self._clients)) as pool:
            taken = list(pool.map(lambda client: self._read_until(client, end), self._clients))
        passed = time.perf_counter() - began
        milliseconds = tuple(each for one in taken for each in one)
        return Load(len(milliseconds) / passed, milliseconds)

    def _read_until(self, client: Client, end: float) -> list[float]:
        taken = []
        while time.perf_counter() < end:
            taken.append(1000 * client.get(next(self._paths)).seconds)
        return taken
