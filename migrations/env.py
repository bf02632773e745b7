"""How Alembic reaches the application's database.

Flask-Migrate's own env.py calls a deprecated function; this one uses `db.engine`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from webapp.extensions import db
from webapp.models.types import UtcDateTime
from webapp.services.schema import compared


def render_item(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write our own types as what they are in the database, so that migrations import no models."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, UtcDateTime) else False


def run(connection: Connection) -> None:
    """Migrate over `connection`, each revision in a transaction of its own."""
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_item=render_item,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        transaction_per_migration=True,
        **compared(),
    )
    with context.begin_transaction():
        context.run_migrations()


@contextmanager
def foreign_keys_off(connection: Connection) -> Iterator[None]:
    """SQLite alters a table by copying it; dropping the old one must not count as deleting its rows."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


with db.engine.connect().execution_options(designbook_write=True) as connection, foreign_keys_off(connection):
    run(connection)
