"""A dump loaded beside the tables whose place it will take, and the exchange."""

from __future__ import annotations

import re
import secrets
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, text

from webapp.extensions import db
from webapp.models.audit import WRITTEN_ONCE
from webapp.services.backups.manifest import Manifest, Report
from webapp.services.backups.pg_tables import contents_of, moving, namespace_of, quoted, tables_of
from webapp.services.backups.pg_tools import (
    ToolFailed,
    checked,
    connected,
    ended,
    lines_of,
    reading,
    require_tools,
)
from webapp.services.errors import DesignbookError
from webapp.services.occupancy import RESTORER, refuse_others

# What an unfinished restore leaves begins so, and the next one removes it.
UNFINISHED = "designbook_restoring_"
# How long to wait for somebody who has a table open, in seconds.
LOCK_SECONDS = 10

_TRIGRAMS = """
    SELECT quote_ident(n.nspname) FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
    WHERE e.extname = 'pg_trgm'
"""
_OF_TRIGRAMS = re.compile(
    rb"^(CREATE INDEX ix_search_line_text_trgm ON .* USING gin \(text ).*(\.gin_trgm_ops\);)"
)

_FORBIDS_CHANGES, _ = WRITTEN_ONCE["postgresql"]


class CannotLoad(DesignbookError):
    """The server does not take the backup in. What was stored is as it was."""


@contextmanager
def loaded(dump: Path, manifest: Manifest, report: Report) -> Iterator[PostgresqlCopy]:
    """The dump as tables in a namespace of their own, which is gone afterwards unless it was put in place.

    Raises ToolMissing, CannotLoad.
    """
    require_tools()
    beside = UNFINISHED + secrets.token_hex(4)
    with db.engine.begin() as connection:
        here = namespace_of(connection)
        for name in connection.scalars(
            text("SELECT nspname FROM pg_namespace WHERE starts_with(nspname, :start)"), {"start": UNFINISHED}
        ).all():
            connection.exec_driver_sql(f"DROP SCHEMA {quoted(name)} CASCADE")
        connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS pg_trgm")  # no dump of tables brings it
        trigrams = str(connection.scalar(text(_TRIGRAMS)))
    try:
        _load(dump, manifest, beside, trigrams, report)
        with db.engine.connect() as connection:
            if contents_of(connection, beside) != manifest.contents:
                raise CannotLoad("PostgreSQL did not take every row of the backup in. Nothing was changed.")
        yield PostgresqlCopy(beside, here)
    finally:
        with db.engine.begin() as connection:
            connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {quoted(beside)} CASCADE")


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
            there = tables_of(connection, self.here)
            if there:
                connection.exec_driver_sql(f"CREATE SCHEMA {quoted(kept)}")
                connection.exec_driver_sql(moving(self.here, kept))
            connection.exec_driver_sql(moving(self.beside, self.here))
            connection.commit()
        return f"schema {kept} of the database {db.engine.url.database}" if there else None


def _load(dump: Path, manifest: Manifest, beside: str, trigrams: str, report: Report) -> None:
    """Run the dump's statements in one transaction that leaves the tables of their namespace as they were.

    A dump names its own namespace in every statement. What is there steps aside for it, and back. It
    also names the one that the extension pg_trgm had; here it has `trigrams`. The function that keeps the
    audit as it was written is no table's part: it is made for the triggers that call it.
    """
    own, aside = manifest.namespace, f"{beside}_aside"
    before = f"""
        BEGIN;
        SET lock_timeout = '{LOCK_SECONDS}s';
        CREATE SCHEMA IF NOT EXISTS {quoted(own)};
        CREATE SCHEMA {quoted(aside)};
        {moving(own, aside)};
        CREATE SCHEMA {quoted(beside)};
        SET LOCAL search_path = {quoted(own)};
        {_FORBIDS_CHANGES};
    """
    after = f"""
        {moving(own, beside)};
        {moving(aside, own)};
        DROP SCHEMA {quoted(aside)};
        COMMIT;
    """
    options = ("--no-psqlrc", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1")
    command, environment = connected("psql", *options)
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as said_by_reader:
        loader = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stderr=said)  # noqa: S603
        read = reading(dump, "--no-owner", "--no-privileges")
        reader = subprocess.Popen(read, stdout=subprocess.PIPE, stderr=said_by_reader)  # noqa: S603
        with ended(loader), ended(reader):
            _relay(reader, loader, before, after, trigrams, report)
        for process, errors in ((loader, said), (reader, said_by_reader)):
            errors.seek(0)
            try:
                checked(process, errors.read())
            except ToolFailed as error:
                raise CannotLoad(f"PostgreSQL refuses the backup: {error}. Nothing was changed.") from error


def _relay(
    reader: subprocess.Popen[bytes],
    loader: subprocess.Popen[bytes],
    before: str,
    after: str,
    trigrams: str,
    report: Report,
) -> None:
    """Hand the script over. `after` ends the transaction: without it nothing has happened."""
    sink = loader.stdin
    assert sink is not None  # noqa: S101 - it was asked for
    done = 0
    try:
        sink.write(before.encode())
        for line in lines_of(reader):
            # Programs of version 17 set what older servers do not know.
            if line != b"SET transaction_timeout = 0;\n":
                sink.write(_OF_TRIGRAMS.sub(lambda match: match[1] + trigrams.encode() + match[2], line))
            done += 1
            if done % 10_000 == 0:
                report("Restoring", done, 0)
        if reader.wait() == 0:
            sink.write(after.encode())
        sink.close()
    except BrokenPipeError:
        reader.kill()  # psql has stopped at an error, and says which
    loader.wait()
