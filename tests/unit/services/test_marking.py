"""What was found, marked in the text as people wrote it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.services.searching.marking import SHOWN_MAX, mark
from webapp.utils.folding import fold_line


def shown(text: str, *words: str) -> str:
    return "".join(f"«{part}»" if marked else part for part, marked in mark(text, words))


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("local_max_temp", ["max"], "local_«max»_temp"),
        ("POST /api/v1/Users", ["v1/us", "post"], "«POST» /api/«v1/Us»ers"),
        ("Straße", ["strasse"], "«Straße»"),
        ("Straße", ["s"], "«S»tra«ß»e"),
        ("Große Straße", ["osse st"], "Gr«oße St»raße"),
        ("cafe\u0301", ["cafe"], "«caf\u00e9»"),
        ("ﬁle", ["file"], "«ﬁle»"),
        ("ﬁle", ["i"], "«ﬁ»le"),
        ("İstanbul", ["istan"], "«İstan»bul"),
        ("東京", ["京"], "東«京»"),
        ("aaa", ["aa"], "«aa»a"),
        ("abcd", ["abc", "bcd"], "«abcd»"),
        ("ab", ["a", "b"], "«ab»"),
        ("nothing here", ["x"], "nothing here"),
        ("", ["x"], ""),
        ("anything", [], "anything"),
    ],
)
def test_words_are_marked_where_they_stand(text: str, words: list[str], marked: str) -> None:
    assert shown(text, *words) == marked


def test_a_long_text_is_cut_around_its_first_mark() -> None:
    text = f"{'before ' * 50}needle{' after' * 50}"
    cut = shown(text, "needle")
    assert cut.startswith("… before ")
    assert "«needle» after" in cut
    assert cut.endswith(" …")
    assert len(cut) < SHOWN_MAX + 20


def test_a_long_text_without_a_mark_is_shown_from_its_beginning() -> None:
    assert shown("x" * 500, "needle") == f"{'x' * SHOWN_MAX} …"


def test_a_long_mark_is_shown_whole() -> None:
    assert shown(f"{'a ' * 100}{'x' * 300} b", "x" * 300).endswith(f"«{'x' * 300}» …")


TEXTS = st.text(st.sampled_from("abß ée\u0301İﬁ東Å🙂-/"), max_size=80).map(
    lambda text: " ".join(text.split())
)


@given(TEXTS, st.lists(TEXTS.map(fold_line).filter(bool), max_size=3))
def test_nothing_of_a_short_text_is_lost_and_what_is_marked_holds_a_word(text: str, words: list[str]) -> None:
    parts = mark(text, words)
    assert fold_line("".join(part for part, _ in parts)) == fold_line(text)
    for part, marked in parts:
        assert part
        assert not marked or any(word[0] in fold_line(part) for word in words)
