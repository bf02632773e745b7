"""Cold start: from the process's start to its first answer, beside bare Flask on the same server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from benchmarks import servers
from benchmarks.bench import Bench
from benchmarks.results import Limit, Result
from benchmarks.servers import Server
from benchmarks.timing import Timed, in_turns

ROUNDS_A_START = 20
"""Starts are measured once for so many rounds of pages."""
RATIO = 3


def cold_start(bench: Bench) -> Iterator[Result]:
    """`designbook serve`, with no design and with many, from the start to the first page."""
    stores = {0: _empty(bench)} | {designs: bench.library(designs).data for designs in bench.sizes}
    starts = [_start(partial(servers.designbook, data)) for data in stores.values()]
    floors = {
        "bare Flask": _start(servers.bare),
        "Flask with its database": _start(partial(servers.floor, bench.scratch / "start.db")),
    }
    everything = [*starts, *floors.values()]
    for work in everything:  # files come from the page cache from now on
        work(0)
    figures = in_turns(max(1, bench.rounds // ROUNDS_A_START), everything)
    measured, bare = figures[: len(starts)], figures[len(starts) :]
    for name, floor in zip(floors, bare, strict=True):
        for designs, each in zip(stores, measured, strict=True):
            yield Result("cold start", designs, "s", each, name, floor, Limit(RATIO))


def _empty(bench: Bench) -> Path:
    return bench.scratch / "empty"


def _start(make: Callable[[], AbstractContextManager[Server]]) -> Timed:
    def start(turn: int) -> float:
        with make() as server:
            return server.start_seconds

    return start
