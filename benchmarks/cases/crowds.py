"""Sixteen readers at once: how much is answered, how long the slow answers take, what memory it takes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from benchmarks import servers
from benchmarks.bench import Bench, some_keys
from benchmarks.client import Client
from benchmarks.floor import SHEETS
from benchmarks.library import Library
from benchmarks.load import CONNECTIONS, Crowd, Load
from benchmarks.results import Limit, Result
from benchmarks.servers import Server
from benchmarks.timing import Figures, in_turns_with_cpu

SLICE_SECONDS = 1.0
"""How long one server is read before the next has its turn."""
ROUNDS_A_SLICE = 20
"""Crowds have one turn for so many rounds of pages."""
MEMORY_SECONDS = 5.0
MEMORY_MB = 260
KEYS = 1_000


def crowded_reads(bench: Bench) -> Iterator[Result]:
    """Design pages at 16 connections: answers a second, and the 95th percentile."""
    beside = bench.floor()
    floor = Crowd.reading([Client(beside.url) for _ in range(CONNECTIONS)], _sheets())
    for designs in bench.sizes:
        server = bench.server(designs)
        crowd = Crowd.reading(bench.readers(designs, CONNECTIONS), _pages(designs))
        crowd.work(SLICE_SECONDS)
        floor.work(SLICE_SECONDS)
        loads: list[Load] = []
        bare: list[Load] = []
        _, (cpu, bare_cpu) = in_turns_with_cpu(
            max(2, bench.rounds // ROUNDS_A_SLICE),
            [partial(_note, crowd, loads), partial(_note, floor, bare)],
            [server.cpu, beside.cpu],
        )
        each = (cpu / len(_times(loads).values)) / (bare_cpu / len(_times(bare).values))
        yield Result(
            "16 readers, answers", designs, "/s", _rate(loads), "bare reads", _rate(bare), None, each
        )
        yield Result("16 readers, each", designs, "ms", _times(loads), "bare read", _times(bare), None, each)


def memory(bench: Bench) -> Iterator[Result]:
    """What the server's processes hold after 16 readers have read, as the sum of their PSS."""
    for designs in bench.sizes:
        library = bench.library(designs)
        with servers.designbook(library.data) as server:
            _read_everything(library, server)
            held = Figures((server.memory(),))
        with servers.floor(bench.scratch / "memory.db") as server:
            Crowd.reading([Client(server.url) for _ in range(CONNECTIONS)], _sheets()).work(MEMORY_SECONDS)
            bare = Figures((server.memory(),))
        yield Result("memory after load (PSS)", designs, "MB", held, "bare", bare, Limit(MEMORY_MB, "figure"))


def _read_everything(library: Library, server: Server) -> None:
    """Every kind of page, at 16 connections."""
    cookie = library.cookie(server)
    clients = [Client(server.url, cookie) for _ in range(CONNECTIONS)]
    for suffix in ("", "/print", ".md"):
        Crowd.reading(clients, _pages(library.designs, suffix)).work(MEMORY_SECONDS / 4)
    Crowd.reading(clients, ["/", "/?q=a", "/?sort=title", "/projects"]).work(MEMORY_SECONDS / 4)


def _note(crowd: Crowd, loads: list[Load], turn: int) -> float:
    load = crowd.work(SLICE_SECONDS)
    loads.append(load)
    return load.per_second


def _rate(loads: list[Load]) -> Figures:
    return Figures(tuple(load.per_second for load in loads))


def _times(loads: list[Load]) -> Figures:
    return Figures(tuple(each for load in loads for each in load.milliseconds))


def _sheets() -> list[str]:
    return [f"/sheets/{sheet}" for sheet in range(1, SHEETS + 1)]


def _pages(designs: int, suffix: str = "") -> list[str]:
    return [f"/designs/{key}{suffix}" for key in some_keys(designs, min(designs, KEYS), "crowd")]
