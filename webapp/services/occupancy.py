"""Who has the database open: a restore puts another in its place, and nobody may be in it then."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

from webapp.extensions import db
from webapp.services.errors import DesignbookError

# Any number will do, as long as every Designbook that shares a PostgreSQL database takes the same.
RESTORE_LOCK = 0x52455354
RESTORER = "designbook restore"
# The server lists who has just left for another moment.
LEAVING_TRIES, LEAVING_SECONDS = 10, 0.1

_OTHERS = text(
    "SELECT DISTINCT coalesce(nullif(application_name, ''), usename) FROM pg_stat_activity "
    "WHERE datname = current_database() AND usename IS NOT NULL "
    "AND pid <> pg_backend_pid() AND application_name IS DISTINCT FROM :own ORDER BY 1"
)


class InUse(DesignbookError):
    """Somebody else has the database open, or is restoring it."""


@contextmanager
def in_use() -> Iterator[None]:
    """Nobody restores the SQLite database meanwhile. Raises InUse while somebody does."""
    mark = mark_in_use()
    try:
        yield
    finally:
        if mark is not None:
            os.close(mark)


def mark_in_use() -> int | None:
    """As `in_use`, until the descriptor that is returned is closed: at the latest when the process ends.

    SQLite's own locks come with a connection, which a server that nobody has asked anything has not
    opened yet. On PostgreSQL there is nothing to mark: a restore is one transaction there.
    """
    path = _path()
    if path is None:
        return None
    mark = _open(path)
    try:
        fcntl.flock(mark, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(mark)
        raise InUse(f"{db.engine.url.database} is being restored; try again when that is done.") from None
    return mark


@contextmanager
def out_of_use() -> Iterator[None]:
    """Nobody else has the database open meanwhile, and no two restore it. Raises InUse where somebody has."""
    path = _path()
    if path is not None:
        with _locked(path):
            yield
        return
    if db.engine.dialect.name != "postgresql":
        yield
        return
    with db.engine.connect() as connection:
        if not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": RESTORE_LOCK}):
            raise InUse("Another restore of this database is under way. Nothing was changed.")
        try:
            refuse_others(connection)
            yield
        finally:
            connection.invalidate()  # the lock goes with the connection


def refuse_others(connection: Connection) -> None:
    """Call this PostgreSQL connection a restore's. Raises InUse where there are others that are not."""
    connection.exec_driver_sql(f"SET application_name = '{RESTORER}'")
    connection.commit()
    for _ in range(LEAVING_TRIES):
        others = connection.scalars(_OTHERS, {"own": RESTORER}).all()
        connection.commit()
        if not others:
            return
        time.sleep(LEAVING_SECONDS)
    raise InUse(
        f"The database is in use by {', '.join(others)}. Nothing was changed. Stop every server and "
        "program that is connected to it, then restore again."
    )


@contextmanager
def _locked(path: str) -> Iterator[None]:
    mark = _open(path)
    try:
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise InUse(in_use_message()) from None
    finally:
        os.close(mark)


def in_use_message() -> str:
    """What to do about an SQLite database that somebody else has open."""
    return (
        f"{db.engine.url.database} is in use. Nothing was changed. Stop the server, and every other command "
        "and program that has it open, then restore again."
    )


def _path() -> str | None:
    """The file that says who is in an SQLite database; None for one in memory, and for PostgreSQL."""
    name = db.engine.url.database
    return f"{name}.in-use" if db.engine.dialect.name == "sqlite" and name and name != ":memory:" else None


def _open(path: str) -> int:
    """For reading alone: it may be another account's that ran a command here."""
    return os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
