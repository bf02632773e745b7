"""The theme in a browser: at once, for good, without a flash, and never on paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.conftest import Library
from tests.e2e.pages.theme import BACKGROUNDS, ThemeSwitch

# Of each frame in which something was painted: the colour behind it.
WATCH = """
window.seen = new Set()
const look = () => {
  if (document.body) seen.add(getComputedStyle(document.body).backgroundColor)
  requestAnimationFrame(look)
}
look()
"""
PAINTED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def test_a_choice_shows_at_once_and_keeps_the_place(page: Page) -> None:
    page.set_viewport_size({"width": 1024, "height": 500})
    page.goto("/designs/FEAT-101")
    page.evaluate("scrollTo(0, 300); window.same = true")
    switch = ThemeSwitch(page)
    switch.do_open_menu()
    switch.assert_looks("light")
    switch.do_choose("Dark")
    switch.assert_looks("dark")
    switch.assert_chosen("Dark")
    expect(page.get_by_role("button", name="Dark")).to_be_focused()
    assert page.evaluate("[window.same, scrollY]") == [True, 300]
    page.reload()
    switch.assert_looks("dark")


def test_a_choice_goes_along_to_other_pages_and_outlives_the_session(page: Page) -> None:
    page.goto("/account")
    switch = ThemeSwitch(page)
    switch.do_open_menu()
    switch.do_choose("Dark")
    switch.assert_chosen("Dark")
    page.get_by_role("link", name="Projects").click()
    expect(page.get_by_role("heading", name="Projects", level=1)).to_be_visible()
    switch.assert_looks("dark")
    switch.do_open_menu()
    switch.assert_chosen("Dark")
    switch.do_choose("Light")
    switch.assert_looks("light")


@pytest.mark.parametrize(("system", "chosen"), [("light", "dark"), ("dark", "light")])
def test_what_was_chosen_wins_over_the_system_and_never_flashes(page: Page, system: str, chosen: str) -> None:
    page.emulate_media(color_scheme=system)  # type: ignore[arg-type]
    page.goto("/")
    switch = ThemeSwitch(page)
    switch.assert_looks(system)
    switch.do_open_menu()
    switch.do_choose(chosen.capitalize())
    switch.assert_looks(chosen)
    switch.assert_chosen(chosen.capitalize())
    page.add_init_script(WATCH)
    for path in ("/projects", "/designs/FEAT-101"):
        page.goto(path)
        page.evaluate(PAINTED)
        assert page.evaluate("[...seen]") == [BACKGROUNDS[chosen]]


def test_following_the_system_follows_it(page: Page) -> None:
    page.goto("/")
    switch = ThemeSwitch(page)
    switch.do_open_menu()
    switch.do_choose("Dark")
    switch.assert_chosen("Dark")
    switch.do_choose("System")
    switch.assert_chosen("System")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        switch.assert_looks(scheme)


def test_paper_is_light(page: Page) -> None:
    page.goto("/designs/FEAT-101")
    switch = ThemeSwitch(page)
    switch.do_open_menu()
    switch.do_choose("Dark")
    switch.assert_looks("dark")
    page.emulate_media(media="print")
    expect(page.locator("html")).to_have_css("color-scheme", "light")
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator(".sheet")).to_have_css("color", "rgb(0, 0, 0)")


def test_a_stranger_chooses_on_the_sign_in_page(strangers_page: Page) -> None:
    strangers_page.goto("/login")
    switch = ThemeSwitch(strangers_page)
    switch.do_choose("Dark")
    switch.assert_looks("dark")
    switch.assert_chosen("Dark")
    assert_accessible(strangers_page)


def test_without_scripts_the_page_comes_back_changed(
    library: Library, new_context: Callable[..., BrowserContext]
) -> None:
    context = new_context(base_url=library.url, storage_state=library.state, java_script_enabled=False)
    page = context.new_page()
    page.goto("/?sort=key")
    switch = ThemeSwitch(page)
    switch.do_open_menu()
    switch.do_choose("Dark")
    expect(page).to_have_url(f"{library.url}/?sort=key")
    switch.assert_looks("dark")
    switch.do_open_menu()
    switch.assert_chosen("Dark")


def test_the_open_menu_is_accessible_in_a_chosen_theme(page: Page) -> None:
    page.goto("/")
    switch = ThemeSwitch(page)
    switch.do_open_menu()
    switch.do_choose("Dark")
    switch.assert_chosen("Dark")
    assert_accessible(page, within=".menu")
