"""One `CREATE TABLE`, read by sqlglot in the dialect that it looks most like."""

from __future__ import annotations

import logging
import re

import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel, SqlglotError

# sqlglot says on its log what it could not read; here that is left alone in silence.
logging.getLogger("sqlglot").setLevel(logging.CRITICAL)

_MYSQL = re.compile(r"`|\bAUTO_INCREMENT\b|\bENGINE\s{0,5}=", re.IGNORECASE)
_SQLITE = re.compile(r"\bAUTOINCREMENT\b|\bWITHOUT\s+ROWID\b", re.IGNORECASE)
_TSQL = re.compile(r"\bIDENTITY\s{0,5}\(|\bNVARCHAR\b|\[\w+\]", re.IGNORECASE)


Described = tuple[str, list[tuple[str, str]], list[str]]
"""A table: its name as written, its columns with their types, the names of those that are its key."""


def read_statement(statement: str) -> Described | None:
    """The table that a statement creates; None for what cannot be read."""
    for dialect in _dialects(statement):
        try:
            tree = sqlglot.parse_one(statement, read=dialect, error_level=ErrorLevel.RAISE)
            if isinstance(tree, exp.Create) and isinstance(tree.this, exp.Schema):
                return _described(tree.this, dialect)
        except (SqlglotError, RecursionError, ValueError, AttributeError, TypeError, KeyError, IndexError):
            # A parser of foreign text: whatever it stumbles over, the statement is left alone.
            continue
    return None


def _described(schema: exp.Schema, dialect: str) -> Described | None:
    table = schema.this
    columns = [part for part in schema.expressions if isinstance(part, exp.ColumnDef)]
    if not isinstance(table, exp.Table) or not table.name or not columns:
        return None
    name = f"{table.db}.{table.name}" if table.db else table.name
    return name, [(column.name, _type_of(column, dialect)) for column in columns], _key_of(schema, columns)


def _key_of(schema: exp.Schema, columns: list[exp.ColumnDef]) -> list[str]:
    own = [column.name for column in columns if column.find(exp.PrimaryKeyColumnConstraint)]
    of_table = (name.name for key in schema.find_all(exp.PrimaryKey) for name in key.find_all(exp.Identifier))
    return own or list(of_table)


def _type_of(column: exp.ColumnDef, dialect: str) -> str:
    return column.kind.sql(dialect=dialect) if column.kind else ""


def _dialects(statement: str) -> list[str]:
    for pattern, dialect in ((_MYSQL, "mysql"), (_SQLITE, "sqlite"), (_TSQL, "tsql")):
        if pattern.search(statement):
            return [dialect, "postgres"]
    return ["postgres", "mysql"]
