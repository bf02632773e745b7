"""The filter inside a design: what is left, what is said, and that nothing happens to what is hidden."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.conftest import Library
from tests.e2e.pages.grid import GridPage
from tests.e2e.patience import wait_until

HIDDEN = "[data-sifted]"


def box(page: Page) -> Locator:
    return page.get_by_role("searchbox", name="Filter this page")


def left(page: Page) -> Locator:
    """What the box says is left."""
    return page.locator("#sift output")


def do_filter(grid: GridPage, words: str) -> None:
    """Open the box with its key and type."""
    grid.page.keyboard.press("f")
    grid.do_type(words)
    expect(box(grid.page)).to_have_value(words)
    expect(left(grid.page)).not_to_be_empty()


def test_the_page_follows_what_is_typed_and_says_what_is_left(grid: GridPage) -> None:
    do_filter(grid, "BOOKS")
    expect(left(grid.page)).to_have_text("3 rows")
    for text in ("GET", "DELETE", "Keeps books"):
        expect(grid.cell(text)).to_be_visible()
    expect(grid.cell("POST")).to_be_hidden()
    titles = grid.page.locator(".section__title:visible [data-edit]")
    expect(titles).to_have_text(["API design", "Remarks", "Files to modify"])
    expect(grid.page).to_have_url(re.compile(r"\?filter=BOOKS$"))
    grid.assert_told("3 rows")
    assert_accessible(grid.page)
    box(grid.page).fill("books -delete")
    expect(left(grid.page)).to_have_text("2 rows")
    box(grid.page).fill("ground")
    expect(grid.cell("Build it")).to_be_visible()
    expect(grid.cell("Show it")).to_be_hidden()
    box(grid.page).fill("nobody holds this")
    expect(left(grid.page)).to_have_text("Nothing on this page holds these words.")
    box(grid.page).fill("status:draft")
    expect(left(grid.page)).to_contain_text("Operators such as")


def test_escape_takes_it_away_and_gives_the_focus_back_where_it_was(grid: GridPage) -> None:
    heading = grid.page.locator(".section__title [data-edit]").filter(has_text="Remarks")
    grid.do_focus(heading)
    with grid.no_jump(heading):
        do_filter(grid, "answer")
        expect(left(grid.page)).to_have_text("1 text")
        grid.do_press("Escape")
        expect(box(grid.page)).to_have_count(0)
        expect(grid.page.locator(HIDDEN)).to_have_count(0)
        expect(grid.page).to_have_url(re.compile(rf"/designs/{grid.key}$"))


def test_a_reload_and_the_way_back_keep_it(grid: GridPage) -> None:
    do_filter(grid, "shelves")
    grid.page.reload()
    assert_still_filtered(grid)
    grid.page.get_by_role("link", name="Projects").click()
    expect(grid.page.get_by_role("heading", name="Projects")).to_be_visible()
    grid.page.go_back()
    assert_still_filtered(grid)
    box(grid.page).focus()
    grid.do_press("Escape")
    expect(grid.cell("GET")).to_be_visible()


def assert_still_filtered(grid: GridPage) -> None:
    """By the one word that was typed."""
    expect(box(grid.page)).to_have_value("shelves")
    expect(left(grid.page)).to_have_text("1 row")
    expect(grid.cell("POST")).to_be_visible()
    expect(grid.cell("GET")).to_be_hidden()


def test_a_row_that_is_edited_stays_and_so_does_a_new_one(grid: GridPage) -> None:
    grid.page.wait_for_load_state("networkidle")  # so that the save is the first that is drawn anew
    do_filter(grid, "lists")
    grid.do_press("Enter")
    expect(grid.cell("GET")).to_be_focused()
    grid.do_focus(grid.cell("Lists them"))
    grid.do_press("Enter", "Control+a")
    grid.do_type("Shows all")
    grid.do_press("Control+Enter")
    grid.assert_closed(grid.cell("Shows all"))
    grid.assert_saved("| GET | `/books` | Shows all | ✅ |")
    expect(grid.cell("POST")).to_be_hidden()
    grid.do_press("Control+Enter")
    grid.do_type("PUT")
    grid.do_press("Control+Enter")
    expect(grid.row("PUT")).to_have_id(re.compile(r"^row-\d+$"))  # the server knows it
    expect(grid.cell("PUT")).to_be_visible()
    expect(grid.cell("POST")).to_be_hidden()
    assert [line[:6] for line in grid.lines if line.startswith(("| GET", "| PUT", "| POST"))] == [
        "| GET ",
        "| PUT ",
        "| POST",
    ]
    box(grid.page).fill("lists ")
    expect(left(grid.page)).to_have_text("Nothing on this page holds these words.")


def test_a_range_takes_what_is_seen_and_nothing_between(grid: GridPage) -> None:
    do_filter(grid, "books")
    grid.do_focus(grid.cell("GET"))
    grid.do_press("Shift+ArrowDown")
    grid.assert_told("2 rows, 1 column selected")
    assert grid.do_copy()["text/plain"] == "GET\nDELETE"
    grid.do_press("Control+Backspace")
    grid.assert_nothing_kept()
    grid.assert_saved("| POST | `/shelves` | Adds one | ❌ |")
    assert not [line for line in grid.lines if line.startswith(("| GET", "| DELETE"))]


@pytest.mark.parametrize("keys", ["Alt+ArrowDown", "paste"])
def test_nothing_goes_over_what_is_hidden(grid: GridPage, keys: str) -> None:
    before = grid.lines
    do_filter(grid, "books")
    grid.do_focus(grid.cell("GET"))
    if keys == "paste":
        grid.do_paste("PUT\nPATCH\n")
    else:
        grid.do_press(keys)
    expect(left(grid.page)).to_contain_text("Clear the filter to")
    assert grid.lines == before
    box(grid.page).focus()
    grid.do_press("Escape")
    grid.do_focus(grid.cell("GET"))
    if keys == "paste":
        grid.do_paste("PUT\nPATCH\n")
    else:
        grid.do_press(keys)
    expect(grid.page.locator(".is-saving")).to_have_count(0)
    assert_changed(grid, before)


def assert_changed(grid: GridPage, before: list[str]) -> None:
    """What was refused while the page was filtered is done now."""
    wait_until(grid.page, lambda: grid.lines != before, lambda: "nothing is changed")


def test_a_section_of_which_some_is_hidden_is_not_deleted(grid: GridPage) -> None:
    do_filter(grid, "shelves")
    heading = grid.page.locator(".section__title:visible [data-edit]").first
    grid.do_focus(heading)
    grid.do_press("Control+Backspace")
    expect(left(grid.page)).to_have_text("Clear the filter to delete this: some of it is hidden.")
    grid.do_press("Shift+F10")
    grid.page.get_by_role("menuitem", name="Delete").click()
    expect(left(grid.page)).to_have_text("Clear the filter to delete this: some of it is hidden.")
    grid.assert_saved("## API design")


def test_on_a_page_with_a_list_the_key_goes_to_its_filter(page: Page) -> None:
    for path in ("/", "/help"):
        page.goto(path)
        page.keyboard.press("f")
        expect(page.locator("main [type=search]")).to_be_focused()


def test_it_works_without_scripts(library: Library, new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(
        base_url=library.url, storage_state=library.state, java_script_enabled=False
    ).new_page()
    page.goto("/designs/FEAT-101?filter=")
    box(page).fill("zzz nothing")
    page.get_by_role("button", name="Filter", exact=True).click()
    expect(page.get_by_text("Nothing on this page holds these words.")).to_be_visible()
    expect(page.locator(".section:visible")).to_have_count(0)
    page.get_by_role("link", name="Clear").click()
    expect(page.locator(".section:visible")).not_to_have_count(0)
