"""A design whose rows, blocks and sections are dragged by their grips."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.e2e.pages.grid import GridPage, exactly
from tests.e2e.patience import wait_until


class BoardPage(GridPage):
    """The page of a board."""

    def exactly(self, text: str) -> re.Pattern[str]:
        """This text and no other."""
        return exactly(text)

    def table(self, number: int) -> Locator:
        """A table of the design."""
        return self.page.locator("table.rows").nth(number)

    def heading(self, title: str) -> Locator:
        """The words of a heading."""
        return self.page.locator(".section__title [data-edit]").filter(has_text=exactly(title))

    @property
    def line(self) -> Locator:
        """What shows where a thing would come to stand."""
        return self.page.locator(".drop-line")

    def do_look_at(self, thing: Locator) -> None:
        """Scroll until a thing is in the middle of the window."""
        thing.evaluate("it => it.scrollIntoView({ block: 'center', behavior: 'instant' })")

    def do_grab(self, kind: str, thing: Locator) -> None:
        """Point at a thing, and press the grip of this kind that shows."""
        thing.hover(position={"x": 8, "y": 8})
        box = self.page.locator(f".grip--{kind}").bounding_box()
        assert box
        self.page.mouse.move(box["x"] + 10, box["y"] + 10)
        self.page.mouse.down()

    def do_carry(self, to: Locator, down: int = 0) -> None:
        """Move to the middle of another thing, or so many pixels below it, by way of what lies between."""
        box, grip = to.bounding_box(), self.page.locator(".grip:visible").first.bounding_box()
        assert box
        assert grip
        goal = box["y"] + box["height"] / 2 + down
        self.page.mouse.move(grip["x"] + 10, goal - 20, steps=3)
        self.page.mouse.move(grip["x"] + 10, goal, steps=3)

    def do_let_go(self) -> None:
        """Release what was grabbed."""
        self.page.mouse.up()

    def do_drag(self, kind: str, thing: Locator, to: Locator, *, down: int) -> None:
        """Drag a thing to another: above its middle, or below."""
        self.do_grab(kind, thing)
        self.do_carry(to, down)
        expect(self.line).to_be_visible()
        self.do_let_go()
        expect(self.line).to_have_count(0)

    def do_open_markdown(self, title: str) -> None:
        """Open a section as Markdown by the menu of its heading."""
        self.do_focus(self.heading(title))
        self.do_press("Shift+F10")
        self.page.get_by_role("menuitem", name="Edit as Markdown").click()
        expect(self.field).to_be_focused()

    def do_listen(self) -> Callable[[], list[str]]:
        """Write down from now on what a screen reader is told; the answer gives it."""
        self.page.evaluate(
            """() => {
              const live = document.querySelector("#announcements");
              window.told = [];
              new MutationObserver(() => told.push(live.textContent)).observe(live, { childList: true });
            }"""
        )
        return lambda: list(self.page.evaluate("told"))

    def assert_titles(self, *titles: str) -> None:
        """The headings of the design, in this order."""
        expect(self.page.locator(".section__title [data-edit]")).to_have_text(
            [exactly(title) for title in titles]
        )

    def assert_scrolled_past(self, top: float) -> None:
        """The page scrolls by itself until more than this is above the window."""
        wait_until(self.page, lambda: self.page.evaluate("scrollY") > top, lambda: "the page does not scroll")
