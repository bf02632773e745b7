"""What the security tests share: CSRF switched on, faults that are answered, an https twin."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask

from tests.browser import Browser
from webapp import create_app
from webapp.config import Settings
from webapp.extensions import db
from webapp.services import people

Maker = Callable[..., Flask]


@pytest.fixture
def csrf_on(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask for tokens, as outside the tests."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)


@pytest.fixture
def answered(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer a fault with 500, as outside the tests, instead of raising it into the test."""
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)


@pytest.fixture
def make_app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Maker]:
    """Makes applications with settings of their own, each with an empty SQLite database."""
    monkeypatch.setattr(people, "hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    made: list[Flask] = []

    def make(settings: dict[str, str] | None = None, **config: object) -> Flask:
        folder = tmp_path / str(len(made))
        given = Settings.from_environment({"data": str(folder), "database_url": ""} | (settings or {}))
        app = create_app(
            given, **{"TESTING": True, "WTF_CSRF_ENABLED": False, "RATELIMIT_ENABLED": False} | config
        )
        app.test_client_class = Browser
        with app.app_context():
            db.create_all()
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()


def csrf_token(page: str) -> str:
    """The token that a page's forms carry."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    return found[1]
