"""A register: rows of many designs in one table, edited where they stand."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


class RegisterPage:
    """The page of a register, narrowed to some designs by what stands in the box."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.name = name

    def do_open(self, *keys: str, query: str = "") -> None:
        """Open it, for one design alone where a key is given, else with this query."""
        self.page.goto(f"/registers/{self.name}?{f'q=design:{keys[0]}' if keys else query}")
        expect(self.page.locator("#register")).to_be_visible()
        expect(self.page.locator("[data-register]")).to_have_attribute("data-ready", "")

    def rows(self, key: str) -> Locator:
        """The rows of a design."""
        return self.page.locator(f"tr[data-of='{key}']")

    def cell(self, key: str, role: str, at: int = 0) -> Locator:
        """The cell of a design's row in the column of this role."""
        return self.rows(key).nth(at).locator(f".cell--{role}:not(th)")

    def do_write(self, cell: Locator, words: str) -> None:
        """Write another text into a cell, and save it."""
        cell.click(modifiers=["Control"])
        self.page.keyboard.press("F2")
        field = self.page.locator("form[data-place] .editor__field")
        expect(field).to_be_focused()
        field.fill(words)
        self.page.keyboard.press("Control+Enter")

    def assert_saved(self) -> None:
        """Nothing waits to be saved any more."""
        expect(self.page.locator(".is-saving, .is-leaving")).to_have_count(0)
