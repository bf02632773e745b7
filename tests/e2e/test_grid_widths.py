"""The columns of a table keep their widths while its cells are edited: a save makes a row higher, no more."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.pages.grid import GridPage

LONG = "All of the books there are, the lent ones and those being mended among them, by author and year"
WORD = "Incomprehensibilities" * 3


def widths(grid: GridPage) -> list[float]:
    """How wide the table and its columns are, in tenths of a pixel: browsers count in sixty-fourths."""
    measured: list[float] = grid.table.evaluate(
        "it => [it, ...it.querySelectorAll('th')]"
        ".map((each) => Math.round(each.getBoundingClientRect().width * 10))"
    )
    return measured


@pytest.mark.parametrize(("width", "direction"), [(1280, "ltr"), (390, "rtl")])
def test_a_save_makes_no_column_wider_or_narrower(grid: GridPage, width: int, direction: str) -> None:
    grid.page.set_viewport_size({"width": width, "height": 800})
    grid.table.evaluate("(it, direction) => { it.closest('.table').dir = direction; }", direction)
    before = widths(grid)
    texts = {"Lists them": LONG, "Adds one": WORD, "Takes one away": "–", "/shelves": "/s"}
    for was, becomes in texts.items():
        cell = grid.cell(was)
        grid.do_focus(cell)
        grid.do_press("F2", "Control+a")
        grid.do_type(becomes)
        assert widths(grid) == before
        grid.do_press("Control+Enter")
        assert widths(grid) == before
        expect(grid.page.locator(".is-saving")).to_have_count(0)
        assert widths(grid) == before
    assert not spilled(grid)


def spilled(grid: GridPage) -> list[str]:
    """The texts of cells that are wider than their cell."""
    texts: list[str] = grid.table.evaluate(
        "it => [...it.querySelectorAll('th, td')].filter((each) => each.scrollWidth > each.clientWidth + 1)"
        ".map((each) => each.textContent)"
    )
    return texts


def test_keys_that_open_nothing_keep_the_widths_as_well(grid: GridPage) -> None:
    before = widths(grid)
    cell = grid.cell("Lists them")
    grid.do_focus(cell)
    grid.do_press("Delete")
    assert widths(grid) == before
    grid.do_paste(f"{LONG}\t❌\n{LONG}\t❌")
    expect(grid.cell(LONG)).to_have_count(2)
    expect(grid.page.locator(".is-saving")).to_have_count(0)
    assert widths(grid) == before


def test_a_new_row_keeps_the_widths_and_a_new_column_does_not(grid: GridPage) -> None:
    before = widths(grid)
    grid.do_focus(grid.cell("Adds one"))
    grid.do_press("Control+Enter")
    grid.do_type("PATCH")
    grid.do_press("Tab")
    grid.do_type(f"/{WORD}")
    grid.do_press("Control+Enter")
    expect(grid.cell(f"/{WORD}")).to_have_count(1)
    expect(grid.page.locator(".is-saving")).to_have_count(0)
    assert widths(grid) == before
    grid.table.hover()
    grid.page.locator("[data-add-column]").first.click()
    expect(grid.table.locator("th")).to_have_count(len(before))
    assert widths(grid)[1:-1] != before[1:]


def test_another_window_and_paper_have_widths_of_their_own(grid: GridPage) -> None:
    page = grid.page
    page.set_viewport_size({"width": 900, "height": 800})
    page.emulate_media(media="print")
    printed = widths(grid)
    page.emulate_media(media="screen")
    wide = widths(grid)
    grid.do_focus(grid.cell("Lists them"))
    grid.do_press("F2", "Escape")
    assert widths(grid) == wide
    page.set_viewport_size({"width": 1280, "height": 800})
    wider = widths(grid)
    assert wider[0] > wide[0]
    grid.do_press("F2", "Escape")
    assert widths(grid) == wider
    page.set_viewport_size({"width": 900, "height": 800})
    grid.do_press("F2", "Escape")
    page.emulate_media(media="print")
    assert widths(grid) == printed
