"""The box in which anything is found, over any page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.patience import wait_until

# Each list that is drawn, beside what stood in the field then.
WATCH = """
() => {
  window.drawn = [];
  const field = document.querySelector("#search-field");
  new MutationObserver(() => {
    const all = document.querySelector("#search-found [data-all]");
    if (all) drawn.push([field.value, new URL(all.href).searchParams.get("q")]);
  }).observe(document.querySelector("#search-found"), { childList: true });
}
"""


class SearchBox:
    """What Ctrl+K opens."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def box(self) -> Locator:
        """The dialog."""
        return self.page.get_by_role("dialog", name="Search")

    @property
    def field(self) -> Locator:
        """Where one types."""
        return self.box.get_by_role("combobox")

    @property
    def options(self) -> Locator:
        """What was found: designs, rows, and the way to all results."""
        return self.box.get_by_role("option")

    @property
    def chosen(self) -> Locator:
        """The one that Enter opens."""
        return self.box.locator("[aria-selected=true]")

    def row(self, words: str) -> Locator:
        """A row that was found."""
        return self.options.and_(self.page.locator(".hit__row")).filter(has_text=words)

    def do_open(self) -> None:
        """Press Ctrl+K, wherever the focus is."""
        self.page.keyboard.press("Control+k")
        expect(self.field).to_be_focused()

    def do_type(self, words: str) -> None:
        """Type as fast as the browser takes it, and wait for what is found."""
        self.page.keyboard.type(words)
        self.assert_answered()

    def do_search(self, words: str) -> None:
        """Open the box and type."""
        self.do_open()
        self.do_type(words)

    def do_press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def do_watch(self) -> None:
        """Write down from now on which list stands under which words."""
        self.page.evaluate(WATCH)

    def assert_answered(self) -> None:
        """What is shown is what is found of the words that stand there."""
        expect(self.box.locator("#search-found")).not_to_have_attribute("aria-busy", "true")

    def assert_asked(self, held: Sequence[Route], times: int) -> None:
        """The server was asked so often, by requests that a test holds back, and no more often."""
        wait_until(self.page, lambda: len(held) >= times, lambda: "nothing is asked")
        assert len(held) == times

    def assert_chosen(self, words: str) -> None:
        """Enter would open this, and a screen reader knows it."""
        expect(self.chosen).to_contain_text(words)
        expect(self.field).to_have_attribute("aria-activedescendant", self.chosen.get_attribute("id") or "")
        expect(self.chosen).to_be_in_viewport(ratio=0.9)

    def assert_none_chosen(self) -> None:
        """Enter would open nothing in particular."""
        expect(self.chosen).to_have_count(0)
        expect(self.field).not_to_have_attribute("aria-activedescendant", re.compile(""))

    def assert_closed(self) -> None:
        """The box is not there any more."""
        expect(self.box).to_have_count(0)

    def assert_told(self, words: str) -> None:
        """A screen reader was told this."""
        expect(self.box.get_by_role("status")).to_have_text(words)
