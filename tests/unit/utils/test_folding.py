"""Folding: what people type finds what people wrote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.utils.folding import fold, holds, tidy_line


@pytest.mark.parametrize(
    ("written", "typed"),
    [("Ñandú", "nandu"), ("STRASSE", "straße"), ("ﬁle", "FILE"), ("Ελλάς", "ελλασ"), ("İzmir", "izmir")],
)
def test_case_accents_and_ligatures_make_no_difference(written: str, typed: str) -> None:
    assert fold(written) == fold(typed)


def test_different_letters_stay_different() -> None:
    assert fold("auth") != fold("ruth")


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_a_title_is_one_line_without_controls() -> None:
    assert tidy_line("  Payment\t\nwebhooks \x00\x1b\u0085now ") == "Payment webhooks now"


def test_a_title_is_composed() -> None:
    assert tidy_line("n\u0303") == "ñ"


@given(st.text())
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert tidy_line(tidy_line(text)) == tidy_line(text)


@pytest.mark.parametrize(
    ("words", "found"),
    [("", True), ("  ", True), ("NANDU", True), ("two nan", True), ("nandu three", False), ("ndutwo", False)],
)
def test_a_text_holds_words_in_any_order_case_and_accents(words: str, found: bool) -> None:
    assert holds("Ñandú two", words) is found
