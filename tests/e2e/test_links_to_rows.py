"""A link to a row or a section: copied with a click, and arriving where it points."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.conftest import Library
from tests.e2e.pages.accounts import LoginPage
from tests.e2e.pages.designs import DesignPage, NewDesignPage

INSECURE = "Object.defineProperty(navigator, 'clipboard', { value: undefined })"


@pytest.fixture
def design(page: Page) -> DesignPage:
    """A new design out of the template, open."""
    page.goto("/designs/new")
    NewDesignPage(page).do_create("Something to point at")
    expect(page.locator(".titleblock")).to_contain_text("Something to point at")
    return DesignPage(page)


def a_row(page: Page) -> Locator:
    return page.locator("tr.row", has_text="DELETE")


def a_section(page: Page) -> Locator:
    return page.locator(".section", has=page.get_by_role("heading", name="Data Flow"))


@pytest.mark.parametrize("piece", [a_row, a_section])
def test_a_click_copies_the_address_and_goes_there(
    page: Page, design: DesignPage, piece: Callable[[Page], Locator]
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    address = design.do_copy_link(piece(page))
    design.assert_link_copied(address)
    expect(page).to_have_url(address)
    assert address.endswith(f"#{piece(page).get_attribute('id')}")
    design.assert_lands_on(piece(page))
    expect(page.get_by_role("alert")).to_be_empty()


def test_enter_copies_it_too(page: Page, design: DesignPage) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    link = a_row(page).locator(".anchor")
    link.press("Enter")
    design.assert_link_copied(link.evaluate("it => it.href"))


@pytest.mark.parametrize("piece", [a_row, a_section])
def test_its_menu_copies_it_for_whoever_has_no_pointer(
    page: Page, design: DesignPage, piece: Callable[[Page], Locator]
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    piece(page).locator("td, .section__title [data-edit]").first.click(modifiers=["Control"])
    page.keyboard.press("Shift+F10")
    page.get_by_role("menuitem", name="Copy link").press("Enter")
    link = piece(page).locator(".anchor").first
    design.assert_link_copied(link.evaluate("it => it.href"))
    design.assert_lands_on(piece(page))


def test_a_reader_who_refused_gets_the_address_to_copy(page: Page, design: DesignPage) -> None:
    refuse_the_clipboard(page)
    address = design.do_copy_link(a_row(page))
    design.assert_link_offered(address)
    expect(page).to_have_url(address)
    assert_accessible(page)
    page.get_by_role("button", name="Dismiss").click()
    expect(page.get_by_role("alert")).to_be_empty()


def test_without_https_there_is_the_address_to_copy(page: Page, design: DesignPage) -> None:
    page.add_init_script(INSECURE)
    page.reload()
    address = design.do_copy_link(a_row(page))
    design.assert_link_offered(address)
    # Going there would have taken the focus away again.
    design.assert_lands_on(a_row(page))


def test_a_click_that_opens_a_window_copies_nothing(page: Page, design: DesignPage) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    a_row(page).hover()
    with page.context.expect_page() as opened:
        a_row(page).locator(".anchor").click(modifiers=["ControlOrMeta"])
    opened.value.close()
    expect(page.get_by_role("alert")).to_be_empty()


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_a_link_to_another_document_arrives_at_its_row(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    design = DesignPage(page)
    design.do_open("FEAT-101", "tasks")
    row = page.locator(".row").last
    address = f"{page.url}#{row.get_attribute('id')}"
    page.goto("/")
    page.goto(address)
    design.assert_lands_on(page.locator(".row").last)


def test_a_link_arrives_after_signing_in(
    library: Library, page: Page, new_context: Callable[..., BrowserContext]
) -> None:
    DesignPage(page).do_open("FEAT-101", "tasks")
    row = page.locator(".row").last.get_attribute("id")
    stranger = new_context(base_url=library.url).new_page()
    stranger.goto(f"/designs/FEAT-101/documents/tasks#{row}")
    LoginPage(stranger).do_sign_in()
    expect(stranger).to_have_url(f"{library.url}/designs/FEAT-101/documents/tasks#{row}")
    DesignPage(stranger).assert_lands_on(stranger.locator(".row").last)


def refuse_the_clipboard(page: Page) -> None:
    """Answer for the reader, who was asked whether this page may copy."""
    session = page.context.new_cdp_session(page)
    target = session.send("Target.getTargetInfo")["targetInfo"]
    origin = page.evaluate("location.origin")
    session.send(
        "Browser.setPermission",
        {
            "permission": {"name": "clipboard-write"},
            "setting": "denied",
            "origin": origin,
            "browserContextId": target["browserContextId"],
        },
    )
