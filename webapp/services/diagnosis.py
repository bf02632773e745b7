"""What `designbook doctor` looks at: the database's safety, its schema, and the folder it lies in."""

from __future__ import annotations

import shutil
import stat
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from webapp.extensions import db
from webapp.models import Document
from webapp.services.backups.pg_tools import missing_tools, server_major
from webapp.services.documents import examine_document
from webapp.services.errors import Damaged
from webapp.services.schema import newest_revision, schema_revision
from webapp.utils.sizes import in_words

# What transactions.prepare_sqlite asks for, as SQLite reports it.
SAFE_PRAGMAS = {"journal_mode": "wal", "foreign_keys": "1", "synchronous": "2", "trusted_schema": "0"}
BUSY_TIMEOUT_MIN = 5000
# The numbers that a pool hands out first; each connection sets its own pragmas.
CONNECTIONS_EXAMINED = 3
NETWORK_FILE_SYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "glusterfs", "ceph"}
FREE_BYTES_WRONG = 50_000_000
FREE_BYTES_LOW = 1_000_000_000


@dataclass
class Diagnosis:
    """`facts` are pairs of name and value, in order; `wrong` must be put right, `warnings` need not."""

    facts: list[tuple[str, str]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def examine(data: Path) -> Diagnosis:
    """Look at the database and at the data folder. Changes nothing."""
    found = Diagnosis()
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            _examine_sqlite(found, connection)
        else:
            _examine_postgresql(found, connection)
        _examine_schema(found)
        _count_rows(found, connection)
    if not found.wrong:
        _examine_documents(found)
    _examine_folder(found, data)
    return found


def database_answers() -> bool:
    """Whether the database can be read at this moment."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


def has_wal_reset_race(version: tuple[int, ...]) -> bool:
    """Whether this SQLite may corrupt a WAL that two connections write (fixed in 3.51.3, 3.50.7, 3.44.6)."""
    fixed = version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    return version >= (3, 7) and not fixed


def _examine_sqlite(found: Diagnosis, connection: Connection) -> None:
    version = str(connection.scalar(text("SELECT sqlite_version()")))
    found.facts += [("SQLite", version), ("database", db.engine.url.database or "in memory")]
    if has_wal_reset_race(tuple(int(part) for part in version.split("."))):
        found.warnings.append(
            f"SQLite {version} can corrupt a database that several connections write at once (fixed in "
            "3.51.3). Designbook lets one write at a time; let no other program write to this file."
        )
    _examine_pragmas(found)
    if (said := connection.scalar(text("PRAGMA quick_check(1)"))) != "ok":
        found.wrong.append(f"The database is damaged: {said}. Restore a backup.")
    if lost := len(connection.execute(text("PRAGMA foreign_key_check")).all()):
        found.wrong.append(f"{lost} rows point at rows that are not there. Restore a backup.")
    where = Path(db.engine.url.database or ".").parent
    if (kind := _file_system(where)) in NETWORK_FILE_SYSTEMS:
        found.wrong.append(f"{where} is on a network file system ({kind}), where SQLite loses data.")


def _examine_pragmas(found: Diagnosis) -> None:
    connections = [db.engine.connect() for _ in range(CONNECTIONS_EXAMINED)]
    try:
        for number, connection in enumerate(connections):
            pragmas = {
                name: str(connection.scalar(text(f"PRAGMA {name}")))
                for name in (*SAFE_PRAGMAS, "busy_timeout")
            }
            if number == 0:
                found.facts += [(f"pragma {name}", value) for name, value in pragmas.items()]
            if int(pragmas.pop("busy_timeout")) < BUSY_TIMEOUT_MIN or pragmas != SAFE_PRAGMAS:
                found.wrong.append(
                    f"A connection has unsafe pragmas: {pragmas}. This is a fault of Designbook."
                )
    finally:
        for connection in connections:
            connection.close()


def _examine_postgresql(found: Diagnosis, connection: Connection) -> None:
    settings = {
        name: str(connection.scalar(text(f"SHOW {name}")))
        for name in ("server_version", "server_encoding", "synchronous_commit", "fsync")
    }
    found.facts.append(("PostgreSQL", settings.pop("server_version")))
    found.facts.append(("database", db.engine.url.render_as_string(hide_password=True)))
    found.facts += settings.items()
    if settings["server_encoding"] != "UTF8":
        found.wrong.append(f"The database is in {settings['server_encoding']}; create one in UTF8.")
    if "off" in (settings["synchronous_commit"], settings["fsync"]):
        found.warnings.append("PostgreSQL answers before data is on disk: a crash loses what it confirmed.")
    if said := missing_tools(server_major(connection)):
        found.warnings.append(said)


def _examine_schema(found: Diagnosis) -> None:
    stands, newest = schema_revision(), newest_revision()
    found.facts.append(("schema revision", f"{stands} (newest is {newest})"))
    if stands != newest:
        found.wrong.append("The schema is not up to date, although it was just migrated.")


def _count_rows(found: Diagnosis, connection: Connection) -> None:
    for table in sorted(db.metadata.tables.values(), key=lambda table: table.name):
        count = connection.scalar(select(func.count()).select_from(table))
        found.facts.append((f"rows in {table.name}", f"{count:,}"))


def _examine_documents(found: Diagnosis) -> None:
    """Each document's pieces must still be those that were saved, and join to the text that was."""
    for number in list(db.session.scalars(select(Document.id).where(Document.deleted_at.is_(None)))):
        try:
            examine_document(db.session.get_one(Document, number))
        except Damaged as error:
            found.wrong.append(error.message)
        db.session.expunge_all()  # one document in memory at a time


def _examine_folder(found: Diagnosis, data: Path) -> None:
    free = shutil.disk_usage(data).free
    mode = stat.S_IMODE(data.stat().st_mode)
    found.facts += [("data folder", f"{data} (mode {mode:o})"), ("free disk", in_words(free))]
    if free < FREE_BYTES_LOW:
        place = found.wrong if free < FREE_BYTES_WRONG else found.warnings
        place.append(f"Only {in_words(free)} are free where {data} is: make room there.")
    if mode & stat.S_IRWXO:
        found.warnings.append(f"Every account of this machine may look into {data}: chmod o= {data}")
    secret = data / "secret_key"
    if secret.exists() and stat.S_IMODE(secret.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO):
        found.wrong.append(f"Others can read {secret} and forge sessions: chmod 600 {secret}, or delete it.")


def _file_system(folder: Path) -> str:
    """The kind of file system that holds `folder`; empty where the system does not say (not Linux)."""
    mounts = Path("/proc/self/mounts")
    if not mounts.exists():
        return ""
    kinds = {fields[1]: fields[2] for fields in map(str.split, mounts.read_text().splitlines())}
    resolved = folder.resolve()
    return next((kinds[str(each)] for each in (resolved, *resolved.parents) if str(each) in kinds), "")
