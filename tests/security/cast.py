"""The cast of the security tests: everybody whom docs/roles.md names, each with what they act with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from werkzeug.test import TestResponse

from tests.browser import Browser
from tests.conftest import make_account
from webapp.extensions import db
from webapp.models import ApiToken, Person, Project
from webapp.models.types import utc_now
from webapp.services.permissions import forget_rights
from webapp.services.sessions import hash_token, new_token
from webapp.services.transactions import transaction

STRANGER, SUSPENDED = "not signed in", "suspended"
ROLES = (
    *("outsider", "reader", "author", "contributor", "owner", "maintainer"),
    *("administrator", SUSPENDED),
)
CAST = (STRANGER, *ROLES)
"""Who may come to a page; `outsider` is signed in and a member of nothing."""


@dataclass(frozen=True)
class Actor:
    """Somebody with a browser, and for the API with a token that may write."""

    name: str
    browser: Browser
    token: str = ""

    def ask(self, method: str, path: str, **sent: object) -> TestResponse:
        """Ask as a person does, or of the API as their program."""
        if path.startswith("/api/"):
            headers = dict(sent.pop("headers", {}))  # type: ignore[call-overload]
            if self.token:
                headers["Authorization"] = f"Bearer {self.token}"
            return self.browser.open(path, method=method, headers=headers, **sent)
        return self.browser.open(path, method=method, **sent)


def make_people() -> dict[str, Person]:
    """Everybody of ROLES, none of them suspended yet."""
    return {
        name: make_account(f"{name}@example.org", name.capitalize(), admin=name == "administrator")
        for name in ROLES
    }


def make_cast(app: Flask, people: Mapping[str, Person]) -> dict[str, Actor]:
    """Everybody of CAST, signed in; who is suspended kept the cookie and the token from before."""
    stranger = _browser(app)
    stranger.get("/login")
    cast = {STRANGER: Actor(STRANGER, stranger)}
    for name, person in people.items():
        browser = _browser(app)
        browser.sign_in(person)
        browser.get("/account")  # the first page gives the cookie its CSRF token
        cast[name] = Actor(name, browser, give_token(person))
    suspend(people[SUSPENDED])
    return cast


def give_token(
    person: Person,
    *,
    scope: str = "write",
    project: Project | None = None,
    expired: bool = False,
    revoked: bool = False,
) -> str:
    """A token as it was shown once. One that expired or was revoked did so a moment ago."""
    text = f"dbk_{new_token()}"
    before = utc_now() - timedelta(minutes=1)
    with transaction():
        db.session.add(
            ApiToken(
                person_id=person.id,
                project_id=project.id if project else None,
                name="Test",
                scope=scope,
                token_hash=hash_token(text),
                hint=text[:8],
                expires_at=before if expired else None,
                revoked_at=before if revoked else None,
            )
        )
    return text


def suspend(person: Person) -> None:
    """Suspend somebody behind the services’ back: their sessions are not ended, and must not help."""
    with transaction():
        person.suspended_at = utc_now()
        forget_rights()


def _browser(app: Flask) -> Browser:
    browser = app.test_client()
    assert isinstance(browser, Browser)
    return browser
