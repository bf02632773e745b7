"""Placeholders: what a template left open is found, and what people mean is left alone."""

from __future__ import annotations

import re
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.work import calls_of, ending
from webapp.utils import placeholders
from webapp.utils.placeholders import find


@pytest.mark.parametrize(
    "text",
    [
        "_[Brief overview of the approach - fill in later]_",
        "_[If this needs\nmigration]_",
        "_TBD_",
        "TBD",
        "**TBD**",
        " TBD ",
        "TODO",
        "[new_model]",
        "[Link to relevant docs]",
        "[Layer 1]",
        "[DATE]",
        "[NEEDS CLARIFICATION: which provider?]",
        "{date}",
        "FEAT-XXX",
        "KEP-NNNN",
        "package-name",
        "Question 1?",
        "¿Pregunta 2?",
        "Step 1",
    ],
)
def test_a_text_that_says_nothing_yet_is_a_placeholder(text: str) -> None:
    assert says_nothing_yet(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Caching is TBD, paging is not", ["TBD"]),
        ("│   └── [new_model].py   # of [table name]", ["[new_model]", "[table name]"]),
        ("test_[model].py", ["[model]"]),
        ("# FEAT-XXX: Technical Design", ["FEAT-XXX"]),
        ("*Created: {date}*", ["{date}"]),
        ("**[Layer 1]** calls [Layer 2]", ["**[Layer 1]**", "[Layer 2]"]),
    ],
)
def test_placeholders_are_found_inside_a_text(text: str, found: list[str]) -> None:
    assert [text[start:stop] for start, stop in find(text)] == found
    assert not says_nothing_yet(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Use a cache",
        "- [ ] open, - [x] done",
        "[P1] and [US2]",
        "[docs](https://example.org/a)",
        "[the docs][docs page]",
        "![a picture](picture.png)",
        "[docs page]: https://example.org",
        "items[index]",
        "app/[slug]/page.tsx",
        "[Resolved]",
        "as in [RFC 2119] and [Knuth '74]",
        r"\[not a link\]",
        "GET /api/v1/users/{user_id}",
        "${variable}",
        "`[new_model]` and ``{date}``",
        "see package-name below",
        "Question 1? Which one?",
        "FEAT-XXXL",
        "TBDs",
    ],
)
def test_what_people_mean_is_left_alone(text: str) -> None:
    assert find(text) == []


PARTS = (
    "_ ** [ ] { } ` TBD TBC TODO new_model date Step Paso Question Pregunta 1 ? ¿ FEAT -XX -NN package-name"
)


@given(st.lists(st.sampled_from([*PARTS.split(" "), " ", "words"]), max_size=8).map("".join))
def test_a_text_without_a_hint_holds_none(text: str) -> None:
    found = find(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(placeholders, "_HINT", re.compile(""))
        assert find(text) == found


def test_code_ends_with_the_next_run_of_as_many_backticks() -> None:
    text = "`` [a_b] ` [c_d] `` [e_f] ``` [g_h] ` [i_j]"
    assert [text[start:end] for start, end in find(text)] == ["[e_f]", "[g_h]", "[i_j]"]


def runs(count: int) -> str:
    """Backticks in runs of ever different lengths, none of which closes another."""
    return " [a_b] ".join("`" * length for length in range(1, count))


@pytest.mark.parametrize(
    "text",
    [
        *(
            piece * (200_000 // len(piece))
            for piece in ("[", "[a ", "*[", "`", "_[a", "{aaa", "A-", "[a" + " " * 50, "` `` ")
        ),
        runs(1_200),
    ],
    ids=lambda text: text[:12].strip(),
)
def test_hostile_texts_come_to_an_end(text: str) -> None:
    with ending():
        assert all(0 <= start < end <= len(text) for start, end in find(text))


def test_twice_the_runs_of_backticks_take_about_twice_the_work() -> None:
    assert len(find(runs(400))) == 398
    small, large = (calls_of(partial(find, runs(count))) for count in (200, 400))
    assert large < 3 * small


def says_nothing_yet(text: str) -> bool:
    """Whether one placeholder is all that the text holds, blanks around it aside."""
    return [text[start:end] for start, end in find(text)] == [text.strip()]
