"""Where signing in leads: always to a page of this site (RELIABILITY S18)."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.assertions import assert_goes_to
from tests.browser import Browser
from tests.conftest import PASSWORD
from tests.security.routes import routes
from webapp.models import Person
from webapp.utils.addresses import own_path

# What a browser reads as another site, another scheme, or not as a path.
FOREIGN = [
    "",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "\t//evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    " //evil.example",
    "\x00//evil.example",
    "https://evil.example",
    "https:evil.example",
    "HTTPS://evil.example/",
    "http:///evil.example",
    "javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,x",
    "evil.example",
    "@evil.example",
    "/designs\r\nSet-Cookie: a=b",
    "/\u2028/evil.example",
    "/a\\..\\..//evil.example",
    "//[evil",
    "?next=//evil.example",
]
OURS = [
    "/",
    "/designs/FEAT-001",
    "/?q=a%20b&page=2",
    "/designs/FEAT-001#row-12",
    "/?q=https://evil.example",
    "/a//b",
    "/%2F%2Fevil.example",
    "/designs/ñ",
]


@pytest.mark.parametrize("target", FOREIGN)
def test_a_target_elsewhere_leads_home(target: str) -> None:
    assert own_path(target) == "/"


@pytest.mark.parametrize("target", OURS)
def test_a_target_of_ours_is_kept(target: str) -> None:
    assert own_path(target) == target


@pytest.mark.parametrize("target", FOREIGN)
def test_signing_in_never_leads_elsewhere(as_stranger: Browser, owner: Person, target: str) -> None:
    typed = {"email": owner.email, "password": PASSWORD}
    assert_goes_to(as_stranger.post("/login", query_string={"next": target}, data=typed), "/")


def test_signing_in_leads_back_to_where_one_wanted_to_go(as_stranger: Browser, owner: Person) -> None:
    sent_away = as_stranger.get("/account?a=1&b=2")
    page = as_stranger.get(sent_away.location)
    assert 'action="/login?next=/account?a%3D1%26b%3D2"' in page.text
    typed = {"email": owner.email, "password": PASSWORD}
    assert_goes_to(as_stranger.post(sent_away.location, data=typed), "/account?a=1&b=2")


def test_a_piece_is_sent_on_by_a_header_that_is_ours_too(as_stranger: Browser, owner: Person) -> None:
    typed = {"email": owner.email, "password": PASSWORD}
    ours = as_stranger.piece("POST", "/login?next=/account", data=typed)
    assert (ours.status_code, ours.headers["HX-Redirect"]) == (204, "/account")
    as_stranger.post("/logout")
    foreign = as_stranger.piece("POST", "/login?next=//evil.example", data=typed)
    assert (foreign.status_code, foreign.headers["HX-Redirect"]) == (204, "/")


@pytest.mark.parametrize("shown", ["https://evil.example//evil.example/", "javascript:x", "//[", "\\\\evil"])
def test_the_link_to_sign_in_again_stays_here(as_stranger: Browser, shown: str) -> None:
    answer = as_stranger.piece("GET", "/account", headers={"HX-Current-URL": shown})
    assert answer.status_code == 401
    assert 'href="/login?next=/"' in answer.text
    assert "evil" not in answer.text


LEADING = ("Location", "HX-Redirect", "HX-Location", "HX-Push-Url", "HX-Replace-Url")


def leads_away(answer: TestResponse) -> list[str]:
    """Which headers of an answer lead a browser to another site."""
    return [
        name
        for name in LEADING
        if (said := answer.headers.get(name)) not in {None, "false", "true"} and own_path(said) != said
    ]


def test_no_answer_leads_elsewhere_whatever_a_request_names(app: Flask, as_owner: Browser) -> None:
    elsewhere = "https://evil.example//evil.example/"
    said = {"Referer": elsewhere, "HX-Current-URL": elsewhere, "Host": "localhost", "Origin": elsewhere}
    named = {"next": elsewhere, "return_to": elsewhere, "url": elsewhere, "redirect": "//evil.example"}
    wrong = []
    for route in routes(app):
        if route.endpoint in {"static", "accounts.logout"} or route.path.startswith("/api/"):
            continue
        for dress in ({}, {"HX-Request": "true", "HX-Request-Type": "partial"}):
            answer = as_owner.open(route.path, method=route.method, query_string=named, headers=said | dress)
            wrong += [(route.method, route.path, name) for name in leads_away(answer)]
    assert wrong == []


@pytest.mark.parametrize("name", LEADING)
def test_the_check_finds_an_answer_that_leads_elsewhere(as_stranger: Browser, name: str) -> None:
    answer = as_stranger.get("/healthz")
    answer.headers[name] = "//evil.example"
    assert leads_away(answer) == [name]
