"""Every page fits its window: only a table may scroll sideways, never the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e.addresses import PAGES, STRANGERS_PAGES

WIDTHS = (360, 390, 768, 1024, 1440, 1600)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_does_not_scroll_sideways(page: Page, path: str) -> None:
    assert_fits(page, path)


@pytest.mark.parametrize("path", STRANGERS_PAGES)
def test_a_page_for_strangers_does_not_scroll_sideways(strangers_page: Page, path: str) -> None:
    assert_fits(strangers_page, path)


def assert_fits(page: Page, path: str) -> None:
    """At every width the document is no wider than the window."""
    page.goto(path)
    too_wide = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            too_wide[width] = wide
    assert too_wide == {}
