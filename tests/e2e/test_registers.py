"""Registers in a browser: edited where they stand, like the tables of the designs themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.conftest import Library
from tests.e2e.pages.grid import GridPage
from tests.e2e.pages.register import RegisterPage
from tests.e2e.patience import wait_until
from tests.e2e.troubles import Troubles


@pytest.fixture
def endpoints(grid: GridPage) -> RegisterPage:
    """The register of endpoints, with those of a design that no other test touches."""
    register = RegisterPage(grid.page, "endpoints")
    register.do_open(grid.key)
    return register


def test_an_edit_in_a_register_shows_in_its_design(grid: GridPage, endpoints: RegisterPage) -> None:
    cell = endpoints.cell(grid.key, "description", 0)
    endpoints.do_write(cell, "All of *them*")
    expect(cell.locator("em")).to_have_text("them")
    expect(cell).to_be_focused()
    grid.assert_saved("| GET | `/books` | All of *them* | ✅ |")
    expect(grid.page.locator("#saved")).to_be_visible()
    row_id = endpoints.rows(grid.key).first.get_attribute("id")
    endpoints.rows(grid.key).first.get_by_role("link", name=grid.key).click()
    expect(grid.page).to_have_url(re.compile(f"/designs/{grid.key}#{row_id}$"))
    expect(grid.row("/books").locator("em")).to_have_text("them")


def test_arrows_lead_over_rows_of_any_table_and_the_right_editor_opens(
    grid: GridPage, endpoints: RegisterPage
) -> None:
    grid.do_focus(endpoints.cell(grid.key, "description", 0))
    grid.do_press("ArrowDown", "ArrowRight", "Space")
    expect(endpoints.cell(grid.key, "auth", 1)).to_have_text("❌")
    grid.do_press("ArrowLeft", "ArrowLeft", "ArrowLeft", "F2")
    expect(grid.field).to_have_attribute("list", "known-verbs")
    grid.do_press("Escape", "ArrowLeft")
    expect(endpoints.rows(grid.key).nth(1).locator("td").nth(1)).to_be_focused()
    endpoints.assert_saved()


def test_rows_are_not_added_moved_or_deleted_there(grid: GridPage, endpoints: RegisterPage) -> None:
    before = grid.lines
    grid.do_focus(endpoints.cell(grid.key, "description", 1))
    grid.do_press("Control+Enter", "Control+Backspace", "Alt+ArrowUp", "Alt+ArrowDown", "Shift+ArrowDown")
    expect(endpoints.cell(grid.key, "description", 1)).to_be_focused()
    expect(grid.page.locator("#announcements")).to_contain_text("in their design")
    expect(endpoints.rows(grid.key)).to_have_count(3)
    assert grid.lines == before


def test_no_key_does_anything_before_the_register_is_ready(grid: GridPage) -> None:
    """Until its script is here a register would take keys for those of a design, and delete rows."""
    held: list[Route] = []
    grid.page.route("**/static/registers.*.js", lambda route: held.append(route), times=1)
    register = RegisterPage(grid.page, "endpoints")
    grid.page.goto(f"/registers/endpoints?q=design:{grid.key}", wait_until="domcontentloaded")
    wait_until(grid.page, lambda: held, lambda: "its script is not asked for")
    cell = register.cell(grid.key, "description", 1)
    cell.click(modifiers=["Control"])
    grid.do_press("Control+Enter", "Control+Backspace", "x")
    expect(register.rows(grid.key)).to_have_count(3)
    expect(grid.field).to_have_count(0)
    held[0].continue_()
    expect(grid.page.locator("[data-register]")).to_have_attribute("data-ready", "")
    grid.do_focus(cell)
    grid.do_press("Control+Backspace")
    expect(grid.page.locator("#announcements")).to_contain_text("in their design")
    register.do_write(cell, "Written later")
    grid.assert_saved("| DELETE | `/books/{id}` | Written later | ✅ |")


def test_undo_takes_back_the_last_edit_made_there_whichever_design_it_was_in(
    grid: GridPage, workshop: tuple[Library, Iterator[str]]
) -> None:
    keys = [grid.key, next(workshop[1]), next(workshop[1])]
    one, other = next((a, b) for a, b in pairwise(keys) if a[:-1] == b[:-1])
    register = RegisterPage(grid.page, "files")
    register.do_open(query=f"q={one[:-1]}")
    first, second = (register.cell(key, "description") for key in (one, other))
    register.do_write(first, "Keeps more")
    register.do_write(second, "Keeps most")
    expect(second).to_have_text("Keeps most")
    register.assert_saved()
    for key, words in (
        ("Control+z", ("Keeps more", "Keeps books")),
        ("Control+z", ("Keeps books", "Keeps books")),
        ("Control+Shift+z", ("Keeps more", "Keeps books")),
        ("Control+z", ("Keeps books", "Keeps books")),
    ):
        grid.do_press(key)
        expect(first).to_have_text(words[0])
        expect(second).to_have_text(words[1])
        register.assert_saved()


def test_a_column_that_a_table_lacks_is_added_and_filled_from_the_register(grid: GridPage) -> None:
    register = RegisterPage(grid.page, "files")
    register.do_open(grid.key)
    expect(register.cell(grid.key, "action")).to_contain_text("modify")  # as the heading says
    register.cell(grid.key, "action").click(modifiers=["Control"], position={"x": 4, "y": 4})
    grid.do_press("Enter")
    expect(grid.field).to_be_focused()
    grid.do_type("Modify")
    grid.do_press("Control+Enter")
    expect(register.cell(grid.key, "action")).to_have_text("Modify")
    register.assert_saved()
    grid.assert_saved(
        "| File | Changes | Action |", "|---|---|---|", f"| `src/{grid.key}.py` | Keeps books | Modify |"
    )


def test_a_task_is_ticked_in_the_register(grid: GridPage) -> None:
    register = RegisterPage(grid.page, "tasks")
    register.do_open(grid.key)
    box = register.rows(grid.key).filter(has_text="Write it down").get_by_role("checkbox")
    box.click()
    expect(box).to_be_checked()
    register.assert_saved()
    grid.do_press("Space")
    expect(box).not_to_be_checked()
    grid.assert_saved("- [ ] Write it down")


def test_what_somebody_else_wrote_meanwhile_is_a_conflict_there_too(
    grid: GridPage, endpoints: RegisterPage, troubles: Troubles
) -> None:
    troubles.expect("409")
    theirs = RegisterPage(grid.page.context.new_page(), "endpoints")
    theirs.do_open(grid.key)
    theirs.do_write(theirs.cell(grid.key, "description", 2), "Their words")
    expect(theirs.cell(grid.key, "description", 2)).to_have_text("Their words")
    theirs.assert_saved()
    endpoints.do_write(endpoints.cell(grid.key, "description", 2), "My words")
    conflict = grid.page.get_by_role("region", name="Conflict")
    expect(conflict).to_contain_text("Their words")
    assert_accessible(grid.page)
    conflict.get_by_role("button", name="Keep mine").click()
    expect(conflict).to_have_count(0)
    grid.assert_saved("| POST | `/shelves` | My words | ❌ |")


def test_a_refused_text_stays_in_its_editor_with_the_reason(
    grid: GridPage, endpoints: RegisterPage, troubles: Troubles
) -> None:
    troubles.expect("422")
    endpoints.do_write(endpoints.cell(grid.key, "path", 2), "shelves")
    expect(grid.page.locator(".editor__error")).to_have_text("A path starts with “/”.")
    assert "| POST | `/shelves` | Adds one | ❌ |" in grid.lines


def test_the_list_follows_what_is_typed_and_back_leads_back(grid: GridPage, endpoints: RegisterPage) -> None:
    page = grid.page
    page.goto(f"/registers/endpoints?q=design:{grid.key}")
    page.get_by_label("Filter these endpoints").fill(f"design:{grid.key} shelves")
    expect(endpoints.rows(grid.key)).to_have_count(1)
    expect(page).to_have_url(re.compile("shelves"))
    page.get_by_label("Filter these endpoints").fill(f"design:{grid.key}")
    expect(endpoints.rows(grid.key)).to_have_count(3)
    page.get_by_label("Filter by method").select_option("DELETE")
    expect(endpoints.rows(grid.key)).to_have_count(1)
    page.get_by_role("link", name="Description").click()
    expect(page).to_have_url(re.compile("method=DELETE&sort=description"))
    page.go_back()
    expect(page).to_have_url(re.compile("method=DELETE$"))
    expect(endpoints.rows(grid.key)).to_have_count(1)


def test_a_folder_of_the_tree_opens_where_it_stands(grid: GridPage) -> None:
    grid.page.goto("/registers/files?as=tree")
    grid.page.locator("summary", has_text="src").click(position={"x": 4, "y": 10})
    below = grid.page.locator(".branches .branches")
    expect(below.get_by_role("link", name=f"{grid.key}.py")).to_be_visible()
    assert_accessible(grid.page)


def test_a_register_reads_and_leads_on_without_scripts(
    workshop: tuple[Library, Iterator[str]], new_context: Callable[..., BrowserContext]
) -> None:
    library, keys = workshop
    context = new_context(base_url=library.url, storage_state=library.state, java_script_enabled=False)
    page, key = context.new_page(), next(keys)
    page.goto(f"/registers/endpoints?q=design:{key}")
    page.get_by_label("Filter by method").select_option("POST")
    page.get_by_role("button", name="Filter").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.locator("td.cell--description").get_by_role("link", name="Edit").click()
    page.get_by_role("textbox").last.fill("Written without scripts")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("tr", has_text="Written without scripts")).to_have_count(1)
