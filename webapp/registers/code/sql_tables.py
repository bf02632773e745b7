"""Tables that SQL creates, with their columns and types.

Each `CREATE TABLE` is cut out and read alone, so that one which cannot be read does not hide the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from webapp.registers.code.fences import Lines, text_of

SOURCE_MAX = 60_000
STATEMENT_MAX = 20_000
STATEMENTS_MAX = 100
NESTING_MAX = 20

_CREATE = re.compile(
    r"\bcreate\s{1,20}(?:or\s{1,20}replace\s{1,20})?(?:(?:temp|temporary|unlogged|global|local|external)\s{1,20}){0,2}"
    r"table\b",
    re.IGNORECASE,
)
# What may hold brackets that count for nothing: texts, quoted names, comments.
# One that is left open runs to the end, so that each character is looked at once.
_SKIPPED = re.compile(
    r"'[^']*(?:'|\Z)|\"[^\"]*(?:\"|\Z)|`[^`]*(?:`|\Z)|--[^\n]*|/\*.*?(?:\*/|\Z)|[();]", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class SqlTable:
    """A table that a statement creates: its name, the line of its `CREATE`, its columns, its key."""

    name: str
    line: int
    fields: list[tuple[str, str]]
    key: list[str]


def holds_create_table(text: str) -> bool:
    """Whether a text creates a table somewhere."""
    return _CREATE.search(text) is not None


def read_tables(lines: Lines) -> list[SqlTable]:
    """The tables that a piece of SQL creates, in order."""
    source = text_of(lines)[:SOURCE_MAX]
    found = []
    for start, statement in _statements(source):
        # A server that only shows what is stored has no use for a parser of SQL, which takes long to import.
        from webapp.registers.code.sql_statements import read_statement

        table = read_statement(statement)
        if table is not None:
            name, fields, key = table
            found.append(SqlTable(name, lines[source.count("\n", 0, start)][0], fields, key))
    return found


def _statements(source: str) -> Iterator[tuple[int, str]]:
    starts = [match.span() for match in _CREATE.finditer(source)][:STATEMENTS_MAX]
    for (start, after), (limit, _) in pairwise([*starts, (len(source), 0)]):
        end = _end_of(source, after, min(limit, start + STATEMENT_MAX))
        line = source[source.rfind("\n", 0, start) + 1 : start]
        # A statement that is commented out creates nothing.
        if end is not None and "--" not in line:
            yield start, source[start:end]


def _end_of(source: str, start: int, limit: int) -> int | None:
    """Where the bracket around the columns closes; options behind it say nothing about columns."""
    depth = 0
    for sign in _SKIPPED.finditer(source, start, limit):
        if sign[0] == "(":
            depth += 1
            if depth > NESTING_MAX:
                return None
        elif sign[0] == ")":
            depth -= 1
            if depth <= 0:
                return sign.end()
        elif sign[0] == ";" and depth == 0:
            return None
    return None
