"""The one search: open on every page, answered while one types, landing in the very cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.conftest import Library
from tests.e2e.pages.grid import GridPage
from tests.e2e.pages.search import SearchBox
from tests.e2e.troubles import Troubles

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def search(grid: GridPage) -> SearchBox:
    """The box over the page of a design that no other test touches."""
    return SearchBox(grid.page)


def test_type_arrow_enter_lands_in_the_cell_of_another_page(grid: GridPage, search: SearchBox) -> None:
    grid.page.goto("/projects")
    search.do_search(f"src/{grid.key}")
    search.assert_chosen(f"src/{grid.key}.py")
    search.do_press("ArrowUp")
    search.assert_chosen(grid.key)
    search.do_press("ArrowDown", "Enter")
    expect(grid.page).to_have_url(re.compile(rf"/designs/{grid.key}#row-\d+-c\d$"))
    expect(grid.cell(f"src/{grid.key}.py")).to_be_focused()
    expect(grid.cell(f"src/{grid.key}.py")).to_be_in_viewport()
    search.assert_closed()


def test_enter_lands_in_the_cell_on_the_page_that_is_open(grid: GridPage, search: SearchBox) -> None:
    requested: list[str] = []
    grid.page.on("request", lambda request: requested.append(request.url))
    for _ in range(2):  # the second time the address is there already
        search.do_search(f"src/{grid.key}")
        search.do_press("Enter")
        expect(grid.cell(f"src/{grid.key}.py")).to_be_focused()
        expect(grid.cell(f"src/{grid.key}.py")).to_be_in_viewport()
        grid.page.evaluate("scrollTo(0, 0)")
    assert not [url for url in requested if url.endswith(f"/designs/{grid.key}")]


def test_a_link_to_a_cell_that_is_opened_anew_lands_in_it(grid: GridPage, search: SearchBox) -> None:
    search.do_search(f"src/{grid.key}")
    address = search.chosen.get_attribute("href")
    assert address
    grid.page.goto("/projects")
    grid.page.goto(address)
    expect(grid.cell(f"src/{grid.key}.py")).to_be_focused()


def test_back_leads_from_what_was_found_to_where_one_was(grid: GridPage, search: SearchBox) -> None:
    grid.page.goto("/projects")
    search.do_search(f"src/{grid.key}")
    search.do_press("Enter")
    expect(grid.cell(f"src/{grid.key}.py")).to_be_focused()
    grid.page.go_back()
    expect(grid.page.get_by_role("heading", name="Projects", level=1)).to_be_visible()
    search.do_open()
    expect(search.field).to_have_value(f"src/{grid.key}")


def test_enter_before_the_answer_opens_what_the_answer_brings(grid: GridPage, search: SearchBox) -> None:
    grid.page.goto("/projects")
    search.do_open()
    grid.page.keyboard.type(f"src/{grid.key}")
    search.do_press("Enter")
    expect(grid.cell(f"src/{grid.key}.py")).to_be_focused()


def test_twelve_characters_typed_fast_never_show_a_stale_list(grid: GridPage, search: SearchBox) -> None:
    held: list[Route] = []
    search.do_open()
    search.assert_answered()
    search.do_watch()
    grid.page.route("**/search/typed?*", lambda route: held.append(route))
    for at, part in enumerate(("src", "/FE", "AT-", f"{grid.key[-3:]}")):
        grid.page.keyboard.insert_text(part)  # at once: on a slow machine each key would be asked for
        search.assert_asked(held, at + 1)
    for answer in (3, 1, 2, 0):  # the first comes last
        held[answer].continue_()
    search.assert_chosen(f"src/{grid.key}.py")
    expect(search.box.locator("[data-all]")).to_contain_text(f"src/{grid.key}")
    drawn = grid.page.evaluate("drawn")
    assert drawn
    assert all(typed == shown for typed, shown in drawn), drawn


def test_a_late_answer_is_not_shown_even_where_the_browser_does_not_give_it_up(
    grid: GridPage, search: SearchBox
) -> None:
    grid.page.add_init_script("AbortController.prototype.abort = () => {}")
    grid.page.reload()
    late: list[Route] = []
    search.do_open()
    search.assert_answered()
    grid.page.route("**/search/typed?q=books", lambda route: late.append(route))
    grid.page.keyboard.type("books")
    search.assert_asked(late, 1)
    grid.page.keyboard.press("Control+k")
    search.do_type(f"src/{grid.key}")
    search.assert_chosen(f"src/{grid.key}.py")
    with grid.page.expect_response("**/search/typed?q=books"):
        late[0].continue_()
    grid.page.wait_for_timeout(50)
    search.assert_chosen(f"src/{grid.key}.py")


def test_what_is_typed_while_the_box_is_on_its_way_is_typed_into_it(
    grid: GridPage, search: SearchBox
) -> None:
    held: list[Route] = []
    grid.page.route("**/static/searching.*", lambda route: held.append(route), times=1)
    grid.do_focus(grid.cell("/books"))
    search.do_press("Control+k")
    grid.page.keyboard.type(f"src/{grid.key}")
    expect(grid.field).to_have_count(0)
    search.assert_asked(held, 1)
    held[0].continue_()
    expect(search.field).to_have_value(f"src/{grid.key}")
    search.assert_chosen(f"src/{grid.key}.py")


def test_the_arrows_go_round_and_home_and_end_are_the_texts(grid: GridPage, search: SearchBox) -> None:
    search.do_search(f"src/{grid.key}")
    search.assert_chosen(f"src/{grid.key}.py")
    search.do_press("ArrowDown")
    search.assert_chosen("All results")
    search.do_press("ArrowDown")
    search.assert_chosen("Something to edit")
    search.do_press("ArrowUp")
    search.assert_chosen("All results")
    search.do_press("Home", "Delete")
    expect(search.field).to_have_value(f"rc/{grid.key}")


def test_escape_gives_the_focus_back_and_the_words_stay(grid: GridPage, search: SearchBox) -> None:
    cell = grid.cell("/books")
    grid.do_focus(cell)
    search.do_search("shelves")
    search.do_press("Escape")
    search.assert_closed()
    expect(cell).to_be_focused()
    search.do_open()
    expect(search.field).to_have_value("shelves")
    assert search.field.evaluate("it => it.value.slice(it.selectionStart, it.selectionEnd)") == "shelves"
    expect(search.row("/shelves").first).to_be_visible()


def test_opening_it_from_an_open_cell_saves_what_was_typed(grid: GridPage, search: SearchBox) -> None:
    grid.do_focus(grid.cell("Adds one"))
    grid.do_type("Adds a shelf")
    grid.assert_open("Adds a shelf")
    search.do_open()
    grid.assert_saved("| POST | `/shelves` | Adds a shelf | ❌ |")
    search.do_press("Escape")
    grid.assert_closed(grid.cell("Adds a shelf"))


def test_a_slash_opens_it_outside_of_grids_and_fields(grid: GridPage, search: SearchBox) -> None:
    grid.do_focus(grid.cell("Adds one"))
    search.do_press("/")
    grid.assert_open("/")
    search.do_press("/", "Escape")
    expect(search.box).to_have_count(0)
    grid.page.locator("h2 [data-edit]").first.focus()
    search.do_press("/")
    expect(search.field).to_be_focused()
    expect(search.field).to_have_value("")


def test_the_link_in_the_bar_opens_it_and_a_click_beside_it_closes_it(
    grid: GridPage, search: SearchBox
) -> None:
    grid.page.get_by_role("banner").get_by_role("link", name="Search").click()
    expect(search.field).to_be_focused()
    grid.page.mouse.click(5, 500)
    search.assert_closed()
    grid.page.get_by_role("banner").get_by_role("link", name="Search").click()
    search.box.get_by_role("button", name="Close").click()
    search.assert_closed()


def test_an_empty_box_shows_recent_designs(grid: GridPage, search: SearchBox) -> None:
    grid.do_focus(grid.cell("Adds one"))
    grid.do_type("Adds another")
    grid.do_press("Enter")
    grid.assert_saved("| POST | `/shelves` | Adds another | ❌ |")
    search.do_open()
    expect(search.box.get_by_role("listbox", name="Recent designs")).to_be_visible()
    expect(search.options.first).to_contain_text(grid.key)
    search.assert_none_chosen()
    search.do_press("ArrowDown")
    search.assert_chosen(grid.key)


def test_what_is_chosen_before_the_answer_stays_chosen(grid: GridPage, search: SearchBox) -> None:
    held: list[Route] = []
    grid.page.route("**/search/typed?*", lambda route: held.append(route))
    search.do_open()
    search.assert_asked(held, 1)
    search.do_press("ArrowDown", "ArrowDown")
    words = search.chosen.inner_text()
    held[0].continue_()
    search.assert_answered()
    search.assert_chosen(words.splitlines()[0])


def test_a_typo_is_said_and_so_is_that_nothing_was_found(grid: GridPage, search: SearchBox) -> None:
    search.do_search("shelvs")
    expect(search.box).to_contain_text("Nothing holds “shelvs”. This is what holds “shelves”.")
    expect(search.row("/shelves").first).to_be_visible()
    search.do_press("Control+k")
    search.do_type("qqqqqqqqqqqq")
    expect(search.box).to_contain_text("Nothing holds “qqqqqqqqqqqq”.")
    search.assert_none_chosen()
    search.assert_told(re.sub(r"\s+", " ", search.box.locator("[data-told]").inner_text()))


def test_how_much_was_found_is_said(grid: GridPage, search: SearchBox) -> None:
    search.do_search(f"src/{grid.key}")
    search.assert_told("1 design, 1 row")


def test_a_chip_puts_its_operator_into_the_words(grid: GridPage, search: SearchBox) -> None:
    search.do_search("endpo")
    chip = search.box.get_by_role("button", name="in:endpoints")
    search.do_press("Tab", "Tab")
    expect(chip).to_be_focused()
    search.do_press("Enter")
    expect(search.field).to_be_focused()
    expect(search.field).to_have_value("in:endpoints ")
    search.do_type("shelves")
    expect(search.row("/shelves").first).to_be_visible()


def test_control_enter_opens_a_result_in_a_window_of_its_own(grid: GridPage, search: SearchBox) -> None:
    search.do_search(f"src/{grid.key}")
    with grid.page.context.expect_page() as opened:
        search.do_press("Control+Enter")
    expect(opened.value).to_have_url(re.compile(rf"/designs/{grid.key}#row-"))
    opened.value.close()
    expect(search.box).to_be_visible()


def test_all_results_have_a_page_with_the_same_marks(grid: GridPage, search: SearchBox) -> None:
    search.do_search("shelves")
    search.do_press("ArrowUp", "ArrowUp")
    search.assert_chosen("All results for “shelves”")
    search.do_press("Enter")
    expect(grid.page).to_have_url(re.compile(r"/search\?q=shelves$"))
    results = grid.page.get_by_role("region", name="Results")
    expect(results.locator("mark").first).to_have_text("shelves")
    expect(results.locator("mark").first).to_be_visible()
    results.get_by_role("link", name="Next").click()
    expect(grid.page).to_have_url(re.compile(r"/search\?q=shelves&page=2$"))
    grid.page.go_back()
    expect(grid.page.get_by_role("searchbox")).to_have_value("shelves")


def test_the_page_answers_while_one_types(grid: GridPage) -> None:
    grid.page.goto("/search")
    grid.page.keyboard.type(f"src/{grid.key}")
    results = grid.page.get_by_role("region", name="Results")
    expect(results.locator(".hit__row")).to_have_count(1)
    expect(grid.page).to_have_url(re.compile(rf"/search\?q=src(/|%2F){grid.key}$"))
    results.locator(".hit__row").click()
    expect(grid.cell(f"src/{grid.key}.py")).to_be_focused()


def test_without_a_script_the_link_leads_to_a_form(
    workshop: tuple[Library, Iterator[str]], new_context: Callable[..., BrowserContext]
) -> None:
    library, _ = workshop
    page = new_context(
        base_url=library.url, storage_state=library.state, java_script_enabled=False
    ).new_page()
    page.goto("/projects")
    page.get_by_role("banner").get_by_role("link", name="Search").click()
    page.get_by_role("searchbox").fill("src/FEAT-001")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".hit__row")).to_have_count(1)
    expect(page.locator(".hit__row mark")).to_have_text("src/FEAT-001")


def test_the_box_says_what_is_wrong_and_goes_on_when_it_is_right_again(
    grid: GridPage, search: SearchBox, troubles: Troubles
) -> None:
    for words in ("422", "500", "401", "ERR_INTERNET_DISCONNECTED"):
        troubles.expect(words)
    search.do_open()
    search.assert_answered()
    alert = search.box.get_by_role("alert")
    search.field.fill("long " * 300)
    expect(alert).to_contain_text("too long")
    grid.page.context.set_offline(True)
    search.field.fill("shelves")
    expect(alert).to_contain_text("No answer from the server")
    grid.page.context.set_offline(False)
    broken = "<div><span>It broke.</span></div>"
    grid.page.route("**/search/typed?q=broken", lambda route: route.fulfill(status=500, body=broken))
    search.field.fill("broken")
    expect(alert).to_contain_text("It broke.")
    search.field.fill("shelves")
    expect(alert).to_have_count(0)
    expect(search.row("/shelves").first).to_be_visible()
    cookies = grid.page.context.cookies()
    grid.page.context.clear_cookies()
    search.field.fill("shelve")
    expect(alert).to_contain_text("Sign in")
    grid.page.context.add_cookies(cookies)  # type: ignore[arg-type]
    search.field.fill("shelves")
    expect(search.row("/shelves").first).to_be_visible()


@pytest.mark.parametrize("words", ["", "shelves", "shelvs", "qqqqqqqqqqqq", "status:none"])
def test_the_open_box_is_accessible(grid: GridPage, search: SearchBox, words: str) -> None:
    search.do_search(words)
    assert_accessible(grid.page)


def test_on_a_telephone_it_is_the_screen_and_its_targets_are_large(
    workshop: tuple[Library, Iterator[str]], new_context: Callable[..., BrowserContext]
) -> None:
    library, _ = workshop
    page: Page = new_context(
        base_url=library.url, storage_state=library.state, viewport=PHONE, has_touch=True
    ).new_page()
    page.goto("/")
    page.get_by_role("banner").get_by_role("link", name="Search").tap()
    search = SearchBox(page)
    search.do_type("shelves")
    box = search.box.bounding_box()
    assert box
    assert (box["width"], box["height"]) == (PHONE["width"], PHONE["height"])
    heights = search.options.evaluate_all("each => each.map(it => it.getBoundingClientRect().height)")
    assert len(heights) > 8
    assert min(heights) >= 44
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    search.row("/shelves").first.tap()
    search.assert_closed()
    expect(page.locator("td:focus")).to_contain_text("/shelves")
