"""SQLite: a copy of one moment while others write, and a copy in the place of the database."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL

from webapp.extensions import db
from webapp.services.backups.manifest import Contents, Report
from webapp.services.backups.workplace import NotConfirmed, sync_folder
from webapp.services.errors import Damaged, Missing
from webapp.services.occupancy import InUse, in_use_message

# 4 MB with SQLite's usual pages: a line of progress a few times a second, and no cost for it.
PAGES_AT_ONCE = 1000
KEPT = ".before-restore-"
# What may lie beside a database and belongs to it.
COMPANIONS = ("-wal", "-shm", "-journal")
# Nothing can be read from such a database, so nobody can have it open either.
UNREADABLE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR}


def database_path() -> Path:
    """Where the database is. Raises Missing where it is in memory alone."""
    name = db.engine.url.database
    if not name or name == ":memory:":
        raise Missing("The database is in memory: there is no file of it.")
    return Path(name).resolve()


def copy_database(target: Path, report: Report) -> Contents:
    """Copy the database as it is at this moment to `target`, which is made with mode 0600; what is in it.

    Others go on reading and writing. Raises Missing where there is no database, Damaged where the copy
    is not whole, sqlite3.Error, OSError.
    """
    if not database_path().exists():
        raise Missing(f"There is nothing to back up: {database_path()} does not exist.")
    _copy(target, report)
    contents = examine_copy(target, report)
    if not contents.schema:
        raise Missing(f"There is nothing to back up: {database_path()} is empty.")
    return contents


def examine_copy(copy: Path, report: Report) -> Contents:
    """Open a copy, let SQLite check it, and count. Raises Damaged where it is not whole."""
    report("Checking", 0, 0)
    try:
        with closing(sqlite3.connect(_uri(copy, "immutable=1"), uri=True)) as database:
            database.execute("PRAGMA trusted_schema=OFF")
            for (said,) in database.execute("PRAGMA integrity_check(1)"):
                if said != "ok":
                    raise Damaged(f"The database is damaged: {' '.join(said.split())}.")
            if lost := len(database.execute("PRAGMA foreign_key_check").fetchall()):
                raise Damaged(f"The database is damaged: {lost} rows point at rows that are not there.")
            return Contents(_schema(database), {name: _count(database, name) for name in _tables(database)})
    except sqlite3.DatabaseError as error:
        raise Damaged(f"The database is damaged: {error}.") from error


class SqliteCopy:
    """A database that lies ready in a folder beside the one whose place it will take."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.url = URL.create("sqlite", database=str(path))

    def put_in_place(self) -> str | None:
        """Put the copy in the place of the database; where that is kept, None where there was none.

        At no moment is there no database. Raises InUse where somebody else has it open, NotConfirmed.
        """
        database = database_path()
        db.engine.dispose()
        if any(self.path.with_name(self.path.name + ending).exists() for ending in COMPANIONS):
            raise InUse(f"The restored copy {self.path} is still open. Nothing was changed.")
        _own_like(self.path, database if database.exists() else database.parent)
        with self.path.open("rb") as file:
            os.fsync(file.fileno())
        kept = _set_aside(database) if database.exists() else None
        self.path.replace(database)
        try:
            sync_folder(database.parent)
        except NotConfirmed as error:
            if kept is None:
                raise
            raise NotConfirmed(f"{error} The old database is kept as {kept}.") from error
        return str(kept) if kept else None


def _copy(target: Path, report: Report) -> None:
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    pooled = db.engine.raw_connection()
    try:
        source = pooled.driver_connection
        assert isinstance(source, sqlite3.Connection)  # noqa: S101 - what the dialect promises
        # Holding on to one moment: without it each write of another process begins the copy anew, and
        # on a busy server it never ends.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        with closing(sqlite3.connect(_uri(target, "mode=rw"), uri=True, isolation_level=None)) as copy:
            # Nobody else is here, so that no shared memory is needed, which network folders lack; and
            # it is the finished backup that has to be on disk.
            copy.execute("PRAGMA locking_mode=EXCLUSIVE")
            copy.execute("PRAGMA synchronous=OFF")
            source.backup(
                copy,
                pages=PAGES_AT_ONCE,
                progress=lambda status, left, pages: report("Copying", pages - left, pages),
            )
            copy.execute("PRAGMA journal_mode=MEMORY")  # no longer WAL: it is one file
        source.execute("ROLLBACK")
    finally:
        pooled.close()


def _set_aside(database: Path) -> Path:
    """A second name for the database, whole in one file if it can be read; otherwise with its companions."""
    _settle(database)
    for other in database.parent.iterdir():
        # A restore that was killed at this place: two names of one database in use would damage it.
        if other.name.startswith(database.name + KEPT) and other.samefile(database):
            other.unlink()
    kept = _free_name(database)
    try:
        os.link(database, kept)
    except OSError:  # a file system without second names
        _duplicate(database, kept)
    _take_along(database, kept)
    return kept


def _settle(database: Path) -> None:
    """Bring what is still in the log into the database, which only works where nobody else has it open."""
    try:
        with closing(sqlite3.connect(_uri(database, "mode=rw"), uri=True, timeout=0)) as old:
            mode = old.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise InUse(in_use_message()) from error
        if error.sqlite_errorcode & 0xFF not in UNREADABLE:
            raise
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF not in UNREADABLE:
            raise
    else:
        if mode != "delete":
            raise InUse(in_use_message())


def _duplicate(database: Path, kept: Path) -> None:
    try:
        shutil.copy2(database, kept)
        with kept.open("rb") as file:
            os.fsync(file.fileno())
    except OSError:
        kept.unlink(missing_ok=True)
        raise


def _take_along(database: Path, kept: Path) -> None:
    """The log of the old database must not be found beside the new one."""
    for ending in COMPANIONS:
        with suppress(FileNotFoundError):
            database.with_name(database.name + ending).rename(kept.with_name(kept.name + ending))


def _free_name(database: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    first = database.with_name(f"{database.name}{KEPT}{stamp}")
    names = (first, *(first.with_name(f"{first.name}-{number}") for number in range(2, 1000)))
    return next(name for name in names if not name.exists())


def _own_like(path: Path, model: Path) -> None:
    """Root may restore what another account serves."""
    if os.geteuid() == 0:
        found = model.stat()
        os.chown(path, found.st_uid, found.st_gid)


def _schema(database: sqlite3.Connection) -> str:
    if "alembic_version" not in _tables(database):
        return ""
    found = database.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(found[0]) if found else ""


def _tables(database: sqlite3.Connection) -> list[str]:
    query = r"SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'"
    return sorted(name for (name,) in database.execute(query))


def _count(database: sqlite3.Connection, table: str) -> int:
    quoted = table.replace('"', '""')
    count: int = database.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0]  # noqa: S608
    return count


def _uri(path: Path, options: str) -> str:
    return f"file:{quote(str(path))}?{options}"
