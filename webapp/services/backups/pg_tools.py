"""PostgreSQL's own programs: found, recent enough, and called without a password that others could see."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from sqlalchemy import Connection

from webapp.extensions import db
from webapp.services.errors import DesignbookError
from webapp.services.occupancy import RESTORER

PROGRAMS = ("pg_dump", "pg_restore", "psql")
# Secrets, and what is psycopg's own.
NOT_PUBLIC = {"password", "sslpassword", "context"}


class ToolMissing(DesignbookError):
    """A program of PostgreSQL's is missing, or older than the server."""


class ToolFailed(DesignbookError):
    """A program of PostgreSQL's ended with an error; the message is what it said."""


def missing_tools(server: int) -> str:
    """One line that says what to install for a server of this major version; empty for nothing."""
    for program in PROGRAMS:
        found = _major(program)
        if found < server:
            what = f"is of version {found}" if found else "is not on PATH"
            return (
                f"{program} {what}, and backups of this PostgreSQL {server} need it. "
                f"On Debian and Ubuntu: apt-get install postgresql-client-{server}"
            )
    return ""


def require_tools() -> None:
    """Raise ToolMissing unless all programs are here and recent enough for our server."""
    with db.engine.connect() as connection:
        said = missing_tools(server_major(connection))
    if said:
        raise ToolMissing(said)


def server_major(connection: Connection) -> int:
    """The major version of the server, such as 15."""
    return int(connection.exec_driver_sql("SHOW server_version_num").scalar_one()) // 10_000


def connected(program: str, *options: str) -> tuple[list[str], dict[str, str]]:
    """The command line of a program that connects to our database, and its environment.

    The list of processes is public, an environment is not: the password travels in there.
    """
    from psycopg.conninfo import make_conninfo  # not for a server whose database is SQLite

    _, given = db.engine.dialect.create_connect_args(db.engine.url)
    environment = os.environ | {"PGPASSWORD": given["password"]} if "password" in given else os.environ.copy()
    public = {name: value for name, value in given.items() if name not in NOT_PUBLIC}
    where = make_conninfo(**public | {"application_name": RESTORER})
    return [program, "--no-password", *options, f"--dbname={where}"], environment


def reading(dump: Path, *options: str) -> list[str]:
    """The command line that writes a dump as SQL. Raises ToolMissing."""
    if not _major("pg_restore"):
        raise ToolMissing(
            "pg_restore is not on PATH, and a backup of PostgreSQL cannot be read without it. "
            "On Debian and Ubuntu: apt-get install postgresql-client"
        )
    return ["pg_restore", *options, "--file=-", str(dump)]


def checked(process: subprocess.Popen[bytes], said: bytes) -> None:
    """Raise ToolFailed where a program that has ended did not succeed; `said` is its standard error."""
    if process.returncode:
        lines = said.decode(errors="replace").strip().splitlines() or [f"status {process.returncode}"]
        line = next((line for line in lines if "error:" in line.lower()), lines[-1])
        raise ToolFailed(re.sub(r"^.*?(error|ERROR|FATAL): *", "", line).rstrip("."))


@contextmanager
def ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """No process outlives the work it was started for."""
    try:
        yield
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None and not pipe.closed:
                with suppress(BrokenPipeError):  # what was left to write has no reader
                    pipe.close()


def lines_of(process: subprocess.Popen[bytes]) -> IO[bytes]:
    """What a process writes."""
    assert process.stdout is not None  # noqa: S101 - it was asked for
    return process.stdout


def _major(program: str) -> int:
    """The major version of a program on PATH; 0 where it is missing."""
    path = shutil.which(program)
    if path is None:
        return 0
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    found = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(found[1]) if found else 0
