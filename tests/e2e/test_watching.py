"""The watchers themselves: a planted fault of each kind must be found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.e2e.accessibility import assert_accessible
from tests.e2e.conftest import Library
from tests.e2e.sights import FIND_FAULTS, Sights
from tests.e2e.troubles import Troubles


def test_an_error_on_the_console_is_found(strangers_page: Page, troubles: Troubles) -> None:
    strangers_page.goto("/login")
    with strangers_page.expect_console_message():
        strangers_page.evaluate("console.error('planted')")
    troubles.expect("console error: planted")


def test_an_exception_of_a_script_is_found(strangers_page: Page, troubles: Troubles) -> None:
    strangers_page.goto("/login")
    with strangers_page.expect_event("pageerror"):
        strangers_page.evaluate("void setTimeout(() => { throw new Error('planted') })")
    troubles.expect("an exception: planted")


def test_a_breach_of_the_content_security_policy_is_found(strangers_page: Page, troubles: Troubles) -> None:
    strangers_page.goto("/login")
    with strangers_page.expect_console_message():
        strangers_page.evaluate(
            "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">planted')"
        )
    troubles.expect("Content Security Policy")


def test_a_request_to_elsewhere_is_found(strangers_page: Page, troubles: Troubles) -> None:
    strangers_page.goto("/login")
    with strangers_page.expect_request("http://127.0.0.1:9/planted"):
        strangers_page.evaluate("location.href = 'http://127.0.0.1:9/planted'")
    troubles.expect("http://127.0.0.1:9/planted")


def test_a_missing_file_is_found(strangers_page: Page, troubles: Troubles) -> None:
    strangers_page.goto("/login")
    with strangers_page.expect_console_message():
        strangers_page.evaluate("fetch('/static/planted.css')")
    troubles.expect("404")


def test_an_inaccessible_element_is_found(strangers_page: Page) -> None:
    strangers_page.goto("/login")
    assert_accessible(strangers_page)
    strangers_page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    with pytest.raises(AssertionError, match="label"):
        assert_accessible(strangers_page)


# What is planted, as HTML of the page's main part, and what is said about it.
PLANTED = {
    '<div class="wide">wide</div>': "the page scrolls sideways",
    '<p class="cut">a text that is far too long for its box</p>': "cut at its side: p.cut",
    '<p class="low">a text<br>of two lines</p>': "cut below: p.low",
    '<p class="cut"><span class="long">a text that sticks out</span></p>': "cut at its side: p.cut",
    '<div class="narrow">averyverylongwordwithoutaplacetobreak</div>': "sticks out: div.narrow",
    '<p class="outside">outside</p>': "starts outside the window: p.outside",
    '<button class="small">x</button>': "a target of 12 × 12 pixels: button.small",
    '<button class="button">one</button><button class="button over">two</button>': "overlap",
}
PLANTED_STYLE = """
.wide { inline-size: 3000px }
.cut { inline-size: 4rem; overflow: hidden; white-space: nowrap }
.low { block-size: 1.5rem; overflow: hidden }
.narrow { inline-size: 4rem; overflow-wrap: normal }
.outside { margin-inline-start: -40rem }
.small { inline-size: 12px; block-size: 12px; padding: 0 }
.over { margin-inline-start: -1.5rem }
"""


@pytest.mark.parametrize(("html", "words"), PLANTED.items(), ids=[*PLANTED.values()])
def test_a_fault_of_the_layout_is_found(
    library: Library, new_context: Callable[..., BrowserContext], html: str, words: str
) -> None:
    page = new_context(base_url=library.url, bypass_csp=True).new_page()
    page.goto("/login")
    assert page.evaluate(FIND_FAULTS) == []
    page.add_style_tag(content=PLANTED_STYLE)
    page.evaluate(
        "html => document.querySelector('.plain__sheet').insertAdjacentHTML('beforeend', html)", html
    )
    assert any(words in fault for fault in page.evaluate(FIND_FAULTS))


def test_the_faults_of_a_page_are_said_at_the_end(strangers_page: Page, tmp_path: Path) -> None:
    strangers_page.goto("/login")
    sights = Sights(tmp_path)
    sights.look(strangers_page, "sign in")
    sights.assert_no_faults()
    sights.faults["a text is cut"] = ["sign in 360"]
    with pytest.raises(AssertionError, match="a text is cut"):
        sights.assert_no_faults()
    shown = {file.stem for file in tmp_path.glob("*.png")}
    assert {"sign-in-360-light", "sign-in-1600-dark", "sign-in-320-zoomed"} <= shown
    assert {"sign-in-390-larger-text", "sign-in-1440-forced-colours"} <= shown
