"""Tests in several processes at once (`-n 2`): on PostgreSQL each process has a database of its own.

conftest imports this before anything that reads the address.
"""

from __future__ import annotations

import os

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

ADDRESS = "DESIGNBOOK_TEST_DATABASE_URL"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
SHARED = os.environ.get(ADDRESS, "") if WORKER else ""


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    if SHARED:
        _on_server(f"DROP DATABASE IF EXISTS {_own_name()} WITH (FORCE)")


def _make_own() -> None:
    _on_server(f"DROP DATABASE IF EXISTS {_own_name()} WITH (FORCE)", f"CREATE DATABASE {_own_name()}")
    own = make_url(SHARED).set(database=_own_name())
    os.environ[ADDRESS] = own.render_as_string(hide_password=False)


def _own_name() -> str:
    return f"{make_url(SHARED).database}_{WORKER}"


def _on_server(*statements: str) -> None:
    server = create_engine(SHARED, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with server.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))


if SHARED:
    _make_own()
