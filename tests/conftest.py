"""What every test may ask for: an application with an empty database, a client, the cast."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workers import pytest_unconfigure  # first: it may give this process a database of its own

# isort: split
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import Connection, event, literal, select, text, union_all
from sqlalchemy.engine.interfaces import DBAPIConnection

from tests.browser import Browser
from tests.corpus_report import pytest_sessionfinish, pytest_terminal_summary, pytest_testnodedown
from webapp import create_app
from webapp.config import Settings
from webapp.extensions import db, limiter
from webapp.models import Person
from webapp.models.audit import WRITTEN_ONCE, AuditEvent
from webapp.models.search import FULL_TEXT
from webapp.services import people

PASSWORD = "correct horse battery staple"

__all__ = [
    "pytest_sessionfinish",
    "pytest_terminal_summary",
    "pytest_testnodedown",
    "pytest_unconfigure",
]


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
    app.test_client_class = Browser
    people.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", _do_not_wait_for_the_disk)
        db.create_all()
    yield app
    with app.app_context():
        db.session.remove()
        db.drop_all()
        db.engine.dispose()


def _do_not_wait_for_the_disk(connection: DBAPIConnection, _: object) -> None:
    """No test cuts the power, and each has a dozen commits. Servers and commands keep synchronous=FULL."""
    connection.cursor().execute("PRAGMA synchronous=OFF")


@pytest.fixture
def app(session_app: Flask) -> Iterator[Flask]:
    """The application inside a context, with an empty database."""
    limiter.enabled = False  # one for all applications: a test that made another may have left it on
    with session_app.app_context():
        empty_database()
        yield session_app
        db.session.remove()


@pytest.fixture
def client(app: Flask) -> Browser:
    """A browser that is not signed in: the stranger's."""
    browser = app.test_client()
    assert isinstance(browser, Browser)
    return browser


# The cast: who a person is in a test, by role. Each has the password PASSWORD.


@pytest.fixture
def owner(app: Flask) -> Person:
    """Owns the design that a test is about."""
    return make_account("owner@example.org", "Our Owner")


@pytest.fixture
def author(app: Flask) -> Person:
    """Writes in designs of others."""
    return make_account("author@example.org", "An Author")


@pytest.fixture
def reader(app: Flask) -> Person:
    """Reads; until roles come, may edit like everybody signed in."""
    return make_account("reader@example.org", "Regular Reader")


@pytest.fixture
def administrator(app: Flask) -> Person:
    """Runs the server."""
    return make_account("administrator@example.org", "An Administrator", admin=True)


@pytest.fixture
def as_stranger(client: Browser) -> Browser:
    """A browser that is not signed in, by the name of the cast."""
    return client


@pytest.fixture
def as_owner(app: Flask, owner: Person) -> Browser:
    """The owner's browser."""
    return signed_in(app, owner)


@pytest.fixture
def as_author(app: Flask, author: Person) -> Browser:
    """The author's browser."""
    return signed_in(app, author)


@pytest.fixture
def as_reader(app: Flask, reader: Person) -> Browser:
    """The reader's browser."""
    return signed_in(app, reader)


@pytest.fixture
def as_administrator(app: Flask, administrator: Person) -> Browser:
    """The administrator's browser."""
    return signed_in(app, administrator)


def make_account(email: str, name: str, *, admin: bool = False) -> Person:
    """Somebody with an account and the password PASSWORD."""
    person = people.add_person(email, name=name, admin=admin)
    people.set_password(person, PASSWORD)
    return person


def signed_in(app: Flask, person: Person) -> Browser:
    """A browser with a session of this person, as signing in makes it."""
    browser = app.test_client()
    assert isinstance(browser, Browser)
    browser.sign_in(person)
    return browser


@pytest.fixture
def samples() -> Path:
    """Our own documents, with the quirks of real ones."""
    return Path(__file__).parent / "samples"


def empty_database() -> None:
    """Take every row out of every table, and on PostgreSQL count ids from 1 again.

    Most tables hold nothing after most tests: those cost nothing here.
    """
    with db.engine.connect().execution_options(designbook_write=True) as connection, connection.begin():
        filled = set(connection.scalars(_FILLED))
        if AuditEvent.__tablename__ in filled:
            _empty_the_audit(connection)
        for table in reversed(db.metadata.sorted_tables):
            if table.name in filled and table.name != AuditEvent.__tablename__:
                connection.execute(table.delete())
        if connection.dialect.name == "postgresql":
            connection.execute(_COUNT_FROM_ONE)
        elif filled:
            connection.execute(text(f"INSERT INTO {FULL_TEXT} ({FULL_TEXT}) VALUES ('delete-all')"))  # noqa: S608


_FILLED = union_all(
    *(select(literal(table.name)).where(select(table).exists()) for table in db.metadata.sorted_tables)
)
_COUNT_FROM_ONE = text(
    "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false) "
    "FROM pg_sequences WHERE last_value IS NOT NULL AND schemaname = current_schema()"
)


def _empty_the_audit(connection: Connection) -> None:
    """The audit is written once, but for tests: its triggers step aside."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("TRUNCATE audit_event"))
        return
    may_not_go = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
    for name in may_not_go:
        connection.execute(text(f"DROP TRIGGER {name}"))
    connection.execute(text("DELETE FROM audit_event"))
    for statement in WRITTEN_ONCE["sqlite"]:
        connection.execute(text(statement))
