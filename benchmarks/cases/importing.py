"""Import, beside markdown-it-py alone parsing the same texts."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from benchmarks import servers
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
            step = min(STEP, count)
            work = [Stepping(kind, place, step) for kind in ("import", "parse")]
            for each in work:
                stack.callback(each.close)
                each.ready()
            (imported, parsed), (cpu, bare_cpu) = in_turns_with_cpu(
                count // step, [each.do for each in work], [each.cpu for each in work]
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


class Stepping:
    """A process that does `step` files of its kind of work at a time."""

    def __init__(self, kind: str, place: Path, step: int) -> None:
        self._step = step
        self._process = subprocess.Popen(
            servers.command("benchmarks.steps", kind, str(place / "files")),
            env=servers.environment(place / "data"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ready(self) -> None:
        """Wait until it has loaded what it works with, so that no start is in what comes next."""
        self._ask(0)

    def do(self, turn: int) -> float:
        """Do the next files. Returns seconds; raises ValueError where the process has failed."""
        return self._ask(self._step)

    def cpu(self) -> float:
        """The processor time that the process has had."""
        return servers.cpu_seconds(self._process.pid)

    def close(self) -> None:
        """Close its input, which ends it."""
        with self._process:
            pass

    def _ask(self, files: int) -> float:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(files, file=self._process.stdin, flush=True)
        return float(self._process.stdout.readline())
