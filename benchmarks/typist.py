"""Somebody who works in a browser; the page itself says how long it made them wait."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from tests.e2e import browser

if TYPE_CHECKING:
    from playwright.sync_api import Page

WATCHING = Path(__file__).with_name("watching.js")
WINDOW = (1280, 800)


class Typist:
    """A page of somebody who is signed in; what is asked of it comes back in milliseconds."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def open(self, path: str) -> float:
        """Open a page: until everything is loaded, the scripts have run, and it is painted."""
        self._page.goto(path)
        return self._asked("opened")

    def go_to(self, cell: str) -> None:
        """Bring the focus to a cell, by its id, and leave it closed."""
        self._page.locator(f"#{cell}").click(modifiers=["Control"])

    def press(self, key: str) -> float:
        """Press a key: until the frame is painted in which the focus or the text of the field is another."""
        self._page.keyboard.press(key)
        return self._asked("shown")

    def open_search(self) -> None:
        """Open the box that finds anything, and wait for its first list."""
        self._page.keyboard.press("Control+k")
        self._page.locator("#search-found:not([aria-busy]) [role=option]").first.wait_for()

    def empty_search(self) -> None:
        """Take what was typed out of the box, and wait for its list."""
        self._page.keyboard.press("Control+a")
        self.find("Backspace")

    def find(self, key: str) -> float:
        """Press a key in the box: until the list is painted that belongs to what stands there now."""
        self._page.keyboard.press(key)
        return self._asked("found")

    def confirmed(self) -> float:
        """What the last key saved: until the page says so, from that key on."""
        return self._asked("saved")

    def _asked(self, what: str) -> float:
        waited: float = self._page.evaluate(f"watching.{what}()")
        return waited


def browser_path() -> str | None:
    """The browser to drive; None where there is none, or no Playwright. Raises NoBrowser as the tests do."""
    return browser.find(sys.executable) if find_spec("playwright") else None


@contextmanager
def typist(path: str, url: str, cookie: str) -> Iterator[Typist]:
    """Start the browser at `path`, signed in by a cookie of that server; leaving the block ends it."""
    from playwright.sync_api import sync_playwright

    name, _, value = cookie.partition("=")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=browser.options())
        width, height = WINDOW
        context = started.new_context(base_url=url, viewport={"width": width, "height": height})
        context.add_cookies([{"name": name, "value": value, "url": url}])
        context.add_init_script(path=WATCHING)
        yield Typist(context.new_page())
        started.close()
