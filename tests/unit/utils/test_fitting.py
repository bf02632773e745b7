"""How tables and drawings that are too wide for a sheet are made to fit."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.config import ROOT
from webapp.utils.fitting import (
    DRAWING_SIZES,
    PADDINGS,
    TABLE_SIZES,
    TURNED,
    UPRIGHT,
    WORD_MAX,
    Fit,
    columns_of,
    fit_drawing,
    fit_table,
)


def table(columns: int, letters: int) -> list[list[str]]:
    return [["head", "x" * letters] for _ in range(columns)]


def width(fit: Fit) -> float:
    ems = sum(letters * 0.66 + 0.5 for letters in fit.letters)
    return ems * TABLE_SIZES[fit.size] + len(fit.letters) * PADDINGS[fit.size]


def test_a_small_table_stays_as_it_is() -> None:
    assert fit_table(table(4, 10)) == Fit(turned=False, size=0, letters=(10, 10, 10, 10), whole=True)


def test_a_table_gets_smaller_before_its_sheet_is_turned() -> None:
    assert [(fit.turned, fit.size) for fit in (fit_table(table(n, 12)) for n in (6, 7, 8, 11))] == [
        (False, 0),
        (False, 1),
        (True, 0),
        (True, 2),
    ]


@pytest.mark.parametrize("columns", [40, 100])
def test_a_table_of_many_columns_loses_none(columns: int) -> None:
    fit = fit_table(table(columns, 30))
    assert fit.turned
    assert len(fit.letters) == columns
    assert min(fit.letters) >= 1
    assert width(fit) <= TURNED


def test_words_break_only_where_nothing_else_helps() -> None:
    assert set(fit_table(table(8, 17)).letters) == {17}
    assert 8 <= fit_table(table(20, 17)).letters[0] < 17


def test_a_table_is_whole_where_no_word_breaks() -> None:
    assert fit_table(table(5, 8)).whole
    assert not fit_table(table(20, 17)).whole
    assert not fit_table(table(2, WORD_MAX + 1)).whole


def test_a_word_of_5_000_letters_makes_no_column_wider_than_any_long_word() -> None:
    assert fit_table([["a"], ["x" * 5_000]]).letters == (1, WORD_MAX)


def test_a_column_of_running_text_is_no_narrower_than_a_short_line() -> None:
    assert fit_table([["id"], ["so it was " * 10]]).letters == (2, 20)


def test_where_a_link_leads_makes_no_column_wider() -> None:
    assert fit_table([["[ab](https://example.org/a/long/address)"]]).letters == (4,)


def test_an_empty_table_fits() -> None:
    assert fit_table([[""], []]).letters == (1, 1)


@settings(max_examples=100)
@given(st.lists(st.lists(st.text(alphabet="ab ", max_size=40), max_size=3), min_size=1, max_size=100))
def test_every_table_fits(columns: list[list[str]]) -> None:
    fit = fit_table(columns)
    assert width(fit) <= (TURNED if fit.turned else UPRIGHT)


def test_a_drawing_gets_smaller_then_its_sheet_is_turned() -> None:
    fits = [fit_drawing(f"┌\n{'─' * count}\n┐") for count in (20, 110, 125, 140, 200, 280, 900)]
    assert [(fit.turned, fit.size) for fit in fits] == [
        (False, 0),
        (False, 1),
        (False, 2),
        (True, 0),
        (True, 3),
        (True, 4),
        (True, 4),
    ]


def test_signs_of_east_asian_scripts_take_two_columns() -> None:
    assert columns_of("日本") == 4
    assert columns_of("a\tb") == 5


def test_the_styles_know_the_same_sizes() -> None:
    css = (ROOT / "static" / "css" / "print" / "table.css").read_text()
    assert [float(size) for size in re.findall(r"--size: ([\d.]+)pt", css)] == list(TABLE_SIZES)
    assert [float(pad) * 2 for pad in re.findall(r"--pad: ([\d.]+)pt", css)] == list(PADDINGS)
    letters = dict(re.findall(r"\.letters-(\d+) { min-inline-size: ([\d.]+)em; }", css))
    assert {int(n): float(em) for n, em in letters.items()} == {
        n: round(n * 0.66 + 0.5, 2) for n in range(1, WORD_MAX + 1)
    }
    code = (ROOT / "static" / "css" / "print" / "code.css").read_text()
    drawings = re.findall(r"\.drawing(?:--\d)? {\n  font-size: (\d)pt", code)
    assert [float(size) for size in drawings] == list(DRAWING_SIZES)
