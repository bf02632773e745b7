"""What is empty, looked at: accessible, in the window, and its action one click away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.pages.accounts import SetupPage
from tests.e2e.pages.imports import ImportPage
from tests.e2e.sights import Sights
from tests.serving import Server, write


@pytest.fixture
def first_page(fresh_server: Server, new_context: Callable[..., BrowserContext]) -> Page:
    """A page of the administrator of a server that nobody has used yet."""
    page = new_context(base_url=fresh_server.url).new_page()
    assert fresh_server.setup_link
    SetupPage(page).do_make_the_first_account(fresh_server.setup_link)
    return page


def test_no_projects(first_page: Page, fresh_server: Server, sights: Sights) -> None:
    write(fresh_server.data, "DELETE FROM project")
    first_page.goto("/projects")
    assert_accessible(first_page)
    sights.look(first_page, "no projects")
    first_page.get_by_role("link", name="New project").click()
    expect(first_page.get_by_role("heading", name="New project")).to_be_visible()


def test_a_project_without_designs_and_a_design_without_a_text(
    first_page: Page, sights: Sights, tmp_path: Path
) -> None:
    file = tmp_path / "PAY-001.md"
    file.write_text("")
    importing = ImportPage(first_page)
    importing.do_open()
    importing.do_choose_files(file)
    importing.do_look()
    importing.do_import()
    first_page.goto("/designs/PAY-001")
    expect(first_page.get_by_text("Nothing is written yet")).to_be_visible()
    assert_accessible(first_page)
    sights.look(first_page, "a design without a text")
    first_page.emulate_media(media="print")
    expect(first_page.get_by_text("Nothing is written yet")).to_be_hidden()
    first_page.emulate_media(media="screen")

    for path, words in (
        ("/?project=FEAT", "No designs in FEAT yet"),
        ("/projects?q=zz", "No project matches"),
    ):
        first_page.goto(path)
        expect(first_page.get_by_role("heading", name=words)).to_be_visible()
        assert_accessible(first_page)
        sights.look(first_page, words)
    first_page.goto("/?project=FEAT")
    first_page.get_by_role("link", name="New design in FEAT").click()
    expect(first_page.get_by_label("Project", exact=True)).to_have_value("FEAT")
