"""Signing in and out in a real browser."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from tests.e2e.pages.accounts import LoginPage, SetupPage
from tests.e2e.pages.designs import NewDesignPage
from tests.e2e.troubles import Troubles
from tests.serving import Server


def test_the_first_account_signs_out_and_in_again(
    fresh_server: Server, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(base_url=fresh_server.url).new_page()
    assert fresh_server.setup_link
    SetupPage(page).do_make_the_first_account(fresh_server.setup_link)
    page.get_by_label("Your account").click()
    page.get_by_role("button", name="Sign out").click()
    login = LoginPage(page)
    login.assert_open()
    login.do_sign_in()
    expect(page.get_by_role("heading", name="Designs", level=1)).to_be_visible()


def test_a_wrong_password_is_said_in_the_form(
    fresh_server: Server, new_context: Callable[..., BrowserContext], troubles: Troubles
) -> None:
    page = new_context(base_url=fresh_server.url).new_page()
    troubles.expect("422")
    page.goto("/")
    LoginPage(page).do_sign_in(password="a wrong password")
    expect(page.get_by_text("This e-mail address and password do not belong together.")).to_be_visible()
    LoginPage(page).assert_open()


def test_a_title_typed_while_the_session_ended_stays_in_its_form(
    fresh_server: Server, new_context: Callable[..., BrowserContext], troubles: Troubles
) -> None:
    context = new_context(base_url=fresh_server.url)
    page = context.new_page()
    assert fresh_server.setup_link
    SetupPage(page).do_make_the_first_account(fresh_server.setup_link)
    page.goto("/designs/new")
    context.clear_cookies()
    troubles.expect("401")
    NewDesignPage(page).do_create("Payment webhooks")
    expect(page.get_by_text("Your session has ended.")).to_be_visible()
    expect(page.get_by_label("Title", exact=True)).to_have_value("Payment webhooks")
    assert page.url.endswith("/designs/new")
