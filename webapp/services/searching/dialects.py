"""What SQLite and PostgreSQL say in words of their own, and how statements of text are sent.

Statements of the search are text: what they ask depends on the query's shape alone, so that each shape
is made and prepared once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, TextClause, text
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.dialects.sqlite.base import SQLiteDialect

from webapp.extensions import db
from webapp.models.search import FULL_TEXT

CERTAIN_MAX = 8
"""How many characters a text has that FTS5 finds as a whole soon enough."""

_PARAMETER = re.compile(r"(?<!:):(\w+)")
Values = dict[str, Any]
"""What the parameters of a statement are."""

# Not the driver's: those write casts behind parameters, which a text of our own cannot have.
_DIALECTS: Mapping[str, Any] = {"sqlite": SQLiteDialect, "postgresql": PGDialect}
_NAMED = {name: dialect(paramstyle="named") for name, dialect in _DIALECTS.items()}


def is_sqlite() -> bool:
    """Whether the store is on SQLite."""
    return db.engine.dialect.name == "sqlite"


def run(statement: str, values: Mapping[str, object]) -> Sequence[Any]:
    """The rows of a statement, its parameters by name."""
    return db.session.connection().execute(_made(statement), values).all()


def condition_text(condition: ColumnElement[bool]) -> tuple[str, Values]:
    """A condition as text with named parameters, and their values.

    The names are such as no statement gives that the text may become a part of.
    """
    compiled = condition.compile(
        dialect=_NAMED[db.engine.dialect.name], compile_kwargs={"render_postcompile": True}
    )
    values = {f"asked_{name}": value for name, value in compiled.params.items()}
    return _PARAMETER.sub(lambda found: f":asked_{found[1]}", str(compiled)), values


def within(column: str, name: str) -> str:
    """Whether the text of a parameter stands in a column."""
    return f"instr({column}, :{name}) > 0" if is_sqlite() else f"strpos({column}, :{name}) > 0"


def given(name: str, alias: str = "given") -> str:
    """The numbers of a parameter, made by `array`, as a table with one column, `value`."""
    if is_sqlite():
        return f"json_each(:{name}) AS {alias}"
    return f"unnest(CAST(:{name} AS bigint[])) AS {alias}(value)"


def given_texts(name: str, alias: str = "given") -> str:
    """The texts of a parameter, made by `array`, as a table with one column, `value`."""
    if is_sqlite():
        return f"json_each(:{name}) AS {alias}"
    return f"unnest(CAST(:{name} AS text[])) AS {alias}(value)"


def array(values: Sequence[int] | Sequence[str]) -> object:
    """Several values as one parameter."""
    return json.dumps(values) if is_sqlite() else list(values)


def said(column: str, role: str) -> str:
    """What a JSON object in a column says under a name."""
    return f"json_extract({column}, '$.{role}')" if is_sqlite() else f"({column} ->> '{role}')"


def lines_that_hold(count: int) -> str:
    """The ids of lines from `:low` to below `:high` that hold `count` texts, by the index of trigrams.

    `id` is their column. The parameters are those of `holding`, or roughly `perhaps_holding`; every text
    has three characters and more.
    """
    if is_sqlite():
        return (
            f"SELECT rowid AS id FROM {FULL_TEXT} WHERE {FULL_TEXT} MATCH :match "
            "AND rowid >= :low AND rowid < :high"
        )
    likes = "".join(f" AND text LIKE :like{number}" for number in range(count))
    return f"SELECT id FROM search_line WHERE id >= :low AND id < :high{likes}"


def holding(texts: Sequence[str], low: int, high: int) -> Values:
    """The parameters of `lines_that_hold`. Every sign in a text means itself."""
    if is_sqlite():
        return {"match": _match(texts), "low": low, "high": high}
    likes = {f"like{number}": f"%{_escaped(text)}%" for number, text in enumerate(texts)}
    return {**likes, "low": low, "high": high}


def perhaps_holding(texts: Sequence[str], low: int, high: int) -> Values:
    """The same for lines of which most hold the texts, found sooner: they have to be looked at.

    FTS5 compares the places of all trigrams of a text: in `/api/v1/users` most are everywhere. Where
    the first one, one of the middle and the last two stand in a line, the text nearly always does.
    """
    if not is_sqlite():
        return holding(texts, low, high)
    parts = [part for text in texts for part in ([text] if is_certain([text]) else _parts(text))]
    return {"match": _match(parts), "low": low, "high": high}


def is_certain(texts: Sequence[str]) -> bool:
    """Whether all lines that `perhaps_holding` finds hold the texts."""
    return not is_sqlite() or all(len(text) <= CERTAIN_MAX for text in texts)


def _parts(text: str) -> list[str]:
    middle = len(text) // 2
    return [text[:3], text[middle - 1 : middle + 2], text[-4:]]


def _match(texts: Sequence[str]) -> str:
    return " AND ".join('"' + text.replace('"', '""') + '"' for text in texts)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


@lru_cache(maxsize=1024)
def _made(statement: str) -> TextClause:
    return text(statement)
