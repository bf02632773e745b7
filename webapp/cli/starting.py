"""What every command does first: find the data folder, open the database and bring it up to date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy.exc import DBAPIError

from webapp import create_app
from webapp.extensions import db
from webapp.services.errors import DesignbookError
from webapp.services.schema import upgrade_schema


class CannotStart(DesignbookError):
    """The data folder or the database cannot be used as it is."""


@contextmanager
def opened_app() -> Iterator[Flask]:
    """An application inside its context, its data folder made and its database migrated.

    Raises BadSetting for a setting that cannot be used, CannotStart when the data folder or the
    database cannot be opened, and what `upgrade_schema` raises for a database newer than this code.
    """
    try:
        app = create_app()
        with app.app_context():
            upgrade_schema()
    except OSError as error:
        raise CannotStart(f"The data folder cannot be used: {error}") from error
    except DBAPIError as error:
        raise CannotStart(f"The database cannot be used: {first_line(error)}") from error
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def first_line(error: DBAPIError) -> str:
    """What the database itself said, without SQLAlchemy's statement and link."""
    said = str(error.orig).strip().splitlines()
    return said[0] if said else type(error.orig).__name__
