"""A real `designbook serve` in a process of its own, for tests that go through the network."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
# Only what never ends takes so long, also on a machine that has much else to do.
START_SECONDS = 120
STOP_SECONDS = 60
RUN_SECONDS = 600


@dataclass
class Server:
    """A server that answers at `url`; `setup_link` is what it printed while it had no account."""

    process: subprocess.Popen[str]
    url: str
    setup_link: str | None
    data: Path
    log: Path
    was_killed: bool = False

    def kill(self) -> None:
        """End it as a power cut would: it says goodbye to nobody."""
        self.process.kill()
        self.process.wait()
        self.was_killed = True


@contextmanager
def running_server(data: Path, *options: str, **environment: str) -> Iterator[Server]:
    """Serve the folder `data` at a free port of 127.0.0.1; at the end it is asked to stop, and must.

    `options` are those of `designbook serve`; the last one of a name counts. A test may kill the server.
    """
    data.mkdir(parents=True, exist_ok=True)
    log = data.parent / f"{data.name}.log"
    with log.open("a") as errors:
        process = subprocess.Popen(
            command("serve", "--port", "0", *options),
            env=clean_environment(data, **environment),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        try:
            server = _greeted(process, data, log)
            yield server
            if not server.was_killed:
                process.terminate()
                assert process.wait(STOP_SECONDS) == 0, log.read_text()
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
            assert process.stdout is not None
            process.stdout.close()


def run(data: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one command on the folder `data` to its end."""
    return subprocess.run(
        command(*arguments),
        env=clean_environment(data, **environment),
        capture_output=True,
        text=True,
        timeout=RUN_SECONDS,
    )


def write(data: Path, *statements: str) -> None:
    """Write into the SQLite database of the folder `data` behind Designbook's back."""
    with closing(sqlite3.connect(data / "designbook.db")) as database, database:
        for statement in statements:
            database.execute(statement)


def command(*arguments: str) -> list[str]:
    """A Designbook command line for this interpreter."""
    return [sys.executable, "-P", "-m", "webapp.cli", *arguments]


def clean_environment(data: Path, **more: str) -> dict[str, str]:
    """The environment without the developer's own Designbook settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DESIGNBOOK_")}
    ours = {"DESIGNBOOK_DATA": str(data), "DESIGNBOOK_LIMITS": "off", "PYTHONPATH": str(ROOT)}
    if not {"DESIGNBOOK_PROXIES", "DESIGNBOOK_PUBLIC_URL"}.isdisjoint(more):
        ours["DESIGNBOOK_LIMITS"] = "on"  # nobody may switch them off for such a server
    return kept | ours | more


def _greeted(process: subprocess.Popen[str], data: Path, log: Path) -> Server:
    assert process.stdout is not None
    greeting = ""
    for line in process.stdout:
        greeting += line
        if line.startswith("Stop it"):
            break
    serves = re.search(r"serves (\S+)", greeting)
    assert serves, f"the server said {greeting!r} and {log.read_text()!r}"
    setup = re.search(r"\S+/setup/\S+", greeting)
    _wait_until_healthy(serves[1])
    return Server(process, serves[1], setup[0] if setup else None, data, log)


def _wait_until_healthy(url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5) as answer:  # noqa: S310
                assert answer.status == 200
                return
        except OSError:  # nobody listens yet, or who does has no time yet
            assert time.monotonic() < deadline, f"{url} does not answer"
            time.sleep(0.05)
