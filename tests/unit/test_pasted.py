"""What a clipboard holds: tables of spreadsheets, CSV, Markdown, plain lines."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.services.editing.pasted import parse_pasted

CELLS = st.text(st.sampled_from('ab\t\n",;| é'), max_size=6)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        ("a", [["a"]]),
        ("a\n", [["a"]]),
        ("a\tb\nc\td\n", [["a", "b"], ["c", "d"]]),
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ("a\tb\n\tc\n", [["a", "b"], ["", "c"]]),
        ("a\t\n", [["a", ""]]),
        ("a\tb\tc\nd\n", [["a", "b", "c"], ["d"]]),
        ('"two\nlines"\tb\n', [["two\nlines", "b"]]),
        ('"a\tb"\tc\n', [["a\tb", "c"]]),
        ('"say ""yes"""\tb\n', [['say "yes"', "b"]]),
        ('"two\nlines"\n', [["two\nlines"]]),
        ('"a word"\n', [['"a word"']]),
        ('a "word" here\tb', [['a "word" here', "b"]]),
        ('"open\tb', [['"open', "b"]]),
        ("a\t\n\nb\tc", [["a", ""], [""], ["b", "c"]]),
    ],
)
def test_tabs_part_cells_as_spreadsheets_copy_them(text: str, rows: list[list[str]]) -> None:
    assert parse_pasted(text) == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("| a | b |\n|---|:-:|\n| 1 | 2 |\n", [["a", "b"], ["1", "2"]]),
        ("a | b\n--- | ---\n1 | 2", [["a", "b"], ["1", "2"]]),
        ("| x \\| y | `a\\|b` |\n| 1 |  |", [["x | y", "`a|b`"], ["1", ""]]),
        ("| a |\n|---|\n\n| b |", [["a"], ["b"]]),
        ("a | b\nc | d", [["a | b"], ["c | d"]]),
        ("x | y", [["x | y"]]),
    ],
)
def test_a_markdown_table_gives_its_cells(text: str, rows: list[list[str]]) -> None:
    assert parse_pasted(text) == rows


@pytest.mark.parametrize(
    ("names", "rows"),
    [
        (["a", "b", "c"], [["1", "2"]]),
        (["a", "b"], [["1", "2"]]),
        (["b", "a"], [["a", "b"], ["1", "2"]]),
        (["a"], [["a", "b"], ["1", "2"]]),
    ],
)
def test_a_head_that_names_the_columns_it_goes_over_is_left_out(
    names: list[str], rows: list[list[str]]
) -> None:
    assert parse_pasted("| a | b |\n|---|---|\n| 1 | 2 |", names) == rows
    assert parse_pasted("| a | b |\n| 1 | 2 |", names) == [["a", "b"], ["1", "2"]]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]),
        ("a;b\nc;d\n", [["a", "b"], ["c", "d"]]),
        ('"a, b","two\nlines"\nc,d', [["a, b", "two\nlines"], ["c", "d"]]),
        ("one, two\nthree, four", [["one, two"], ["three, four"]]),
        ("one,two", [["one,two"]]),
        ("a,b\nc", [["a,b"], ["c"]]),
        ("first\n\nsecond\n", [["first"], [""], ["second"]]),
    ],
)
def test_commas_part_cells_only_where_every_line_has_as_many(text: str, rows: list[list[str]]) -> None:
    assert parse_pasted(text) == rows


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=4))
def test_what_a_spreadsheet_writes_is_read_back(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)

    assert parse_pasted(out.getvalue()) == rows


@given(st.text())
def test_whatever_is_pasted_gives_rows(text: str) -> None:
    assert all(isinstance(cell, str) for row in parse_pasted(text) for cell in row)
