"""A small screen under fingers: tables are read and edited there, and everything is large enough to hit."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, CDPSession, expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.boards import import_boards
from tests.e2e.conftest import Library
from tests.e2e.pages.board import BoardPage

PHONE = {"width": 390, "height": 844}
TARGET = 24

# What can be tapped and is smaller than that; links in a text are as high as its lines.
SMALL = """
least => {
  const targets = "button, summary, .anchor, .grip, .item__box, .item__text, td[id], [data-edit]";
  const all = [...document.querySelectorAll(`main :is(${targets})`)].filter((it) => it.checkVisibility());
  return all.map((it) => {
    const { width, height } = it.getBoundingClientRect();
    return [it.tagName, it.className, it.id, width, height];
  }).filter(([, , , width, height]) => width && Math.min(width, height) < least);
}
"""


@pytest.fixture(scope="module")
def boards(
    workshop: tuple[Library, Iterator[str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The keys of designs that only this file touches."""
    library, _ = workshop
    return import_boards(library, tmp_path_factory.mktemp("touch") / "boards", 400, 5)


@pytest.fixture
def phone(
    workshop: tuple[Library, Iterator[str]],
    boards: Iterator[str],
    new_context: Callable[..., BrowserContext],
) -> BoardPage:
    """A board on a phone, which has no mouse."""
    library, _ = workshop
    context = new_context(
        base_url=library.url, storage_state=library.state, viewport=PHONE, has_touch=True, is_mobile=True
    )
    phone = BoardPage(context.new_page(), next(boards))
    phone.do_open()
    return phone


def test_a_tap_opens_a_cell_and_what_is_typed_is_saved(phone: BoardPage) -> None:
    cell = phone.cell("hedge")
    phone.do_look_at(cell)
    cell.tap()
    phone.assert_open("hedge")
    assert phone.page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert_accessible(phone.page)
    phone.do_press("Control+a")
    phone.do_type("maze")
    phone.cell("plank").tap()
    phone.assert_open("plank")
    phone.assert_saved("| Beech | maze | wind |")


def test_a_tap_on_a_box_ticks_it(phone: BoardPage) -> None:
    box = phone.row("First of all").locator(".item__box")
    phone.do_look_at(box)
    box.tap()
    expect(box.locator("[aria-checked=true]")).to_be_visible()
    phone.assert_saved("- [x] First of all")


def test_the_first_column_stays_while_the_others_scroll(phone: BoardPage) -> None:
    table = phone.page.locator(".table").first
    phone.do_look_at(table)
    table.evaluate("it => it.querySelector('th:last-child').style.minInlineSize = '40rem'")
    wide = "A text that is much too long for the width of a telephone, whichever way it is held"
    phone.cell("shade").tap()
    phone.do_press("Control+a")
    phone.do_type(wide)
    phone.do_press("Control+Enter")
    phone.assert_saved(f"| Ash | tree | {wide} |")
    table.evaluate("it => it.scrollLeft = 300")
    first, last = phone.cell("Ash").bounding_box(), phone.cell(wide).bounding_box()
    area = table.bounding_box()
    assert first
    assert last
    assert area
    assert area["x"] <= first["x"] < area["x"] + 40
    assert last["x"] + last["width"] > first["x"] + first["width"]
    at = first["x"] + first["width"] / 2, first["y"] + first["height"] / 2
    assert phone.page.evaluate("([x, y]) => document.elementFromPoint(x, y).closest('td').id", list(at)) == (
        phone.cell("Ash").get_attribute("id")
    )
    phone.cell("wind").tap()
    phone.assert_open("wind")


def test_everything_that_is_tapped_is_large_enough(phone: BoardPage) -> None:
    phone.do_look_at(phone.cell("hedge"))
    phone.cell("hedge").tap()
    small = phone.page.evaluate(SMALL, TARGET)
    assert small == []


def test_a_row_is_dragged_by_a_finger(phone: BoardPage) -> None:
    phone.do_look_at(phone.cell("Beech"))
    phone.cell("Beech").tap()
    phone.assert_open("Beech")
    grip = phone.page.locator(".grip--row").bounding_box()
    goal = phone.row("Ash").bounding_box()
    assert grip
    assert goal
    before = phone.page.evaluate("scrollY")
    fingers = phone.page.context.new_cdp_session(phone.page)
    x, y = grip["x"] + 10, grip["y"] + 10
    touch(fingers, "touchStart", x, y)
    for step in range(1, 6):
        touch(fingers, "touchMove", x, y + (goal["y"] + 4 - y) * step / 5)
    expect(phone.line).to_be_visible()
    fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    phone.assert_saved("| Beech | hedge | wind |", "| Ash | tree | shade |")
    expect(phone.cell("Beech")).to_be_focused()
    assert phone.page.evaluate("scrollY") == before


def touch(fingers: CDPSession, what: str, x: float, y: float) -> None:
    """One finger on the glass."""
    fingers.send("Input.dispatchTouchEvent", {"type": what, "touchPoints": [{"x": x, "y": y}]})
