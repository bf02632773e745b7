"""The list of designs, a new design, and the page of one."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect


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

    def assert_shows(self, key: str, title: str) -> None:
        """The title block names the design."""
        block = self.page.locator(".titleblock")
        expect(block).to_contain_text(key)
        expect(block.get_by_role("heading", level=1)).to_have_text(title)
