"""A window believes what the whole document would, and writes it in the same way."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.unit.markdown.strategies import texts, typed
from tests.unit.markdown.test_laws_on_documents import FILES, MANGLES, names
from webapp.markdown import guard, reader, windows, writer
from webapp.markdown.drafts import Draft
from webapp.markdown.errors import Unreadable, Unwritable
from webapp.markdown.guard import Place
from webapp.markdown.outline import LIST_KINDS, TEXT_KINDS, Block, Outline, Row
from webapp.markdown.windows import Window

TABLE = "# T\n\n| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\ntext\n"
TYPED = ["Some words", "`code | x`", "yes", "no", "two\nlines", "# x", ""]
LIST = "# T\n\n- [ ] a\n- [ ] b\n  - deep\n- [ ] c\n- [ ] d\n\ntext\n"


@given(texts, st.integers(0, 1_000), st.integers(0, 20), typed | st.sampled_from(["yes", "no"]))
@example("- a\n\n  - k\n-\n\n  para\n", 2, 0, "x")
@example("**Label:**\n- a\n- b\n", 0, 0, "")
@example("- a\n- \nT\n===\n", 1, 0, "x")
@example("* a\n- b\n", 1, 0, "")
@example("- a\n-\npara\n", 1, 0, "x")
@example("| a | b |\n|---|---|\n~~~x | y\n", 0, 0, "<!--")
def test_what_a_window_writes_the_whole_would_write(text: str, pick: int, column: int, new: str) -> None:
    try:
        outline = reader.read(text)
    except Unreadable:
        return
    places = list(rows_of(outline))
    if places:
        agree(outline, places[pick % len(places)], column, new)


@pytest.mark.parametrize("how", ["as it is", "CR LF", "no outer pipes", "loose lists", "tabs"])
@pytest.mark.parametrize("path", FILES, ids=names)
def test_a_window_of_a_real_document_writes_what_the_whole_would_write(path: Path, how: str) -> None:
    chance = random.Random(path.name + how)
    outline = reader.read(MANGLES[how](path.read_bytes().decode(), chance))
    places = list(rows_of(outline))
    some = chance.sample(places, min(len(places), 6))
    for place in some:
        agree(outline, place, chance.randrange(9), chance.choice(TYPED))


@pytest.mark.parametrize("text", [TABLE, LIST, LIST.replace("\n", "\r\n")])
@pytest.mark.parametrize("new", ["plain words", "x | y", "`code`", "Ünïcödé 👍🏽"])
def test_plain_edits_need_no_more_than_the_window(text: str, new: str) -> None:
    outline = reader.read(text)
    assert all(agree(outline, place, 0, new) for place in rows_of(outline))


def test_a_window_is_as_large_for_a_long_table_as_for_a_short_one() -> None:
    long = reader.read(TABLE.replace("| 3 | 4 |\n", "| 3 | 4 |\n" * 500))
    window = window_at(long, Place(1, 0, 400))
    assert window
    assert len(window.block.rows) == 1


def test_the_window_of_an_item_is_its_own_tree_the_one_before_and_the_next_item() -> None:
    assert windows.span([0, 0, 1, 2, 0, 1, 0, 1, 0], 5) == (1, 7)
    assert windows.span([0, 0, 1, 2, 0, 1, 0, 1, 0], 0) == (0, 2)
    assert windows.span([0, 1, 1], 2) == (0, 3)
    assert windows.tree([0, 0, 1, 2, 0], 3) == (1, 4)


@pytest.mark.parametrize(
    ("text", "place", "new"),
    [
        ("- a\n-\n\n  para\n", Place(0, 0, 1), "x"),
        ("Label\n- a\n- b\n", Place(0, 1, 0), ""),
        ("- a\n- b\n", Place(0, 0, 1), "# b"),
        ("a | b\n---|---\n1 | 2\n", Place(0, 0, 0), "~~~"),
        ("- a\n- b", Place(0, 0, 1), "x"),
    ],
)
def test_a_window_leaves_to_the_whole_what_reads_otherwise(text: str, place: Place, new: str) -> None:
    window = window_at(reader.read(text), place)
    assert not window or windows.written(window, edit(window.block, window.row, 0, new)) is None


def test_a_box_that_makes_another_kind_of_list_is_left_to_the_whole() -> None:
    text = "- a\n- b\n- c\n"
    window = window_at(reader.read(text), Place(0, 0, 1))
    assert window
    assert windows.written(window, edit(window.block, window.row, 0, "yes")) is None
    window = window_at(reader.read(text.replace("- a", "- [ ] a")), Place(0, 0, 1))
    assert window
    assert windows.written(window, edit(window.block, window.row, 0, "yes")) == Row(
        "- [x] b\n", ["b"], 0, "-", True
    )


def agree(outline: Outline, place: Place, column: int, new: str) -> bool:
    """Whether the window answers; where it does, the whole must say the same and change no more."""
    block = block_at(outline, place)
    assert place.row is not None
    column %= max(len(block.columns), 1)
    window = window_at(outline, place)
    row = window and windows.written(window, edit(window.block, window.row, column, new))
    if row is None:
        return False
    assert place.block is not None
    applied = guard.apply(outline, (place.section, place.block), edit(block, place.row, column, new))
    assert applied.kind == "edited"
    assert applied.changed_pieces in ([], [(place, place)])
    assert block_at(applied.outline, place).rows[place.row] == row
    return True


def edit(block: Block, row: int, column: int, new: str) -> Iterator[Draft]:
    """A text for a cell, or a box for an item."""
    if new in {"yes", "no"} and block.kind in LIST_KINDS:
        return writer.tick(block, row, new == "yes")
    return writer.set_cell(block, row, column, new)


def rows_of(outline: Outline) -> Iterator[Place]:
    """Every row there is."""
    for number, section in enumerate(outline.sections):
        for place, block in enumerate(section.blocks):
            yield from (Place(number, place, row) for row in range(len(block.rows)))


def block_at(outline: Outline, place: Place) -> Block:
    """The block of a row."""
    assert place.block is not None
    return outline.sections[place.section].blocks[place.block]


def window_at(outline: Outline, place: Place) -> Window | None:
    """The window of a row, made of what a service loads of the document."""
    assert place.block is not None
    assert place.row is not None
    blocks = outline.sections[place.section].blocks
    block = blocks[place.block]
    if block.kind == "table":
        return windows.window_of_line(block.source, block.columns, block.aligns, block.rows[place.row])
    depths = [row.depth for row in block.rows]
    start, stop = windows.span(depths, place.row)
    before, after, heading = "", "", None
    if start == 0 and place.block and not blocks[place.block - 1].tail:
        if blocks[place.block - 1].kind not in TEXT_KINDS:
            return None
        before = blocks[place.block - 1].source
    if windows.tree(depths, place.row)[1] == len(depths):
        after, heading = after_list(outline, place)
    return windows.window_of_item(
        block.rows[start:stop], place.row - start, before=before, after=after, heading=heading
    )


def after_list(outline: Outline, place: Place) -> tuple[str, str | None]:
    """What stands after a list as a window wants it."""
    assert place.block is not None
    blocks = outline.sections[place.section].blocks
    tail = blocks[place.block].tail
    if place.block + 1 < len(blocks):
        following = blocks[place.block + 1]
        return tail + (following.source or following.rows[0].source), None
    rest = outline.sections[place.section + 1 :]
    return tail, rest[0].source if rest else ""


def test_refusals_are_left_to_the_whole() -> None:
    outline = reader.read("Label\n- a\n- b\n")
    with pytest.raises(Unwritable):
        guard.apply(outline, (0, 1), writer.set_cell(outline.sections[0].blocks[1], 0, 0, ""))
