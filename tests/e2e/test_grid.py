"""Cells, items, texts and headings are edited where they stand: by keys and by clicks, without a jump."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.pages.grid import GridPage, exactly
from tests.e2e.troubles import Troubles

GET = "| GET | `/books` | Lists them | ✅ |"
POST = "| POST | `/shelves` | Adds one | ❌ |"


def test_the_keys_lead_from_cell_to_cell(grid: GridPage) -> None:
    grid.do_focus(grid.cell("Lists them"))
    for key, text in [
        ("ArrowDown", "Adds one"),
        ("ArrowLeft", "/shelves"),
        ("Home", "POST"),
        ("End", "❌"),
        ("Control+Home", "GET"),
        ("Control+End", "✅"),
        ("ArrowRight", "✅"),
        ("PageUp", "Auth"),
        ("PageDown", "✅"),
    ]:
        grid.do_press(key)
        expect(grid.page.locator(":focus")).to_have_text(exactly(text))


def test_tab_leaves_a_table_and_comes_back_to_the_same_cell(grid: GridPage) -> None:
    cell = grid.cell("Adds one")
    grid.do_focus(cell)
    grid.do_press("Tab")
    expect(grid.page.locator("[data-edit]:focus")).to_have_text("Tasks")
    grid.do_press("Shift+Tab")
    grid.assert_closed(cell)


def test_opening_and_closing_an_editor_moves_nothing(grid: GridPage) -> None:
    page = grid.page
    for place in (
        grid.cell("Lists them"),
        grid.cell("GET"),
        grid.cell("/books/{id}"),
        grid.cell("Ask somebody"),
        page.locator("[data-edit]", has_text="API design"),
        page.locator("[data-edit]", has_text="A remark"),
        page.locator("[data-edit]", has_text="answer = 42"),
        page.locator("th", has_text="Description"),
    ):
        grid.do_focus(place)
        with grid.no_jump(), grid.no_shift():
            grid.do_press("F2")
            expect(grid.field).to_be_focused()
            assert_lies_over(grid, place.bounding_box())
        with grid.no_jump(place), grid.no_shift():
            grid.do_press("Escape")
            grid.assert_closed(place)


def assert_lies_over(grid: GridPage, box: object) -> None:
    """The field covers the place, to a pixel where it starts."""
    field = grid.field.bounding_box()
    assert isinstance(box, dict)
    assert field is not None
    assert field["x"] <= box["x"] + 1
    assert field["y"] <= box["y"] + 1
    assert field["x"] + field["width"] >= box["x"] + min(box["width"], 40)
    assert field["y"] + field["height"] >= box["y"] + box["height"] - 1


def test_typing_replaces_and_enter_saves_and_goes_down(grid: GridPage) -> None:
    grid.do_focus(grid.cell("Lists them"))
    with grid.no_jump(grid.cell("Adds one")):
        grid.do_type("All of them")
        grid.assert_open("All of them")
        grid.do_press("Enter")
    grid.assert_saved("| GET | `/books` | All of them | ✅ |", POST)
    expect(grid.cell("All of them")).to_be_visible()


def test_a_new_text_stands_in_its_cell_before_the_server_has_it(grid: GridPage) -> None:
    held: list[Route] = []
    grid.page.route("**/rows/*/cells/*", lambda route: held.append(route))
    grid.do_focus(grid.cell("Lists them"))
    with grid.no_jump(grid.cell("Adds one")):
        grid.do_type("**All** of them")
        grid.do_press("Enter")
        expect(grid.cell("**All** of them")).to_have_class(re.compile("is-saving"))
        expect(grid.cell("Adds one")).to_be_focused()
        held[0].continue_()
    expect(grid.cell("All of them").locator("strong")).to_have_text("All")
    grid.assert_saved("| GET | `/books` | **All** of them | ✅ |", POST)


def test_escape_restores(grid: GridPage) -> None:
    cell = grid.cell("Lists them")
    grid.do_focus(cell)
    with grid.no_jump(cell):
        grid.do_type("Something else")
        grid.do_press("Escape")
        grid.assert_closed(cell)
    grid.assert_saved(GET)


def test_tab_saves_and_opens_the_next_cell_and_shift_tab_the_one_before(grid: GridPage) -> None:
    grid.do_focus(grid.cell("GET"))
    with grid.no_jump():
        grid.do_press("Enter", "Control+a")
        grid.do_type("HEAD")
        grid.do_press("Tab")
        grid.assert_open("`/books`", caret=0)
        grid.do_type("/all")
        grid.do_press("Shift+Tab")
        grid.assert_open("HEAD", caret=0)
        grid.do_press("Escape")
    grid.assert_saved("| HEAD | /all | Lists them | ✅ |", POST)


def test_a_click_opens_a_cell_where_it_was_hit(grid: GridPage) -> None:
    cell = grid.cell("Takes one away")
    cell.scroll_into_view_if_needed()
    with grid.no_jump(), grid.no_shift():
        grid.do_click(cell, 11, 15)
        expect(grid.field).to_be_focused()
        assert grid.field.evaluate("it => it.selectionStart") <= 1
        grid.do_type("> ")
    grid.cell("Adds one").click()
    grid.assert_open("Adds one")
    grid.do_press("Escape")
    expect(grid.page.locator("td", has_text="> ")).to_be_visible()


def test_a_click_on_a_link_follows_it_and_selecting_text_opens_nothing(grid: GridPage) -> None:
    remark = grid.page.locator("[data-edit]", has_text="A remark")
    remark.scroll_into_view_if_needed()
    box = remark.bounding_box()
    assert box
    mouse = grid.page.mouse
    mouse.move(box["x"] + 2, box["y"] + 10)
    mouse.down()
    mouse.move(box["x"] + 60, box["y"] + 10)
    mouse.up()
    assert grid.page.evaluate("getSelection().toString()")
    expect(grid.field).to_have_count(0)
    remark.get_by_role("link").click()
    expect(grid.page).to_have_url(re.compile("#.*tasks$"))
    expect(grid.field).to_have_count(0)


def test_space_ticks_and_a_click_on_the_box_does(grid: GridPage) -> None:
    item = grid.cell("Write it down")
    grid.do_focus(item)
    with grid.no_jump(item):
        grid.do_press("Space")
    grid.assert_saved("- [x] Write it down", "- [x] Ask somebody")
    box = grid.row("Ask somebody").get_by_role("checkbox").first
    with grid.no_jump():
        grid.do_click(box)
    expect(grid.row("Ask somebody").get_by_role("checkbox").first).not_to_be_checked()
    grid.assert_saved("- [x] Write it down", "- [ ] Ask somebody")


def test_space_turns_a_sign_into_the_other(grid: GridPage) -> None:
    grid.do_focus(grid.row("Lists them").locator("td").last)
    with grid.no_jump(grid.row("Lists them").locator("td").last):
        grid.do_press("Space")
    grid.assert_saved("| GET | `/books` | Lists them | ❌ |", POST)


def test_delete_empties_and_control_d_fills_from_above(grid: GridPage) -> None:
    grid.do_focus(grid.cell("Adds one"))
    cell = grid.page.locator(":focus")
    with grid.no_jump(cell):
        grid.do_press("Delete")
    grid.assert_saved("| POST | `/shelves` |  | ❌ |")
    with grid.no_jump(cell):
        grid.do_press("Control+d")
    grid.assert_saved(GET, "| POST | `/shelves` | Lists them | ❌ |")


def test_a_save_that_says_what_is_stored_sends_nothing(grid: GridPage) -> None:
    sent: list[str] = []
    grid.page.on("request", lambda request: sent.append(request.method))
    grid.do_focus(grid.cell("Lists them"))
    grid.do_press("Enter", "End", "x", "Backspace", "Enter")
    grid.assert_closed(grid.cell("Adds one"))
    assert "PUT" not in sent


def test_paths_of_other_designs_are_offered_while_one_is_typed(grid: GridPage) -> None:
    grid.do_focus(grid.cell(f"src/{grid.key}.py"))
    with grid.no_jump():
        grid.do_type("src/")
        expect(grid.field).to_have_attribute("list", "known-files")
        offered = grid.page.locator("#known-files option[value^='src/FEAT-']")
        expect(offered.first).to_be_attached()
        expect(grid.page.locator(f"#known-files option[value='src/{grid.key}.py']")).to_have_count(0)
        grid.do_press("Escape")


def test_a_line_break_is_typed_with_shift(grid: GridPage) -> None:
    grid.do_focus(grid.cell("Lists them"))
    grid.do_press("Enter", "Shift+Enter")
    grid.do_type("every one")
    grid.do_press("Enter")
    grid.assert_saved("| GET | `/books` | Lists them<br>every one | ✅ |")


def test_prose_code_and_a_heading_are_saved_where_they_stand(grid: GridPage) -> None:
    page = grid.page
    remark = page.locator("[data-edit]", has_text="A remark")
    grid.do_focus(remark)
    with grid.no_jump(page.locator("[data-edit]", has_text="Another remark")):
        grid.do_press("Enter", "Control+a")
        grid.do_type("Another remark")
        grid.do_press("Control+Enter")
    grid.do_focus(page.locator("[data-edit]", has_text="answer = 42"))
    with grid.no_jump(page.locator("[data-edit]", has_text="answer = 43")):
        grid.do_press("F2", "Control+Home", "ArrowDown", "End", "Backspace")
        grid.do_type("3")
        grid.do_press("Control+Enter")
    grid.do_focus(page.locator("[data-edit]", has_text="Remarks"))
    with grid.no_jump(page.locator("[data-edit]", has_text="Remarks and more")):
        grid.do_press("Enter")
        grid.do_type(" and more")
        grid.do_press("Enter")
    grid.assert_saved("## Remarks and more", "", "Another remark", "", "```python", "answer = 43", "```")


def test_what_an_input_method_composes_is_not_taken_for_keys(grid: GridPage) -> None:
    grid.do_focus(grid.cell("Lists them"))
    grid.do_press("F2")
    session = grid.page.context.new_cdp_session(grid.page)
    session.send("Input.imeSetComposition", {"text": "ほん", "selectionStart": 2, "selectionEnd": 2})
    grid.page.evaluate(
        """() => {
          const pressed = { key: "Enter", isComposing: true, bubbles: true, cancelable: true };
          document.activeElement.dispatchEvent(new KeyboardEvent("keydown", pressed));
        }"""
    )
    grid.assert_open("Lists themほん")
    session.send("Input.insertText", {"text": "本"})
    grid.assert_open("Lists them本")
    grid.do_press("Enter")
    grid.assert_saved("| GET | `/books` | Lists them本 | ✅ |")


def test_keys_do_not_leak_through_a_dialog(grid: GridPage) -> None:
    item = grid.cell("Write it down")
    grid.do_focus(item)
    grid.page.evaluate("document.querySelector('#sign-out').showModal()")
    grid.do_press("Control+z", "Control+Backspace", "Escape")
    grid.assert_closed(item)
    grid.assert_saved("- [ ] Write it down")


def test_single_signs_work_outside_of_tables_only(grid: GridPage) -> None:
    dialog = grid.page.get_by_role("dialog", name="Keyboard")
    grid.do_press("?")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("Opens the cell")
    grid.do_press("Escape")
    expect(dialog).to_be_hidden()
    grid.do_focus(grid.cell("Lists them"))
    grid.do_press("?")
    grid.assert_open("?")
    expect(dialog).to_be_hidden()
    grid.do_press("Escape")


def test_single_signs_can_be_switched_off(page: Page) -> None:
    page.goto("/account")
    page.get_by_label("Single letters and signs work as shortcuts").uncheck()
    page.get_by_role("button", name="Save keys").click()
    expect(page.get_by_text("Your keys are saved.")).to_be_visible()
    page.goto("/designs/FEAT-101")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_hidden()
    page.goto("/account")
    page.get_by_label("Single letters and signs work as shortcuts").check()
    page.get_by_role("button", name="Save keys").click()
    expect(page.get_by_text("Your keys are saved.")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()


@pytest.mark.parametrize("typed", ["api", "/a b"])
def test_a_refused_text_stays_with_its_reason_and_takes_no_focus(
    grid: GridPage, troubles: Troubles, typed: str
) -> None:
    troubles.expect("422")
    grid.do_focus(grid.cell("/shelves"))
    with grid.no_jump(grid.cell("/books/{id}")):
        grid.do_type(typed)
        grid.do_press("Enter")
        alert = grid.page.locator("form[data-place] [role=alert]")
        expect(alert).to_be_visible()
    expect(grid.field).to_have_value(typed)
    expect(grid.field).to_have_attribute("aria-invalid", "true")
    grid.field.fill("/shelves/{id}")
    grid.field.press("Enter")
    expect(grid.field).to_have_count(0)
    grid.assert_saved("| POST | /shelves/{id} | Adds one | ❌ |")
