"""The help page."""

from __future__ import annotations

from playwright.sync_api import Page, expect


class HelpPage:
    """Words, files, paper, keys, and a filter over the words."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def do_open_from_the_menu(self) -> None:
        """Follow the link in the account's menu."""
        self.page.get_by_label("Your account").click()
        self.page.get_by_role("link", name="Help").click()

    def do_type(self, words: str) -> None:
        """Type into the filter, a key at a time, as a person does."""
        self.page.get_by_role("searchbox").press_sequentially(words, delay=20)

    def do_go_to(self, chapter: str) -> None:
        """Follow a link of the contents."""
        self.page.get_by_role("navigation", name="Contents").get_by_role("link", name=chapter).click()

    def assert_open(self) -> None:
        """This page is open."""
        expect(self.page.get_by_role("heading", name="Help", level=1)).to_be_visible()

    def assert_words(self, *words: str) -> None:
        """These words are told, and no other."""
        expect(self.page.locator("#glossary dt")).to_have_text([*words])

    def assert_reads(self, chapter: str) -> None:
        """The heading of this chapter is in sight, below the bar."""
        heading = self.page.get_by_role("heading", name=chapter, exact=True)
        expect(heading).to_be_in_viewport()
        bar = self.page.locator(".bar").evaluate("it => it.getBoundingClientRect().bottom")
        assert heading.evaluate("it => it.getBoundingClientRect().top") >= max(bar, 0)
