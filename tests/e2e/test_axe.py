"""Accessibility: axe finds nothing on any page, in light and in dark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.e2e.accessibility import assert_accessible
from tests.e2e.addresses import MISSING_PAGE, PAGES, STRANGERS_PAGES
from tests.e2e.conftest import Library
from tests.e2e.pages.accounts import LoginPage, SetupPage
from tests.e2e.pages.imports import ImportPage
from tests.e2e.troubles import Troubles
from tests.serving import Server, run, write


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible(page: Page, path: str) -> None:
    answer = page.goto(path)
    assert answer
    assert answer.status == 200
    assert_accessible(page)


@pytest.mark.parametrize("path", STRANGERS_PAGES)
def test_a_page_for_strangers_is_accessible(strangers_page: Page, path: str) -> None:
    strangers_page.goto(path)
    assert_accessible(strangers_page)


def test_the_page_of_nothing_is_accessible(page: Page, troubles: Troubles) -> None:
    troubles.expect("404")
    page.goto(MISSING_PAGE)
    assert_accessible(page)


def test_the_page_of_an_expired_form_is_accessible(strangers_page: Page, troubles: Troubles) -> None:
    troubles.expect("403")
    strangers_page.goto("/login")
    strangers_page.evaluate("document.querySelector('[name=csrf_token]').value = 'expired'")
    LoginPage(strangers_page).do_sign_in()
    strangers_page.get_by_role("heading", level=1).wait_for()
    assert_accessible(strangers_page)


def test_the_page_of_a_fault_is_accessible(
    fresh_server: Server, new_context: Callable[..., BrowserContext], troubles: Troubles
) -> None:
    page = new_context(base_url=fresh_server.url).new_page()
    assert fresh_server.setup_link
    SetupPage(page).do_make_the_first_account(fresh_server.setup_link)
    write(fresh_server.data, "ALTER TABLE project RENAME TO lost")
    troubles.expect("500")
    answer = page.goto("/projects")
    assert answer
    assert answer.status == 500
    assert_accessible(page)


def test_the_preview_and_the_outcome_of_an_import_are_accessible(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "FEAT-301.md"
    file.write_text("# FEAT-301: For axe\n\n- [ ] look\n")
    refused = tmp_path / "not-utf-8.md"
    refused.write_bytes(b"# \xff\n")
    importing = ImportPage(page)
    importing.do_open()
    importing.do_choose_files(file, refused)
    importing.do_look()
    importing.assert_counts("2 files, 1 new, 1 refused.")
    assert_accessible(page)
    importing.do_import()
    assert_accessible(page)


def test_a_replaced_title_and_an_import_of_nothing_are_accessible(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "FEAT-303.md"
    importing = ImportPage(page)
    for title in ("One title", "Another title"):
        file.write_text(f"# FEAT-303: {title}\n")
        importing.do_open()
        importing.do_choose_files(file)
        importing.do_look()
        assert_accessible(page)
        importing.do_import()
    importing.do_open()
    importing.do_choose_files(file)
    importing.do_look(heading="Nothing to import")
    assert_accessible(page)


def test_a_refused_form_is_accessible(page: Page, troubles: Troubles) -> None:
    troubles.expect("422")
    page.goto("/account")
    name = page.get_by_role("textbox", name="Name")
    name.fill("")
    page.evaluate("document.querySelectorAll('form').forEach(form => form.noValidate = true)")
    name.press("Enter")
    page.locator("[aria-invalid=true]").first.wait_for()
    assert_accessible(page)


def test_an_open_menu_is_accessible(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Your account").click()
    page.get_by_role("button", name="Sign out").wait_for()
    assert_accessible(page, within=".menu")


def test_the_page_of_the_first_account_and_the_empty_list_are_accessible(
    fresh_server: Server, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(base_url=fresh_server.url).new_page()
    assert fresh_server.setup_link
    page.goto(fresh_server.setup_link)
    assert_accessible(page)
    SetupPage(page).do_make_the_first_account(fresh_server.setup_link)
    assert_accessible(page)


def test_the_page_of_a_password_link_is_accessible(library: Library, strangers_page: Page) -> None:
    made = run(library.data, "people", "add", "axe@example.org", "--url", library.url)
    assert made.returncode == 0, made
    strangers_page.goto(made.stdout.strip())
    assert_accessible(strangers_page)
