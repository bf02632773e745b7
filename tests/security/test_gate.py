"""Everything but the few open routes needs a session (RELIABILITY S02, default deny)."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.assertions import assert_goes_to, assert_json, assert_page, assert_piece, database_digest
from tests.browser import Browser
from tests.security.routes import Route, routes
from webapp import api
from webapp.utils.addresses import API
from webapp.views import gate

JSON = {"Accept": "application/json"}


def closed(app: Flask) -> list[Route]:
    is_open = gate.OPEN_TO_STRANGERS | api.gate.OPEN_TO_STRANGERS
    return [route for route in routes(app) if route.endpoint not in is_open]


def of_api(tried: list[Route]) -> list[Route]:
    return [route for route in tried if route.path.startswith(API)]


def let_in(app: Flask, browser: Browser, tried: list[Route]) -> list[Route]:
    """The routes that did not send this browser away, in any of the three dresses."""
    return [
        route
        for route in tried
        for answers in [
            [
                browser.open(route.path, method=route.method),
                browser.piece(route.method, route.path),
                browser.open(route.path, method=route.method, headers=JSON),
            ]
        ]
        if not all(
            answer.status_code == 401 or (answer.status_code == 303 and answer.location.startswith("/login"))
            for answer in answers
        )
    ]


def test_a_stranger_is_sent_away_from_every_closed_route(app: Flask, as_stranger: Browser) -> None:
    before = database_digest()
    tried = closed(app)
    assert len(tried) > 5
    assert let_in(app, as_stranger, tried) == []
    assert database_digest() == before


def test_somebody_signed_in_is_let_in_to_every_page(app: Flask, as_owner: Browser) -> None:
    every = [route for route in closed(app) if route.endpoint != "accounts.logout"]
    tried = [route for route in every if route not in of_api(every)]
    assert let_in(app, as_owner, tried) == tried


def test_no_cookie_opens_the_api(app: Flask, as_owner: Browser) -> None:
    tried = of_api(closed(app))
    assert tried
    assert let_in(app, as_owner, tried) == []


def test_the_walk_finds_a_route_that_was_left_open(
    app: Flask, as_stranger: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = closed(app)
    monkeypatch.setattr(gate, "OPEN_TO_STRANGERS", gate.OPEN_TO_STRANGERS | {"accounts.end_other_sessions"})
    monkeypatch.setitem(app.view_functions, "accounts.end_other_sessions", lambda: "open")
    assert {route.endpoint for route in let_in(app, as_stranger, tried)} == {"accounts.end_other_sessions"}


def test_the_open_routes_are_these_and_exist(app: Flask) -> None:
    assert sorted(gate.OPEN_TO_STRANGERS) == [
        "accounts.follow_link",
        "accounts.login",
        "accounts.setup",
        "health.show",
        "static",
        "theme.choose",
    ]
    assert sorted(api.gate.OPEN_TO_STRANGERS) == ["api.describe"]
    assert {rule.endpoint for rule in app.url_map.iter_rules()} >= gate.OPEN_TO_STRANGERS


@pytest.mark.parametrize(
    "path", ["/", "/designs/FEAT-001", "/account", "/nowhere", "/login/", "/static", "//"]
)
def test_a_stranger_who_wants_a_page_goes_to_the_sign_in_page(as_stranger: Browser, path: str) -> None:
    answer = as_stranger.get(path)
    assert answer.status_code == 303
    assert answer.location.startswith("/login")


def test_the_way_back_is_kept(as_stranger: Browser) -> None:
    assert_goes_to(as_stranger.get("/?q=a+b&page=2"), "/login?next=/?q%3Da%2Bb%26page%3D2")
    assert_goes_to(as_stranger.get("/account"), "/login?next=/account")
    assert_goes_to(as_stranger.get("/"), "/login")


def test_a_stranger_who_wants_a_piece_gets_a_message_beside_the_page(as_stranger: Browser) -> None:
    shown = {"HX-Current-URL": "http://localhost/designs/FEAT-001?q=a"}
    answer = as_stranger.piece("GET", "/account", headers=shown)
    text = assert_piece(answer, 401)
    assert "Your session has ended" in text
    assert 'href="/login?next=/designs/FEAT-001?q%3Da"' in text
    assert answer.headers["HX-Retarget"] == "#toasts"
    assert answer.headers["HX-Reswap"] == "innerHTML"


def test_a_stranger_who_sends_something_gets_401_in_each_dress(as_stranger: Browser) -> None:
    assert "You are not signed in" in assert_page(as_stranger.post("/account"), 401)
    assert_piece(as_stranger.piece("POST", "/account"), 401)
    assert_json(as_stranger.post("/account", headers=JSON), 401, '{"error": "Unauthorized"}')


def test_a_stranger_does_not_learn_which_addresses_exist(as_stranger: Browser) -> None:
    there, nowhere = as_stranger.post("/account"), as_stranger.post("/nowhere")
    assert (there.status_code, len(there.data)) == (nowhere.status_code, len(nowhere.data))
    assert_json(as_stranger.get("/nowhere", headers=JSON), 401, '{"error": "Unauthorized"}')


@pytest.mark.parametrize(
    "cookie", ["", "x", "eyJfdXNlcl9pZCI6IjEifQ.aaaa.bbbb", "\x7f", "." * 3000], ids=lambda value: value[:8]
)
def test_a_cookie_that_we_did_not_sign_is_a_strangers(as_stranger: Browser, cookie: str) -> None:
    as_stranger.set_cookie("designbook", cookie)
    assert_goes_to(as_stranger.get("/account"), "/login?next=/account")
