"""Nothing changes without the token of this very session (RELIABILITY S08).

That what only reads changes nothing, test_reading.py says.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.assertions import assert_goes_to, assert_json, assert_page, assert_piece, database_digest
from tests.browser import Browser
from tests.conftest import PASSWORD
from tests.security.conftest import csrf_token
from tests.security.routes import Route, routes
from webapp.extensions import db
from webapp.models import LoginSession, Person
from webapp.utils.addresses import API

pytestmark = pytest.mark.usefixtures("csrf_on")

REFUSAL = "This page is older than your session."


def unsafe(app: Flask) -> list[Route]:
    """The routes of pages that write."""
    return [route for route in routes(app) if route.is_unsafe and not route.path.startswith(API)]


def refused(browser: Browser, route: Route, **sent: Any) -> bool:
    """Whether this request was refused for its token, and changed nothing."""
    before = database_digest()
    answer = browser.open(route.path, method=route.method, **sent)
    return answer.status_code == 403 and REFUSAL in answer.text and database_digest() == before


def token_of(browser: Browser) -> str:
    return csrf_token(browser.get("/account").text)


def test_every_unsafe_route_refuses_a_request_without_a_token(app: Flask, as_owner: Browser) -> None:
    tried = unsafe(app)
    assert len(tried) > 5
    assert [route for route in tried if not refused(as_owner, route)] == []


def test_every_unsafe_route_refuses_the_token_of_another_session(
    app: Flask, as_owner: Browser, as_author: Browser
) -> None:
    token_of(as_owner)  # gives the owner's session a token of its own
    other = token_of(as_author)
    tried = unsafe(app)
    assert [r for r in tried if not refused(as_owner, r, headers={"X-CSRFToken": other})] == []
    assert [r for r in tried if not refused(as_owner, r, data={"csrf_token": other})] == []


def test_a_session_writes_nothing_over_the_api_whatever_token_its_form_has(
    app: Flask, as_owner: Browser
) -> None:
    tried = [route for route in routes(app) if route.is_unsafe and route.path.startswith(API)]
    assert len(tried) > 5
    token = token_of(as_owner)
    before = database_digest()
    for route in tried:
        for sent in ({}, {"headers": {"X-CSRFToken": token}}, {"data": {"csrf_token": token}}):
            assert_json(
                as_owner.open(route.path, method=route.method, **sent), 401, '{"error": "Unauthorized"}'
            )
    assert database_digest() == before


def test_every_unsafe_route_takes_the_token_of_this_session(
    app: Flask, as_administrator: Browser, administrator: Person
) -> None:
    for route in unsafe(app):
        as_administrator.sign_in(administrator)  # the route before may have ended the session
        token = token_of(as_administrator)
        answer = as_administrator.open(route.path, method=route.method, headers={"X-CSRFToken": token})
        assert REFUSAL not in answer.text, route
        assert answer.status_code not in {401, 403}, route


def test_the_walk_finds_a_route_without_protection(
    app: Flask, as_owner: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_CHECK_DEFAULT", False)
    assert [route for route in unsafe(app) if not refused(as_owner, route)] != []


@pytest.mark.parametrize(
    "place",
    [
        lambda token: {"query_string": {"csrf_token": token}},
        lambda token: {"json": {"csrf_token": token}},
        lambda token: {"data": f"csrf_token={token}", "content_type": "text/plain"},
        lambda token: {"headers": {"Authorization": f"Bearer {token}"}},
        lambda token: {"data": {"csrf_token": ""}},
        lambda token: {"data": {"csrf_token": token[:-1]}},
    ],
    ids=["query", "json", "plain text", "authorization", "empty", "cut"],
)
def test_a_token_in_the_wrong_place_is_none(
    as_owner: Browser, place: Callable[[str], dict[str, Any]]
) -> None:
    rename = Route("accounts.rename", "POST", "/account")
    assert refused(as_owner, rename, **place(token_of(as_owner)))


@pytest.mark.parametrize(
    "place",
    [
        lambda token: {"data": {"name": "Our Other", "csrf_token": token}},
        lambda token: {"data": {"name": "Our Other"}, "headers": {"X-CSRFToken": token}},
    ],
    ids=["form", "header"],
)
def test_a_token_in_its_place_lets_the_change_through(
    as_owner: Browser, owner: Person, place: Callable[[str], dict[str, Any]]
) -> None:
    assert_goes_to(as_owner.post("/account", **place(token_of(as_owner))), "/account")
    assert owner.name == "Our Other"


def test_a_method_in_the_form_or_a_header_is_not_taken_for_the_method(as_owner: Browser) -> None:
    before = database_digest()
    headers = {"X-HTTP-Method-Override": "POST"}
    assert_page(as_owner.get("/account?_method=POST&name=Changed", headers=headers))
    assert database_digest() == before


def test_the_refusal_comes_in_three_dresses(as_owner: Browser) -> None:
    assert REFUSAL in assert_page(as_owner.post("/account"), 403)
    assert REFUSAL in assert_piece(as_owner.piece("POST", "/account"), 403)
    json = as_owner.post("/account", headers={"Accept": "application/json"})
    assert_json(json, 403, '{"error": "Forbidden"}')


def test_signing_in_needs_a_token_too(as_stranger: Browser, owner: Person) -> None:
    typed = {"email": owner.email, "password": PASSWORD}
    assert refused(as_stranger, Route("accounts.login", "POST", "/login"), data=typed)
    token = csrf_token(as_stranger.get("/login").text)
    assert_goes_to(as_stranger.post("/login", data=typed | {"csrf_token": token}), "/")
    assert db.session.scalar(db.select(db.func.count()).select_from(LoginSession)) == 1


def test_a_token_lives_as_long_as_its_session(
    as_owner: Browser, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = token_of(as_owner)
    in_four_weeks = time.time() + 28 * 86_400
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: in_four_weeks)
    answer = as_owner.post("/account", data={"name": "Our Later", "csrf_token": token})
    assert_goes_to(answer, "/account")
    assert owner.name == "Our Later"


def test_the_api_takes_no_browsers_session(app: Flask, as_administrator: Browser) -> None:
    token = token_of(as_administrator)
    before = database_digest()
    closed = [
        each for each in routes(app) if each.path.startswith("/api/v1/") and each.endpoint != "api.describe"
    ]
    assert len(closed) > 50
    for route in closed:
        answer = as_administrator.open(route.path, method=route.method, headers={"X-CSRFToken": token})
        assert_json(answer, 401, '{"error": "Unauthorized"}')
    assert database_digest() == before
