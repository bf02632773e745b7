"""The database's schema: brought up to date before anything else is done.

Alembic takes as long to import as Flask, and a start has a use for it only when there is something to
bring up to date: it is imported then.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect, text

from webapp.config import ROOT
from webapp.extensions import db
from webapp.services.errors import DesignbookError
from webapp.services.transactions import write_lock

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = ROOT / "migrations"
VERSION_TABLE = "alembic_version"
ARCHIVED = "archived_"
"""How tables begin that a downgrade set aside because they held data; no model knows them."""

# Any number will do, as long as every Designbook that shares a PostgreSQL database takes the same.
UPGRADE_LOCK = 0x4445534B


class SchemaTooNew(DesignbookError):
    """The database was made by a newer Designbook; this one would not understand it."""


def upgrade_schema() -> None:
    """Bring the database to the newest revision; nothing is written when it is there already.

    Raises SchemaTooNew for a database that a newer Designbook migrated, Busy when another process
    holds the write lock.
    """
    if schema_revision() == newest_revision():
        return
    from alembic import command

    with _alone():
        _refuse_newer(schema_revision())
        command.upgrade(_alembic_config(), "head")


def schema_revision() -> str | None:
    """The revision the database stands at; None for an empty one."""
    with db.engine.connect() as connection:
        if not inspect(connection).has_table(VERSION_TABLE):
            return None
        revision: str | None = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))  # noqa: S608
        return revision


def known_revisions() -> set[str]:
    """Every revision that this code can bring up to date, the newest too."""
    return {path.stem.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py")}


def newest_revision() -> str:
    """The revision this code was written for: they are numbered, and their files begin with the number."""
    return max(known_revisions())


def compared() -> dict[str, Any]:
    """What Alembic is told when it compares the database with the models."""
    return {"compare_server_default": True, "include_name": _is_modelled, "include_object": _is_made_here}


def _is_modelled(name: str | None, kind: str, parents: object) -> bool:
    """Leave alone what no model knows: SQLite's full-text table with its shadows, and archives."""
    return not (kind == "table" and name is not None and ("_fts" in name or name.startswith(ARCHIVED)))


def _is_made_here(thing: Any, name: str | None, kind: str, *about: object) -> bool:
    """Leave out an index that is another database's alone: Alembic does not ask `ddl_if`."""
    is_trigrams = kind == "index" and name is not None and name.endswith("_trgm")
    return not (is_trigrams and db.engine.dialect.name == "sqlite")


def _alembic_config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def _refuse_newer(revision: str | None) -> None:
    if revision is not None and revision not in known_revisions():
        raise SchemaTooNew(
            f"The database is at schema revision {revision}, which this version of Designbook does not know. "
            "A newer version has used it: start that version, or restore a backup from before."
        )


@contextmanager
def _alone() -> Iterator[None]:
    """One upgrade at a time, over all processes and machines."""
    if db.engine.dialect.name == "sqlite":
        with write_lock():
            yield
        return
    with db.engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": UPGRADE_LOCK})
        try:
            yield
        finally:
            connection.invalidate()  # the lock goes with the connection
