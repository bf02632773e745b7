"""`python -m benchmarks.tuning`: `designbook serve` under other settings, all in turns on the same store."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import servers
from benchmarks.bench import some_keys
from benchmarks.client import Client
from benchmarks.library import Library, library, tell
from benchmarks.load import CONNECTIONS, Crowd, Load
from benchmarks.timing import Figures, in_turns_with_cpu

SLICE_SECONDS = 1.0
PAGES = 500
HEAD = ("/s", "p50 ms", "p95 ms", "cpu ms", "alone ms", "p95 ms", "kB", "MB")
WARM_SECONDS = 1.5


@dataclass(frozen=True)
class Variant:
    """Settings that replace Designbook's own; none is Designbook as it is."""

    granian: dict[str, Any] = field(default_factory=dict)
    flask: dict[str, Any] = field(default_factory=dict)
    collector: dict[str, Any] = field(default_factory=dict)


def _threads(workers: int, threads: int, **more: Any) -> Variant:
    return Variant({"workers": workers, "blocking_threads": threads, **more})


def _compressed(algorithm: str, level: int) -> Variant:
    names = {"br": "COMPRESS_BR_LEVEL", "gzip": "COMPRESS_LEVEL", "zstd": "COMPRESS_ZSTD_LEVEL"}
    return Variant(flask={"COMPRESS_ALGORITHM": [algorithm], names[algorithm]: level})


SETS: dict[str, dict[str, Variant]] = {
    "workers": {
        f"{workers} × {threads}": _threads(workers, threads)
        for workers, threads in ((1, 1), (1, 4), (2, 1), (2, 2), (2, 3), (2, 4), (2, 8), (3, 2), (4, 1))
    },
    "server": {
        "as it is": Variant(),
        "http 1 alone": Variant({"http": "1"}),
        "no websockets": Variant({"websockets": False}),
        "runtime st": Variant({"runtime_mode": "st"}),
        "runtime mt": Variant({"runtime_mode": "mt"}),
        "backpressure 4": Variant({"backpressure": 4}),
        "backpressure 16": Variant({"backpressure": 16}),
        "threads idle 300 s": Variant({"blocking_threads_idle_timeout": 300}),
    },
    "collector": {
        f"{threshold}{', frozen' if freeze else ''}": Variant(
            collector={"threshold": threshold, "freeze": freeze}
        )
        for threshold in (700, 5_000, 20_000, 100_000)
        for freeze in (False, True)
    },
    "compression": {
        "none": Variant(flask={"COMPRESS_ALGORITHM": []}),
        **{f"br {level}": _compressed("br", level) for level in (0, 1, 2, 3, 4, 5, 6)},
        **{f"gzip {level}": _compressed("gzip", level) for level in (1, 4, 6)},
        **{f"zstd {level}": _compressed("zstd", level) for level in (1, 3, 6)},
    },
}
"""What is compared with what."""


def main(arguments: list[str] | None = None) -> None:
    """Measure the sets that are asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tuning", description=__doc__)
    parser.add_argument("sets", nargs="*", choices=[*SETS, []], metavar="SET", help=", ".join(SETS))
    parser.add_argument("--designs", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--connections", type=int, default=CONNECTIONS)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="as of python -m benchmarks")
    asked = parser.parse_args(arguments)
    scratch = Path(tempfile.mkdtemp(prefix="tuning-"))
    try:
        store = library(asked.keep or scratch, asked.designs)
        for name in asked.sets or SETS:
            print(_compared(name, SETS[name], store, asked.rounds, asked.connections), flush=True)
    finally:
        shutil.rmtree(scratch)


def _compared(name: str, variants: dict[str, Variant], store: Library, rounds: int, connections: int) -> str:
    with ExitStack() as stack:
        running, crowds, alone = [], [], []
        for each, variant in variants.items():
            tell(f"{name}: {each}")
            server = stack.enter_context(servers.variant(store.data, asdict(variant)))
            cookie = store.cookie(server)
            paths = [f"/designs/{key}" for key in some_keys(store.designs, PAGES, "tuning")]
            running.append(server)
            crowds.append(Crowd.reading([Client(server.url, cookie) for _ in range(connections)], paths))
            alone.append(Crowd.reading([Client(server.url, cookie)], paths))
            crowds[-1].work(WARM_SECONDS)
        loads: list[list[Load]] = [[] for _ in crowds]
        single: list[list[Load]] = [[] for _ in crowds]
        clocks = [server.cpu for server in running]
        _, cpu = in_turns_with_cpu(
            rounds, [partial(_note, *pair) for pair in zip(crowds, loads, strict=True)], clocks
        )
        in_turns_with_cpu(rounds, [partial(_note, *pair) for pair in zip(alone, single, strict=True)], clocks)
        lines = [f"{name:<20}" + "".join(f"{head:>9}" for head in HEAD)]
        for each, server, cpu_seconds, load, one in zip(variants, running, cpu, loads, single, strict=True):
            times = Figures(tuple(ms for part in load for ms in part.milliseconds))
            quiet = Figures(tuple(ms for part in one for ms in part.milliseconds))
            rate = Figures(tuple(part.per_second for part in load))
            size = len(Client(server.url, store.cookie(server)).get("/designs/FEAT-001").body)
            lines.append(
                f"{each:<20}{rate.median:>9.0f}{times.median:>9.1f}{times.p95:>9.1f}"
                f"{1000 * cpu_seconds / len(times.values):>9.2f}{quiet.median:>9.2f}{quiet.p95:>9.1f}"
                f"{size / 1000:>9.1f}{server.memory():>9.0f}"
            )
    return "\n".join(lines) + "\n"


def _note(crowd: Crowd, loads: list[Load], turn: int) -> float:
    loads.append(crowd.work(SLICE_SECONDS))
    return loads[-1].per_second


if __name__ == "__main__":
    main()
