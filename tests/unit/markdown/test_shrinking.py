"""Long tables are read back without the rows that an edit leaves alone: the answer is the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.markdown.edits import TABLE_EDITS, Edit, make_edit, pick_text
from webapp.markdown import shrinking
from webapp.markdown.errors import Unwritable
from webapp.markdown.guard import Applied
from webapp.markdown.reader import read

ROWS = 12
ENDS = ("\n", "\r\n", "\r")
AFTER = (
    "",
    "\n",
    "\nwords",
    "\n\n## Next\n",
    "# Next\n",
    "```\ncode",
    "\n- x\n",
    "\n| a | b |\n|---|---|\n| 1 | 2 |",
)


@given(st.data())
def test_an_edit_is_accepted_and_refused_as_with_the_whole_table(data: st.DataObject) -> None:
    def pick(below: int) -> int:
        return data.draw(st.integers(0, below - 1))

    end = ENDS[pick(3)]
    lines = ["# T", "", "| a | b | c |", "|---|---|---|"]
    styles = (
        "| {0} | x | y |",
        "| {0} | x |",
        "{0} | x | y",
        "| {0} | x | y | z |",
        "|{0}|||",
        "  | {0} | | |",
    )
    lines += [styles[pick(len(styles))].format(row) for row in range(ROWS)]
    text = end.join(lines) + (end if pick(4) else "") + AFTER[pick(len(AFTER))].replace("\n", end)
    outline = read(text)
    block = next(place for place, each in enumerate(outline.sections[1].blocks) if each.kind == "table")
    count = len(outline.sections[1].blocks[block].rows)
    edit = Edit(
        TABLE_EDITS[pick(len(TABLE_EDITS))],
        1,
        block,
        row=pick(count),
        column=pick(3),
        to=pick(count),
        text=pick_text(pick),
        cells=[pick_text(pick) for _ in range(3)],
    )

    assert outcome(text, edit, rows_min=1) == outcome(text, edit, rows_min=10_000)


def outcome(text: str, edit: Edit, *, rows_min: int) -> Applied | str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shrinking, "ROWS_MIN", rows_min)
        try:
            return make_edit(read(text), edit)
        except Unwritable as error:
            return error.reason


def test_rows_that_are_left_alone_are_the_same_objects_afterwards() -> None:
    outline = read("| a |\n|---|\n" + "".join(f"| {row} |\n" for row in range(100)))

    applied = make_edit(outline, Edit("cell", 0, row=50, text="other"))

    rows, old = applied.outline.sections[0].blocks[0].rows, outline.sections[0].blocks[0].rows
    assert [place for place in range(100) if rows[place] is not old[place]] == [0, 49, 50, 51, 99]
    assert rows[50].source == "| other |\n"
