"""Cells are Markdown, values are plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.registers.text import TEXT_MAX, fold, link_of, plain, seen, split_label


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("`src/__init__.py`", "src/__init__.py"),
        ("``a ` b``", "a ` b"),
        ("**bold**, *it*, ***both***, ~~gone~~", "bold, it, both, gone"),
        ("_TBD_ and __strong__", "TBD and strong"),
        ("**`Code`**: text", "Code: text"),
        ("snake_case_name and src/__init__.py", "snake_case_name and src/__init__.py"),
        ("2 * 3 * 4 and src/**/*.py", "2 * 3 * 4 and src/**/*.py"),
        ("[text](https://a.example/b_(c) \"title\") after", "text after"),
        ("![picture](a.png)", "picture"),
        ("[text][name]", "text"),
        ("[new_model].py", "[new_model].py"),
        ("one<br>two<BR />three\nfour", "one two three four"),
        ("<b>bold</b> &lt;x&gt; &amp; List<String>", "bold <x> & List<String>"),
        ("`&lt;` stays", "&lt; stays"),
        (r"\*not it\* \`x\`", "*not it* `x`"),
        ("an `open tick", "an `open tick"),
        ("  a \t b  ", "a b"),
        ("", ""),
        ("\ue0000\ue001", "\ue0000\ue001"),
        ("\ue0009\ue001 `a`", "\ue0009\ue001 a"),
    ],
)  # fmt: skip
def test_a_value_is_what_a_reader_sees(markdown: str, text: str) -> None:
    assert plain(markdown) == text


def test_only_the_beginning_of_a_huge_cell_is_read() -> None:
    assert len(plain("a" * (TEXT_MAX * 10))) == TEXT_MAX


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Método HTTP", "metodo http"), ("Año  2-B", "ano 2 b"), ("✅", ""), ("STRASSE ﬁ", "strasse fi")],
)
def test_folding_forgets_case_accents_and_signs(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_the_first_link_of_a_cell() -> None:
    assert link_of("see [a](./b.md) and [c](d)") == "./b.md"
    assert link_of("see <https://a.example/x>, or not") == "https://a.example/x"
    assert link_of("[no link]") == ""


def test_a_label_is_split_from_what_it_labels() -> None:
    assert split_label("Cache: 24 h") == ("Cache", "24 h")
    assert split_label("Cache – 24 h") == ("Cache", "24 h")
    assert split_label("https://a.example") == ("", "https://a.example")
    assert split_label("x" * 90 + ": y") == ("", "x" * 90 + ": y")


@given(st.text(st.sampled_from("ab .\\`_*~[&<#;x12\t\n\xa0é\ue000\ue001"), max_size=12))
def test_a_cell_that_is_all_code_is_read_as_code_among_words_is(text: str) -> None:
    code = f"`{text}`"

    assert plain(code) == plain(f"{code} z").removesuffix("z").rstrip()


@given(st.text(st.characters(max_codepoint=127), max_size=20))
def test_folding_knows_no_other_way_for_english(text: str) -> None:
    assert fold(text) == fold(f"{text} é").removesuffix("e").rstrip()


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("plain  words\nin lines", "plain words in lines"),
        ("[Guide](https://example.org/a_b) **now**", "Guide https://example.org/a_b now"),
        ("![Sketch](img/x.png) and [text][name]", "Sketch img/x.png and text name"),
        ("<https://example.org> \\*not it\\*", "<https://example.org> *not it*"),
        ("`a_b` | `` c`d ``", "a_b | c`d"),
    ],
)
def test_what_is_seen_is_the_text_and_where_its_links_lead(markdown: str, text: str) -> None:
    assert seen(markdown) == text


@given(st.text(st.sampled_from("ab `*_[](\\")))
def test_what_is_plain_is_seen_where_no_link_is(markdown: str) -> None:
    if "](" not in markdown and "][" not in markdown:
        assert seen(markdown) == plain(markdown)


def test_all_of_a_long_text_is_seen() -> None:
    assert seen("*a* " * TEXT_MAX + "end").endswith("a end")
