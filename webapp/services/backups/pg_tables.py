"""Designbook's tables in PostgreSQL: which they are, what they hold, and how they move.

They are those of the connection's schema (in PostgreSQL's sense, here called namespace), `public` unless
the connection says otherwise, without what an extension brought.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from webapp.services.backups.manifest import Contents

_TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = {namespace} AND c.relkind IN ('r', 'p') AND NOT EXISTS
    (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
    ORDER BY c.relname
"""


def namespace_of(connection: Connection) -> str:
    """The namespace in which the connection makes tables."""
    return str(connection.scalar(text("SELECT current_schema()")) or "public")


def contents_of(connection: Connection, namespace: str) -> Contents:
    """What the tables of a namespace hold; the schema revision is empty where it has none."""
    tables = tables_of(connection, namespace)
    rows = {
        name: connection.exec_driver_sql(
            f"SELECT count(*) FROM {quoted(namespace)}.{quoted(name)}"  # noqa: S608
        ).scalar_one()
        for name in tables
    }
    schema = ""
    if rows.get("alembic_version"):
        query = f"SELECT version_num FROM {quoted(namespace)}.alembic_version"  # noqa: S608
        schema = str(connection.exec_driver_sql(query).scalar_one())
    return Contents(schema, rows)


def tables_of(connection: Connection, namespace: str) -> list[str]:
    """The names of the tables of a namespace, in order."""
    return list(connection.exec_driver_sql(_TABLES.format(namespace=_literal(namespace))).scalars())


def moving(source: str, target: str) -> str:
    """A statement that moves every table, with its indexes, constraints and sequences."""
    tables = _TABLES.format(namespace=_literal(source))
    alter, to = _literal(f"ALTER TABLE {quoted(source)}."), _literal(f" SET SCHEMA {quoted(target)}")
    return (
        f"DO $move$ DECLARE name text; BEGIN FOR name IN {tables} LOOP "
        f"EXECUTE {alter} || quote_ident(name) || {to}; END LOOP; END $move$"
    )


def quoted(name: str) -> str:
    """A name as an identifier."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def _literal(value: str) -> str:
    doubled = value.replace("'", "''")
    return f"'{doubled}'"
