"""What every command does first: find the data folder, open the database and bring it up to date."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy.exc import DBAPIError

from webapp import create_app
from webapp.extensions import db
from webapp.services.errors import DesignbookError
from webapp.services.occupancy import in_use
from webapp.services.schema import upgrade_schema


class CannotStart(DesignbookError):
    """The data folder, the database or the port cannot be used as it is."""


@contextmanager
def opened_app(**config: Any) -> Iterator[Flask]:
    """An application inside its context, its data folder made and its database migrated.

    `config` overrides Flask's own settings. Raises what `bare_app` and `upgrade_schema` raise, and InUse
    while the database is being restored.
    """
    with bare_app(**config) as app, in_use():
        upgrade_schema()
        # What the start has made lasts as long as the command: nobody need look through it for garbage.
        gc.freeze()
        try:
            yield app
        finally:
            gc.unfreeze()


@contextmanager
def bare_app(**config: Any) -> Iterator[Flask]:
    """An application inside its context, its data folder made and its database as it is found.

    Raises BadSetting for a setting that cannot be used, and CannotStart when the data folder or the
    database refuses, now or inside the block.
    """
    app = create_app(**config)
    with app.app_context():
        try:
            yield app
        except DBAPIError as error:
            raise CannotStart(f"The database {database_name()} cannot be used: {said(error)}.") from error
        except OSError as error:
            if error.filename is None:  # a closed pipe, say: nothing that stands in a folder
                raise
            raise CannotStart(f"{error.filename} cannot be used: {error.strerror}.") from error
        finally:
            db.session.remove()
            db.engine.dispose()


def database_name() -> str:
    """Where the database is, without its password."""
    url = db.engine.url
    return url.database or "" if url.drivername == "sqlite" else url.render_as_string(hide_password=True)


def said(error: DBAPIError) -> str:
    """What the database itself said, without SQLAlchemy's statement and link."""
    lines = str(error.orig).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error.orig).__name__
