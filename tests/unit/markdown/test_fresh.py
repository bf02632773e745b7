"""New blocks read as what they were begun as."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.markdown.edits import HOSTILE
from webapp.markdown.errors import Unwritable
from webapp.markdown.fresh import begin_table, ways_to_begin, without_marker
from webapp.markdown.reader import read

LISTS = ["checklist", "bullets", "steps"]
LINES = st.lists(
    st.sampled_from([text for text in HOSTILE if "\n" not in text and "\r" not in text]), max_size=4
)


@pytest.mark.parametrize("kind", ["code", "divider", *LISTS])
def test_every_way_to_begin_a_block_reads_as_one_of_its_kind(kind: str) -> None:
    for way in ways_to_begin(kind, ""):
        blocks = read(way + "\n").sections[0].blocks
        assert [block.kind for block in blocks] == [kind]
        assert len(blocks[0].rows) == (kind in LISTS)


@given(LINES)
def test_code_is_one_block_whatever_it_holds(lines: list[str]) -> None:
    code = "\n".join(lines)

    (way,) = ways_to_begin("code", code)

    blocks = read(way + "\n").sections[0].blocks
    assert [block.kind for block in blocks] == ["code"]
    assert code.strip("\n") in blocks[0].source


@given(st.lists(st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=3), min_size=1, max_size=3))
def test_a_table_holds_every_pasted_cell(rows: list[list[str]]) -> None:
    blocks = read(begin_table(rows) + "\n").sections[0].blocks

    assert [block.kind for block in blocks] == ["table"]
    width = max(map(len, rows))
    assert len(blocks[0].columns) == width
    assert len(blocks[0].rows) == max(len(rows) - 1, 1)


def test_a_table_begins_with_columns_to_rename_and_one_empty_row() -> None:
    block = read(begin_table([]) + "\n").sections[0].blocks[0]

    assert (block.columns, [row.cells for row in block.rows]) == (
        ["Column 1", "Column 2", "Column 3"],
        [["", "", ""]],
    )


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("- a", "a"),
        ("  * [x] a", "a"),
        ("12) a", "a"),
        ("- [ ]", ""),
        ("-a", "-a"),
        ("a - b", "a - b"),
        ("1.5", "1.5"),
    ],
)
def test_the_marker_of_a_pasted_item_is_left_out(line: str, text: str) -> None:
    assert without_marker(line) == text


def test_what_cannot_begin_without_text_or_is_no_kind_says_so() -> None:
    with pytest.raises(Unwritable, match="Type the text first"):
        ways_to_begin("prose", " \n")
    with pytest.raises(Unwritable, match="A new block is"):
        ways_to_begin("front matter", "")
