"""Many cells written at once, rows written into another block, sections added and exchanged."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.markdown.desk import refused, write
from tests.unit.markdown.documents import any_document
from tests.unit.markdown.edits import Pick, check_agreement, pick_text, same_text
from webapp.markdown import guard, writer
from webapp.markdown.errors import Unwritable
from webapp.markdown.outline import Block, Outline
from webapp.markdown.reader import read

TABLE = "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 |\n"


def picker(data: st.DataObject) -> Pick:
    return lambda below: data.draw(st.integers(0, below - 1))


def a_block_with_rows(outline: Outline, pick: Pick) -> tuple[tuple[int, int], Block] | None:
    found = [
        ((number, place), block)
        for number, section in enumerate(outline.sections)
        for place, block in enumerate(section.blocks)
        if block.rows
    ]
    return found[pick(len(found))] if found else None


@given(st.data())
def test_many_cells_read_back_as_they_were_typed(data: st.DataObject) -> None:
    pick = picker(data)
    outline = read(any_document(pick))
    found = a_block_with_rows(outline, pick)
    if found is None:
        return
    at, block = found
    width = max(len(block.columns), 1)
    texts = {(pick(len(block.rows)), pick(width)): pick_text(pick) for _ in range(1 + pick(3))}
    added = [[pick_text(pick) for _ in range(width)] for _ in range(pick(3))]
    try:
        applied = guard.apply(outline, at, writer.set_cells(block, texts, added))
    except Unwritable:
        return
    check_agreement(applied.outline)
    now = applied.outline.sections[at[0]].blocks[at[1]]
    assert len(now.rows) == len(block.rows) + len(added)
    for number, row in enumerate(now.rows[: len(block.rows)]):
        for column, text in enumerate(block.rows[number].cells):
            assert same_text(now, row.cells[column], texts.get((number, column), text))
    for row, typed in zip(now.rows[len(block.rows) :], added, strict=True):
        assert all(same_text(now, *pair) for pair in zip(row.cells, typed, strict=True))
    assert applied.rows == [*range(len(block.rows)), *[None] * len(added)]


@given(st.data())
def test_a_row_written_in_again_is_there_twice_with_what_is_nested_in_it(data: st.DataObject) -> None:
    pick = picker(data)
    outline = read(any_document(pick))
    found = a_block_with_rows(outline, pick)
    if found is None:
        return
    at, block = found
    row, after = pick(len(block.rows)), pick(len(block.rows) + 1) - 1
    try:
        applied = guard.apply(outline, at, writer.graft_row(block, None if after < 0 else after, block, row))
    except Unwritable:
        return
    check_agreement(applied.outline)
    now = applied.outline.sections[at[0]].blocks[at[1]]
    new = [each for each, origin in zip(now.rows, applied.rows, strict=True) if origin is None]
    tree = block.rows[row : row + len(new)]
    assert [each.cells for each in new] == [each.cells for each in tree]
    assert [each.done for each in new] == [each.done for each in tree]
    assert [each.depth - new[0].depth for each in new] == [each.depth - tree[0].depth for each in tree]
    assert [origin for origin in applied.rows if origin is not None] == list(range(len(block.rows)))


@given(st.data())
def test_sections_that_change_places_lose_nothing(data: st.DataObject) -> None:
    pick = picker(data)
    outline = read(any_document(pick))
    count = len(outline.sections)
    if count < 3:
        return
    first = 1 + pick(count - 2)
    middle = first + 1 + pick(count - first - 1)
    last = middle + 1 + pick(count - middle)
    for text in writer.exchange(outline, first, middle, last):
        new = guard.replace_sections(outline, first, last, text).outline
        check_agreement(new)
        assert sorted("".join(new.text.split())) == sorted("".join(outline.text.split()))


def test_only_cells_that_say_something_else_are_written() -> None:
    assert write(TABLE, "set_cells", {(0, 0): "1", (1, 0): "x"}, []) == TABLE.replace("| 3 |", "| x |")
    assert (
        write(TABLE, "set_cells", {(1, 1): "y"}, [["new"]])
        == TABLE.replace("| 3 |", "| 3 | y |") + "| new |  |\n"
    )
    assert write("- a\n  - b\n", "set_cells", {(1, 0): "c"}, ["d"]) == "- a\n  - c\n  - d\n"


def test_texts_that_cannot_stand_there_are_refused_with_a_reason() -> None:
    assert refused("words\n- a\n", "set_cells", {(0, 0): ""}, [], block=1)


def test_an_item_is_written_into_another_list_in_its_style() -> None:
    source = read("- [x] a\n\n      code\n   - b\n").sections[0].blocks[0]

    assert write("9. one\n10. two\n", "graft_row", 0, source, 0).startswith("9. one\n10. [x] a\n")
    assert write("* x\n* y\n", "graft_row", None, source, 0).startswith("* [x] a\n")
