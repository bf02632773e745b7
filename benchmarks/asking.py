"""A process that works on request: each line it is sent is answered with the seconds that took."""

from __future__ import annotations

import subprocess
from types import TracebackType

from benchmarks import servers


class Worker:
    """A module of the checkout in a process of its own; leaving the block ends it."""

    def __init__(self, *arguments: str, environment: dict[str, str] | None = None) -> None:
        self._process = subprocess.Popen(
            servers.command(*arguments),
            env=environment or servers.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._process:  # which closes its input, and so ends it
            pass

    def ask(self, line: str) -> float:
        """Send a line. Returns seconds; raises ValueError where the process has failed."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(line, file=self._process.stdin, flush=True)
        return float(self._process.stdout.readline())

    def cpu(self) -> float:
        """The processor time that the process has had, in seconds."""
        return servers.cpu_seconds(self._process.pid)
