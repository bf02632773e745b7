"""The help page: found from anywhere, filtered as one types, its contents leading where they say."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Library
from tests.e2e.pages.designs import NewDesignPage
from tests.e2e.pages.help import HelpPage
from tests.e2e.patience import wait_until


def test_it_is_found_from_any_page(page: Page) -> None:
    for path in ("/", "/designs/FEAT-101", "/imports/new"):
        page.goto(path)
        helping = HelpPage(page)
        helping.do_open_from_the_menu()
        helping.assert_open()


def test_the_words_are_filtered_as_one_types(page: Page, library: Library) -> None:
    page.goto("/help")
    helping = HelpPage(page)
    helping.do_type("checksum")
    helping.assert_words("Revision")
    expect(page.get_by_role("searchbox")).to_be_focused()
    expect(page).to_have_url(f"{library.url}/help?q=checksum")
    expect(page.locator("#announcements")).to_have_text("1 of 28 words")
    page.get_by_role("link", name="Clear the filter").click()
    expect(page.get_by_role("searchbox")).to_have_value("")
    expect(page.locator("#glossary dt")).to_have_count(28)
    helping.assert_reads("Words")


def test_the_words_are_filtered_without_javascript(
    library: Library, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(
        base_url=library.url, storage_state=library.state, java_script_enabled=False
    ).new_page()
    page.goto("/help")
    page.get_by_role("searchbox").fill("checksum")
    page.get_by_role("searchbox").press("Enter")
    HelpPage(page).assert_words("Revision")


@pytest.mark.parametrize("chapter", ["Words", "People and rights", "Files", "Keyboard"])
def test_the_contents_lead_to_their_chapters(page: Page, chapter: str) -> None:
    page.goto("/help")
    helping = HelpPage(page)
    helping.do_go_to(chapter)
    helping.assert_reads(chapter)
    expect(page.locator(".outline a[aria-current]")).to_have_text(chapter)


def test_a_link_from_another_page_arrives_at_its_chapter(page: Page) -> None:
    page.goto("/imports/new")
    page.get_by_role("link", name="How folders and names become designs").click()
    helping = HelpPage(page)
    helping.assert_open()
    helping.assert_reads("Files")


def test_the_keys_it_names_do_what_it_says(page: Page) -> None:
    page.goto("/help")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    menu = page.get_by_label("Your account")
    menu.press("Space")
    expect(page.get_by_role("link", name="Account", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()


def test_the_arrow_keys_scroll_a_wide_table(page: Page) -> None:
    page.goto("/designs/new")
    NewDesignPage(page).do_create("Something wide")
    expect(page.locator(".titleblock")).to_contain_text("Something wide")
    page.set_viewport_size({"width": 360, "height": 700})
    wide = "each => each.find(it => it.scrollWidth > it.clientWidth + 40)"
    box = page.locator(".table").evaluate_all(f"each => ({wide})(each).id")
    page.locator(f"#{box}").focus()
    page.keyboard.press("ArrowRight")
    left = page.locator(f"#{box}")
    wait_until(page, lambda: left.evaluate("it => it.scrollLeft") > 0, lambda: "the table does not scroll")
