"""Rows that only the browser knows yet: what is typed into them while the server has not made them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.pages.grid import GridPage
from tests.e2e.pages.sheet import SheetPage, Wire
from tests.e2e.troubles import Troubles


@pytest.fixture
def sheet(grid: GridPage) -> SheetPage:
    return SheetPage(grid.page, grid.key)


def test_a_row_added_below_one_that_is_on_its_way_stands_below_it(
    sheet: SheetPage, troubles: Troubles
) -> None:
    wire = Wire(sheet.page)
    wire.do_answer(*["gone"] * 9)
    sheet.do_add_row(sheet.id_of("Adds one"), "PUT")
    sheet.do_press("Control+Enter", "Control+Enter")
    sheet.assert_unsaved(1)
    wire.do_answer()
    sheet.do_look_again()
    expect(sheet.banner).to_have_count(0)
    sheet.do_type("PATCH")
    sheet.do_press("Enter")
    sheet.assert_all_saved("| PUT |  |  |  |\n| PATCH |")
    troubles.expect("net::ERR_FAILED")


def test_what_is_typed_while_its_row_is_made_is_no_draft_later(sheet: SheetPage, troubles: Troubles) -> None:
    wire = Wire(sheet.page)
    wire.do_answer(*["gone"] * 9)
    sheet.do_add_row(sheet.id_of("Adds one"), "PUT")
    sheet.do_press("Tab")
    sheet.do_type("/kept")
    sheet.assert_unsaved(1)
    sheet.assert_kept("/kept")
    wire.do_answer()
    sheet.do_look_again()
    expect(sheet.banner).to_have_count(0)
    sheet.assert_open("/kept", caret=5)
    sheet.do_press("Enter")
    sheet.assert_all_saved("| PUT | /kept |")
    troubles.expect("net::ERR_FAILED")


def test_where_the_first_text_of_a_row_is_thrown_away_the_next_one_makes_it(
    sheet: SheetPage, troubles: Troubles
) -> None:
    Wire(sheet.page).do_answer(422)
    sheet.do_add_row(sheet.id_of("Adds one"), "PUT")
    sheet.do_press("Tab")
    sheet.do_type("/stays")
    sheet.do_press("Control+Enter", "Control+Enter")
    sheet.do_type("HEAD")
    sheet.do_press("Enter")
    sheet.assert_unsaved(3)
    sheet.page.get_by_role("group", name="Not saved").get_by_role("button", name="Discard").click()
    expect(sheet.endpoints).to_have_count(5)
    sheet.assert_all_saved("|  | /stays |  |  |\n| HEAD |")
    troubles.expect("status of 422")
