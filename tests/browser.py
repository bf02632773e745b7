"""A browser without a screen: Flask's test client, as close to a real request as it gets."""

from __future__ import annotations

from contextvars import Context
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from webapp.extensions import db
from webapp.models import Person
from webapp.services import sessions


class Browser(FlaskClient):
    """Runs each request in a context of its own, as a server does.

    A test holds an application context open. Flask would let requests share it, and with it
    `flask.g` and the database session: who is signed in would stick from one request to the next.
    What the test added is committed before, and read anew after, each request.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send one request."""
        db.session.commit()
        response: TestResponse = Context().run(super().open, *args, **kwargs)
        db.session.rollback()
        db.session.expire_all()
        return response

    def sign_in(self, person: Person) -> str:
        """Put the cookie of a new session of `person` into this browser. Returns the token."""
        token = sessions.start_session(
            person, days=30, agent="Firefox/150.0 (X11; Linux)", address="127.0.0.1"
        )
        with self.session_transaction() as cookie:
            cookie.clear()
            cookie.permanent = True
            cookie["_user_id"] = token
        return token

    def piece(self, method: str, path: str, **kwargs: Any) -> TestResponse:
        """Send a request as htmx does for a part of a page."""
        headers = {"HX-Request": "true", "HX-Request-Type": "partial"} | kwargs.pop("headers", {})
        return self.open(path, method=method, headers=headers, **kwargs)
