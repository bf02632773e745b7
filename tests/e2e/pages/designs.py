"""The list of designs, a new design, and the page of one."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect


class DesignsPage:
    """The list of designs."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def do_open(self) -> None:
        """Open the whole list."""
        self.page.goto("/")

    def do_type(self, words: str) -> None:
        """Type into the filter, a key at a time, as a person does."""
        self.page.get_by_role("searchbox").press_sequentially(words, delay=20)

    def do_send_filter(self, words: str) -> None:
        """Fill the filter and send it with Enter, the way that needs no script."""
        self.page.get_by_role("searchbox").fill(words)
        self.page.get_by_role("searchbox").press("Enter")

    def do_follow(self, title: str) -> None:
        """Open a design by its title."""
        self.page.get_by_role("link", name=title, exact=True).click()

    def do_start_new(self) -> None:
        """Open the form of a new design."""
        self.page.get_by_role("link", name="New design").click()

    def do_load_the_sample(self) -> None:
        """Press the button that the empty list has for it."""
        self.page.get_by_role("button", name="Load a sample project").click()

    def assert_open(self) -> None:
        """This page is open."""
        expect(self.page.get_by_role("heading", name="Designs", level=1)).to_be_visible()

    def assert_empty(self) -> None:
        """There is no design; the page offers to start one and to bring files in."""
        expect(self.page.get_by_text("No designs yet")).to_be_visible()
        expect(self.page.get_by_role("link", name="New design")).to_be_visible()
        expect(self.page.get_by_role("link", name="Import Markdown files")).to_be_visible()

    def assert_listed(self, *keys: str) -> None:
        """These keys are listed, in this order, and no other."""
        expect(self.page.locator(".designs__key")).to_have_text([*keys])


class NewDesignPage:
    """The form of a new design."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def do_create(self, title: str) -> None:
        """Fill the form and send it; the new design's page opens."""
        self.page.get_by_label("Title", exact=True).fill(title)
        self.page.get_by_role("button", name="Create design").click()


class DesignPage:
    """One document of a design."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def do_open(self, key: str, document: str = "design") -> None:
        """Open it by its address."""
        self.page.goto(f"/designs/{key}" + ("" if document == "design" else f"/documents/{document}"))

    def do_open_document(self, name: str) -> None:
        """Follow the tab of another document."""
        self.page.get_by_role("link", name=name, exact=True).click()

    def do_download(self) -> bytes:
        """Take the open document's Markdown; its bytes."""
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name="Markdown", exact=True).click()
        path: Path = download.value.path()
        return path.read_bytes()

    def do_open_more(self) -> None:
        """Open the menu of what is seldom wanted."""
        self.page.get_by_text("More", exact=True).click()

    def do_duplicate(self) -> None:
        """Make a copy of the design; its page opens."""
        self.do_open_more()
        self.page.get_by_role("button", name="Duplicate").click()

    def do_copy_link(self, piece: Locator) -> str:
        """Click the link of a row or a section in its margin; the address that it leads to."""
        link = piece.locator(".anchor").first
        piece.hover()
        link.click()
        return str(link.evaluate("link => link.href"))

    def assert_link_copied(self, address: str) -> None:
        """A message says so, and the clipboard holds the address."""
        expect(self.page.get_by_role("alert")).to_have_text("Link copied")
        assert self.page.evaluate("navigator.clipboard.readText()") == address

    def assert_link_offered(self, address: str) -> None:
        """The address stands in a field that has the focus, selected from end to end."""
        field = self.page.get_by_role("alert").get_by_label("Copy the link from here")
        expect(field).to_be_focused()
        expect(field).to_have_value(address)
        selected = field.evaluate("it => it.value.slice(it.selectionStart, it.selectionEnd)")
        assert selected == address

    def assert_lands_on(self, piece: Locator) -> None:
        """The row or section is marked, in sight, and below the bar."""
        expect(piece).to_be_in_viewport()
        assert piece.evaluate("it => it.matches(':target')")
        bar = self.page.locator(".bar").evaluate("it => it.getBoundingClientRect().bottom")
        assert piece.evaluate("it => it.getBoundingClientRect().top") >= max(bar, 0)

    def assert_shows(self, key: str, title: str) -> None:
        """The title block names the design."""
        block = self.page.locator(".titleblock")
        expect(block).to_contain_text(key)
        expect(block.get_by_role("heading", level=1)).to_have_text(title)
