"""The laws of paper see what they are there to see."""

from __future__ import annotations

import pytest

from tests.papers.laws import (
    assert_no_blank_sheet,
    assert_nothing_outside,
    assert_running,
    assert_same_letters,
    assert_whole,
)
from tests.papers.sheets import MM, Glyph, Sheet, bare
from tests.papers.units import runs_from_the_right, units

WIDTH, HEIGHT = 595.0, 842.0
PAGE = """
<main><article id="a"><h2>Rows<a class="anchor">#</a></h2>
<table><thead><tr><th>Key</th><th>Name</th></tr></thead>
<tbody>
<tr><td>1</td><td>one <span class="sign" title="yes"><span class="sign__mark">✅</span></span></td></tr>
<tr><td>2</td><td>two</td></tr></tbody></table>
<h2>After</h2><p>Text with <b>more</b></p></article></main>
"""


def sheet(number: int, body: str, *, running: str = "", ink: bool = True, left: float = 50) -> Sheet:
    """A sheet whose glyphs stand in a row, those of its header above."""
    lines = [(body, HEIGHT / 2), (running, HEIGHT - 10 * MM)]
    glyphs = [
        Glyph(char, left + place, height, left + place + 1, height + 1)
        for text, height in lines
        for place, char in enumerate(text)
    ]
    return Sheet(number, WIDTH, HEIGHT, glyphs, ink)


def sheets(*bodies: str) -> list[Sheet]:
    return [sheet(number, body) for number, body in enumerate(bodies, 1)]


def test_a_page_is_cut_into_cells_paragraphs_and_headings() -> None:
    assert [unit.text for unit in units(PAGE)] == [
        "Rows",
        "Key",
        "Name",
        "1",
        "one",
        "2",
        "two",
        "After",
        "Textwithmore",
    ]


def test_what_is_whole_passes_on_one_sheet_and_on_two() -> None:
    assert_whole(sheets("Rows Key Name 1 one ✓ 2 two After Text with more"), PAGE)
    assert_whole(sheets("Rows Key Name 1 one", "Key Name 2 two After Text with more"), PAGE)


@pytest.mark.parametrize(
    ("bodies", "complaint"),
    [
        (["Rows Key Name 1 one 2 two After Text"], "wanted “Textwithmore”"),
        (["Rows Key Name 1 one 2 two 2 two After Text with more"], "2two"),
        (["Rows Key Name 1 one 2 tw After Text with more"], "wanted “two”"),
        (["Rows Key Name 1 one", "2 two After Text with more"], "wanted “2” (under the head “KeyName”)"),
        (["Rows", "Key Name 1 one 2 two After Text with more"], "sheet 1 ends with “Rows”"),
        (["Rows Key Name", "Key Name 1 one 2 two After Text with more"], "sheet 1 ends with “Name”"),
        (["Rows Key Name 1 one 2 two After Text with more", "Page"], "nobody wrote “Page”"),
    ],
)
def test_what_is_lost_or_doubled_is_seen(bodies: list[str], complaint: str) -> None:
    with pytest.raises(AssertionError) as failed:
        assert_whole(sheets(*bodies), PAGE)
    assert complaint in str(failed.value)


def test_neighbours_may_be_drawn_in_another_order() -> None:
    assert_whole(sheets("Rows Key Name 1 2 one two After Text with more"), PAGE)


def test_a_heading_may_end_a_document() -> None:
    page = '<main><article id="a"><h2>End</h2></article><article id="b"><p>Next</p></article></main>'
    assert_whole(sheets("End", "Next"), page)


def test_numbers_of_pages_may_follow_an_entry_of_the_contents() -> None:
    page = '<main><nav class="paper-contents"><li>Goals</li><li>Plan</li></nav></main>'
    assert_whole(sheets("Goals . . . . 1 Plan 12"), page)
    assert_whole(sheets("Goals Plan"), page)


def test_letters_are_counted_where_their_order_is_lost() -> None:
    assert_same_letters(sheets("Rows Key Name 1 eno", "Key Name 2 two After Text with more"), PAGE)
    for body in (
        "Rows Key Name 1 on 2 two After Text with more",
        "Rows Key Name 1 one 2 two After Text with moreX",
    ):
        with pytest.raises(AssertionError):
            assert_same_letters(sheets(body), PAGE)
    assert runs_from_the_right("<main>עברית</main>")
    assert not runs_from_the_right("<main>latin</main>")


def test_a_blank_sheet_is_seen() -> None:
    assert_no_blank_sheet(sheets("a"))
    for printed in ([], [sheet(1, "a"), sheet(2, "", ink=False)]):
        with pytest.raises(AssertionError):
            assert_no_blank_sheet(printed)


@pytest.mark.parametrize("left", [-3, WIDTH - 1])
def test_a_glyph_outside_its_sheet_is_seen(left: float) -> None:
    assert_nothing_outside(sheets("ab"))
    with pytest.raises(AssertionError):
        assert_nothing_outside([sheet(1, "ab", left=left)])


@pytest.mark.parametrize(
    "running", ["FEAT-001 Title", "Title 1 of 1", "FEAT-001 1 of 1", "FEAT-001 Title 2 of 1"]
)
def test_a_header_without_key_title_or_number_is_seen(running: str) -> None:
    assert_running([sheet(1, "a", running="FEAT-001 · Title 1 of 1")], "FEAT-001", "Title")
    with pytest.raises(AssertionError):
        assert_running([sheet(1, "FEAT-001 Title 1 of 1", running=running)], "FEAT-001", "Title")


def test_blanks_signs_and_invisible_letters_do_not_count() -> None:
    assert bare("a\u00a0b\u200b ✓c\u202e🚀 ﬁ") == "abcfi"
