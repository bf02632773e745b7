"""Many rows in one statement."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Insert, Table, insert

from webapp.extensions import Model


def insert_many(model: type[Model]) -> Insert:
    """An INSERT for a list of values, which the driver is given at once.

    Of the table, not the model: the ORM makes a statement of its own whenever a NULL comes or goes.
    """
    return insert(cast(Table, model.__table__))
