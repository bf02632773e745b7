"""A backup made: copied, checked, packed, read back, and only then under its name."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from webapp.extensions import db
from webapp.models.types import utc_now
from webapp.services.backups import pg_dumps, sqlite
from webapp.services.backups.container import BadBackup, digest, pack, unpack
from webapp.services.backups.manifest import Contents, Manifest, Report
from webapp.services.backups.workplace import sync_folder, workplace
from webapp.services.errors import Damaged, DesignbookError


class CannotBackUp(DesignbookError):
    """The file cannot be written, or what would be in it is damaged. There is no such file."""


def make_backup(file: Path, *, version: str, force: bool, report: Report) -> Manifest:
    """Write everything that is stored at this moment to `file`, mode 0600, while others read and write.

    It appears whole or not at all; with `force` it replaces a file of this name. `version` is
    Designbook's. Raises CannotBackUp, Missing where nothing is stored, ToolMissing, NotConfirmed.
    """
    _refuse_name(file, force)
    with _told(file), workplace(file.absolute().parent) as folder:
        copy, packed = folder / "copy", folder / "packed"
        contents, namespace = _copy(copy, report)
        size, sha256 = digest(copy, report)
        kind = db.engine.dialect.name
        manifest = Manifest(version, utc_now(), kind, namespace, contents, size, sha256)
        pack(packed, manifest, copy, report)
        copy.unlink()
        unpack(packed, copy, report)
        _refuse_name(file, force)
        packed.replace(file)
        sync_folder(file.absolute().parent)
    return manifest


def _copy(target: Path, report: Report) -> tuple[Contents, str]:
    if db.engine.dialect.name == "postgresql":
        return pg_dumps.dump_database(target, report)
    return sqlite.copy_database(target, report), ""


def _refuse_name(file: Path, force: bool) -> None:
    # Also where there is no such file: SQLite would take it for its own the next time.
    if db.engine.dialect.name == "sqlite":
        database = sqlite.database_path()
        if file.parent.resolve() == database.parent and file.name.startswith(database.name):
            raise CannotBackUp(f"{file} belongs to the database itself; choose another name.")
    try:
        found = file.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise CannotBackUp(f"{file} cannot be written: {error.strerror}.") from error
    if stat.S_ISDIR(found.st_mode):
        raise CannotBackUp(f"{file} is a folder; name a file in it.")
    if not (stat.S_ISREG(found.st_mode) or stat.S_ISLNK(found.st_mode)):
        raise CannotBackUp(f"{file} is no ordinary file; name one that does not exist yet.")
    if not force:
        raise CannotBackUp(f"{file} exists already. Choose another name, or replace it with --force.")


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """What went wrong, in a sentence with the file's name."""
    try:
        yield
    except OSError as error:
        if not file.absolute().parent.is_dir():
            raise CannotBackUp(
                f"{file} cannot be written: there is no folder {file.absolute().parent}. Make it first."
            ) from error
        raise CannotBackUp(_not_written(file, error.strerror or str(error))) from error
    except sqlite3.Error as error:
        raise CannotBackUp(_not_written(file, str(error))) from error
    except Damaged as error:
        raise CannotBackUp(
            f"No backup was written, since it could not be restored. {error.message} "
            "`designbook doctor` says more; restore the last good backup."
        ) from error
    except BadBackup as error:
        raise CannotBackUp(_not_written(file, "what was read back is not what was written")) from error


def _not_written(file: Path, said: str) -> str:
    return f"{file} cannot be written: {said}. Nothing is left of it."
