"""What is typed into a box, taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.models.design import STATUSES
from webapp.registers import NAMES
from webapp.utils import queries
from webapp.utils.folding import fold
from webapp.utils.queries import (
    REGISTER_NAMES,
    STATUS_NAMES,
    Operator,
    Refused,
    Word,
    begins,
    holds,
    parse,
    spelt,
    written,
)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("max temp", ["max", "temp"]),
        ("  max\t max ", ["max"]),
        ("Ñandú Straße ﬁle", ["nandu", "strasse", "file"]),
        ("cafe\u0301 caf\u00e9", ["cafe"]),
        ('"', ['"']),
        ('say " hi', ["say", '"', "hi"]),
        ('""', ['""']),
        ('"max"x', ['"max"x']),
        ('say("hi")', ['say("hi")']),
        ("AND (", ["and", "("]),
        ("OR NOT NEAR(a b, 3)", ["or", "not", "near(a", "b,", "3)"]),
        ("OPS-306", ["ops-306"]),
        ("v1/us", ["v1/us"]),
        ("100% a_b \\ '", ["100%", "a_b", "\\", "'"]),
        ("http://x", ["http://x"]),
        ("in://x", ["in://x"]),
        ("begin:endpoints", ["begin:endpoints"]),
        ("note:draft", ["note:draft"]),
        ("-", ["-"]),
        ("->", ["->"]),
        ("--flag", ["--flag"]),
        ("a-b", ["a-b"]),
        ("*", ["*"]),
        ("a\x1fb", ["a", "b"]),
        ("", []),
    ],
)
def test_what_is_no_operator_is_ordinary_text(typed: str, words: list[str]) -> None:
    query = parse(typed)
    assert [*query.texts] == words
    assert (query.without, query.operators, query.unknown) == ((), (), ())
    assert not any(word.exact for word in query.words)
    assert query.typed == typed.strip()


@pytest.mark.parametrize("typed", ['"Exact  Words"', '"exact words', '" exact words "', '"exact words '])
def test_words_in_quotation_marks_are_one(typed: str) -> None:
    assert parse(typed).words == (Word("exact words", exact=True),)


def test_a_minus_leaves_out_a_word_or_words_or_what_an_operator_says() -> None:
    query = parse('users -Stripe -"old api" -status:draft')
    assert query.texts == ("users",)
    assert query.without == ("stripe", "old api")
    assert query.operators == (Operator("status", "draft", wanted=False),)
    assert query.values("status") == []


@pytest.mark.parametrize(
    ("typed", "name", "value"),
    [
        ("in:endpoints", "in", "endpoints"),
        ("IN:Endp", "in", "endpoints"),
        ("status:draft", "status", "draft"),
        ("status:in-review", "status", "in review"),
        ('status:"In review"', "status", "in review"),
        ("status:in_r", "status", "in review"),
        ("owner:me", "owner", "me"),
        ('owner:"Ada Byron"', "owner", "ada byron"),
        ("owner:Ünal", "owner", "unal"),
        ("project:feat", "project", "FEAT"),
        ("method:post", "method", "POST"),
        ("method:po", "method", "POST"),
        ("is:open", "is", "open"),
        ("is:tbd", "is", "tbd"),
        ("design:feat-14", "design", "FEAT-014"),
    ],
)
def test_operators_are_brought_into_one_spelling(typed: str, name: str, value: str) -> None:
    query = parse(f"{typed} word")
    assert query.operators == (Operator(name, value),)
    assert query.values(name) == [value]
    assert query.texts == ("word",)


@pytest.mark.parametrize("typed", ["in:", "in:e", "status:", "status:i", "method:p", "owner:", "design:FE-"])
def test_an_operator_that_is_still_being_typed_narrows_nothing(typed: str) -> None:
    assert not parse(typed)
    assert parse(typed).typed == typed


@pytest.mark.parametrize(
    "typed", ["in:nothing", "status:gone", "method:FETCH", "is:blue", "project:9", "design:?"]
)
def test_an_unknown_value_is_said_in_a_sentence(typed: str) -> None:
    query = parse(f"word {typed}")
    assert query.operators == ()
    (said,) = query.unknown
    assert typed.partition(":")[2] in said
    assert said.endswith(".")
    assert query.texts == ("word",)


def test_in_quotation_marks_an_operator_is_text() -> None:
    assert parse('"status:gone"').words == (Word("status:gone", exact=True),)


@pytest.mark.parametrize(
    "typed", ["a\0b", "a\ud800b", "x" * 1_001, "(" * 5_000, " ".join(map(str, range(41)))]
)
def test_what_cannot_be_looked_for_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(Refused, match=r"\.$"):
        parse(typed)


def test_what_is_just_short_enough_is_not_refused() -> None:
    assert parse("x" * 1_000).texts == ("x" * 1_000,)
    assert len(parse(" ".join(map(str, range(40)))).words) == 40
    assert parse("(" * 200, at_most=200)
    with pytest.raises(Refused):
        parse("(" * 201, at_most=200)


def test_a_text_holds_a_query_whatever_case_accents_and_blanks() -> None:
    text = "POST /api/v1/users  creates a Straße"
    assert holds(text, parse("users post v1/us STRASSE"))
    assert holds(text, parse('"users creates a"'))
    assert not holds(text, parse('"creates users"'))
    assert not holds(text, parse("users -strasse"))
    assert not holds(text, parse("users gone"))
    assert holds(text, parse(""))


def test_the_values_are_those_of_registers_and_designs() -> None:
    assert NAMES == REGISTER_NAMES
    assert tuple(fold(status) for status in STATUSES) == STATUS_NAMES


def test_what_is_offered_is_read_back() -> None:
    for name, values in queries.CHOICES.items():
        assert begins(name, "") == [*values]
        for value in values:
            assert parse(spelt(name, value)).operators == (Operator(name, value),)
    assert parse(spelt("owner", "ada byron")).operators == (Operator("owner", "ada byron"),)


@pytest.mark.parametrize(
    "typed",
    [
        "webhook retry",
        '"exact words" -"not these" -nor',
        'status:in-review -in:tasks owner:"ada byron" max',
        "",
    ],
)
def test_a_query_that_is_written_down_is_read_back(typed: str) -> None:
    assert parse(written(parse(typed))) == parse(typed)


@given(st.text(st.sampled_from("ab é\"-:() inméthodstau/%_\\'#\u0301ß"), max_size=60))
def test_whatever_is_typed_is_taken_apart(typed: str) -> None:
    query = parse(typed)
    assert all(word.text and word.text == " ".join(word.text.split()) for word in query.words)
    if typed.isalnum():
        assert query.texts == tuple(dict.fromkeys(fold(typed).split()))
