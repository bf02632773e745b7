"""The language of a code fence, in all the ways in which people write it."""

from __future__ import annotations

import pytest

from webapp.utils.fences import language


@pytest.mark.parametrize(
    "info",
    [
        "python",
        "  Python  ",
        "PYTHON",
        'python title="a.py"',
        "python title=x",
        "python,ignore",
        "python:a.py",
        "python{1,3-5}",
        "python {1,3-5}",
        ".python",
        "{python}",
        "{python, echo=FALSE}",
        "{.python}",
        "{ .python .numbered }",
        "{#listing .python}",
        "{.python title=x",
        "python\ttitle",
    ],
)
def test_the_first_word_of_the_info_is_the_language(info: str) -> None:
    assert language(info) == "python"


@pytest.mark.parametrize(
    ("info", "named"),
    [("c++", "c++"), ("C#", "c#"), ("objective-c", "objective-c"), ("diseño", "diseño"), (".net x", "net")],
)
def test_signs_in_a_language_are_part_of_its_name(info: str, named: str) -> None:
    assert language(info) == named


@pytest.mark.parametrize("info", ["", "   ", "{}", "{ }", "{#listing}", ", python", "{"])
def test_where_none_is_named_there_is_none(info: str) -> None:
    assert language(info) == ""
