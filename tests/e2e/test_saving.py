"""Saving while one goes on typing: order, retries, refusals, ended sessions, dead servers (R02, R04)."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.conftest import Library
from tests.e2e.pages.accounts import EMAIL, LoginPage, SetupPage
from tests.e2e.pages.designs import NewDesignPage
from tests.e2e.pages.grid import GridPage, exactly
from tests.e2e.pages.sheet import SheetPage, Wire
from tests.e2e.patience import wait_until
from tests.e2e.people import add_person, sign_in_beside
from tests.e2e.troubles import Troubles
from tests.serving import running_server

OTHER = "other@example.org"
# What a page asks by itself, now and then.
BESIDE = re.compile(r"/(remarks|news|facts)\b")


@pytest.fixture
def sheet(grid: GridPage) -> SheetPage:
    return SheetPage(grid.page, grid.key)


@pytest.fixture
def wire(sheet: SheetPage) -> Wire:
    return Wire(sheet.page)


def test_saves_go_out_one_after_the_other_while_focus_goes_on(sheet: SheetPage, wire: Wire) -> None:
    first, second = sheet.id_of("Lists them"), sheet.id_of("Adds one")
    sheet.do_write(first, "one")
    expect(sheet.place(second)).to_be_focused()
    sheet.do_write(second, "two")
    sheet.do_write(first, "**three**")
    expect(sheet.place(first).locator("strong")).to_have_text("three")
    sheet.assert_all_saved("**three**", "| two |")
    assert [each["text"] for each in wire.requests] == ["one", "two", "**three**"]
    assert [each["base"] for each in wire.requests] == ["Lists them", "Adds one", "one"]
    assert len({each["key"] for each in wire.requests}) == 3


def test_what_is_saved_is_said_with_the_way_back(sheet: SheetPage) -> None:
    page, cell = sheet.page, sheet.id_of("Lists them")
    sheet.do_write(cell, "Lists all")
    note = page.locator("#saved")
    expect(note.get_by_role("status")).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))
    note.hover()  # it does not go from under the hand, however long the rest takes
    assert_accessible(page)
    with sheet.no_jump(sheet.place(sheet.id_of("Adds one"))):
        note.get_by_role("button", name="Undo").click()
        expect(sheet.place(cell)).to_have_text(exactly("Lists them"))
    expect(page.locator("#toasts")).to_contain_text("Undone")
    expect(note).to_be_hidden()


def test_what_is_said_around_the_sheet_follows_what_is_saved(sheet: SheetPage) -> None:
    page = sheet.page
    outline = page.get_by_role("navigation", name="Contents", exact=True)
    expect(outline.get_by_role("link", name="Tasks")).to_contain_text("1/5")
    sheet.do_focus(sheet.cell("Show it"))
    with sheet.no_jump(sheet.cell("Show it")):
        sheet.do_press("Space")
        expect(outline.get_by_role("link", name="Tasks")).to_contain_text("2/5")
    expect(page.get_by_role("complementary")).to_contain_text("2 of 4")
    expect(outline.locator("[aria-current]")).to_have_count(1)


def test_a_text_that_stands_there_already_is_not_sent(sheet: SheetPage, wire: Wire) -> None:
    sheet.do_write(sheet.id_of("Adds one"), "Adds one")
    sheet.do_write(sheet.id_of("Lists them"), "after it")
    sheet.assert_all_saved("after it")
    assert [each["text"] for each in wire.requests] == ["after it"]


def test_a_text_typed_over_one_that_is_on_its_way_is_no_conflict(
    sheet: SheetPage, wire: Wire, troubles: Troubles
) -> None:
    cell = sheet.id_of("Lists them")
    wire.do_answer("later")
    sheet.do_write(cell, "  blanks around  ")
    sheet.assert_unsaved(1, "cannot save just now")
    sheet.do_write(cell, "again")
    sheet.do_write(cell, "and again")
    sheet.assert_unsaved(3)
    sheet.page.get_by_role("button", name="Try now").click()
    sheet.assert_all_saved("and again")
    expect(sheet.place(cell)).to_have_text("and again")
    assert [each["base"] for each in wire.requests[1:]] == ["Lists them", "blanks around", "again"]
    troubles.expect("status of 503")


def test_an_answer_that_is_lost_is_asked_for_again_and_makes_one_row(
    sheet: SheetPage, wire: Wire, troubles: Troubles
) -> None:
    page = sheet.page
    wire.do_answer("lost", "passed", "lost")
    sheet.do_add_row(sheet.id_of("Adds one"), "PUT")
    sheet.do_press("Tab")
    sheet.do_type("/made/once")
    sheet.do_press("Enter")
    expect(page.locator("[id^=row-new]")).to_have_count(0)
    sheet.assert_all_saved("| PUT | /made/once |")
    posts = [each for each in wire.requests if each["method"] == "POST"]
    puts = [each for each in wire.requests if each["method"] == "PUT"]
    assert len(posts) == len(puts) == 2
    assert posts[0] == posts[1]
    assert puts[0] == puts[1]
    expect(sheet.endpoints).to_have_count(4)
    sheet.do_open()
    expect(sheet.endpoints).to_have_count(4)
    troubles.expect("net::ERR_FAILED")


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_the_server_cannot_take_now_is_sent_again(
    sheet: SheetPage, wire: Wire, troubles: Troubles, status: int
) -> None:
    wire.do_answer(*[status] * 5)
    sheet.do_write(sheet.id_of("Lists them"), "a little later")
    sheet.assert_unsaved(1, "cannot save just now")
    wire.do_answer()
    sheet.assert_all_saved("a little later")
    assert wire.requests[0] == wire.requests[1]
    troubles.expect(f"status of {status}")


def test_a_refused_text_is_in_its_editor_again_and_takes_no_focus(
    sheet: SheetPage, troubles: Troubles
) -> None:
    page, cell = sheet.page, sheet.id_of("GET")
    sheet.do_write(cell, "FETCH")
    sheet.do_type("HEAD")
    expect(sheet.editor(cell)).to_have_value("FETCH")
    expect(sheet.editor(cell)).to_have_attribute("aria-invalid", "true")
    expect(page.locator(f"form[data-place={cell}]").get_by_role("alert")).to_be_visible()
    sheet.assert_unsaved(1)
    assert page.evaluate("document.activeElement.value") == "HEAD"
    assert_accessible(page)
    sheet.do_press("Escape")

    sheet.editor(cell).click()
    sheet.do_press("Control+a")
    sheet.do_type("PATCH")
    sheet.do_press("Enter")
    expect(sheet.place(cell)).to_have_text(re.compile("PATCH"))
    sheet.assert_all_saved("| PATCH |")
    troubles.expect("status of 422")


def test_a_refused_text_is_not_forgotten_when_its_editor_closes(sheet: SheetPage, troubles: Troubles) -> None:
    cell = sheet.id_of("GET")
    sheet.do_write(cell, "FETCH")
    expect(sheet.editor(cell)).to_have_value("FETCH")
    sheet.editor(cell).click()
    sheet.do_press("Escape")
    expect(sheet.place(cell)).to_have_attribute("aria-invalid", "true")
    sheet.assert_unsaved(1)
    sheet.banner.get_by_role("button", name="Go there").click()
    expect(sheet.editor(cell)).to_be_focused()
    expect(sheet.editor(cell)).to_have_value("FETCH")
    sheet.banner.get_by_role("button", name="Discard").click()
    expect(sheet.place(cell)).to_have_text(re.compile("GET"))
    sheet.assert_all_saved("| GET |")
    troubles.expect("status of 422")


def test_a_new_row_whose_text_is_refused_is_made_once_the_text_is_mended(
    sheet: SheetPage, troubles: Troubles
) -> None:
    page, method = sheet.page, "row-new-1-c1"
    sheet.do_add_row(sheet.id_of("Adds one"), "FETCH")
    sheet.do_press("Tab")
    sheet.do_type("/mended")
    expect(sheet.editor(method)).to_have_value("FETCH")
    expect(page.locator(f"form[data-place={method}]").get_by_role("alert")).to_be_visible()
    assert page.evaluate("document.activeElement.value") == "/mended"
    sheet.do_press("Enter")
    sheet.assert_unsaved(2)

    sheet.banner.get_by_role("button", name="Go there").click()
    expect(sheet.editor(method)).to_be_focused()
    sheet.do_press("Control+a")
    sheet.do_type("PATCH")
    sheet.do_press("Enter")
    expect(page.locator("[id^=row-new]")).to_have_count(0)
    sheet.assert_all_saved("| PATCH | /mended |")
    expect(page.locator(".is-refused, [aria-invalid]")).to_have_count(0)
    expect(sheet.endpoints).to_have_count(4)
    troubles.expect("status of 422")


def test_a_text_that_is_too_large_waits_for_a_decision(
    sheet: SheetPage, wire: Wire, troubles: Troubles
) -> None:
    cell, below = sheet.id_of("Lists them"), sheet.id_of("Adds one")
    wire.do_answer(413)
    sheet.do_write(cell, "so large")
    held = sheet.page.get_by_role("group", name="Not saved")
    expect(held).to_contain_text("Said by a test.")
    expect(held.get_by_label("What you had typed")).to_have_value("so large")
    expect(sheet.place(below)).to_be_focused()
    sheet.do_write(below, "goes through meanwhile")
    sheet.assert_unsaved(1)
    assert_accessible(sheet.page)
    held.get_by_role("button", name="Try again").click()
    expect(held).to_have_count(0)
    sheet.assert_all_saved("so large", "goes through meanwhile")
    troubles.expect("status of 413")


def test_offline_saves_wait_and_go_out_in_their_order(sheet: SheetPage, troubles: Troubles) -> None:
    page = sheet.page
    cells = [sheet.id_of(text) for text in ("Lists them", "Adds one", "Takes one away")]
    page.wait_for_load_state("networkidle")  # what comes beside a design is here
    page.context.set_offline(True)
    for number, cell in enumerate(cells):
        sheet.do_write(cell, f"offline {number}")
    sheet.assert_unsaved(3, "does not answer")
    assert_accessible(page)
    assert len(sheet.kept) == 3
    page.context.set_offline(False)
    sheet.assert_all_saved("offline 0", "offline 1", "offline 2")
    troubles.expect("net::ERR_INTERNET_DISCONNECTED")


def test_leaving_asks_only_while_something_is_not_saved(
    sheet: SheetPage, wire: Wire, troubles: Troubles
) -> None:
    page = sheet.page
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    wire.do_answer(*["gone"] * 9)
    sheet.do_write(sheet.id_of("Lists them"), "do not lose me")
    sheet.assert_unsaved(1)
    page.evaluate("location.assign('/account')")
    wait_until(page, lambda: asked, lambda: "it leaves without a question")
    wire.do_answer()
    sheet.do_look_again()
    sheet.assert_all_saved("do not lose me")
    page.evaluate("location.assign('/account')")
    expect(page.get_by_role("heading", name="Account", level=1)).to_be_visible()
    assert asked == ["beforeunload"]
    troubles.expect("net::ERR_FAILED")


def test_saves_go_on_while_another_page_is_looked_at(
    sheet: SheetPage, wire: Wire, troubles: Troubles
) -> None:
    page, cell = sheet.page, sheet.id_of("Lists them")
    wire.do_answer(*["gone"] * 9)
    sheet.do_write(cell, "sent from elsewhere")
    page.get_by_role("link", name="Projects", exact=True).click()
    expect(page.get_by_role("heading", name="Projects", level=1)).to_be_visible()
    sheet.assert_unsaved(1)
    wire.do_answer()
    expect(sheet.banner).to_have_count(0)
    page.go_back()
    expect(sheet.place(cell)).to_have_text(re.compile("sent from elsewhere"))
    sheet.assert_all_saved("sent from elsewhere")
    troubles.expect("net::ERR_FAILED")


def test_a_browser_without_room_says_so_and_saves(sheet: SheetPage, wire: Wire, troubles: Troubles) -> None:
    page = sheet.page
    page.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') } }"
    )
    wire.do_answer(413)
    sheet.do_write(sheet.id_of("Lists them"), "no room")
    sheet.assert_unsaved(1, "has no room to keep your text")
    page.get_by_role("button", name="Try again").click()
    sheet.assert_all_saved("no room")
    troubles.expect("status of 413")


def test_a_stale_token_is_fetched_again(sheet: SheetPage, wire: Wire, troubles: Troubles) -> None:
    sheet.page.evaluate("document.body.setAttribute('hx-headers:inherited', '{\"X-CSRFToken\": \"stale\"}')")
    sheet.do_write(sheet.id_of("Lists them"), "with a fresh token")
    sheet.assert_all_saved("with a fresh token")
    assert wire.requests[0] == wire.requests[1]
    troubles.expect("status of 403")


def test_a_session_that_ends_is_signed_in_again_beside_the_text(sheet: SheetPage, troubles: Troubles) -> None:
    page = sheet.page
    page.context.clear_cookies()
    sheet.do_write(sheet.id_of("Lists them"), "typed after the end")
    sheet.assert_unsaved(1, "Your session has ended")
    with page.context.expect_page() as opened:
        sheet.banner.get_by_role("link", name="Sign in").click()
    LoginPage(opened.value).do_sign_in()
    expect(opened.value.locator("#unsaved")).to_have_count(1)
    opened.value.close()
    sheet.do_look_again()
    sheet.assert_all_saved("typed after the end")
    troubles.expect("status of 401")


def test_nothing_is_sent_in_the_name_of_somebody_else_who_signs_in(
    workshop: tuple[Library, Iterator[str]],
    sheet: SheetPage,
    wire: Wire,
    troubles: Troubles,
    new_context: Callable[..., BrowserContext],
) -> None:
    page = sheet.page
    add_person(workshop[0].server, new_context, OTHER)
    page.context.clear_cookies()
    sheet.do_write(sheet.id_of("Lists them"), "mine, not theirs")
    sheet.assert_unsaved(1, "Your session has ended")
    sign_in_beside(page.context, OTHER)
    sheet.do_look_again()
    sheet.assert_unsaved(1, "Somebody else is signed in here now")
    before = len(wire.requests)
    sheet.do_look_again()
    sheet.do_write(sheet.id_of("Adds one"), "mine as well")
    sheet.assert_unsaved(2)
    assert len(wire.requests) == before
    assert "mine" not in sheet.stored

    sign_in_beside(page.context, EMAIL)
    sheet.do_look_again()
    sheet.assert_all_saved("mine, not theirs", "mine as well")
    troubles.expect("status of 401")


def test_a_server_killed_before_it_answers_and_started_again_loses_nothing(
    tmp_path: Path, new_context: Callable[..., BrowserContext], troubles: Troubles
) -> None:
    """Killed with a row made and its answer on the way; what is typed while it is dead waits for it."""
    port = free_port()
    with running_server(tmp_path / "data", "--port", str(port)) as server:
        page = new_context(base_url=server.url).new_page()
        page.route(BESIDE, lambda route: route.fulfill(status=204))  # a dead server would be asked as well
        assert server.setup_link
        SetupPage(page).do_make_the_first_account(server.setup_link)
        sheet = new_sheet(page)
        rows = page.locator("tr.row").count()
        wire = Wire(page)
        wire.do_answer("lost", *["gone"] * 30)
        sheet.do_add_row(sheet.id_of("Add router import"), "once.py")
        sheet.do_press("Enter")
        sheet.assert_unsaved(1)
        assert sheet.stored.count("once.py") == 1
        server.kill()
    sheet.do_write(sheet.id_of("Add new settings"), "written while it was dead")
    sheet.assert_unsaved(2, "does not answer")
    with running_server(tmp_path / "data", "--port", str(port)):
        wire.do_answer()
        sheet.do_look_again()
        sheet.assert_all_saved("once.py", "written while it was dead")
        expect(page.locator("tr.row")).to_have_count(rows + 1)
    troubles.expect("net::ERR_FAILED")


def new_sheet(page: Page) -> SheetPage:
    """A new design out of the template, open."""
    page.goto("/designs/new")
    NewDesignPage(page).do_create("Something to edit")
    expect(page.locator("[data-document]")).to_be_visible()
    return SheetPage(page, page.url.rsplit("/", 1)[1])


def free_port() -> int:
    """A port that nobody listens on, for a server that is to come back where it was."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
