"""Import, beside markdown-it-py alone parsing the same texts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial

from benchmarks import servers
from benchmarks.asking import Worker
from benchmarks.bench import Bench
from benchmarks.library import write_files
from benchmarks.results import Limit, Result
from benchmarks.timing import Figures, in_turns_with_cpu

FILES = 1_000
"""As many files are imported, or as many designs as there are where those are fewer."""
STEP = 25
"""Import and parser take turns after so many."""
RATIO = 4


def import_files(bench: Bench) -> Iterator[Result]:
    """1,000 files into an empty store, and more files into a store that is full."""
    for designs in bench.sizes:
        count = min(designs, FILES)
        into_empty = designs <= FILES
        first = 1 if into_empty else designs + 1
        with ExitStack() as stack:
            place = bench.scratch / f"import-{designs}"
            stack.callback(shutil.rmtree, place)
            write_files(place / "files", range(first, first + count))
            if not into_empty:
                shutil.copytree(bench.library(designs).data, place / "data")
            environment = servers.environment(place / "data")
            workers = [
                stack.enter_context(
                    Worker("benchmarks.steps", kind, str(place / "files"), environment=environment)
                )
                for kind in ("import", "parse")
            ]
            for worker in workers:
                worker.ask("0")  # has loaded what it works with
            step = min(STEP, count)
            (imported, parsed), (cpu, bare_cpu) = in_turns_with_cpu(
                count // step,
                [partial(_files, worker, step) for worker in workers],
                [worker.cpu for worker in workers],
            )
        name = f"import of {count:,} files" if into_empty else f"import of {count:,} more files"
        yield Result(
            name,
            0 if into_empty else designs,
            "s",
            Figures((sum(imported.values),)),
            "markdown-it alone",
            Figures((sum(parsed.values),)),
            Limit(RATIO),
            cpu / bare_cpu,
        )


def _files(worker: Worker, count: int, turn: int) -> float:
    return worker.ask(str(count))
