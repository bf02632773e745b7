"""The SQL that a piece of work sends, for tests that count it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from webapp.extensions import db


@contextmanager
def statements(*beginnings: str) -> Iterator[list[str]]:
    """The statements that the database is sent meanwhile; with `beginnings` only those that start so."""
    sent: list[str] = []

    def listen(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if statement.startswith(beginnings or ""):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)


def read_a_template(queries: list[str]) -> bool:
    """Whether one of them reads the text of a template; whether there is one may be asked freely."""
    return any(re.search(r"\.template\b(?! IS NOT NULL)", query) for query in queries)
