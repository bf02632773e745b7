"""Many people at once: so many connections, each asking for the next thing as soon as it has the last."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import cycle

from benchmarks.client import Client

CONNECTIONS = 16


@dataclass(frozen=True, slots=True)
class Load:
    """What came of it: answers a second over all connections, and how long each answer took, in ms."""

    per_second: float
    milliseconds: tuple[float, ...]


class Crowd:
    """People who each do the next thing as soon as the last is done; `each` of them says how long it took."""

    def __init__(self, each: Iterable[Callable[[], float]]) -> None:
        self._each = list(each)

    @classmethod
    def reading(cls, clients: Iterable[Client], paths: Iterable[str]) -> Crowd:
        """Readers who go through `paths` together, again and again."""
        shared = cycle(paths)
        return cls([partial(_read, client, shared) for client in clients])

    def work(self, seconds: float) -> Load:
        """Go on for so long."""
        began = time.perf_counter()
        end = began + seconds
        with ThreadPoolExecutor(len(self._each)) as pool:
            taken = list(pool.map(lambda do: _until(end, do), self._each))
        passed = time.perf_counter() - began
        milliseconds = tuple(1000 * each for one in taken for each in one)
        return Load(len(milliseconds) / passed, milliseconds)


def _read(client: Client, paths: Iterator[str]) -> float:
    return client.get(next(paths)).seconds


def _until(end: float, do: Callable[[], float]) -> list[float]:
    taken = []
    while time.perf_counter() < end:
        taken.append(do())
    return taken
