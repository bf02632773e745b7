"""Every page at every width, in every way that people look at it.

Nothing is cut, nothing overlaps, and no page scrolls sideways: only a table may.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.addresses import MISSING_PAGE, PAGES, STRANGERS_PAGES
from tests.e2e.conftest import Library
from tests.e2e.hostile import CROWDED_KEY, EMAIL, KEYS, NAME, make_hostile_folders
from tests.e2e.pages.accounts import PASSWORD, SetupPage
from tests.e2e.pages.designs import NewDesignPage
from tests.e2e.pages.imports import ImportPage
from tests.e2e.sights import WIDTHS, ZOOMED, Sights
from tests.e2e.troubles import Troubles
from tests.serving import Server, run


@pytest.fixture(scope="session")
def hostile_library(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The library with designs that try to break a page."""
    folders = make_hostile_folders(tmp_path_factory.mktemp("hostile"))
    imported = run(library.data, "import", *map(str, folders))
    assert imported.returncode == 0, imported
    return library


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits(page: Page, sights: Sights, path: str) -> None:
    page.goto(path)
    sights.look(page, path)


@pytest.mark.parametrize("path", STRANGERS_PAGES)
def test_a_page_for_strangers_fits(strangers_page: Page, sights: Sights, path: str) -> None:
    strangers_page.goto(path)
    sights.look(strangers_page, path)


def test_the_exact_moment_of_a_day_fits(page: Page) -> None:
    page.goto("/designs/FEAT-101")
    for width in (*ZOOMED, *WIDTHS):
        page.set_viewport_size({"width": width, "height": 900})
        for day in page.locator(".titleblock time").all():
            day.focus()
            assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.usefixtures("hostile_library")
@pytest.mark.parametrize("key", KEYS)
def test_a_design_that_tries_to_break_the_page_fits(page: Page, sights: Sights, key: str) -> None:
    page.goto(f"/designs/{key}")
    sights.look(page, key)


@pytest.mark.usefixtures("hostile_library")
def test_the_tab_of_the_open_document_is_in_sight(page: Page) -> None:
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"/designs/{CROWDED_KEY}/documents/document-number-20")
        expect(page.locator(".tabs [aria-current]")).to_be_in_viewport(ratio=1)
        page.get_by_role("link", name="document-number-29", exact=True).click()
        expect(page.locator(".tabs [aria-current]")).to_have_text("document-number-29")
        expect(page.locator(".tabs [aria-current]")).to_be_in_viewport(ratio=1)


@pytest.mark.usefixtures("hostile_library")
def test_a_list_of_such_designs_fits(page: Page, sights: Sights) -> None:
    page.goto("/?q=FEAT-12")
    for key in KEYS:
        expect(page.locator(".designs__key", has_text=key)).to_be_visible()
    sights.look(page, "hostile list")


def test_somebody_with_a_long_name_fits(
    library: Library, new_context: Callable[..., BrowserContext], sights: Sights
) -> None:
    added = run(library.data, "people", "add", EMAIL, "--name", NAME, "--url", library.url)
    assert added.returncode == 0, added
    page = new_context(base_url=library.url).new_page()
    page.goto(added.stdout.strip())
    sights.look(page, "long name link")
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Save and sign in").click()
    expect(page.get_by_role("heading", name="Designs", level=1)).to_be_visible()
    page.goto("/designs/new")
    NewDesignPage(page).do_create("Something of theirs")
    expect(page.locator(".titleblock")).to_contain_text(NAME)
    sights.look(page, "long name design")
    page.goto("/?q=theirs")
    page.get_by_label("Your account").click()
    sights.look(page, "long name list and menu")
    page.goto("/account")
    sights.look(page, "long name account")
    administrators = new_context(base_url=library.url, storage_state=library.state).new_page()
    administrators.goto("/people")
    administrators.get_by_role("link", name=NAME).click()
    expect(administrators.get_by_role("link", name="1 design", exact=True)).to_be_visible()
    sights.look(administrators, "long name person")


def test_the_open_menu_fits(page: Page, sights: Sights) -> None:
    page.goto("/designs/FEAT-101")
    page.get_by_label("Your account").click()
    sights.look(page, "menu")


def test_a_refused_form_fits(page: Page, sights: Sights, troubles: Troubles) -> None:
    troubles.expect("422")
    page.goto("/projects/new")
    page.evaluate("document.querySelectorAll('form').forEach(form => form.noValidate = true)")
    page.get_by_role("button", name="Create project").click()
    page.locator("[aria-invalid=true]").first.wait_for()
    sights.look(page, "refused form")


def test_the_page_of_nothing_fits(page: Page, sights: Sights, troubles: Troubles) -> None:
    troubles.expect("404")
    page.goto(MISSING_PAGE)
    sights.look(page, "nothing")


def test_the_first_account_and_the_empty_list_fit(
    fresh_server: Server, new_context: Callable[..., BrowserContext], sights: Sights
) -> None:
    page = new_context(base_url=fresh_server.url).new_page()
    assert fresh_server.setup_link
    page.goto(fresh_server.setup_link)
    sights.look(page, "setup")
    SetupPage(page).do_make_the_first_account(fresh_server.setup_link)
    sights.look(page, "empty list")


def test_an_import_fits(page: Page, sights: Sights, tmp_path: Path) -> None:
    file = tmp_path / f"FEAT-302-{'a-very-long-name-' * 8}.md"
    file.write_text(f"# FEAT-302: {'Long' * 40}\n")
    refused = tmp_path / "not-utf-8.md"
    refused.write_bytes(b"# \xff\n")
    importing = ImportPage(page)
    importing.do_open()
    importing.do_choose_files(file, refused)
    importing.do_look()
    sights.look(page, "import looked at")
    importing.do_import()
    sights.look(page, "import done")


def test_every_way_to_sort_the_list_is_in_sight(page: Page) -> None:
    page.goto("/?sort=questions")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for link in page.locator(".designs__table thead a").all():
            expect(link).to_be_in_viewport(ratio=1)
