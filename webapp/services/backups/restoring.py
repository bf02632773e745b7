"""A backup restored: checked as a whole, laid out beside what is there, then put in its place."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import URL

from webapp.extensions import db
from webapp.services.audit import note
from webapp.services.backups import pg_dumps, pg_loading, sqlite
from webapp.services.backups.container import BadBackup, unpack
from webapp.services.backups.manifest import Manifest, Report
from webapp.services.backups.workplace import workplace
from webapp.services.errors import Damaged, DesignbookError
from webapp.services.links import end_all_links
from webapp.services.schema import known_revisions
from webapp.services.sessions import end_all_sessions
from webapp.services.tokens import end_all_tokens
from webapp.services.transactions import transaction
from webapp.utils.moments import iso

KINDS = {"sqlite": "an SQLite", "postgresql": "a PostgreSQL"}


class CannotRestore(DesignbookError):
    """The backup is good and cannot be taken in here. What was stored is as it was."""


class Copy(Protocol):
    """A restored database beside the one that people use; `url` is where an application finds it."""

    url: URL

    def put_in_place(self) -> str | None:
        """Let it be the database; where the old one is kept, None where there was none."""


@dataclass(frozen=True, slots=True)
class LaidOut:
    """What was in a backup, and the copy made of it."""

    manifest: Manifest
    copy: Copy


def check_backup(file: Path, report: Report) -> Manifest:
    """Look at every bit of a backup. Raises BadBackup where it is none that this version can restore."""
    with _told(file), workplace(Path(tempfile.gettempdir())) as folder:
        payload = folder / "copy"
        manifest = unpack(file, payload, report)
        _check(file, manifest, payload, report)
        return manifest


@contextmanager
def laid_out(file: Path, report: Report) -> Iterator[LaidOut]:
    """The backup as a database of its own, which is gone afterwards unless it was put in place.

    Nobody else may have the database open (occupancy.out_of_use). Raises BadBackup as check_backup
    does, CannotRestore where the backup is of another kind of database or there is no room for it.
    """
    kind = db.engine.dialect.name
    with _told(file), workplace(_room_for(kind)) as folder:
        payload = folder / "copy"
        manifest = unpack(file, payload, report)
        if manifest.kind != kind:
            raise CannotRestore(
                f"{file} is a backup of {KINDS[manifest.kind]} database, and this is {KINDS[kind]} database. "
                "To move designs from one to the other: designbook export --to FOLDER there, "
                "designbook import FOLDER here."
            )
        _check(file, manifest, payload, report)
        if kind == "sqlite":
            yield LaidOut(manifest, sqlite.SqliteCopy(payload))
            return
        with pg_loading.loaded(payload, manifest, report) as copy:
            yield LaidOut(manifest, copy)


@dataclass(frozen=True, slots=True)
class Ended:
    """How many of each a restore has ended."""

    sessions: int
    links: int
    tokens: int


def end_access(made_at: datetime) -> Ended:
    """End every session, one-time link and API token of a database that was restored as it was at `made_at`.

    It does not know who signed out, changed a password, used a link or revoked a token since. The restore
    is noted in it.
    """
    with transaction():
        ended = Ended(end_all_sessions(), end_all_links(), end_all_tokens())
        note("restore", about=f"backup of {iso(made_at)}", by=None, details=asdict(ended))
        return ended


def _room_for(kind: str) -> Path:
    """Where a database is unpacked: SQLite’s will only have to be renamed."""
    return sqlite.database_path().parent if kind == "sqlite" else Path(tempfile.gettempdir())


def _check(file: Path, manifest: Manifest, payload: Path, report: Report) -> None:
    if manifest.contents.schema not in known_revisions():
        raise BadBackup(
            f"{file} was made by Designbook {manifest.version} at schema revision "
            f"{manifest.contents.schema}, which this version does not know. Restore it with that version."
        )
    examine = sqlite.examine_copy if manifest.kind == "sqlite" else pg_dumps.examine_dump
    try:
        contents = examine(payload, report)
    except Damaged as error:
        raise BadBackup(f"{file} cannot be restored. {error.message} Use another backup.") from error
    if contents != manifest.contents:
        raise BadBackup(f"{file} does not hold what it says it holds. Use another backup.")


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """What went wrong, in a sentence."""
    try:
        yield
    except OSError as error:
        if error.filename is not None and Path(error.filename) == file:
            raise BadBackup(f"{file} cannot be read: {error.strerror}.") from error
        where = f" ({error.filename})" if error.filename else ""
        raise CannotRestore(
            f"{file} cannot be unpacked{where}: {error.strerror or error}. Nothing was changed."
        ) from error
    except sqlite3.Error as error:
        raise CannotRestore(f"{file} cannot be restored: {error}. Nothing was changed.") from error
