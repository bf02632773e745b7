"""The menus of rows, columns and sections, opened by a grip, a key or a right click."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.pages.grid import GridPage


def test_a_menu_opens_by_its_key_is_walked_and_closes_where_it_was_opened(grid: GridPage) -> None:
    page, cell = grid.page, grid.cell("Lists them")
    grid.do_focus(cell)
    grid.do_press("Shift+F10")
    menu = page.get_by_role("menu", name="Row")
    expect(menu.get_by_role("menuitem", name="Add above")).to_be_focused()
    assert_accessible(page)
    grid.do_press("ArrowDown")
    expect(menu.get_by_role("menuitem", name="Add below")).to_be_focused()
    grid.do_press("Escape")
    expect(menu).to_have_count(0)
    expect(cell).to_be_focused()


def test_a_row_moves_and_a_column_comes_by_their_menus(grid: GridPage) -> None:
    page = grid.page
    grid.do_focus(grid.cell("Lists them"))
    grid.do_press("Shift+F10")
    page.get_by_role("menuitem", name="Move down").click()
    expect(grid.table.locator("tbody tr").nth(1)).to_contain_text("Lists them")
    grid.table.locator("th").nth(1).click(button="right")
    page.get_by_role("menu", name="Column").get_by_role("menuitem", name="Add on the right").click()
    expect(grid.table.locator("th").nth(2)).to_have_text("Column")
    expect(page.locator(".is-saving")).to_have_count(0)
    grid.assert_nothing_kept()
    lists = [line for line in grid.lines if "Lists them" in line or "Adds one" in line]
    assert [line.count("|") for line in lists] == [6, 6]
    assert "Adds one" in lists[0]


def test_the_life_of_a_cell_and_that_of_its_row_are_asked_from_its_menu(grid: GridPage) -> None:
    page, cell = grid.page, grid.cell("Lists them")
    grid.do_focus(cell)
    grid.do_type("Counts them")
    grid.do_press("Enter")
    grid.assert_saved("| GET | `/books` | Counts them | ✅ |")
    grid.do_focus(grid.cell("Counts them"))
    grid.do_press("Shift+F10")
    page.get_by_role("menuitem", name="Changes of this cell").click()
    expect(page.get_by_role("main")).to_contain_text("Counts them")
    expect(page).to_have_url(re.compile(r"/rows/\d+/cells/c3/changes$"))
