"""A fresh token for a page that is older than its session."""

from __future__ import annotations

from flask import Flask

from tests.assertions import assert_goes_to, assert_piece
from tests.browser import Browser
from tests.conftest import signed_in
from webapp.models import Person

PIECE = {"HX-Request-Type": "partial"}


def test_the_token_comes_as_text_and_says_whose_session_it_is(as_owner: Browser, owner: Person) -> None:
    answer = as_owner.get("/token", headers=PIECE)
    assert answer.status_code == 200
    assert answer.mimetype == "text/plain"
    assert answer.text
    assert answer.headers["Designbook-Person"] == str(owner.id)
    assert answer.headers["Cache-Control"] == "no-store"


def test_each_session_has_a_token_of_its_own(app: Flask, as_owner: Browser, owner: Person) -> None:
    tokens = {as_owner.get("/token").text, signed_in(app, owner).get("/token").text}
    assert len(tokens) == 2


def test_a_script_without_a_session_is_told_so(as_stranger: Browser) -> None:
    assert_piece(as_stranger.get("/token", headers=PIECE), 401)


def test_a_stranger_at_the_address_is_sent_to_sign_in(as_stranger: Browser) -> None:
    assert_goes_to(as_stranger.get("/token"), "/login?next=/token")


def test_the_address_of_the_token_takes_nothing(as_owner: Browser) -> None:
    assert as_owner.post("/token").status_code == 405
