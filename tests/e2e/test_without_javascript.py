"""Reading, finding, printing, importing and signing in need no script."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Library
from tests.e2e.pages.accounts import LoginPage
from tests.e2e.pages.designs import DesignPage, DesignsPage
from tests.e2e.pages.imports import ImportPage


@pytest.fixture
def plain_page(library: Library, new_context: Callable[..., BrowserContext]) -> Page:
    """A page of a browser that runs no script, signed in by the form."""
    page = new_context(base_url=library.url, java_script_enabled=False).new_page()
    page.goto("/")
    login = LoginPage(page)
    login.assert_open()
    login.do_sign_in()
    DesignsPage(page).assert_open()
    return page


def test_signing_out_works(plain_page: Page) -> None:
    plain_page.get_by_label("Your account").click()
    plain_page.get_by_role("button", name="Sign out").click()
    LoginPage(plain_page).assert_open()
    plain_page.goto("/account")
    LoginPage(plain_page).assert_open()


def test_finding_works(plain_page: Page) -> None:
    designs = DesignsPage(plain_page)
    designs.do_send_filter("FEAT-102")
    designs.assert_listed("FEAT-102")
    plain_page.locator(".designs__title a").first.click()
    expect(plain_page.locator(".titleblock")).to_contain_text("FEAT-102")


def test_reading_works(plain_page: Page, library: Library) -> None:
    design = DesignPage(plain_page)
    design.do_open("FEAT-101")
    expect(plain_page.locator(".titleblock")).to_contain_text("FEAT-101")
    document = sorted(file.stem for file in library.folders[0].glob("*.md") if file.stem != "design")[0]
    design.do_open_document(document)
    expect(plain_page.locator(".titleblock")).to_contain_text(document)
    file = library.folders[0] / f"{document}.md"
    assert design.do_download() == file.read_bytes()


def test_printing_works(plain_page: Page) -> None:
    DesignPage(plain_page).do_open("FEAT-101")
    plain_page.get_by_role("link", name="Print", exact=True).click()
    expect(plain_page.locator(".titleblock").first).to_contain_text("FEAT-101")
    plain_page.emulate_media(media="print")
    expect(plain_page.get_by_role("link", name="Back to FEAT-101")).to_be_hidden()
    assert plain_page.pdf().startswith(b"%PDF")


def test_importing_works(plain_page: Page, library: Library, tmp_path: Path) -> None:
    file = tmp_path / "FEAT-300.md"
    shutil.copyfile(library.folders[0] / "design.md", file)
    importing = ImportPage(plain_page)
    importing.do_open()
    importing.do_choose_files(file)
    importing.do_look()
    importing.assert_counts("1 file, 1 new.")
    importing.do_import()
    importing.assert_file("FEAT-300.md", "new", "FEAT-300")
    design = DesignPage(plain_page)
    design.do_open("FEAT-300")
    assert design.do_download() == file.read_bytes()
