"""How tables are cut into cells: the pipes, the blanks, the rows that are too short or too long."""

from __future__ import annotations

import pytest

from tests.unit.markdown.desk import blocks, cells, kinds
from webapp.markdown.tables import read_cells, split_cells


def test_a_table_has_names_alignments_and_rows_of_one_line_each() -> None:
    text = "| a | b | c | d |\n|---|:--|:-:|--:|\n| 1 | 2 | 3 | 4 |\n\n"
    block = blocks(text)[0]
    assert (block.columns, block.aligns) == (["a", "b", "c", "d"], ["", "left", "center", "right"])
    assert (block.source, block.tail) == ("| a | b | c | d |\n|---|:--|:-:|--:|\n", "\n")
    assert [(row.source, row.depth, row.marker, row.done) for row in block.rows] == [
        ("| 1 | 2 | 3 | 4 |\n", 0, "", None)
    ]


@pytest.mark.parametrize(
    ("line", "texts"),
    [
        ("| a | b |", ["a", "b"]),
        ("a | b", ["a", "b"]),
        ("| a | b", ["a", "b"]),
        ("a | b |", ["a", "b"]),
        ("|a|b|", ["a", "b"]),
        ("a", ["a", ""]),
        ("|", ["", ""]),
        ("||", ["", ""]),
        ("| | b |", ["", "b"]),
        ("| a | b | c | d", ["a", "b"]),
        ("| x\\|y | b |", ["x|y", "b"]),
        ("| x\\\\|2 | b |", ["x\\|2", "b"]),
        ("| `x\\|y` | b |", ["`x|y`", "b"]),
        ("| `x|y` | b |", ["`x", "y`"]),
        ("| a\\ | b |", ["a\\", "b"]),
        ("  | a | b |  ", ["a", "b"]),
        ("|\u00a0a\u2003|\u3000b\t|", ["a", "b"]),
        ("| \u200ba | \ufeffb |", ["\u200ba", "\ufeffb"]),
        ("| \x1ca | b\x85 |", ["\x1ca", "b\x85"]),
    ],
)
def test_pipes_part_cells(line: str, texts: list[str]) -> None:
    assert read_cells(line, 2) == texts
    assert cells(f"| h | i |\n|---|---|\n{line}\n") == [texts]


def test_a_blank_line_has_no_cells() -> None:
    assert split_cells(" \t ") == []


def test_a_line_right_behind_a_table_is_a_row() -> None:
    assert cells("| a | b |\n|---|---|\n| 1 | 2 |\ntext\n") == [["1", "2"], ["text", ""]]


@pytest.mark.parametrize("line", ["", "# h", "- a", "```", "> q", "---", "<div>", "    code"])
def test_what_starts_another_block_ends_a_table(line: str) -> None:
    assert cells(f"| a |\n|---|\n| 1 |\n{line}\n") == [["1"]]


def test_rows_behind_a_blank_line_are_prose() -> None:
    assert kinds("| a |\n|---|\n\n| 1 |\n") == ["table", "prose"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("| a |\n|---|\n", "table"),
        ("a |\n---\n", "table"),
        ("|  |  |\n|--|--|\n", "table"),
        ("a | b\n- | -\n", "prose"),
        ("a | b\n--- | --- | ---\n", "prose"),
        ("| a | b |\n|---|\n", "prose"),
    ],
)
def test_head_and_marks_must_agree(text: str, kind: str) -> None:
    assert kinds(text)[0] == kind
