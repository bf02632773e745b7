"""How Alembic reaches the application's database.

Flask-Migrate's own env.py calls a deprecated function; this one uses `db.engine`.
"""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import Connection

db = current_app.extensions["migrate"].db


def include_name(name: str | None, kind: str, parents: object) -> bool:
    """Leave the full-text index's shadow tables alone: SQLite owns them."""
    return not (kind == "table" and name is not None and "_fts" in name)


def run(connection: Connection) -> None:
    """Migrate over `connection`, each revision in a transaction of its own."""
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        include_name=include_name,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        compare_server_default=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


with db.engine.connect().execution_options(designbook_write=True) as connection:
    run(connection)
