"""The theme switch: kept in a cookie of this browser, drawn into every page, open to strangers."""

from __future__ import annotations

import re

import pytest

from tests.assertions import assert_goes_to, assert_page, assert_piece, database_digest
from tests.browser import Browser


def theme_of(page: str) -> tuple[str, str, list[str]]:
    """What a page says of its theme: on <html>, to the browser, and which choice is pressed."""
    on_html = re.search(r'<html lang="en" data-theme="(\w+)">', page)
    schemes = re.search(r'<meta name="color-scheme"\s+content="([\w ]+)">', page)
    assert on_html
    assert schemes
    return on_html[1], schemes[1], re.findall(r'value="(\w+)"\s+aria-pressed="true"', page)


def test_a_browser_that_chose_nothing_follows_its_system(as_owner: Browser) -> None:
    assert theme_of(as_owner.get("/").text) == ("system", "light dark", ["system"])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_choice_is_kept_and_drawn_into_every_page(as_owner: Browser, theme: str) -> None:
    before = database_digest()
    assert_goes_to(as_owner.post("/theme", data={"theme": theme}), "/")
    assert theme_of(assert_page(as_owner.get("/account"))) == (theme, theme, [theme])
    assert theme_of(assert_page(as_owner.get("/nowhere"), 404))[:2] == (theme, theme)
    assert database_digest() == before


def test_the_cookie_lives_for_a_year_and_is_no_business_of_scripts(as_owner: Browser) -> None:
    (cookie,) = as_owner.post("/theme", data={"theme": "dark"}).headers.getlist("Set-Cookie")
    assert cookie.startswith("theme=dark;")
    assert {"Max-Age=31536000", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


def test_following_the_system_again_takes_the_cookie_away(as_owner: Browser) -> None:
    as_owner.post("/theme", data={"theme": "dark"})
    assert as_owner.get_cookie("theme") is not None
    assert_goes_to(as_owner.post("/theme", data={"theme": "system"}), "/")
    assert as_owner.get_cookie("theme") is None
    assert theme_of(as_owner.get("/").text) == ("system", "light dark", ["system"])


def test_a_piece_is_the_switch_of_the_page(as_owner: Browser) -> None:
    piece = assert_piece(as_owner.piece("POST", "/theme?next=/account", data={"theme": "dark"}))
    page = as_owner.get("/account").text
    assert "".join(piece.split()) in "".join(page.split())
    assert 'aria-pressed="true">Dark' in piece


@pytest.mark.parametrize("sent", [{}, {"theme": ""}, {"theme": "sepia"}, {"theme": "dark\r\nx: y"}])
def test_a_theme_that_there_is_not_is_refused(as_owner: Browser, sent: dict[str, str]) -> None:
    as_owner.post("/theme", data={"theme": "dark"})
    answer = as_owner.post("/theme", data=sent)
    assert "A theme is light, dark or system." in assert_page(answer, 422)
    assert_piece(as_owner.piece("POST", "/theme", data=sent), 422)
    assert theme_of(as_owner.get("/").text)[0] == "dark"


@pytest.mark.parametrize("cookie", ["", "sepia", '"><script>', "light dark"])
def test_a_cookie_that_we_did_not_write_changes_nothing(as_owner: Browser, cookie: str) -> None:
    as_owner.set_cookie("theme", cookie)
    assert theme_of(as_owner.get("/").text) == ("system", "light dark", ["system"])


def test_the_page_that_one_looked_at_comes_back(as_owner: Browser) -> None:
    page = as_owner.get("/?q=a+b&sort=key").text
    found = re.search(r'action="(/theme\?next=[^"]+)"', page)
    assert found
    action = found[1].replace("&amp;", "&")
    assert_goes_to(as_owner.post(action, data={"theme": "dark"}), "/?q=a+b&sort=key")


def test_another_site_never_comes_back(as_owner: Browser) -> None:
    assert_goes_to(as_owner.post("/theme?next=//evil.example", data={"theme": "dark"}), "/")


def test_the_answer_to_a_form_is_no_page_to_come_back_to(as_owner: Browser) -> None:
    refused = as_owner.post("/account/password", data={})
    assert refused.status_code == 422
    assert 'action="/theme"' in refused.text


def test_a_stranger_chooses_on_the_sign_in_page(as_stranger: Browser) -> None:
    page = assert_page(as_stranger.get("/login"))
    assert theme_of(page) == ("system", "light dark", ["system"])
    assert 'action="/theme?next=/login"' in page
    assert_goes_to(as_stranger.post("/theme?next=/login", data={"theme": "light"}), "/login")
    assert theme_of(as_stranger.get("/login").text) == ("light", "light", ["light"])


def test_the_choice_outlives_signing_out(as_owner: Browser) -> None:
    as_owner.post("/theme", data={"theme": "dark"})
    as_owner.post("/logout")
    assert theme_of(as_owner.get("/login").text)[0] == "dark"


def test_the_address_cannot_be_read(as_owner: Browser) -> None:
    assert_page(as_owner.get("/theme"), 405)
