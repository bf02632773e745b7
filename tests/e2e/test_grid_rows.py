"""Rows and ranges: added, moved, nested, deleted, selected, copied, pasted, undone; without a jump."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.pages.grid import GridPage

HEAD = "| Method | Endpoint | Description | Auth |"
RULE = "|---|---|---|---|"
GET = "| GET | `/books` | Lists them | ✅ |"
POST = "| POST | `/shelves` | Adds one | ❌ |"
DELETE = "| DELETE | `/books/{id}` | Takes one away | ✅ |"


def test_tab_in_the_last_cell_adds_a_row(grid: GridPage) -> None:
    last = grid.table.locator("tbody td").last
    grid.do_focus(last)
    with grid.no_jump():
        grid.do_press("F2", "Tab")
        expect(grid.field).to_be_focused()
        grid.do_type("PATCH")
        grid.do_press("Tab")
        grid.do_type("/books/{id}")
        grid.do_press("Tab")
        grid.do_type("Changes one")
        grid.do_press("Enter")
        expect(grid.field).to_have_count(0)
    expect(grid.cell("Changes one")).to_be_focused()
    grid.assert_saved(DELETE, "| PATCH | /books/{id} | Changes one |  |", "")


def test_control_enter_adds_a_row_below_and_an_empty_one_goes_away(grid: GridPage) -> None:
    grid.do_focus(grid.cell("Lists them"))
    with grid.no_jump():
        grid.do_press("Control+Enter")
        expect(grid.table.locator("tbody .row")).to_have_count(4)
        grid.do_press("Escape", "ArrowUp")
        grid.do_press("ArrowUp")
    expect(grid.table.locator("tbody .row")).to_have_count(3)
    grid.assert_saved(RULE, GET, POST, DELETE)


def test_an_item_is_added_at_the_level_of_the_one_above(grid: GridPage) -> None:
    grid.do_focus(grid.cell("Lay the ground"))
    with grid.no_jump():
        grid.do_press("Control+Enter")
        grid.do_type("Draw the plan")
        grid.do_press("Enter")
    grid.assert_saved("- [ ] Build it", "  - [ ] Lay the ground", "  - [ ] Draw the plan", "- [ ] Show it")


def test_the_button_below_a_table_adds_a_row(grid: GridPage) -> None:
    button = grid.page.locator("[data-add-row]").first
    button.scroll_into_view_if_needed()
    with grid.no_jump():
        grid.do_click(button)
        expect(grid.field).to_be_focused()
        grid.do_type("PUT")
        grid.do_press("Enter")
    grid.assert_saved(DELETE, "| PUT |  |  |  |", "")


def test_alt_and_arrows_move_a_row(grid: GridPage) -> None:
    cell = grid.cell("Adds one")
    grid.do_focus(cell)
    with grid.no_jump(cell):
        grid.do_press("Alt+ArrowUp")
    grid.assert_saved(RULE, POST, GET, DELETE)
    grid.assert_told("Moved up, row 1 of 3")
    with grid.no_jump(cell):
        grid.do_press("Alt+ArrowDown", "Alt+ArrowDown")
    grid.assert_saved(RULE, GET, DELETE, POST)
    with grid.no_jump(cell):
        grid.do_press("Alt+ArrowDown")
    grid.assert_saved(RULE, GET, DELETE, POST)


def test_at_the_edge_of_its_list_an_item_moves_into_the_next_one_like_it_and_back(grid: GridPage) -> None:
    item = grid.cell("Show it")
    grid.do_focus(item)
    grid.do_press("Alt+ArrowDown")
    grid.assert_told("Moved down into another list, row 1 of 2")
    grid.assert_saved("- [ ] Show it", "- [ ] Sleep")
    expect(item).to_be_focused()
    grid.do_press("Alt+ArrowUp")
    grid.assert_told("Moved up into another list, row 4 of 4")
    grid.assert_saved("  - [ ] Lay the ground", "- [ ] Show it", "")
    expect(item).to_be_focused()


def test_items_are_deleted_with_what_is_nested_in_them_though_that_is_selected_too(grid: GridPage) -> None:
    grid.do_focus(grid.cell("Build it"))
    grid.do_press("Shift+ArrowDown", "Shift+ArrowDown", "Control+Backspace")
    grid.assert_told("3 rows deleted")
    grid.assert_saved("- [x] Ask somebody", "")
    expect(grid.page.locator(".unsaved, [data-beside]")).to_have_count(0)


def test_an_item_moves_with_what_is_nested_in_it(grid: GridPage) -> None:
    item = grid.cell("Build it")
    grid.do_focus(item)
    with grid.no_jump(item):
        grid.do_press("Alt+ArrowUp")
    grid.assert_saved(
        "- [ ] Write it down",
        "- [ ] Build it",
        "  - [ ] Lay the ground",
        "- [x] Ask somebody",
        "- [ ] Show it",
    )


def test_alt_and_arrows_nest_an_item(grid: GridPage) -> None:
    item = grid.cell("Ask somebody")
    grid.do_focus(item)
    with grid.no_jump(item):
        grid.do_press("Alt+ArrowRight")
    grid.assert_saved("- [ ] Write it down", "  - [x] Ask somebody", "- [ ] Build it")
    with grid.no_jump(item):
        grid.do_press("Alt+ArrowLeft")
    grid.assert_saved("- [ ] Write it down", "- [x] Ask somebody", "- [ ] Build it")


def test_control_backspace_deletes_a_row_and_control_z_brings_it_back(grid: GridPage) -> None:
    grid.do_focus(grid.cell("Adds one"))
    row = grid.row("Adds one").get_attribute("id")
    with grid.no_jump(grid.cell("Takes one away")):
        grid.do_press("Control+Backspace")
    expect(grid.page.locator(f"#{row}")).to_have_count(0)
    grid.assert_saved(RULE, GET, DELETE)
    with grid.no_jump(grid.cell("Takes one away")):
        grid.do_press("Control+z")
        expect(grid.page.locator(f"#{row}")).to_be_visible()
    grid.assert_saved(RULE, GET, POST, DELETE)
    with grid.no_jump(grid.cell("Takes one away")):
        grid.do_press("Control+Shift+z")
        expect(grid.page.locator(f"#{row}")).to_have_count(0)
    grid.assert_saved(RULE, GET, DELETE)


def test_undo_survives_a_reload(grid: GridPage) -> None:
    grid.do_focus(grid.cell("Lists them"))
    grid.do_type("Anything")
    grid.do_press("Enter")
    grid.assert_saved("| GET | `/books` | Anything | ✅ |", POST)
    grid.page.reload()
    cell = grid.cell("Adds one")
    grid.do_focus(cell)
    with grid.no_jump(cell):
        grid.do_press("Control+z")
        expect(grid.cell("Lists them")).to_be_visible()
    grid.assert_saved(GET, POST)


def test_a_range_is_selected_with_shift_and_told(grid: GridPage) -> None:
    grid.do_focus(grid.cell("/books"))
    selected = grid.page.locator("[aria-selected=true]")
    with grid.no_jump():
        grid.do_press("Shift+ArrowRight", "Shift+ArrowDown")
        expect(selected).to_have_count(4)
        grid.assert_told("2 rows, 2 columns selected")
        grid.do_press("Escape")
        expect(selected).to_have_count(0)
        grid.do_press("Shift+ArrowUp")
        expect(selected).to_have_count(2)
        grid.do_press("ArrowUp")
    expect(selected).to_have_count(0)


def test_a_range_is_copied_for_spreadsheets_and_as_markdown(grid: GridPage) -> None:
    grid.do_focus(grid.cell("Lists them"))
    grid.do_press("Shift+ArrowRight", "Shift+ArrowDown")
    assert grid.do_copy() == {
        "text/plain": "Lists them\t✅\nAdds one\t❌",
        "text/markdown": "| Description | Auth |\n| --- | --- |\n| Lists them | ✅ |\n| Adds one | ❌ |",
    }


def test_a_range_is_emptied_and_that_is_undone_as_one(grid: GridPage) -> None:
    grid.do_focus(grid.cell("Lists them"))
    grid.do_press("Shift+ArrowDown", "Shift+ArrowLeft")
    with grid.no_jump(grid.page.locator(":focus")):
        grid.do_press("Delete")
    grid.assert_saved("| GET |  |  | ✅ |", "| POST |  |  | ❌ |", DELETE)
    with grid.no_jump():
        grid.do_press("Control+z")
        expect(grid.cell("Lists them")).to_be_visible()
    grid.assert_saved(GET, POST, DELETE)


def test_a_range_is_filled_from_its_first_row(grid: GridPage) -> None:
    grid.do_focus(grid.cell("Lists them"))
    grid.do_press("Shift+ArrowDown", "Shift+ArrowDown")
    with grid.no_jump():
        grid.do_press("Control+d")
    grid.assert_saved(
        GET, "| POST | `/shelves` | Lists them | ❌ |", "| DELETE | `/books/{id}` | Lists them | ✅ |"
    )


def test_cells_of_a_spreadsheet_are_pasted_and_rows_added(grid: GridPage) -> None:
    cell = grid.cell("Takes one away")
    grid.do_focus(cell)
    focused = grid.page.locator(f"#{cell.get_attribute('id')}")
    with grid.no_jump(focused):
        grid.do_paste('one\tyes\ntwo\n"three\tand a half"\tno\n')
        expect(grid.cell("two")).to_be_visible()
    grid.assert_saved(
        "| DELETE | `/books/{id}` | one | yes |", "|  |  | two |  |", "|  |  | three\tand a half | no |"
    )
    with grid.no_jump(focused):
        grid.do_press("Control+z")
        expect(grid.cell("two")).to_have_count(0)
    grid.assert_saved(POST, DELETE, "")


def test_a_markdown_table_is_pasted_over_cells(grid: GridPage) -> None:
    grid.do_focus(grid.cell("GET"))
    grid.do_paste("| a | b |\n|---|---|\n| HEAD | `/x` |\n| PUT | `/y` |\n")
    expect(grid.cell("/y")).to_be_visible()
    grid.assert_saved(HEAD, RULE)
    stored = grid.lines
    assert "| HEAD | `/x` | Lists them | ✅ |" in stored or "| HEAD | `/x` | Adds one | ❌ |" in stored


def test_a_range_is_pasted_over_from_its_first_cell_and_filled_by_one_text(grid: GridPage) -> None:
    grid.do_focus(grid.cell("/books"))
    grid.do_press("Shift+ArrowDown")
    grid.do_paste("one\ttwo\nthree\tfour")
    expect(grid.cell("four")).to_be_visible()
    grid.assert_saved("| GET | one | two | ✅ |", "| POST | three | four | ❌ |", DELETE)
    grid.do_press("Shift+ArrowRight")
    grid.do_paste('a, "b"')
    expect(grid.cell('a, "b"')).to_have_count(4)
    grid.assert_saved('| GET | a, "b" | a, "b" | ✅ |', '| POST | a, "b" | a, "b" | ❌ |', DELETE)


def test_lines_are_pasted_over_items(grid: GridPage) -> None:
    grid.do_focus(grid.cell("Show it"))
    with grid.no_jump():
        grid.do_paste("Show it around\nSend it out")
        expect(grid.cell("Send it out")).to_be_visible()
    grid.assert_saved("- [ ] Show it around", "- [ ] Send it out", "")


def test_a_column_is_renamed_at_its_head(grid: GridPage) -> None:
    head = grid.page.locator("th", has_text="Auth")
    grid.do_focus(head)
    with grid.no_jump():
        grid.do_press("F2", "Control+a")
        grid.do_type("Open")
        grid.do_press("Enter")
        expect(grid.page.locator("th", has_text="Open")).to_be_visible()
    grid.assert_saved("| Method | Endpoint | Description | Open |", RULE, GET)


def test_a_text_is_moved_and_deleted_by_keys(grid: GridPage) -> None:
    remark = grid.page.locator("[data-edit]", has_text="A remark")
    grid.do_focus(remark)
    with grid.no_jump(remark):
        grid.do_press("Alt+ArrowDown")
    grid.assert_saved("```", "", "A remark with a [link](#tasks) in it.", "", "### Files to modify")
    with grid.no_jump(grid.page.locator("[data-edit]", has_text="Files to modify")):
        grid.do_press("Control+Backspace")
    expect(remark).to_have_count(0)
    grid.assert_saved("```", "", "### Files to modify")


def test_the_focus_goes_on_from_a_section_that_is_deleted_with_what_is_nested_in_it(grid: GridPage) -> None:
    heading = grid.page.locator(".section__title [data-edit]", has_text="Later")
    grid.do_focus(heading)
    grid.do_press("Control+Backspace")
    expect(heading).to_have_count(0)
    expect(grid.page.locator(".section__title [data-edit]", has_text="Files to modify")).to_be_focused()


def test_a_section_moves_by_its_heading(grid: GridPage) -> None:
    heading = grid.page.locator("[data-edit]", has_text="Tasks")
    grid.do_focus(heading)
    grid.do_press("Alt+ArrowUp")
    expect(heading).to_be_focused()
    grid.assert_saved("- [ ] Show it", "", "## API design", "", HEAD)
