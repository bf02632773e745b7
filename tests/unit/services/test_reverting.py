"""Taking a change back in a piece that others may have changed since."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.services.reverting import Clash, merge, revert


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "merged"),
    [
        ("| a | b | c |", "| A | b | c |", "| a | b | C |", "| A | b | C |"),
        ("| a | b | c |", "| a | b | C |", "| A | b | c |", "| A | b | C |"),
        ("3. third", "3. third!", "2. third", "2. third!"),
        ("same", "same", "other", "other"),
        ("word", "sword", "words", "swords"),
        ("| a |", "| b |", "| c |", None),
        ("", "a", "b", None),
        ("xy", "xAy", "xBy", None),
        ("abc", "aXc", "", None),
    ],
)
def test_two_changes_of_a_text_both_stand_where_they_lie_apart(
    base: str, theirs: str, mine: str, merged: str | None
) -> None:
    assert merge(base, theirs, mine) == merged


@given(st.text("ab|\n", max_size=12), st.text("ab|\n", max_size=12))
@settings(max_examples=100)
def test_merging_with_a_text_that_nobody_changed_gives_the_other(base: str, other: str) -> None:
    assert merge(base, base, other) in {other, None}
    assert merge(base, other, base) in {other, None}


ROW = {"cells": {"c1": "GET", "c2": "/a"}, "source": "| GET | /a |", "done": None, "position": "a1"}


def changed(**values: Any) -> dict[str, Any]:
    return {**ROW, **values}


def test_only_what_the_change_changed_is_taken_back() -> None:
    after = changed(cells={"c1": "GET", "c2": "/b"}, source="| GET | /b |")
    now = changed(cells={"c1": "PUT", "c2": "/b"}, source="| PUT | /b |", position="a7")
    found = revert(ROW, after, now, loose=True)
    assert found.values == {"cells": {"c1": "PUT", "c2": "/a"}, "source": "| PUT | /a |"}
    assert found.clashes == []
    assert found.merged


def test_a_cell_that_others_changed_since_clashes() -> None:
    after = changed(cells={"c1": "GET", "c2": "/b"}, source="| GET | /b |")
    now = changed(cells={"c1": "GET", "c2": "/c"}, source="| GET | /c |")
    found = revert(ROW, after, now, loose=True)
    assert found.clashes[0] == Clash("cells", "/b", "/c", "/a", "c2")
    assert "cells" not in found.values


def test_what_is_as_it_was_already_needs_nothing() -> None:
    after = changed(cells={"c1": "GET", "c2": "/b"}, source="| GET | /b |")
    found = revert(ROW, after, ROW)
    assert found.values == {}
    assert found.clashes == []


def test_the_text_of_a_paragraph_is_not_mixed() -> None:
    found = revert({"source": "one two"}, {"source": "one 2"}, {"source": "1 2"})
    assert [clash.name for clash in found.clashes] == ["source"]


def test_the_number_of_the_last_column_never_shrinks() -> None:
    assert revert({"column_seq": 2}, {"column_seq": 3}, {"column_seq": 3}).values == {}


def test_blank_lines_are_worth_no_question() -> None:
    found = revert({"tail": "\n"}, {"tail": "\n\n"}, {"tail": ""})
    assert found.clashes == []
