"""Lines for spreadsheets."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.utils.spreadsheets import csv_line


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_what_a_spreadsheet_would_run_is_text_there(sign: str) -> None:
    assert next(csv.reader(StringIO(csv_line([f"{sign}1+1", "a"]), newline=""))) == [f"'{sign}1+1", "a"]


def test_a_sign_further_on_is_left_alone() -> None:
    assert csv_line(["a=b", "1-2"]) == "a=b,1-2\r\n"


@given(st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), min_size=2))
def test_what_is_written_is_what_a_reader_of_rfc_4180_gets(cells: list[str]) -> None:
    read = list(csv.reader(StringIO(csv_line(cells), newline=""), strict=True))
    assert len(read) == 1
    assert [cell.removeprefix("'") for cell in read[0]] == [cell.removeprefix("'") for cell in cells]
