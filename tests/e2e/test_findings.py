"""What was found in a design: marked at its place, gone when it is put right, stepped through, dismissed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.pages.designs import NewDesignPage

# What has moved beside and on the sheet since the page came.
SHIFTED = """() => new Promise((done) => {
  const moved = [];
  new PerformanceObserver((list) => {
    for (const { sources } of list.getEntries()) moved.push(...sources.map(({ node }) => node));
  }).observe({ type: "layout-shift", buffered: true });
  const told = (node) => (node.parentElement?.closest(".rail, article") ? [node.textContent] : []);
  setTimeout(() => done(moved.filter(Boolean).flatMap(told)), 300);
})"""
# Which of the marked places has the focus in it; -1 where none has.
STANDS = """() => [...document.querySelectorAll("article [data-finding]")]
  .indexOf(document.activeElement.closest("[data-finding]"))"""


@pytest.fixture
def design(page: Page) -> str:
    """A new design out of the template, open; its address."""
    page.goto("/designs/new")
    NewDesignPage(page).do_create("Something to look through")
    expect(page.locator(".titleblock")).to_contain_text("Something to look through")
    return page.url


def row(page: Page, words: str) -> Locator:
    return page.locator("tr.row", has_text=words).first


def test_a_row_is_marked_without_a_shift_until_it_is_put_right(page: Page, design: str) -> None:
    page.goto(design)
    endpoint = row(page, "DELETE")
    expect(endpoint).to_have_attribute("data-finding", "finding")
    assert page.evaluate(SHIFTED) == []
    chapter = page.locator(".outline a", has_text="API").first
    count = int(chapter.get_attribute("data-findings") or "0")
    assert count >= 5, "of each endpoint one"
    endpoint.locator("td").nth(1).click()
    note = page.locator("#found-note")
    expect(note).to_contain_text("template")
    assert_accessible(page)

    page.keyboard.type("/api/v1/mine")
    page.keyboard.press("Enter")
    mine = row(page, "/api/v1/mine")
    expect(mine).to_be_visible()
    expect(mine).not_to_have_attribute("data-finding", re.compile("."))
    expect(chapter).to_have_attribute("data-findings", str(count - 1))


def test_a_key_goes_to_the_next_finding_and_back(page: Page, design: str) -> None:
    page.goto(design)
    expect(row(page, "DELETE")).to_have_attribute("data-finding", "finding")
    for place in (0, 1, 2):
        page.keyboard.press("F8")
        assert page.evaluate(STANDS) == place
    page.keyboard.press("Shift+F8")
    assert page.evaluate(STANDS) == 1
    page.keyboard.press("Shift+F8")
    page.keyboard.press("Shift+F8")
    assert page.evaluate(STANDS) > 2, "before the first one comes the last"


def test_why_it_is_no_problem_is_said_in_place_and_taken_back(page: Page, design: str) -> None:
    key = design.rpartition("/")[2]
    page.goto(f"/findings?design={key}")
    found = page.locator(".found").first
    name = found.get_attribute("id")
    item = page.locator(f"#{name}")
    item.get_by_text("Not a problem because …").click()
    item.get_by_label("Not a problem because").fill("It stays as it is.")
    assert_accessible(page)
    page.keyboard.press("Enter")
    expect(item).to_contain_text("Not a problem because It stays as it is.")
    expect(page.locator("#announcements")).to_contain_text("Dismissed")
    page.reload()
    expect(item).to_have_count(0)
    page.get_by_label("Filter by dismissed").select_option("yes")
    expect(item).to_contain_text("It stays as it is.")
    expect(page).to_have_url(re.compile("dismissed=yes"))
    item.get_by_role("button", name="Take this back").click()
    expect(item).to_contain_text("Not a problem because …")
    page.reload()
    expect(item).to_have_count(0)
