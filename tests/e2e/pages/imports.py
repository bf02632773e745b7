"""Bringing files in by the page."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect


class ImportPage:
    """The form, the preview and the outcome of an import."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def do_open(self) -> None:
        """Open the form."""
        self.page.goto("/imports/new")

    def do_choose_folder(self, folder: Path) -> None:
        """Choose a folder, as a browser does: with everything below it."""
        self.page.get_by_label("or a folder").set_input_files(folder)

    def do_choose_files(self, *files: Path) -> None:
        """Choose files or archives."""
        self.page.get_by_label("Markdown files or a .zip").set_input_files(files)

    def do_look(self, heading: str = "What comes in") -> None:
        """Send what was chosen and see what would become of it."""
        self.page.get_by_role("button", name="Look at what comes in").click()
        expect(self.page.get_by_role("heading", name=heading)).to_be_visible()

    def do_import(self) -> None:
        """Confirm, and wait for the outcome."""
        self.page.get_by_role("button", name="Import", exact=True).click()
        self.assert_done()

    def assert_chosen(self, *paths: str) -> None:
        """These files of the folder are going to be sent, and no other."""
        chosen = self.page.get_by_label("or a folder").evaluate(
            "input => [...input.files].map(file => file.webkitRelativePath).sort()"
        )
        assert chosen == [*paths]

    def assert_done(self) -> None:
        """The outcome is shown."""
        expect(self.page.get_by_role("heading", name="Imported", exact=True)).to_be_visible()

    def assert_counts(self, words: str) -> None:
        """The sentence that counts the files by what becomes of them."""
        expect(self.page.get_by_text(words)).to_be_visible()

    def assert_file(self, path: str, outcome: str, key: str) -> None:
        """The row of one file says this."""
        row = self.page.get_by_role("row").filter(has_text=path)
        expect(row).to_contain_text(outcome)
        expect(row).to_contain_text(key)
