"""The database's schema: brought up to date before anything else is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from webapp.config import ROOT
from webapp.extensions import db
from webapp.services.errors import DesignbookError
from webapp.services.transactions import write_lock

# Any number will do, as long as every Designbook that shares a PostgreSQL database takes the same.
UPGRADE_LOCK = 0x4445534B


class SchemaTooNew(DesignbookError):
    """The database was made by a newer Designbook; this one would not understand it."""


def upgrade_schema() -> None:
    """Bring the database to the newest revision; nothing is written when it is there already.

    Raises SchemaTooNew for a database that a newer Designbook migrated, Busy when another process
    holds the write lock.
    """
    config = _alembic_config()
    script = ScriptDirectory.from_config(config)
    if schema_revision() == script.get_current_head():
        return
    with _alone():
        _refuse_newer(schema_revision())
        command.upgrade(config, "head")


def schema_revision() -> str | None:
    """The revision the database stands at; None for an empty one."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def known_revisions() -> set[str]:
    """Every revision that this code can bring up to date, the newest too."""
    return {each.revision for each in ScriptDirectory.from_config(_alembic_config()).walk_revisions()}


def newest_revision() -> str | None:
    """The revision this code was written for."""
    return ScriptDirectory.from_config(_alembic_config()).get_current_head()


def _alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations").replace("%", "%%"))
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
