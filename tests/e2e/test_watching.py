"""The watchers themselves: a planted fault of each kind must be found."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e.accessibility import assert_accessible
from tests.e2e.troubles import Troubles


def test_an_error_on_the_console_is_found(strangers_page: Page, troubles: Troubles) -> None:
    strangers_page.goto("/login")
    strangers_page.evaluate("console.error('planted')")
    troubles.expect("console error: planted")


def test_an_exception_of_a_script_is_found(strangers_page: Page, troubles: Troubles) -> None:
    strangers_page.goto("/login")
    strangers_page.evaluate("new Promise(done => setTimeout(() => { done(); throw new Error('planted') }))")
    troubles.expect("an exception: planted")


def test_a_breach_of_the_content_security_policy_is_found(strangers_page: Page, troubles: Troubles) -> None:
    strangers_page.goto("/login")
    strangers_page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">planted')"
    )
    troubles.expect("Content Security Policy")


def test_a_request_to_elsewhere_is_found(strangers_page: Page, troubles: Troubles) -> None:
    strangers_page.goto("/login")
    strangers_page.evaluate("location.href = 'http://127.0.0.1:9/planted'")
    strangers_page.wait_for_timeout(300)
    troubles.expect("http://127.0.0.1:9/planted")


def test_a_missing_file_is_found(strangers_page: Page, troubles: Troubles) -> None:
    strangers_page.goto("/login")
    strangers_page.evaluate("fetch('/static/planted.css')")
    troubles.expect("404")


def test_an_inaccessible_element_is_found(strangers_page: Page) -> None:
    strangers_page.goto("/login")
    assert_accessible(strangers_page)
    strangers_page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    with pytest.raises(AssertionError, match="label"):
        assert_accessible(strangers_page)
