"""A database of a test's own, on the engine that the run is for, and the commands that work on it."""

from __future__ import annotations

import os
import resource
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from tests.serving import clean_environment, command
from webapp import create_app
from webapp.cli import main
from webapp.extensions import db
from webapp.services.schema import upgrade_schema

POSTGRESQL = os.environ.get("DESIGNBOOK_TEST_DATABASE_URL", "")

# Runs a command, and waits for ever where a function is called whose name, and perhaps first argument,
# it was given: `module:function` or `module:function:argument`.
_STOPPING = """
import importlib, sys, time
from webapp.cli import COMMANDS, main
module, name, *first = sys.argv[1].split(":")
importlib.import_module(COMMANDS[sys.argv[2]].split(":")[0])
module = importlib.import_module(module)
original = getattr(module, name)
def stop(*given, **named):
    if first and str(given[0]) != first[0]:
        return original(*given, **named)
    print("stopped", flush=True)
    time.sleep(600)
setattr(module, name, stop)
main(sys.argv[2:])
"""


@contextmanager
def own_store(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder that the settings name, not made yet, and an empty database for it; the folder."""
    for name in [name for name in os.environ if name.startswith("DESIGNBOOK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DESIGNBOOK_DATA", str(folder))
    if not POSTGRESQL:
        yield folder
        return
    server = create_engine(POSTGRESQL, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    name = f"own_{secrets.token_hex(6)}"
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = server.url.set(database=name).render_as_string(hide_password=False)
    monkeypatch.setenv("DESIGNBOOK_DATABASE_URL", url)
    try:
        yield folder
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@contextmanager
def opened(*, upgrade: bool = True) -> Iterator[Flask]:
    """The application over the store that the settings name, inside its context."""
    app = create_app()
    with app.app_context():
        try:
            if upgrade:
                upgrade_schema()
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def designbook(*arguments: str | Path) -> Result:
    """Run one command to its end, in this process."""
    return CliRunner().invoke(main, [os.fspath(argument) for argument in arguments])


def refused(*arguments: str | Path) -> str:
    """What one command, which must refuse, says on its only line."""
    done = designbook(*arguments)
    assert (done.exit_code, done.stdout) == (1, ""), done.output
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr.removeprefix("Error: ").rstrip("\n")


def limited(
    *arguments: str | Path, bytes_left: int | None = None, prefix: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    """Run one command in a process of its own, in which no file may grow beyond `bytes_left`."""

    def limit() -> None:
        if bytes_left is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_left, bytes_left))

    return subprocess.run(
        [*prefix, *command(*[os.fspath(argument) for argument in arguments])],
        env=_environment(),
        preexec_fn=limit,
        capture_output=True,
        text=True,
        timeout=600,
    )


@contextmanager
def stopped(place: str, *arguments: str | Path) -> Iterator[subprocess.Popen[str]]:
    """A command in a process of its own that has come to `place` and stays there until it is killed."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", _STOPPING, place, *[os.fspath(argument) for argument in arguments]],
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        assert said == "stopped\n", (said, process.communicate())
        yield process
    finally:
        process.kill()
        process.communicate()


def kill_at(place: str, *arguments: str | Path) -> None:
    """Start a command and kill it, without mercy, at `place`. It fails where the command does not come by."""
    with stopped(place, *arguments) as process:
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL


def _environment() -> dict[str, str]:
    store = {name: value for name, value in os.environ.items() if name.startswith("DESIGNBOOK_")}
    return clean_environment(Path(store["DESIGNBOOK_DATA"])) | store
