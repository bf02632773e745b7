"""Guessing passwords is slow, by address and by account (RELIABILITY S11)."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from flask import Flask

from tests.assertions import assert_goes_to, assert_json, assert_page, assert_piece
from tests.browser import Browser
from tests.conftest import PASSWORD, make_account
from tests.security.conftest import Maker
from webapp.extensions import limiter
from webapp.models import Person

LIMIT = 10


@pytest.fixture
def slow_app(make_app: Maker) -> Iterator[Flask]:
    """An application that counts, with the owner's account in it."""
    app = make_app(RATELIMIT_ENABLED=True)
    limiter.reset()
    with app.app_context():
        make_account("owner@example.org", "Our Owner")
        yield app
    limiter.enabled = False


@pytest.fixture
def guesser(slow_app: Flask) -> Browser:
    browser = slow_app.test_client()
    assert isinstance(browser, Browser)
    return browser


def guess(browser: Browser, email: str = "owner@example.org", address: str = "192.0.2.1", **sent: str) -> int:
    """The status of one wrong guess from this address."""
    typed = {"email": email, "password": sent.pop("password", "a wrong one, long enough")}
    return browser.post("/login", data=typed, environ_base={"REMOTE_ADDR": address}, headers=sent).status_code


def test_the_eleventh_guess_from_an_address_is_refused_whatever_the_account(guesser: Browser) -> None:
    assert [guess(guesser, f"somebody{n}@example.org") for n in range(LIMIT)] == [422] * LIMIT
    assert guess(guesser, "another@example.org") == 429
    assert guess(guesser, "another@example.org", address="192.0.2.2") == 422


def test_the_eleventh_guess_at_an_account_is_refused_whatever_the_address(guesser: Browser) -> None:
    statuses = [guess(guesser, address=f"192.0.2.{n}") for n in range(1, LIMIT + 1)]
    assert statuses == [422] * LIMIT
    assert guess(guesser, address="192.0.2.99") == 429
    assert guess(guesser, "another@example.org", address="192.0.2.99") == 422


def test_neither_spelling_nor_a_header_opens_a_new_account_or_address(guesser: Browser) -> None:
    spellings = ["owner@example.org", "OWNER@EXAMPLE.ORG", " owner@example.org ", "Owner@Example.org"]
    for n in range(LIMIT):
        assert guess(guesser, spellings[n % 4], address=f"192.0.2.{n}") == 422
    assert guess(guesser, " OWNER@example.org", address="192.0.2.98") == 429
    for n in range(LIMIT):
        guess(guesser, f"somebody{n}@example.org", address="192.0.2.97")
    assert guess(guesser, "x@example.org", address="192.0.2.97", **{"X-Forwarded-For": "192.0.2.50"}) == 429


SPELLINGS = ("/login", "//login", "///login", "/login/", "/./login", "/LOGIN", "/login;a=b", "/login ")
"""How a path may come to the application: what was written with per cents came undone on the way."""


def spelled(browser: Browser, path: str, password: str, *, follow: bool = False) -> int:
    """The status of a sign-in at this spelling of the path, exactly as a server hands it on."""
    typed = {"email": "owner@example.org", "password": password}
    return browser.post(
        "/login", data=typed, environ_overrides={"PATH_INFO": path}, follow_redirects=follow
    ).status_code


@pytest.mark.parametrize("path", [*SPELLINGS, "/%6cogin", "/logi%6e"])
def test_no_spelling_of_the_path_lets_anybody_guess_on(guesser: Browser, path: str) -> None:
    as_sent = unquote(path)
    checked = [spelled(guesser, as_sent, "a wrong one, long enough") for _ in range(LIMIT // 2)]
    assert set(checked) <= {422, 308, 401}
    counted = checked.count(422)  # another spelling leads to the one there is, or to nothing: no check
    assert [guess(guesser) for _ in range(LIMIT - counted)] == [422] * (LIMIT - counted)
    assert spelled(guesser, as_sent, PASSWORD, follow=True) in {429, 401}
    assert guesser.get("/account").status_code == 303

    limiter.reset()
    assert spelled(guesser, "/login", PASSWORD) == 303
    assert guesser.get("/account").status_code == 200


@pytest.mark.parametrize(
    "name",
    ["X-Forwarded-For", "Forwarded", "X-Real-IP", "True-Client-IP"],
)
def test_no_header_makes_another_address_of_the_one_that_asks(guesser: Browser, name: str) -> None:
    for n in range(LIMIT):
        said = f"for=192.0.2.{n}" if name == "Forwarded" else f"192.0.2.{n}, 198.51.100.{n}"
        assert guess(guesser, f"somebody{n}@example.org", **{name: said}) == 422
    assert guess(guesser, "another@example.org", **{name: "203.0.113.1"}) == 429
    assert guess(guesser, "another@example.org", address="203.0.113.1") == 422


def test_the_right_password_is_refused_too_once_there_were_too_many(guesser: Browser) -> None:
    for _ in range(LIMIT):
        guess(guesser)
    assert guess(guesser, password=PASSWORD) == 429


def test_signing_in_and_looking_at_the_page_do_not_count(guesser: Browser) -> None:
    for _ in range(LIMIT * 2):
        assert guesser.get("/login").status_code == 200
        typed = {"email": "owner@example.org", "password": PASSWORD}
        assert_goes_to(guesser.post("/login", data=typed), "/")
        guesser.post("/logout")


def test_the_refusal_comes_in_three_dresses_and_says_when(guesser: Browser) -> None:
    for _ in range(LIMIT):
        guess(guesser, address="127.0.0.1")
    page = guesser.post("/login", data={})
    assert "Too many tries" in assert_page(page, 429)
    assert 1 <= int(page.headers["Retry-After"]) <= 61
    assert "Wait a minute" in assert_piece(guesser.piece("POST", "/login"), 429)
    json = guesser.post("/login", headers={"Accept": "application/json"})
    assert_json(json, 429, '{"error": "Too many requests"}')


def test_the_present_password_cannot_be_guessed_from_an_open_browser_either(
    guesser: Browser, slow_app: Flask
) -> None:
    owner = make_account("our.owner@example.org", "Our")
    guesser.sign_in(owner)
    wrong = {"old": "a wrong one, long enough", "new": "another one, long enough"}
    for n in range(LIMIT):
        address = {"REMOTE_ADDR": f"192.0.2.{n}"}
        assert guesser.post("/account/password", data=wrong, environ_base=address).status_code == 422
    right = wrong | {"old": PASSWORD}
    assert guesser.post("/account/password", data=right).status_code == 429


def test_a_proxy_that_is_trusted_names_the_address(make_app: Maker) -> None:
    app = make_app({"proxies": "1"}, RATELIMIT_ENABLED=True)
    limiter.reset()
    browser = app.test_client()
    assert isinstance(browser, Browser)
    with app.app_context():
        for n in range(LIMIT):
            assert guess(browser, f"somebody{n}@example.org", **{"X-Forwarded-For": "192.0.2.7"}) == 422
        assert guess(browser, "x@example.org", **{"X-Forwarded-For": "192.0.2.7"}) == 429
        assert guess(browser, "x@example.org", **{"X-Forwarded-For": "192.0.2.8"}) == 422
        assert guess(browser, "y@example.org", **{"X-Forwarded-For": "192.0.2.9, 192.0.2.7"}) == 429
    limiter.enabled = False


def test_without_the_limit_the_same_guesses_are_only_wrong(as_stranger: Browser, owner: Person) -> None:
    assert [guess(as_stranger) for _ in range(LIMIT + 5)] == [422] * (LIMIT + 5)
