"""Who speaks to the API in a test: the cast, each with a token of their own."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.browser import Browser
from webapp.models import Person, Project
from webapp.services.tokens import make_token

PREFIX = "/api/v1"


class ApiClient:
    """A program with a bearer token, or with none."""

    def __init__(self, app: Flask, token: str | None) -> None:
        browser = app.test_client()
        assert isinstance(browser, Browser)
        self.browser = browser
        self.token = token

    def send(
        self,
        method: str,
        path: str,
        json: Any = None,
        *,
        match: object = None,
        key: str | None = None,
        headers: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> TestResponse:
        """Send a request; `path` is what comes after /api/v1.

        `match` is the state that If-Match names, `key` what the request calls itself.
        """
        sent = dict(headers or {})
        if self.token is not None:
            sent["Authorization"] = f"Bearer {self.token}"
        if match is not None:
            sent["If-Match"] = "*" if match == "*" else f'"{match}"'
        if key is not None:
            sent["Idempotency-Key"] = key
        if json is not None:
            kwargs["json"] = json
        return self.browser.open(PREFIX + path, method=method, headers=sent, **kwargs)

    def get(self, path: str, **kwargs: Any) -> TestResponse:
        """Read."""
        return self.send("GET", path, **kwargs)

    def post(self, path: str, json: Any = None, **kwargs: Any) -> TestResponse:
        """Add."""
        return self.send("POST", path, json, **kwargs)

    def put(self, path: str, json: Any = None, **kwargs: Any) -> TestResponse:
        """Replace."""
        return self.send("PUT", path, json, **kwargs)

    def patch(self, path: str, json: Any = None, **kwargs: Any) -> TestResponse:
        """Change."""
        return self.send("PATCH", path, json, **kwargs)

    def delete(self, path: str, **kwargs: Any) -> TestResponse:
        """Take away."""
        return self.send("DELETE", path, **kwargs)

    def text(self, method: str, path: str, text: str | bytes, **kwargs: Any) -> TestResponse:
        """Send Markdown."""
        return self.send(method, path, data=text, content_type="text/markdown; charset=utf-8", **kwargs)


def api_of(app: Flask, person: Person, *, scope: str = "write", project: Project | None = None) -> ApiClient:
    """A program that acts for this person."""
    return ApiClient(app, make_token(person, name="test", scope=scope, project=project)[1])


@pytest.fixture
def as_stranger_api(app: Flask) -> ApiClient:
    """A program without a token."""
    return ApiClient(app, None)


@pytest.fixture
def as_owner_api(app: Flask, owner: Person) -> ApiClient:
    """A program of the owner’s."""
    return api_of(app, owner)


@pytest.fixture
def as_author_api(app: Flask, author: Person) -> ApiClient:
    """A program of the author’s."""
    return api_of(app, author)


@pytest.fixture
def as_reader_api(app: Flask, reader: Person) -> ApiClient:
    """A program of the reader’s; whether they only read is what the project says."""
    return api_of(app, reader)


@pytest.fixture
def as_administrator_api(app: Flask, administrator: Person) -> ApiClient:
    """A program of the administrator’s."""
    return api_of(app, administrator)


@pytest.fixture
def with_read_token(app: Flask, owner: Person) -> ApiClient:
    """A program of the owner’s that may read and no more."""
    return api_of(app, owner, scope="read")
