"""What was typed and never saved comes back, word for word, to who typed it and to nobody else (R04)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import APIResponse, BrowserContext, Locator, Route, expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.conftest import Library
from tests.e2e.pages.accounts import EMAIL, LoginPage
from tests.e2e.pages.grid import GridPage
from tests.e2e.pages.sheet import SheetPage, Wire
from tests.e2e.patience import wait_until
from tests.e2e.people import add_person, sign_in_beside
from tests.e2e.troubles import Troubles

STRANGE = "🙂 <b>{{7*7}}</b> </textarea> “x” `a|b` \\"
SOMEBODY = "somebody@example.org"
# A busy tab does not hear at once what another one asks.
HOLD_ANSWER = """() => {
  const { postMessage } = BroadcastChannel.prototype;
  BroadcastChannel.prototype.postMessage = function (words) {
    window.answer = () => postMessage.call(this, words);
  };
}"""


@pytest.fixture
def sheet(grid: GridPage) -> SheetPage:
    return SheetPage(grid.page, grid.key)


def draft_of(sheet: SheetPage) -> Locator:
    return sheet.page.get_by_role("group", name="Unsaved draft")


def typed_in(draft: Locator) -> Locator:
    return draft.get_by_label("What you had typed")


def in_another_tab(sheet: SheetPage, typed: str) -> SheetPage:
    """Once what was typed is kept the tab is closed, whatever it would ask; another one opens the design."""
    context = sheet.page.context
    sheet.assert_kept(typed)
    sheet.page.close(run_before_unload=False)
    sheet = SheetPage(context.new_page(), sheet.key)
    sheet.do_open()
    return sheet


def with_a_session_of_its_own(sheet: SheetPage, email: str = EMAIL) -> SheetPage:
    """The tab is closed, somebody signs in at this browser, and another tab opens the design."""
    context = sheet.page.context
    sheet.page.close(run_before_unload=False)
    sign_in_beside(context, email)
    sheet = SheetPage(context.new_page(), sheet.key)
    sheet.do_open()
    return sheet


def test_what_stood_in_an_open_editor_is_offered_when_its_tab_was_closed(sheet: SheetPage) -> None:
    cell = sheet.id_of("Lists them")
    sheet.do_type_over(cell, STRANGE)
    sheet = in_another_tab(sheet, STRANGE)
    expect(draft_of(sheet)).to_contain_text("You had typed")
    expect(typed_in(draft_of(sheet))).to_have_value(STRANGE)
    expect(sheet.place(cell)).to_have_text(re.compile("Lists them"))
    assert_accessible(sheet.page)
    draft_of(sheet).get_by_role("button", name="Restore").click()
    expect(draft_of(sheet)).to_have_count(0)
    expect(sheet.editor(cell)).to_be_focused()
    expect(sheet.editor(cell)).to_have_value(STRANGE)
    sheet.do_press("Enter")
    expect(sheet.place(cell)).to_contain_text("</textarea>")
    sheet.assert_all_saved("{{7*7}}")


def test_a_draft_that_is_discarded_is_gone(sheet: SheetPage) -> None:
    cell = sheet.id_of("Lists them")
    sheet.do_type_over(cell, "not worth it")
    sheet = in_another_tab(sheet, "not worth it")
    draft_of(sheet).get_by_role("button", name="Discard").click()
    expect(draft_of(sheet)).to_have_count(0)
    expect(sheet.place(cell)).to_be_focused()
    sheet.assert_all_saved("Lists them")
    sheet.do_open()
    sheet.page.wait_for_timeout(300)
    expect(draft_of(sheet)).to_have_count(0)


def test_an_editor_that_is_closed_as_it_was_leaves_no_draft(sheet: SheetPage) -> None:
    sheet.do_type_over(sheet.id_of("Lists them"), "never mind")
    sheet.assert_kept("never mind")
    sheet.do_press("Escape")
    assert sheet.kept == []


def test_back_loses_nothing_of_what_was_being_typed(sheet: SheetPage) -> None:
    page, cell = sheet.page, sheet.id_of("Lists them")
    page.get_by_role("link", name="Projects", exact=True).click()
    expect(page.get_by_role("heading", name="Projects", level=1)).to_be_visible()
    page.go_back()
    sheet.do_type_over(cell, "half a sent")
    page.go_forward()
    expect(page.get_by_role("heading", name="Projects", level=1)).to_be_visible()
    page.go_back()
    expect(sheet.place(cell)).to_have_text(re.compile("half a sent"))
    sheet.assert_all_saved("half a sent")


def test_a_page_that_was_on_its_way_while_a_save_arrived_shows_it(sheet: SheetPage) -> None:
    page, cell = sheet.page, sheet.id_of("Lists them")
    saves: list[Route] = []
    pages: list[tuple[Route, APIResponse]] = []
    page.route("**/rows/*/cells/*", lambda route: saves.append(route))
    sheet.do_type_over(cell, "in time")
    page.get_by_role("link", name="Projects", exact=True).click()
    expect(page.get_by_role("heading", name="Projects", level=1)).to_be_visible()
    page.route(f"**/designs/{sheet.key}", lambda route: pages.append((route, route.fetch())), times=1)
    page.evaluate("history.back()")
    wait_until(page, lambda: pages, lambda: "the page is not asked for")
    with page.expect_response("**/rows/*/cells/*"):
        saves[0].continue_()
    page.wait_for_timeout(100)
    route, answer = pages[0]
    route.fulfill(response=answer)
    expect(sheet.place(cell)).to_have_text(re.compile("in time"))


def test_saves_that_never_arrived_are_offered(sheet: SheetPage, troubles: Troubles) -> None:
    cell = sheet.id_of("Lists them")
    Wire(sheet.page).do_answer(*["gone"] * 9)
    sheet.do_write(cell, "first")
    sheet.do_write(cell, "second")
    sheet.assert_unsaved(2, "does not answer")
    sheet = in_another_tab(sheet, "second")
    expect(typed_in(draft_of(sheet))).to_have_value("second")
    draft_of(sheet).get_by_role("button", name="Restore").click()
    sheet.assert_all_saved("second")
    troubles.expect("net::ERR_FAILED")


def test_a_save_of_which_only_the_answer_was_lost_is_no_draft(sheet: SheetPage, troubles: Troubles) -> None:
    cell = sheet.id_of("Lists them")
    Wire(sheet.page).do_answer("lost", *["gone"] * 9)
    sheet.do_write(cell, "arrived")
    sheet.assert_unsaved(1, "does not answer")
    sheet = in_another_tab(sheet, "arrived")
    expect(sheet.place(cell)).to_have_text(re.compile("arrived"))
    sheet.page.wait_for_timeout(300)
    expect(draft_of(sheet)).to_have_count(0)
    sheet.assert_all_saved("arrived")
    troubles.expect("net::ERR_FAILED")


def test_a_draft_over_what_somebody_wrote_meanwhile_is_a_conflict(
    sheet: SheetPage, troubles: Troubles
) -> None:
    cell = sheet.id_of("Lists them")
    Wire(sheet.page).do_answer(*["gone"] * 9)
    sheet.do_write(cell, "mine")
    sheet.assert_unsaved(1, "does not answer")
    sheet = in_another_tab(sheet, "mine")
    other = SheetPage(sheet.page.context.new_page(), sheet.key)
    other.do_open()
    other.do_write(cell, "theirs")
    other.assert_saved("| GET | `/books` | theirs | ✅ |")
    draft_of(sheet).get_by_role("button", name="Restore").click()
    conflict = sheet.page.get_by_role("region", name="Conflict")
    expect(conflict).to_contain_text("theirs")
    conflict.get_by_role("button", name="Keep mine").click()
    sheet.assert_all_saved("| mine |")
    troubles.expect("net::ERR_FAILED")
    troubles.expect("status of 409")


def test_a_new_row_comes_back_whole(sheet: SheetPage, troubles: Troubles) -> None:
    Wire(sheet.page).do_answer(*["gone"] * 9)
    sheet.do_add_row(sheet.id_of("Adds one"), "PATCH")
    sheet.do_press("Tab")
    sheet.do_type("/half/done")
    sheet = in_another_tab(sheet, "/half/done")
    expect(typed_in(draft_of(sheet))).to_have_value("PATCH | /half/done")
    draft_of(sheet).get_by_role("button", name="Restore").click()
    expect(sheet.endpoints).to_have_count(4)
    sheet.assert_all_saved("| PATCH | /half/done |")
    troubles.expect("net::ERR_FAILED")


def test_a_new_row_that_arrived_is_not_made_twice(sheet: SheetPage, troubles: Troubles) -> None:
    Wire(sheet.page).do_answer("lost", *["gone"] * 9)
    sheet.do_add_row(sheet.id_of("Adds one"), "PATCH")
    sheet.do_press("Tab")
    sheet.do_type("/once")
    sheet.do_press("Enter")
    sheet.assert_unsaved(2, "does not answer")
    sheet = in_another_tab(sheet, "/once")
    draft_of(sheet).get_by_role("button", name="Restore").click()
    sheet.assert_all_saved("| PATCH | /once |")
    expect(sheet.endpoints).to_have_count(4)
    troubles.expect("net::ERR_FAILED")


def test_the_draft_of_a_row_that_is_gone_stands_at_the_head_of_the_sheet(sheet: SheetPage) -> None:
    cell = sheet.id_of("Adds one")
    sheet.do_type_over(cell, "still worth having")
    context, key = sheet.page.context, sheet.key
    sheet.assert_kept("still worth having")
    sheet.page.close()
    other = SheetPage(context.new_page(), key)
    other.do_open()
    draft_of(other).wait_for()
    other.do_focus(other.place(cell))
    other.do_press("Control+Backspace")
    expect(other.place(cell)).to_have_count(0)
    expect(draft_of(other)).to_be_visible()
    other.assert_saved(
        "| GET | `/books` | Lists them | ✅ |", "| DELETE | `/books/{id}` | Takes one away | ✅ |"
    )
    other.do_open()
    expect(other.page.locator("[data-document] > .beside").first).to_contain_text("Description")
    field = typed_in(draft_of(other))
    expect(field).to_have_value("still worth having")
    field.focus()
    other.do_press("Control+a")
    assert field.evaluate("it => it.value.slice(it.selectionStart, it.selectionEnd)") == "still worth having"


def test_what_another_tab_is_about_to_save_is_no_draft(sheet: SheetPage, troubles: Troubles) -> None:
    cell = sheet.id_of("Lists them")
    wire = Wire(sheet.page)
    wire.do_answer(*["gone"] * 9)
    sheet.do_write(cell, "on its way")
    sheet.assert_unsaved(1)
    beside = SheetPage(sheet.page.context.new_page(), sheet.key)
    beside.do_open()
    beside.page.wait_for_timeout(400)
    expect(draft_of(beside)).to_have_count(0)
    wire.do_answer()
    sheet.do_look_again()
    sheet.assert_all_saved("on its way")
    troubles.expect("net::ERR_FAILED")


def test_a_tab_that_answers_late_takes_its_draft_back(sheet: SheetPage, troubles: Troubles) -> None:
    Wire(sheet.page).do_answer(*["gone"] * 9)
    sheet.do_write(sheet.id_of("Lists them"), "on its way")
    sheet.assert_unsaved(1)
    sheet.page.evaluate(HOLD_ANSWER)
    beside = SheetPage(sheet.page.context.new_page(), sheet.key)
    beside.do_open()
    expect(typed_in(draft_of(beside))).to_have_value("on its way")
    sheet.page.evaluate("answer()")
    expect(draft_of(beside)).to_have_count(0)
    sheet.assert_kept("on its way")
    troubles.expect("net::ERR_FAILED")


def test_signing_out_asks_before_it_throws_drafts_away(sheet: SheetPage) -> None:
    sheet = with_a_session_of_its_own(sheet)
    sheet.do_type_over(sheet.id_of("Lists them"), "not yet")
    sheet = in_another_tab(sheet, "not yet")
    page = sheet.page
    dialog = page.get_by_role("dialog", name="1 change is not saved")
    page.get_by_label("Your account").click()
    page.get_by_role("button", name="Sign out").click()
    expect(dialog.get_by_role("button", name="Stay signed in")).to_be_focused()
    assert_accessible(page, "#sign-out")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert len(sheet.kept) == 1
    page.get_by_label("Your account").click()
    page.get_by_role("button", name="Sign out").click()
    dialog.get_by_role("button", name="Throw away and sign out").click()
    LoginPage(page).assert_open()
    assert sheet.kept == []


def test_signing_out_with_nothing_kept_asks_nothing(sheet: SheetPage) -> None:
    page = with_a_session_of_its_own(sheet).page
    page.get_by_label("Your account").click()
    page.get_by_role("button", name="Sign out").click()
    LoginPage(page).assert_open()


def test_another_person_at_this_browser_is_shown_nothing(
    workshop: tuple[Library, Iterator[str]],
    sheet: SheetPage,
    new_context: Callable[..., BrowserContext],
) -> None:
    add_person(workshop[0].server, new_context, SOMEBODY)
    sheet.do_type_over(sheet.id_of("Lists them"), "for my eyes")
    sheet.assert_kept("for my eyes")
    sheet = with_a_session_of_its_own(sheet, SOMEBODY)
    sheet.page.wait_for_timeout(300)
    expect(draft_of(sheet)).to_have_count(0)
    assert "for my eyes" not in sheet.page.content()
    sheet = with_a_session_of_its_own(sheet)
    expect(typed_in(draft_of(sheet))).to_have_value("for my eyes")
