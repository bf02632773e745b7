"""Two browsers at one cell: both texts are shown, nothing closes without a choice, mine is not lost (R03)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.conftest import Library
from tests.e2e.pages.grid import GridPage, exactly
from tests.e2e.pages.sheet import SheetPage
from tests.e2e.troubles import Troubles

Sheets = tuple[SheetPage, SheetPage]


@pytest.fixture
def sheets(
    workshop: tuple[Library, Iterator[str]], grid: GridPage, new_context: Callable[..., BrowserContext]
) -> Sheets:
    """My browser and theirs, with the same design open."""
    library, _ = workshop
    page = new_context(base_url=library.url, storage_state=library.state).new_page()
    theirs = SheetPage(page, grid.key)
    theirs.do_open()
    return SheetPage(grid.page, grid.key), theirs


def both_write(sheets: Sheets, theirs: str = "their text", mine: str = "my text") -> str:
    """They write into a cell, then I do; its id."""
    me, they = sheets
    cell = me.id_of("Lists them")
    they.do_write(cell, theirs)
    they.assert_all_saved(theirs)
    me.do_write(cell, mine)
    expect(conflict_of(me)).to_be_visible()
    return cell


def conflict_of(sheet: SheetPage) -> Locator:
    return sheet.page.get_by_role("region", name="Conflict")


def test_a_conflict_shows_all_three_texts_and_takes_no_focus(sheets: Sheets, troubles: Troubles) -> None:
    me, they = sheets
    cell, below = me.id_of("Lists them"), me.id_of("Adds one")
    they.do_write(cell, "their text")
    they.assert_all_saved("their text")
    top = me.page.evaluate("scrollY")
    me.do_write(cell, "my text")
    me.do_type("typed on")
    expect(conflict_of(me)).to_contain_text(re.compile("Lists them.*their text.*my text", re.DOTALL))
    assert me.page.evaluate("document.activeElement.value") == "typed on"
    assert me.page.evaluate("scrollY") >= top
    me.assert_told(re.compile("^Conflict:"))
    me.assert_unsaved(1)
    assert_accessible(me.page)
    assert "my text" not in me.stored
    me.do_press("Enter")
    me.assert_unsaved(1)
    expect(me.place(below)).to_have_text(re.compile("typed on"))
    troubles.expect("status of 409")


def test_keeping_mine(sheets: Sheets, troubles: Troubles) -> None:
    me, _ = sheets
    cell = both_write(sheets)
    conflict_of(me).get_by_role("button", name="Keep mine").click()
    expect(conflict_of(me)).to_have_count(0)
    expect(me.place(cell)).to_be_focused()
    me.assert_all_saved("my text")
    assert "their text" not in me.stored
    troubles.expect("status of 409")


def test_taking_theirs(sheets: Sheets, troubles: Troubles) -> None:
    me, _ = sheets
    cell = both_write(sheets)
    conflict_of(me).get_by_role("button", name="Take theirs").click()
    expect(me.place(cell)).to_have_text(re.compile("their text"))
    me.assert_all_saved("their text")
    assert "my text" not in me.stored
    troubles.expect("status of 409")


def test_putting_both_together_by_keyboard(sheets: Sheets, troubles: Troubles) -> None:
    me, _ = sheets
    both_write(sheets)
    field = conflict_of(me).get_by_label("Both, to put together")
    expect(field).to_have_value("their text\nmy text")
    me.banner.get_by_role("button", name="Go there").click()
    expect(conflict_of(me).get_by_role("button", name="Keep mine")).to_be_focused()
    me.do_press("Tab", "Tab", "Control+a")
    me.do_type("theirs and mine")
    me.do_press("Tab", "Enter")
    expect(conflict_of(me)).to_have_count(0)
    me.assert_all_saved("theirs and mine")
    troubles.expect("status of 409")


def test_a_conflict_over_a_conflict_is_shown_as_well(sheets: Sheets, troubles: Troubles) -> None:
    me, they = sheets
    cell = both_write(sheets)
    they.do_write(cell, "their second text")
    they.assert_all_saved("their second text")
    conflict_of(me).get_by_role("button", name="Keep mine").click()
    expect(conflict_of(me)).to_contain_text("their second text")
    me.assert_unsaved(1)
    conflict_of(me).get_by_role("button", name="Keep mine").click()
    me.assert_all_saved("my text")
    troubles.expect("status of 409")


def test_typing_over_a_cell_in_conflict_starts_from_where_it_did(sheets: Sheets, troubles: Troubles) -> None:
    me, _ = sheets
    cell = both_write(sheets)
    me.do_write(cell, "my second text")
    expect(conflict_of(me)).to_contain_text("my second text")
    expect(conflict_of(me)).to_contain_text("their text")
    me.assert_unsaved(1)
    conflict_of(me).get_by_role("button", name="Keep mine").click()
    me.assert_all_saved("my second text")
    troubles.expect("status of 409")


def test_a_conflict_outlives_back_and_what_is_drawn_around_it(sheets: Sheets, troubles: Troubles) -> None:
    me, _ = sheets
    both_write(sheets)
    field = conflict_of(me).get_by_label("Both, to put together")
    field.fill("put together with care")
    me.do_add_row(me.id_of("Adds one"), "HEAD")
    me.do_press("Enter")
    expect(me.page.locator("[id^=row-new]")).to_have_count(0)
    expect(field).to_have_value("put together with care")
    me.page.get_by_role("link", name="Projects", exact=True).click()
    expect(me.page.get_by_role("heading", name="Projects", level=1)).to_be_visible()
    me.assert_unsaved(1)
    me.page.go_back()
    expect(field).to_have_value("put together with care")
    conflict_of(me).get_by_role("button", name="Save this").click()
    me.assert_all_saved("put together with care")
    troubles.expect("status of 409")


def test_a_cell_in_conflict_stays_marked_with_my_text_when_its_row_is_drawn_again(
    sheets: Sheets, troubles: Troubles
) -> None:
    me, _ = sheets
    cell = both_write(sheets)
    me.do_focus(me.cell("/books"))
    me.do_paste("`/all-books`")
    expect(me.cell("/all-books")).to_be_visible()
    expect(me.place(cell)).to_have_text(exactly("my text"))
    expect(me.place(cell)).to_have_attribute("aria-invalid", "true")
    conflict_of(me).get_by_role("button", name="Keep mine").click()
    me.assert_all_saved("| `/all-books` | my text |")
    troubles.expect("status of 409")


def test_another_cell_of_the_row_is_no_conflict(sheets: Sheets) -> None:
    me, they = sheets
    mine, theirs = me.id_of("Lists them"), me.id_of("/books")
    they.do_write(theirs, "/shelves/all")
    they.assert_all_saved("/shelves/all")
    me.do_write(mine, "Lists all of them")
    me.assert_all_saved("| /shelves/all | Lists all of them |")
    expect(conflict_of(me)).to_have_count(0)


def test_a_deleted_row_is_put_back_with_my_text(sheets: Sheets, troubles: Troubles) -> None:
    me, they = sheets
    cell = me.id_of("Adds one")
    they.do_focus(they.place(cell))
    they.do_press("Control+Backspace")
    expect(they.place(cell)).to_have_count(0)
    they.assert_all_saved()
    me.do_write(cell, "Adds two")
    expect(conflict_of(me)).to_contain_text("deleted this row")
    expect(conflict_of(me)).to_contain_text("Adds two")
    conflict_of(me).get_by_role("button", name="Put it back with my text").click()
    me.assert_all_saved("| POST | `/shelves` | Adds two | ❌ |")
    expect(me.endpoints).to_have_count(3)
    troubles.expect("status of 409")


def test_a_deleted_row_may_stay_deleted(sheets: Sheets, troubles: Troubles) -> None:
    me, they = sheets
    cell = me.id_of("Adds one")
    they.do_focus(they.place(cell))
    they.do_press("Control+Backspace")
    they.assert_all_saved()
    me.do_write(cell, "Adds two")
    conflict_of(me).get_by_role("button", name="Leave it deleted").click()
    expect(me.endpoints).to_have_count(2)
    me.assert_all_saved()
    assert "/shelves" not in me.stored
    troubles.expect("status of 409")
