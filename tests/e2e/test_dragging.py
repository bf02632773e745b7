"""Rows, items, blocks and sections are dragged by a grip: a line shows the place, and nothing jumps."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.boards import import_boards
from tests.e2e.conftest import Library
from tests.e2e.pages.board import BoardPage


@pytest.fixture(scope="module")
def boards(
    workshop: tuple[Library, Iterator[str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The keys of designs that only this file touches."""
    library, _ = workshop
    return import_boards(library, tmp_path_factory.mktemp("dragging") / "boards", 300, 12)


@pytest.fixture
def board(
    workshop: tuple[Library, Iterator[str]],
    boards: Iterator[str],
    new_context: Callable[..., BrowserContext],
) -> BoardPage:
    """The page of a board that no other test touches."""
    library, _ = workshop
    context = new_context(
        base_url=library.url, storage_state=library.state, viewport={"width": 1280, "height": 800}
    )
    board = BoardPage(context.new_page(), next(boards))
    board.do_open()
    return board


def test_a_row_is_dragged_below_another(board: BoardPage) -> None:
    row = board.row("Ash")
    board.do_look_at(row)
    told = board.do_listen()
    with board.no_jump(board.cell("Ash")):
        board.do_drag("row", row, board.row("Beech"), down=6)
    assert "Moved" in told()
    board.assert_saved("| Beech | hedge | wind |", "| Ash | tree | shade |", "| Cedar | plank | smell |")
    board.assert_texts(
        board.table(0), ["Beech", "hedge", "wind"], ["Ash", "tree", "shade"], ["Cedar", "plank", "smell"]
    )


def test_a_line_shows_the_place_and_escape_gives_up(board: BoardPage) -> None:
    board.do_look_at(board.row("Ash"))
    boxes = [row.bounding_box() for row in board.page.locator(".row").all()]
    with board.no_jump():
        board.do_grab("row", board.row("Ash"))
        board.do_carry(board.row("Cedar"), down=6)
        line, row = board.line.bounding_box(), board.row("Cedar").bounding_box()
        assert line
        assert row
        assert abs(line["y"] + line["height"] / 2 - row["y"] - row["height"]) < 3
        expect(board.row("Ash")).to_have_css("opacity", "0.45")
        board.do_press("Escape")
        board.do_let_go()
        expect(board.line).to_have_count(0)
    board.assert_told("Not moved")
    assert [row.bounding_box() for row in board.page.locator(".row").all()] == boxes
    board.assert_saved("| Ash | tree | shade |", "| Beech | hedge | wind |")


def test_a_row_goes_to_another_table_of_the_same_columns(board: BoardPage) -> None:
    board.do_look_at(board.row("Cedar"))
    with board.no_jump(board.cell("Cedar")):
        board.do_drag("row", board.row("Cedar"), board.row("Dogwood"), down=-6)
    board.assert_saved("| Cedar | plank | smell |", "| Dogwood | bush | colour |")
    board.assert_texts(board.table(1), ["Cedar", "plank", "smell"], ["Dogwood", "bush", "colour"])


def test_a_row_does_not_go_to_a_list(board: BoardPage) -> None:
    before = board.lines
    board.do_look_at(board.row("Cedar"))
    board.do_grab("row", board.row("Cedar"))
    board.do_carry(board.row("Last of all"))
    expect(board.line).to_be_hidden()
    board.do_let_go()
    assert board.lines == before


def test_an_item_takes_along_what_is_nested_in_it(board: BoardPage) -> None:
    board.do_look_at(board.row("Parent"))
    with board.no_jump(board.cell("Parent")):
        board.do_drag("row", board.row("Parent"), board.row("First of all"), down=-6)
    board.assert_saved("- [ ] Parent", "  - [ ] Child", "- [ ] First of all", "- [ ] Last of all")
    expect(board.page.locator("li.row .item__text")).to_have_text(
        [board.exactly(text) for text in ("Parent", "Child", "First of all", "Last of all")]
    )


def test_a_block_is_dragged_into_another_section(board: BoardPage) -> None:
    remark = board.page.locator(".prose", has_text="A remark to be moved")
    board.do_look_at(remark)
    with board.no_jump(remark):
        board.do_drag("block", remark, board.page.locator(".prose", has_text="Text below it"), down=6)
    board.assert_saved("Text below it.", "", "A remark to be moved.")


def test_a_section_takes_along_what_is_nested_in_it(board: BoardPage) -> None:
    heading = board.heading("There")
    board.do_look_at(heading)
    with board.no_jump(heading):
        board.do_drag("section", heading, board.heading("Here"), down=-8)
    board.assert_titles("There", "Below there", "Here", "Tasks", "Remarks")
    lines = board.lines
    assert [lines.index(f"## {title}") for title in ("There", "Here", "Tasks")] == sorted(
        lines.index(f"## {title}") for title in ("There", "Here", "Tasks")
    )


def test_the_page_scrolls_while_something_is_held_at_its_edge(board: BoardPage) -> None:
    board.page.set_viewport_size({"width": 1280, "height": 500})
    board.do_grab("section", board.heading("Here"))
    before = board.page.evaluate("scrollY")
    board.page.mouse.move(600, 490)
    board.assert_scrolled_past(before + 60)
    board.do_press("Escape")
    board.do_let_go()


def test_a_click_on_a_grip_drags_nothing(board: BoardPage) -> None:
    before = board.lines
    board.do_grab("row", board.row("Beech"))
    board.do_let_go()
    board.do_press("Escape")
    assert board.lines == before


def test_paper_shows_no_grips(board: BoardPage) -> None:
    board.row("Beech").hover()
    grips = board.page.locator(".grip")
    expect(grips.first).to_be_visible()
    board.page.emulate_media(media="print")
    for number in range(grips.count()):
        expect(grips.nth(number)).to_be_hidden()


def test_a_drag_survives_a_reload(board: BoardPage) -> None:
    board.do_drag("row", board.row("Beech"), board.row("Ash"), down=-6)
    board.assert_saved("| Beech | hedge | wind |", "| Ash | tree | shade |")
    board.do_open()
    board.assert_texts(
        board.table(0), ["Beech", "hedge", "wind"], ["Ash", "tree", "shade"], ["Cedar", "plank", "smell"]
    )
