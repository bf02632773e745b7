"""The servers that are measured: started, waited for, weighed and stopped."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from benchmarks.bare import SETTINGS
from benchmarks.variant import VARIANT
from webapp.cli.serve import server_options
from webapp.config import Settings
from webapp.secret import SECRET_MIN
from webapp.services.transactions import PRAGMAS

ROOT = Path(__file__).parent.parent
# A kept store that an older version made is first drawn again.
START_SECONDS = 1800
STOP_SECONDS = 15
POLL_SECONDS = 0.002
NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
"""Where it is set, a checkout compiles itself at every start; the packages of a floor come compiled."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers at `url`; `start_seconds` passed from its process's start to its first answer."""

    url: str
    pid: int
    start_seconds: float

    def memory(self) -> float:
        """What the server's processes hold, in MB: the sum of their proportional set sizes (PSS).

        Pages that several processes share are counted once altogether.
        """
        return sum(map(_pss, _with_children(self.pid))) / 1_000_000

    def cpu(self) -> float:
        """How many seconds of processor time the server's processes have had, those that ended included."""
        return sum(cpu_seconds(pid) + _inherited_cpu(pid) for pid in _with_children(self.pid))


@contextmanager
def designbook(data: Path, *options: str) -> Iterator[Server]:
    """`designbook serve` over a data folder, up from its first answered request."""
    with _running("/login", environment(data), "webapp.cli", "serve", *options, "--port") as server:
        yield server


@contextmanager
def variant(data: Path, settings: dict[str, Any]) -> Iterator[Server]:
    """`designbook serve` with other settings than its own, as `benchmarks.variant` puts them in place."""
    told = environment(data) | {VARIANT: json.dumps(settings)}
    with _running("/login", told, "benchmarks.variant", "serve", "--port") as server:
        yield server


@contextmanager
def floor(database: Path) -> Iterator[Server]:
    """The bare floor; its database is made where there is none yet."""
    with _running("/sheets/1", environment(), "benchmarks.floor", str(database)) as server:
        yield server


@contextmanager
def lookup(database: Path, library: Path) -> Iterator[Server]:
    """The bare lookup over the lines of a library's database; its own is made where there is none yet."""
    with _running(
        "/lines?q=nothing", environment(), "benchmarks.lookup", str(database), str(library)
    ) as server:
        yield server


@contextmanager
def bare() -> Iterator[Server]:
    """The Flask application that does nothing."""
    with _running("/", environment(), "benchmarks.bare") as server:
        yield server


def cpu_seconds(pid: int) -> float:
    """How many seconds of processor time a process has had, all its threads together; 0 when it is gone."""
    try:
        return time.clock_gettime(~pid << 3 | 2)  # the id that clock_getcpuclockid(3) makes on Linux
    except OSError:
        return 0.0


def command(*arguments: str) -> list[str]:
    """The command line that runs a module of the checkout with this interpreter."""
    return [sys.executable, "-P", "-m", *arguments]


def environment(data: Path | None = None) -> dict[str, str]:
    """The environment without the developer's own Designbook settings; with those that floors share."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("DESIGNBOOK_") and name != NO_BYTECODE
    }
    ours = {
        "DESIGNBOOK_LIMITS": "off",  # what is measured comes faster than people do
        "PYTHONPATH": str(ROOT),
        SETTINGS: json.dumps(shared_settings()),
    }
    return kept | ours | ({"DESIGNBOOK_DATA": str(data)} if data else {})


def shared_settings() -> dict[str, Any]:
    """What Designbook is served with, and its floor therefore too."""
    config = Settings(data=Path("nowhere"), secret_key="-" * SECRET_MIN).flask_config()
    return {
        "granian": server_options(),
        "flask": {name: value for name, value in config.items() if name.startswith("COMPRESS_")},
        "pragmas": PRAGMAS,
    }


@contextmanager
def _running(path: str, environment: dict[str, str], *arguments: str) -> Iterator[Server]:
    """A server in a process of its own: the module and its arguments, the port at their end.

    Raises TimeoutError when `path` is not answered in START_SECONDS, and RuntimeError when the
    process ends before.
    """
    port = _free_port()
    began = time.perf_counter()
    process = subprocess.Popen(command(*arguments, str(port)), env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait(process, port, path)
        yield Server(f"http://127.0.0.1:{port}", process.pid, time.perf_counter() - began)
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def _wait(process: subprocess.Popen[bytes], port: int, path: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with status {process.returncode} before it answered {path}")
        connection = HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        except ConnectionError:
            pass
        finally:
            connection.close()
        time.sleep(POLL_SECONDS)
    raise TimeoutError(f"no answer to {path} in {START_SECONDS} seconds")


def _pss(pid: int) -> int:
    """In bytes; 0 for a process that has just ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def _inherited_cpu(pid: int) -> float:
    """The processor time of those children that ended, in seconds, to a hundredth."""
    try:
        fields = _stat(pid)
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def _with_children(pid: int) -> list[int]:
    """A process, its children, and theirs."""
    found, parents = [pid], _parents()
    for each in found:
        found += [child for child, parent in parents.items() if parent == each]
    return found


def _parents() -> dict[int, int]:
    """Each process's parent."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int(_stat(int(entry.name))[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
    return parents


def _stat(pid: int) -> list[str]:
    """The fields of proc_pid_stat(5) from the third on, which is the state."""
    # The name before them stands in parentheses and may hold any character.
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
