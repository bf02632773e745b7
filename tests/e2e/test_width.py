"""Every page fits its window: only a table may scroll sideways, never the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.addresses import PAGES, STRANGERS_PAGES
from tests.e2e.pages.imports import ImportPage

WIDTHS = (360, 390, 768, 1024, 1440, 1600)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_does_not_scroll_sideways(page: Page, path: str) -> None:
    page.goto(path)
    assert_fits(page)


@pytest.mark.parametrize("path", STRANGERS_PAGES)
def test_a_page_for_strangers_does_not_scroll_sideways(strangers_page: Page, path: str) -> None:
    strangers_page.goto(path)
    assert_fits(strangers_page)


def test_an_import_does_not_scroll_sideways(page: Page, tmp_path: Path) -> None:
    file = tmp_path / f"FEAT-302-{'a-very-long-name-' * 8}.md"
    file.write_text(f"# FEAT-302: {'Long' * 40}\n")
    importing = ImportPage(page)
    importing.do_open()
    importing.do_choose_files(file)
    importing.do_look()
    assert_fits(page)
    importing.do_import()
    assert_fits(page)


def test_every_way_to_sort_the_list_is_in_sight(page: Page) -> None:
    page.goto("/?sort=questions")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for link in page.locator(".designs__table thead a").all():
            expect(link).to_be_in_viewport(ratio=1)


def assert_fits(page: Page) -> None:
    """At every width the open document is no wider than the window."""
    too_wide = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            too_wide[width] = wide
    assert too_wide == {}
