"""The first minute: an empty server, one button, and something to look at."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.pages.accounts import SetupPage
from tests.e2e.pages.designs import DesignPage, DesignsPage
from tests.serving import Server

NEWEST_FIRST = ("LIB-001", "LIB-006", "LIB-002", "LIB-005", "LIB-008", "LIB-007", "LIB-004", "LIB-003")


@pytest.mark.parametrize("scripted", [True, False], ids=["with scripts", "without"])
def test_a_sample_project_is_one_button_away(
    fresh_server: Server, new_context: Callable[..., BrowserContext], scripted: bool
) -> None:
    page = new_context(base_url=fresh_server.url, java_script_enabled=scripted).new_page()
    designs, design = DesignsPage(page), DesignPage(page)
    assert fresh_server.setup_link
    SetupPage(page).do_make_the_first_account(fresh_server.setup_link)

    designs.assert_empty()
    designs.do_load_the_sample()
    expect(page).to_have_url(f"{fresh_server.url}/?project=LIB")
    expect(page.locator(".notice")).to_contain_text("The sample project LIB is loaded: 8 designs")
    designs.assert_listed(*NEWEST_FIRST)

    designs.do_follow("Reserve a book")
    design.assert_shows("LIB-001", "Reserve a book")
    design.do_open_document("tasks")
    expect(page.get_by_role("heading", name="Phase 2: The queue")).to_be_visible()
    page.get_by_role("link", name="LIB-004").first.click()
    design.assert_shows("LIB-004", "Catalogue search")
