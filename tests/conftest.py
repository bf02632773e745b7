"""What every test may ask for: an application with an empty database, a client, the cast."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from tests.corpus_report import pytest_terminal_summary
from webapp import create_app
from webapp.config import Settings
from webapp.extensions import db

__all__ = ["pytest_terminal_summary"]


@pytest.fixture(scope="session")
def session_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One application for the whole run; its database is emptied before each test."""
    settings = Settings.from_environment(
        {
            "data": str(tmp_path_factory.mktemp("data")),
            "database_url": os.environ.get("DESIGNBOOK_TEST_DATABASE_URL", ""),
        }
    )
    app = create_app(settings, TESTING=True, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.session.remove()
        db.drop_all()
        db.engine.dispose()


@pytest.fixture
def app(session_app: Flask) -> Iterator[Flask]:
    """The application inside a context, with an empty database."""
    with session_app.app_context():
        _empty()
        yield session_app
        db.session.remove()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that is not signed in."""
    return app.test_client()


@pytest.fixture
def samples() -> Path:
    """Our own documents, with the quirks of real ones."""
    return Path(__file__).parent / "samples"


def _empty() -> None:
    with db.engine.connect().execution_options(designbook_write=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            names = ", ".join(f'"{table.name}"' for table in db.metadata.sorted_tables)
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
            return
        for table in reversed(db.metadata.sorted_tables):
            connection.execute(table.delete())
