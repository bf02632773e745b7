"""PostgreSQL: a dump of one moment, and a dump loaded beside the tables whose place it will take.

What belongs to Designbook are the tables of its schema (in PostgreSQL's sense: `public`, unless the
connection says otherwise), with what belongs to them; not what an extension brought.
"""

from __future__ import annotations

import re
import secrets
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from sqlalchemy import URL, Connection, text

from webapp.extensions import db
from webapp.services.backups.manifest import Contents, Manifest, Report
from webapp.services.backups.pg_tools import ToolFailed, checked, connected, reading, server_major
from webapp.services.errors import Damaged, DesignbookError
from webapp.services.occupancy import RESTORER, refuse_others

# What an unfinished restore leaves begins so, and the next one removes it.
UNFINISHED = "designbook_restoring_"
# How long to wait for somebody who has a table open, in seconds.
LOCK_SECONDS = 10
POLL_SECONDS = 0.2

_TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = {namespace} AND c.relkind IN ('r', 'p') AND NOT EXISTS
    (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
    ORDER BY c.relname
"""
_COPY = re.compile(rb'COPY (?:"(?:[^"]|"")+"|\w+)\.(?:"((?:[^"]|"")+)"|(\w+)) .*FROM stdin;\n$')


class CannotLoad(DesignbookError):
    """The server does not take the backup in. What was stored is as it was."""


def dump_database(target: Path, report: Report) -> tuple[Contents, str]:
    """Dump the tables as they are at this moment to `target`; what is in them, and their namespace.

    Others go on reading and writing. Raises ToolMissing, Damaged where the dump does not hold what the
    tables held, OSError.
    """
    server_major()
    with db.engine.connect() as connection:  # REPEATABLE READ: the counts and the dump are of one moment
        namespace = _namespace(connection)
        snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
        contents = _contents(connection, namespace)
        command, environment = connected(
            "pg_dump",
            "--format=custom",
            f"--table={_quoted(namespace)}.*",
            f"--snapshot={snapshot}",
            "--lock-wait-timeout=60s",
            "--no-sync",  # it is the finished backup that has to be on disk
            f"--file={target}",
        )
        with tempfile.TemporaryFile() as errors:
            process = subprocess.Popen(command, env=environment, stderr=errors, umask=0o077)  # noqa: S603
            with _ended(process):
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
        with _ended(process):
            for line in _lines(process):
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


@contextmanager
def loaded(dump: Path, manifest: Manifest, report: Report) -> Iterator[PostgresqlCopy]:
    """The dump as tables in a namespace of their own, which is gone afterwards unless it was put in place.

    Raises ToolMissing, CannotLoad.
    """
    server_major()
    beside = UNFINISHED + secrets.token_hex(4)
    with db.engine.begin() as connection:
        here = _namespace(connection)
        for name in connection.scalars(
            text("SELECT nspname FROM pg_namespace WHERE starts_with(nspname, :start)"), {"start": UNFINISHED}
        ).all():
            connection.exec_driver_sql(f"DROP SCHEMA {_quoted(name)} CASCADE")
    try:
        _load(dump, manifest, beside, report)
        with db.engine.connect() as connection:
            if _contents(connection, beside) != manifest.contents:
                raise CannotLoad("PostgreSQL did not take every row of the backup in. Nothing was changed.")
        yield PostgresqlCopy(beside, here)
    finally:
        with db.engine.begin() as connection:
            connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {_quoted(beside)} CASCADE")


class PostgresqlCopy:
    """Tables that lie ready in a namespace beside the one whose place they will take."""

    def __init__(self, beside: str, here: str) -> None:
        self.beside, self.here = beside, here
        options = str(db.engine.url.query.get("options", ""))
        self.url: URL = db.engine.url.update_query_dict(
            {"options": f"{options} -csearch_path={beside}".strip(), "application_name": RESTORER}
        )

    def put_in_place(self) -> str | None:
        """Exchange the tables in one transaction; the namespace of the old ones, None where there were none.

        Raises InUse where somebody else is connected.
        """
        kept = f"before_restore_{datetime.now(UTC):%Y%m%dt%H%M%Sz}_{secrets.token_hex(2)}"
        with db.engine.connect() as connection:
            refuse_others(connection)
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
            there = _tables(connection, self.here)
            if there:
                connection.exec_driver_sql(f"CREATE SCHEMA {_quoted(kept)}")
                connection.exec_driver_sql(_move(self.here, kept))
            connection.exec_driver_sql(_move(self.beside, self.here))
            connection.commit()
        return f"schema {kept} of the database {db.engine.url.database}" if there else None


def _load(dump: Path, manifest: Manifest, beside: str, report: Report) -> None:
    """Run the dump's statements in one transaction that leaves the tables of their namespace as they were.

    A dump names its own namespace in every statement. What is there steps aside for it, and back.
    """
    own, aside = manifest.namespace, f"{beside}_aside"
    before = f"""
        BEGIN;
        SET lock_timeout = '{LOCK_SECONDS}s';
        CREATE SCHEMA IF NOT EXISTS {_quoted(own)};
        CREATE SCHEMA {_quoted(aside)};
        {_move(own, aside)};
        CREATE SCHEMA {_quoted(beside)};
    """
    after = f"""
        {_move(own, beside)};
        {_move(aside, own)};
        DROP SCHEMA {_quoted(aside)};
        COMMIT;
    """
    options = ("--no-psqlrc", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1")
    command, environment = connected("psql", *options)
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as said_by_reader:
        loader = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stderr=said)  # noqa: S603
        read = reading(dump, "--no-owner", "--no-privileges")
        reader = subprocess.Popen(read, stdout=subprocess.PIPE, stderr=said_by_reader)  # noqa: S603
        with _ended(loader), _ended(reader):
            _relay(reader, loader, before, after, report)
        for process, errors in ((loader, said), (reader, said_by_reader)):
            errors.seek(0)
            try:
                checked(process, errors.read())
            except ToolFailed as error:
                raise CannotLoad(f"PostgreSQL refuses the backup: {error}. Nothing was changed.") from error


def _relay(
    reader: subprocess.Popen[bytes], loader: subprocess.Popen[bytes], before: str, after: str, report: Report
) -> None:
    """Hand the script over. `after` ends the transaction: without it nothing has happened."""
    sink = loader.stdin
    assert sink is not None  # noqa: S101 - it was asked for
    done = 0
    try:
        sink.write(before.encode())
        for line in _lines(reader):
            # Programs of version 17 set what older servers do not know.
            if line != b"SET transaction_timeout = 0;\n":
                sink.write(line)
            done += 1
            if done % 10_000 == 0:
                report("Restoring", done, 0)
        if reader.wait() == 0:
            sink.write(after.encode())
        sink.close()
    except BrokenPipeError:
        reader.kill()  # psql has stopped at an error, and says which
    loader.wait()


def _move(source: str, target: str) -> str:
    """A statement that moves every table, with its indexes, constraints and sequences."""
    tables = _TABLES.format(namespace=_literal(source))
    alter, to = _literal(f"ALTER TABLE {_quoted(source)}."), _literal(f" SET SCHEMA {_quoted(target)}")
    return (
        f"DO $move$ DECLARE name text; BEGIN FOR name IN {tables} LOOP "
        f"EXECUTE {alter} || quote_ident(name) || {to}; END LOOP; END $move$"
    )


def _namespace(connection: Connection) -> str:
    return str(connection.scalar(text("SELECT current_schema()")) or "public")


def _contents(connection: Connection, namespace: str) -> Contents:
    tables = _tables(connection, namespace)
    rows = {
        name: connection.exec_driver_sql(
            f"SELECT count(*) FROM {_quoted(namespace)}.{_quoted(name)}"  # noqa: S608
        ).scalar_one()
        for name in tables
    }
    schema = ""
    if rows.get("alembic_version"):
        query = f"SELECT version_num FROM {_quoted(namespace)}.alembic_version"  # noqa: S608
        schema = str(connection.exec_driver_sql(query).scalar_one())
    return Contents(schema, rows)


def _tables(connection: Connection, namespace: str) -> list[str]:
    return list(connection.exec_driver_sql(_TABLES.format(namespace=_literal(namespace))).scalars())


def _lines(process: subprocess.Popen[bytes]) -> IO[bytes]:
    assert process.stdout is not None  # noqa: S101 - it was asked for
    return process.stdout


@contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """No process outlives the work it was started for."""
    try:
        yield
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None and not pipe.closed:
                _close(pipe)


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except BrokenPipeError:  # what was left to write has no reader
        return


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


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def _literal(value: str) -> str:
    doubled = value.replace("'", "''")
    return f"'{doubled}'"
