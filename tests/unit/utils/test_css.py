"""Text inside a style sheet."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.utils.css import css_string

ESCAPE = re.compile(r"\\([0-9a-f]{1,6}) ")


def read_back(string: str) -> str:
    return ESCAPE.sub(lambda found: chr(int(found[1], 16)), string[1:-1])


@settings(max_examples=200)
@given(st.text())
def test_any_text_reads_back_and_holds_nothing_that_could_end_it(text: str) -> None:
    string = css_string(text)
    assert re.fullmatch(r'"(?:[A-Za-z0-9 ]|\\[0-9a-f]{1,6} )*"', string)
    assert read_back(string) == text


@pytest.mark.parametrize(
    ("text", "string"),
    [
        ("FEAT 1", '"FEAT 1"'),
        ('"; } * { display: none', '"\\22 \\3b  \\7d  \\2a  \\7b  display\\3a  none"'),
        ("a\nb\\", '"a\\a b\\5c "'),
        ("</style>", '"\\3c \\2f style\\3e "'),
        ("é \U0001f680", '"\\e9  \\1f680 "'),
    ],
)
def test_what_is_no_letter_is_written_by_its_number(text: str, string: str) -> None:
    assert css_string(text) == string
