"""A dump of one moment, made by pg_dump, and the rows in one counted."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path
from typing import IO

from sqlalchemy import text

from webapp.extensions import db
from webapp.services.backups.manifest import Contents, Report
from webapp.services.backups.pg_tables import contents_of, namespace_of, quoted
from webapp.services.backups.pg_tools import (
    ToolFailed,
    checked,
    connected,
    ended,
    lines_of,
    reading,
    require_tools,
)
from webapp.services.errors import Damaged, Missing

POLL_SECONDS = 0.2

_COPY = re.compile(rb'COPY (?:"(?:[^"]|"")+"|\w+)\.(?:"((?:[^"]|"")+)"|(\w+)) .*FROM stdin;\n$')


def dump_database(target: Path, report: Report) -> tuple[Contents, str]:
    """Dump the tables as they are at this moment to `target`; what is in them, and their namespace.

    Others go on reading and writing. Raises Missing where there are none, ToolMissing, Damaged where the
    dump does not hold what the tables held, OSError.
    """
    require_tools()
    with db.engine.connect() as connection:  # REPEATABLE READ: the counts and the dump are of one moment
        namespace = namespace_of(connection)
        snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
        contents = contents_of(connection, namespace)
        if not contents.schema:
            raise Missing("There is nothing to back up: the database is empty.")
        command, environment = connected(
            "pg_dump",
            "--format=custom",
            f"--table={quoted(namespace)}.*",
            f"--snapshot={snapshot}",
            "--lock-wait-timeout=60s",
            "--no-sync",  # it is the finished backup that has to be on disk
            f"--file={target}",
        )
        with tempfile.TemporaryFile() as errors:
            process = subprocess.Popen(command, env=environment, stderr=errors, umask=0o077)  # noqa: S603
            with ended(process):
                report("Copying", 0, 0)
                while not _waited(process):
                    report("Copying", target.stat().st_size if target.exists() else 0, 0)
            errors.seek(0)
            _told_by("pg_dump", process, errors)
    if examine_dump(target, report) != contents:
        raise Damaged("The dump does not hold the rows that the tables held.")
    return contents, namespace


def examine_dump(dump: Path, report: Report) -> Contents:
    """Read a whole dump and count the rows in it. Raises ToolMissing; Damaged where it cannot be read."""
    rows: dict[str, int] = {}
    schema = table = ""
    with tempfile.TemporaryFile() as errors:
        command = reading(dump, "--data-only")
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors)  # noqa: S603
        with ended(process):
            for line in lines_of(process):
                if not table:
                    if found := _COPY.match(line):
                        table = (found[1] or found[2]).decode().replace('""', '"')
                        rows[table] = 0
                        report("Checking", len(rows), 0)
                elif line == b"\\.\n":
                    table = ""
                else:
                    rows[table] += 1
                    if table == "alembic_version":
                        schema = line.decode().strip()
            process.wait()
        errors.seek(0)
        try:
            checked(process, errors.read())
        except ToolFailed as error:
            raise Damaged(f"The dump is damaged: {error}.") from error
    return Contents(schema, rows)


def _waited(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(POLL_SECONDS)
    except subprocess.TimeoutExpired:
        return False
    return True


def _told_by(program: str, process: subprocess.Popen[bytes], errors: IO[bytes]) -> None:
    try:
        checked(process, errors.read())
    except ToolFailed as error:
        raise OSError(f"{program} said “{error}”") from error
