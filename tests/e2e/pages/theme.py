"""The theme switch in the account menu and on the sign-in page."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

BACKGROUNDS = {"light": "rgb(242, 240, 235)", "dark": "rgb(14, 17, 22)"}


class ThemeSwitch:
    """Three buttons, one of them pressed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.group = page.get_by_role("group", name="Theme")

    def do_open_menu(self) -> None:
        """Open the account menu, where the switch stands for people who are signed in."""
        self.page.get_by_label("Your account").click()

    def do_choose(self, words: str) -> None:
        """Press the button with these words."""
        self.group.get_by_role("button", name=words).click()

    def assert_chosen(self, words: str) -> None:
        """This button is pressed, and no other."""
        expect(self.group.locator("[aria-pressed=true]")).to_have_text(re.compile(f"^{words}$"))

    def assert_looks(self, scheme: str) -> None:
        """The page is drawn in this scheme: its desk has the colour of it."""
        expect(self.page.locator("body")).to_have_css("background-color", BACKGROUNDS[scheme])
