"""Every state of editing is accessible, in light and in dark, and says what it is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.pages.grid import GridPage
from tests.e2e.troubles import Troubles

# The name of an open field is its column, or what it is, and the row.
OPENED = {
    "a cell": ("Lists them", "Description, row 1"),
    "a list of verbs": ("POST", "Method, row 2"),
    "a path": ("/books", "Endpoint, row 1"),
    "an item": ("Ask somebody", "Text"),
}


@pytest.mark.parametrize("kind", OPENED)
def test_an_open_editor_is_accessible_and_named(grid: GridPage, kind: str) -> None:
    text, name = OPENED[kind]
    cell = grid.cell(text)
    grid.do_focus(cell)
    grid.do_press("F2")
    expect(grid.field).to_have_accessible_name(name)
    assert_accessible(grid.page)


def test_the_switch_of_signs_is_accessible(grid: GridPage) -> None:
    grid.do_focus(grid.row("Lists them").locator("td").last)
    grid.do_press("F2")
    group = grid.page.get_by_role("radiogroup", name="Auth, row 1")
    expect(group.get_by_role("radio", name="Yes")).to_be_focused()
    expect(group.get_by_role("radio", name="Yes")).to_be_checked()
    assert_accessible(grid.page)
    grid.do_press("ArrowRight", "Enter")
    grid.assert_saved("| GET | `/books` | Lists them | ❌ |")


def test_long_texts_are_accessible_while_they_are_open(grid: GridPage) -> None:
    for place in (
        grid.page.locator("[data-edit]", has_text="A remark"),
        grid.page.locator("[data-edit]", has_text="answer = 42"),
        grid.page.locator("[data-edit]", has_text="Remarks"),
    ):
        grid.do_focus(place)
        grid.do_press("F2")
        expect(grid.field).to_be_focused()
        assert_accessible(grid.page)
        grid.do_press("Escape")


def test_a_selection_is_accessible(grid: GridPage) -> None:
    grid.do_focus(grid.cell("Lists them"))
    grid.do_press("Shift+ArrowDown", "Shift+ArrowRight")
    expect(grid.page.get_by_role("gridcell", selected=True)).to_have_count(4)
    assert_accessible(grid.page)


def test_what_is_being_saved_is_accessible(grid: GridPage) -> None:
    held: list[Route] = []
    grid.page.route("**/rows/*/cells/*", lambda route: held.append(route))
    grid.do_focus(grid.cell("Lists them"))
    grid.do_type("Any")
    grid.do_press("Enter")
    expect(grid.cell("Any")).to_have_class("cell cell--description is-saving")
    assert_accessible(grid.page)
    held[0].continue_()
    grid.assert_saved("| GET | `/books` | Any | ✅ |")


def test_a_refused_text_is_accessible(grid: GridPage, troubles: Troubles) -> None:
    troubles.expect("422")
    grid.do_focus(grid.cell("/shelves"))
    grid.do_type("shelves")
    grid.do_press("Enter")
    expect(grid.field).to_have_attribute("aria-invalid", "true")
    expect(grid.field).to_have_accessible_description(grid.page.locator("form .editor__error").inner_text())
    assert_accessible(grid.page)


def test_the_dialog_of_keys_is_accessible(grid: GridPage) -> None:
    grid.do_press("?")
    expect(grid.page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    assert_accessible(grid.page, within="#keyboard")


@pytest.mark.parametrize("place", ["Lists them", "Ask somebody", "A remark", "Remarks"])
def test_a_menu_is_accessible_and_gives_the_focus_back(grid: GridPage, place: str) -> None:
    texts = grid.page.locator("[data-edit]", has_text=place)
    focused: Locator = grid.cell(place) if place in {"Lists them", "Ask somebody"} else texts
    grid.do_focus(focused)
    with grid.no_jump(focused), grid.no_shift():
        grid.do_press("Shift+F10")
        menu = grid.page.get_by_role("menu")
        expect(menu.get_by_role("menuitem").first).to_be_focused()
        assert_accessible(grid.page, within="[role=menu]")
        grid.do_press("Escape")
        expect(menu).to_have_count(0)
