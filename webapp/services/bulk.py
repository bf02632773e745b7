"""Many rows in one statement."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from sqlalchemy import Insert, Table, insert
from sqlalchemy.sql.dml import ReturningInsert

from webapp.extensions import Model


@cache
def insert_many(model: type[Model]) -> Insert:
    """An INSERT for a list of values, which the driver is given at once.

    Of the table, not the model: the ORM makes a statement of its own whenever a NULL comes or goes.
    """
    return insert(cast(Table, model.__table__))


@cache
def insert_returning(model: type[Model], *names: str) -> ReturningInsert[Any]:
    """The same, and these columns of what was inserted come back, in no certain order."""
    columns = cast(Table, model.__table__).c
    return insert_many(model).returning(*(columns[name] for name in names))
