"""The card of a design, beside its key: by the pointer, by the keyboard, and gone again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.pages.grid import GridPage


@pytest.fixture
def key(grid: GridPage) -> Locator:
    """A key in a text of a design."""
    remark = grid.page.locator(".prose[data-edit]").filter(has_text="A remark with")
    grid.do_focus(remark)
    grid.do_press("Enter", "Control+a")
    grid.do_type("See FEAT-150 for it.")
    grid.do_press("Control+Enter")
    link = grid.page.get_by_role("link", name="FEAT-150", exact=True).first
    expect(link).to_be_visible()
    return link


def card(page: Page) -> Locator:
    return page.get_by_role("tooltip")


def test_who_points_at_a_key_sees_its_design_and_escape_takes_it_away(grid: GridPage, key: Locator) -> None:
    asked: list[str] = []
    grid.page.on(
        "request", lambda request: asked.append(request.url) if request.url.endswith("/card") else None
    )
    for _ in range(2):
        key.hover()
        expect(card(grid.page)).to_contain_text("FEAT-150 Something to edit")
        expect(card(grid.page)).to_contain_text("Draft")
        assert_accessible(grid.page)
        grid.do_press("Escape")
        expect(card(grid.page)).to_have_count(0)
        grid.page.mouse.move(2, 2)
    assert len(asked) == 1


def test_who_reaches_a_key_with_the_keyboard_sees_it_too(grid: GridPage, key: Locator) -> None:
    key.focus()
    expect(card(grid.page)).to_contain_text("Something to edit")
    expect(key).to_have_attribute("aria-describedby", "card")
    grid.do_press("Tab")
    expect(card(grid.page)).to_have_count(0)


def test_the_pointer_may_go_on_to_the_card(grid: GridPage, key: Locator) -> None:
    key.hover()
    expect(card(grid.page)).to_be_visible()
    card(grid.page).hover()
    grid.page.wait_for_timeout(400)
    expect(card(grid.page)).to_be_visible()
    grid.page.mouse.move(2, 2)
    expect(card(grid.page)).to_have_count(0)
