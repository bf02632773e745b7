"""Saved views: a list that is narrowed, kept under a name, one click away."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.conftest import Library
from tests.e2e.troubles import Troubles


def do_save(page: Page, name: str) -> None:
    """Give the list that is shown a name."""
    page.get_by_role("link", name="Save as a view").click()
    field = page.get_by_label("Name", exact=True)
    expect(field).to_be_focused()
    field.fill(name)
    page.get_by_role("button", name="Save the view").click()
    expect(page.get_by_role("navigation", name="Saved views")).to_be_visible()


def test_a_list_is_kept_under_a_name_and_survives_a_reload(page: Page) -> None:
    page.goto("/")
    page.locator("#q").fill("feat-101")
    expect(page.locator("[data-designs] tbody tr")).to_have_count(1)
    do_save(page, "The first one")
    chip = page.get_by_role("navigation", name="Saved views").get_by_role(
        "link", name="The first one", exact=True
    )
    expect(chip).to_have_attribute("aria-current", "true")
    assert_accessible(page)
    page.locator("#q").fill("")
    expect(page.locator("[data-designs] tbody tr")).not_to_have_count(1)
    expect(chip).not_to_have_attribute("aria-current", "true")
    page.reload()
    chip.click()
    expect(page).to_have_url(re.compile(r"/\?q=feat-101$"))
    expect(page.locator("[data-designs] tbody tr")).to_have_count(1)
    expect(chip).to_have_attribute("aria-current", "true")
    page.go_back()
    expect(page.locator("[data-designs] tbody tr")).not_to_have_count(1)
    page.locator("#q").fill("feat-101")
    expect(chip).to_have_attribute("aria-current", "true")
    page.get_by_role("link", name="Delete the view The first one").click()
    page.get_by_role("button", name="Delete the view").click()
    expect(page.get_by_text("The view “The first one” is deleted.")).to_be_visible()
    expect(chip).to_have_count(0)


def test_a_view_is_named_anew_where_it_stands_and_escape_leaves_it(page: Page) -> None:
    page.goto("/?q=feat-10")
    do_save(page, "Old name")
    views = page.get_by_role("navigation", name="Saved views")
    field = page.get_by_role("textbox", name="Name of the view Old name")
    page.get_by_role("link", name="Rename the view Old name").click()
    expect(field).to_be_focused()
    assert_accessible(page)
    field.fill("Thrown away")
    field.press("Escape")
    expect(views.get_by_role("link", name="Old name", exact=True)).to_be_visible()
    page.get_by_role("link", name="Rename the view Old name").click()
    expect(field).to_be_focused()
    field.fill("New name")
    field.press("Enter")
    chip = views.get_by_role("link", name="New name", exact=True)
    expect(chip).to_have_attribute("aria-current", "true")
    expect(page).to_have_url(re.compile(r"/\?q=feat-10$"))
    page.get_by_role("link", name="Delete the view New name").click()
    page.get_by_role("button", name="Delete the view").click()
    expect(chip).to_have_count(0)


def test_it_works_without_scripts_and_a_name_that_is_taken_is_asked_about(
    library: Library, new_context: Callable[..., BrowserContext], troubles: Troubles
) -> None:
    troubles.expect("422 (Unprocessable Entity)")
    page = new_context(
        base_url=library.url, storage_state=library.state, java_script_enabled=False
    ).new_page()
    for path in ("/?q=feat", "/?q=feat-101"):
        page.goto(path)
        page.get_by_role("link", name="Save as a view").click()
        page.get_by_label("Name").fill("Twice")
        page.get_by_role("button", name="Save the view").click()
        expect(page.get_by_text("Twice").first).to_be_visible()
    expect(page.get_by_text("You have a view “Twice” of this list.")).to_be_visible()
    page.get_by_role("button", name="Replace the view").click()
    expect(page.get_by_role("navigation", name="Saved views")).to_be_visible()
    page.goto("/")
    page.get_by_role("link", name="Twice", exact=True).click()
    expect(page).to_have_url(re.compile(r"/\?q=feat-101$"))
    page.get_by_role("link", name="Rename the view Twice").click()
    expect(page.get_by_role("heading", name="Rename the view “Twice”")).to_be_visible()
    page.get_by_label("Name").fill("Once")
    page.get_by_role("button", name="Save the name").click()
    page.get_by_role("link", name="Delete the view Once").click()
    page.get_by_role("button", name="Delete the view").click()
    expect(page.get_by_role("link", name="Once", exact=True)).to_have_count(0)


def test_what_the_box_and_the_choices_say_is_in_the_address_and_comes_back(page: Page) -> None:
    page.goto("/?sort=key")
    page.locator("#q").fill("feat")
    expect(page).to_have_url(re.compile(r"q=feat&sort=key$"))
    page.locator("#status").select_option("Draft")
    expect(page).to_have_url(re.compile(r"q=feat&status=Draft&sort=key$"))
    shown = page.locator(".designs__key").all_inner_texts()
    page.get_by_role("link", name="Projects").click()
    expect(page.get_by_role("heading", name="Projects")).to_be_visible()
    page.go_back()
    expect(page.locator("#q")).to_have_value("feat")
    expect(page.locator("#status")).to_have_value("Draft")
    expect(page.locator(".designs__key")).to_have_text(shown)
