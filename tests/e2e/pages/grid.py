"""A design that is edited where it stands: its tables, lists, texts and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.patience import wait_until

# Where everything of the sheet stands, but for editors and grips, which lie over it.
PLACES = """
() => [...document.querySelectorAll(".sheet *")].filter((it) => !it.closest(".editor, .grip")).map((it) => {
  const { x, y, width, height } = it.getBoundingClientRect();
  return [`${it.tagName} ${it.id}`, [x, y + scrollY, width, height]];
})
"""


def exactly(text: str) -> re.Pattern[str]:
    """This text and no other, but for the link to the row and what is said without scripts."""
    return re.compile(rf"^\s*#?\s*{re.escape(text)}\s*(<.*)?$")


class GridPage:
    """The page of a design that the person may change."""

    def __init__(self, page: Page, key: str) -> None:
        self.page = page
        self.key = key

    @property
    def field(self) -> Locator:
        """The field that is open."""
        return self.page.locator("form[data-place] .editor__field")

    def cell(self, text: str) -> Locator:
        """The closed cell of a table, or the text of an item, that holds this text and no other."""
        return self.page.locator("td.cell, .item__text").filter(has_text=exactly(text))

    def row(self, text: str) -> Locator:
        """The row, or the item, that holds this text."""
        return self.page.locator(".row").filter(has=self.cell(text))

    @property
    def table(self) -> Locator:
        """The first table."""
        return self.page.get_by_role("grid").first

    @property
    def lines(self) -> list[str]:
        """The lines of the design's Markdown, as it is stored."""
        return self.page.request.get(f"/designs/{self.key}.md").text().splitlines()

    @property
    def kept(self) -> list[str]:
        """The names of what this browser keeps for later."""
        return sorted(self.page.evaluate("Object.keys(localStorage)"))

    def do_open(self) -> None:
        """Open the design."""
        self.page.goto(f"/designs/{self.key}")

    def do_focus(self, place: Locator) -> None:
        """Bring the focus to a closed place, as a click with Control does."""
        place.click(modifiers=["Control"])
        expect(place).to_be_focused()

    def do_click(self, place: Locator, x: int = 8, y: int = 8) -> None:
        """Click so far into a place that is in sight: unlike Playwright's own click, this scrolls nothing."""
        box = place.bounding_box()
        assert box
        self.page.mouse.click(box["x"] + x, box["y"] + y)

    def do_press(self, *keys: str) -> None:
        """Press keys, one after the other, wherever the focus is."""
        for key in keys:
            self.page.keyboard.press(key)

    def do_type(self, words: str) -> None:
        """Type wherever the focus is."""
        self.page.keyboard.type(words)

    def do_paste(self, text: str) -> None:
        """Paste a text, as Ctrl+V does with a clipboard that holds it."""
        self.page.evaluate(
            """text => {
              const clipboardData = new DataTransfer();
              clipboardData.setData("text/plain", text);
              const pasted = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
              document.activeElement.dispatchEvent(pasted);
            }""",
            text,
        )

    def do_copy(self) -> dict[str, str]:
        """Copy, as Ctrl+C does; what the clipboard then holds, by type."""
        copied: dict[str, str] = self.page.evaluate(
            """() => {
              const clipboardData = new DataTransfer();
              const copied = new ClipboardEvent("copy", { clipboardData, bubbles: true, cancelable: true });
              document.activeElement.dispatchEvent(copied);
              const { types } = clipboardData;
              return Object.fromEntries(types.map((type) => [type, clipboardData.getData(type)]));
            }"""
        )
        return copied

    def assert_saved(self, *lines: str) -> None:
        """Nothing waits to be saved any more, and the Markdown has these lines, one after the other."""
        expect(self.page.locator(".is-saving, .is-leaving")).to_have_count(0)
        wait_until(self.page, lambda: self._stored(*lines), lambda: self.lines)

    def _stored(self, *lines: str) -> bool:
        stored = self.lines
        return any(stored[at : at + len(lines)] == list(lines) for at in range(len(stored)))

    def assert_nothing_kept(self) -> None:
        """This browser keeps nothing for later: what was typed has arrived, or was thrown away."""
        wait_until(self.page, lambda: not self.kept, lambda: self.kept)

    def assert_open(self, text: str, *, caret: int | None = None) -> None:
        """The field that has the focus holds this text, with the caret there."""
        expect(self.field).to_be_focused()
        expect(self.field).to_have_value(text)
        if caret is not None:
            assert self.field.evaluate("it => it.selectionStart") == caret

    def assert_closed(self, place: Locator) -> None:
        """No field is open, and the place has the focus."""
        expect(self.field).to_have_count(0)
        expect(place).to_be_focused()

    def assert_told(self, words: str) -> None:
        """A screen reader was told this."""
        expect(self.page.locator("#announcements")).to_have_text(words)

    def assert_texts(self, table: Locator, *texts: list[str]) -> None:
        """The rows of a table hold these texts."""
        for number, row in enumerate(texts):
            expect(table.locator("tbody .row").nth(number).locator("td")).to_have_text(
                [exactly(text) for text in row]
            )
        expect(table.locator("tbody .row")).to_have_count(len(texts))

    @contextmanager
    def no_jump(self, focused: Locator | None = None) -> Iterator[None]:
        """Whatever happens meanwhile, the page does not scroll, and in the end the focus is there."""
        before = self.page.evaluate("scrollY")
        assert before > 0, "a page that stands at its head could not jump"
        yield
        expect(self.page.locator(".is-saving")).to_have_count(0)
        if focused is not None:
            expect(focused).to_be_focused()
        assert self.page.evaluate("scrollY") == before

    @contextmanager
    def no_shift(self) -> Iterator[None]:
        """Nothing on the sheet moves.

        But for what no screen shows: browsers count in 64ths of a pixel, and a column whose width they are
        told comes out a 64th beside one whose width they found.
        """
        before = self.page.evaluate(PLACES)
        yield
        after = self.page.evaluate(PLACES)
        assert [name for name, _ in after] == [name for name, _ in before]
        assert [box for _, box in after] == [pytest.approx(box, abs=0.05) for _, box in before]
