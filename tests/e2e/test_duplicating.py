"""Duplicating a design from the menu of its page, by mouse and by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.pages.designs import DesignPage, NewDesignPage


@pytest.fixture
def design(page: Page) -> DesignPage:
    """A new design out of the template, open."""
    page.goto("/designs/new")
    NewDesignPage(page).do_create("Something to copy")
    expect(page.locator(".titleblock")).to_contain_text("Something to copy")
    return DesignPage(page)


def test_a_design_is_duplicated(page: Page, design: DesignPage) -> None:
    key = page.locator(".titleblock__key").inner_text()
    design.do_duplicate()
    expect(page.get_by_role("heading", level=1)).to_have_text("Something to copy (copy)")
    expect(page.get_by_text(f"Copied from {key}.")).to_be_visible()
    expect(page.locator(".titleblock__key")).not_to_have_text(key)
    assert (
        design.do_download().decode().splitlines()[0].endswith("Something to copy (copy) - Technical Design")
    )


def test_the_menu_works_by_keyboard(page: Page, design: DesignPage) -> None:
    menu = page.locator(".actions .menu")
    opener = menu.locator("summary")
    opener.press("Enter")
    expect(menu.get_by_role("button", name="Duplicate")).to_be_visible()
    assert_accessible(page, within=".actions .menu")
    page.keyboard.press("Tab")
    expect(menu.get_by_role("button", name="Duplicate")).to_be_focused()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(menu.get_by_role("button", name="Duplicate")).to_be_hidden()
    opener.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Something to copy (copy)")


def test_a_click_beside_the_menu_closes_it(page: Page, design: DesignPage) -> None:
    design.do_open_more()
    expect(page.get_by_role("button", name="Duplicate")).to_be_visible()
    page.locator(".titleblock").click()
    expect(page.get_by_role("button", name="Duplicate")).to_be_hidden()


@pytest.mark.parametrize("width", [360, 390, 768, 1440])
def test_the_menu_and_every_action_are_in_sight(page: Page, design: DesignPage, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    design.do_open_more()
    actions = page.locator(".bar .actions")
    for each in actions.locator("a, button, summary").all():
        expect(each).to_be_in_viewport(ratio=1)
    assert actions.evaluate("it => it.offsetHeight") < 60  # one line
