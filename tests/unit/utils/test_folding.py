"""Folding: what people type finds what people wrote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.utils.folding import CELL_END, fold, fold_line, holds, tidy_line


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


@given(st.text(st.characters(max_codepoint=127)))
def test_ascii_is_folded_as_any_text_is(text: str) -> None:
    assert fold(f"{text}é") == f"{fold(text)}e"


@given(st.text())
def test_a_folded_line_has_single_blanks_and_no_end_of_a_cell(text: str) -> None:
    line = fold_line(text + CELL_END + text)
    assert CELL_END not in line
    assert line == " ".join(line.split()) == fold_line(line)


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
