"""Undo, redo, changes, the bin, and what others changed meanwhile."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.conftest import Library
from tests.e2e.pages.grid import GridPage
from tests.e2e.people import add_person
from tests.e2e.troubles import Troubles

OTHER = "another@example.org"
POST = "| POST | `/shelves` | Adds one | ❌ |"


@pytest.fixture(scope="module")
def others_state(workshop: tuple[Library, object], browser: object) -> dict[str, BrowserContext]:
    """Where the other person's browser is kept: one account for all tests here."""
    return {}


@pytest.fixture
def beside(
    grid: GridPage,
    workshop: tuple[Library, object],
    new_context: Callable[..., BrowserContext],
    others_state: dict[str, object],
) -> GridPage:
    """The same design in the browser of somebody else."""
    library = workshop[0]
    if "state" not in others_state:
        others_state["state"] = add_person(library.server, new_context, OTHER).storage_state()
    page = new_context(base_url=library.url, storage_state=others_state["state"]).new_page()
    other = GridPage(page, grid.key)
    other.do_open()
    return other


def do_write(grid: GridPage, old: str, new: str) -> None:
    """Write another text into a cell."""
    grid.do_focus(grid.cell(old))
    grid.do_press("Enter", "Control+a")
    grid.do_type(new)
    grid.do_press("Enter")
    expect(grid.page.locator(".is-saving")).to_have_count(0)
    expect(grid.cell(new)).to_be_visible()


def assert_said(page: Page, words: str) -> None:
    expect(page.locator("#toasts")).to_contain_text(words)


def test_undo_and_redo_by_keys_survive_a_reload(grid: GridPage) -> None:
    do_write(grid, "Lists them", "Lists all")
    do_write(grid, "Adds one", "Adds two")
    grid.page.reload()
    grid.do_focus(grid.cell("Adds two"))
    with grid.no_jump(grid.cell("Adds one")):
        grid.do_press("Control+z")
        expect(grid.cell("Adds one")).to_be_visible()
    assert_said(grid.page, "Undone: Description of “POST /shelves” changed from “Adds one” to “Adds two”")
    grid.do_press("Control+z")
    expect(grid.cell("Lists them")).to_be_visible()
    grid.assert_saved(POST)
    grid.page.reload()
    grid.do_focus(grid.cell("Lists them"))
    grid.do_press("Control+Shift+z")
    expect(grid.cell("Lists all")).to_be_visible()
    assert_said(grid.page, "Done again")
    grid.page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(grid.cell("Lists them")).to_be_visible()
    grid.assert_saved(POST)


def test_a_value_that_was_undone_is_seen_in_the_title_block(grid: GridPage) -> None:
    page = grid.page
    status = page.locator(".titleblock [data-edit=choice]").first
    status.focus()
    grid.do_press("Enter", "ArrowDown", "Enter")
    expect(status).to_contain_text("In review")
    grid.do_press("Control+z")
    expect(status).to_contain_text("Draft")
    expect(status).to_be_focused()
    page.locator("#toasts").get_by_role("button", name="Redo").click()
    expect(status).to_contain_text("In review")


def test_the_title_of_the_window_follows_that_of_the_design(grid: GridPage) -> None:
    page = grid.page
    title = page.locator(".titleblock h1 [data-edit]")
    title.focus()
    grid.do_press("Enter", "Control+a")
    grid.do_type("Another title")
    grid.do_press("Enter")
    expect(page).to_have_title(f"{grid.key} Another title · Designbook")


def test_a_deleted_row_comes_back_in_its_place_as_itself(grid: GridPage) -> None:
    row = grid.row("Adds one")
    name = row.get_attribute("id")
    grid.do_focus(grid.cell("Adds one"))
    grid.do_press("Control+Backspace")
    expect(grid.cell("Adds one")).to_have_count(0)
    expect(grid.page.locator(".is-leaving, .is-saving")).to_have_count(0)
    grid.do_press("Control+z")
    expect(grid.cell("Adds one")).to_be_visible()
    expect(grid.page.locator("tbody .row").nth(1)).to_have_id(name or "")
    grid.assert_saved("| GET | `/books` | Lists them | ✅ |", POST)


def test_an_undo_that_others_built_on_offers_what_can_be_done(
    grid: GridPage, beside: GridPage, troubles: Troubles
) -> None:
    do_write(grid, "Adds one", "Adds two")
    beside.page.reload()
    do_write(beside, "Adds two", "Adds three")
    troubles.expect("409")
    grid.do_focus(grid.cell("Adds two"))
    with grid.no_jump(grid.cell("Adds two")):
        grid.do_press("Control+z")
        expect(grid.page.locator(".beside-row .conflict")).to_be_visible()
    piece = grid.page.locator(".conflict")
    for text in ("Nothing was undone", "Adds one", "Adds two", "Adds three"):
        expect(piece).to_contain_text(text)
    assert_accessible(grid.page)
    piece.get_by_text("Leave everything as it is").click()
    expect(piece).to_have_count(0)
    grid.assert_saved("| POST | `/shelves` | Adds three | ❌ |")


def test_changes_are_told_filtered_and_undone(grid: GridPage) -> None:
    page = grid.page
    do_write(grid, "Lists them", "Lists all")
    do_write(grid, "Adds one", "Adds two")
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Changes").click()
    items = page.locator(".changes__item")
    expect(items).to_have_count(3)
    expect(items.first).to_contain_text("Description of “POST /shelves” changed from Adds one to Adds two")
    page.get_by_role("searchbox").fill("lists all")
    expect(items).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/changes\?q=lists\+all$"))
    assert_accessible(page)
    items.get_by_role("button").click()
    expect(page.get_by_role("status").filter(has_text="Undone: Description of “GET /books”")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/changes\?q=lists\+all$"))
    expect(items).to_have_count(2)
    grid.assert_saved("| GET | `/books` | Lists them | ✅ |", "| POST | `/shelves` | Adds two | ❌ |")


def test_a_design_goes_to_the_bin_and_comes_back(grid: GridPage, troubles: Troubles) -> None:
    page, lines = grid.page, grid.lines
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Delete …").click()
    assert_accessible(page)
    page.get_by_role("button", name=f"Delete {grid.key}").click()
    expect(page).to_have_url(re.compile("/designs/bin$"))
    expect(page.locator(".bin__item").filter(has_text=grid.key)).to_contain_text("90 days left")
    assert_accessible(page)
    troubles.expect("404")
    page.goto(f"/designs/{grid.key}")
    expect(page.get_by_role("heading", name="There is nothing here")).to_be_visible()
    page.goto("/designs/bin")
    page.get_by_role("button", name=f"Take out {grid.key}").click()
    expect(page).to_have_url(re.compile(f"/designs/{grid.key}$"))
    assert grid.lines == lines


def test_what_others_changed_is_told_and_shown_under_an_open_editor(grid: GridPage, beside: GridPage) -> None:
    do_write(beside, "Adds one", "Adds two")
    do_write(beside, "Ask somebody", "Ask everybody")
    page = grid.page
    grid.do_focus(grid.cell("Lists them"))
    grid.do_press("F2")
    grid.do_type("!")
    notice, before = page.locator(".news__box"), (page.evaluate("scrollY"), grid.field.bounding_box())
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(notice).to_contain_text("changed 2 things")
    expect(notice).to_contain_text("Adds two")
    assert_accessible(page)
    page.evaluate("document.querySelector('#news-show').click()")  # a mouse would take the focus with it
    expect(grid.cell("Adds two")).to_be_visible()
    expect(grid.cell("Ask everybody")).to_be_visible()
    expect(notice).to_have_count(0)
    grid.assert_open("Lists them!")
    assert (page.evaluate("scrollY"), grid.field.bounding_box()) == before
    grid.do_press("Enter")
    grid.assert_saved("| GET | `/books` | Lists them! | ✅ |", "| POST | `/shelves` | Adds two | ❌ |")


def test_what_was_typed_into_a_row_that_others_deleted_stands_where_the_row_was(
    grid: GridPage, beside: GridPage, troubles: Troubles
) -> None:
    page, table = grid.page, grid.page.locator("[id^=block-]:has(> table)").first
    beside.do_focus(beside.cell("Adds one"))
    beside.do_press("Control+Backspace")
    beside.assert_saved(
        "| GET | `/books` | Lists them | ✅ |", "| DELETE | `/books/{id}` | Takes one away | ✅ |"
    )
    grid.do_focus(grid.cell("Adds one"))
    grid.do_press("F2")
    grid.do_type("!")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.locator("#news-show").click()
    expect(table.locator("+ .beside")).to_contain_text("deleted this row")
    expect(grid.cell("Adds one!")).to_have_count(0)
    expect(table.locator("td:focus")).to_have_count(1)
    page.get_by_role("button", name="Put it back with my text").click()
    expect(grid.cell("Adds one!")).to_be_visible()
    grid.assert_saved("| POST | `/shelves` | Adds one! | ❌ |")
    troubles.expect("status of 409")
