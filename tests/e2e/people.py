"""Other people at the same server, and at the same browser."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from tests.e2e.pages.accounts import PASSWORD, LoginPage
from tests.serving import Server, run


def add_person(server: Server, new_context: Callable[..., BrowserContext], email: str) -> BrowserContext:
    """A person with an account and the password PASSWORD: a browser in which that person is signed in."""
    added = run(server.data, "people", "add", email, "--url", server.url)
    link = re.search(r"http\S+/links/\S+", added.stdout)
    assert link, added
    context = new_context(base_url=server.url)
    page = context.new_page()
    page.goto(link[0])
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    expect(page.locator("#unsaved")).to_have_count(1)
    page.close()
    return context


def sign_in_beside(context: BrowserContext, email: str) -> None:
    """Sign in in another tab of the same browser, whoever was signed in."""
    context.clear_cookies()
    beside = context.new_page()
    beside.goto("/login")
    LoginPage(beside).do_sign_in(email)
    expect(beside.locator("#unsaved")).to_have_count(1)
    beside.close()
