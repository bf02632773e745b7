"""Reading a design in a browser: contents that follow, rows that can be pointed to, lines that join."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.pages.designs import DesignPage, NewDesignPage


@pytest.fixture
def design(page: Page) -> DesignPage:
    """A new design out of the template, open."""
    page.goto("/designs/new")
    NewDesignPage(page).do_create("Something to read")
    design = DesignPage(page)
    expect(page.locator(".titleblock")).to_contain_text("Something to read")
    return design


def test_the_contents_follow_the_reader(page: Page, design: DesignPage) -> None:
    current = page.locator(".outline a[aria-current]")
    expect(current).to_contain_text("Overview")
    page.get_by_role("heading", name="Data Flow").scroll_into_view_if_needed()
    for heading, chapter in (
        ("Endpoints", "API Design"),
        ("New Packages", "Dependencies"),
        ("Overview", "Overview"),
    ):
        top = page.get_by_role("heading", name=heading).evaluate("it => it.getBoundingClientRect().top")
        page.evaluate("by => window.scrollBy(0, by)", top - 120)
        expect(current).to_have_count(1)
        expect(current).to_contain_text(chapter)


def test_the_contents_follow_after_a_boosted_link(page: Page, design: DesignPage) -> None:
    page.get_by_role("link", name="Designs", exact=True).click()
    expect(page.get_by_role("heading", name="Designs", level=1)).to_be_visible()
    page.get_by_role("link", name="Something to read").first.click()
    expect(page.locator(".outline a[aria-current]")).to_contain_text("Overview")


def test_a_row_leads_to_itself(page: Page, design: DesignPage) -> None:
    row = page.locator("tr.row", has_text="DELETE")
    link = row.get_by_role("link", name="Link to this row")
    expect(link).to_have_css("opacity", "0")
    row.hover()
    expect(link).to_have_css("opacity", "1")
    link.click()
    expect(page).to_have_url(re.compile(f"#{row.get_attribute('id')}$"))
    expect(row.locator("td").first).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")
    page.locator("tr.row", has_text="POST").hover()
    expect(link).to_have_css("opacity", "1")


def test_the_link_of_a_section_shows_on_focus(page: Page, design: DesignPage) -> None:
    link = page.locator(".section__title .anchor").nth(1)
    expect(link).to_have_css("opacity", "0")
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    expect(link).to_have_css("opacity", "1")


def test_the_lines_of_a_drawing_join(page: Page, design: DesignPage) -> None:
    """A box character is about 1.164 of the font's size high: a higher line would leave gaps."""
    drawing = page.locator(".drawing").first
    height = drawing.evaluate(
        "it => parseFloat(getComputedStyle(it).lineHeight) / parseFloat(getComputedStyle(it).fontSize)"
    )
    assert height <= 1.16
    code = page.locator(".code:not(.drawing)").first
    looser = code.evaluate(
        "it => parseFloat(getComputedStyle(it).lineHeight) / parseFloat(getComputedStyle(it).fontSize)"
    )
    assert looser > 1.3


def test_on_a_narrow_screen_the_contents_fold_up_above_the_sheet(page: Page, design: DesignPage) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.locator(".outline")).to_be_hidden()
    page.locator(".outline-fold > summary").click()
    page.locator(".outline-fold").get_by_role("link", name="References").click()
    expect(page.get_by_role("heading", name="References")).to_be_in_viewport()


def test_paper_holds_the_sheet_alone(page: Page, design: DesignPage) -> None:
    page.emulate_media(media="print")
    for name in (".bar", ".outline", ".rail", ".anchor"):
        expect(page.locator(name).first).to_be_hidden()
    expect(page.locator(".titleblock")).to_be_visible()
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Print", exact=True).click()
    expect(page.locator(".toolbar")).to_be_visible()
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator(".toolbar")).to_be_hidden()
    # It stands below the sheet: where a page is just full, it would begin an empty one.
    expect(page.locator("#announcements")).to_have_css("display", "none")
    expect(page.locator(".sheet")).to_have_css("color", "rgb(0, 0, 0)")


def test_reaching_the_bar_by_keyboard_keeps_the_place(page: Page, design: DesignPage) -> None:
    page.evaluate("scrollTo(0, 400)")
    page.get_by_label("Your account").focus()
    assert page.evaluate("scrollY") == 400


def test_what_is_led_to_stands_below_the_bar(page: Page, design: DesignPage) -> None:
    page.set_viewport_size({"width": 1024, "height": 500})
    page.get_by_role("link", name="API Design").click()
    bar = page.locator(".bar").bounding_box()
    heading = page.get_by_role("heading", name="API Design")
    expect(heading).to_be_in_viewport(ratio=1)
    place = heading.bounding_box()
    assert bar
    assert place
    assert place["y"] > bar["y"] + bar["height"]
