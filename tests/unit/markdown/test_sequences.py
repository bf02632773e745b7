"""Pairs in order: what reconciling compares sequences with."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.markdown.matching.sequences import MAX_EQUAL_PAIRS, in_order

sequences = st.lists(st.sampled_from("abcde"), max_size=30)


@settings(max_examples=150)
@given(sequences, sequences)
def test_pairs_are_equal_and_both_indices_only_grow(old: list[str], new: list[str]) -> None:
    pairs = in_order(old, new)
    assert all(old[old_at] == new[at] for at, old_at in pairs)
    assert all(one[0] < other[0] and one[1] < other[1] for one, other in pairwise(pairs))


@settings(max_examples=100)
@given(sequences, st.data())
def test_what_was_only_deleted_from_leaves_every_other_item_paired(
    old: list[str], data: st.DataObject
) -> None:
    gone = data.draw(st.sets(st.integers(0, max(len(old) - 1, 0)), max_size=1))
    new = [key for at, key in enumerate(old) if at not in gone]
    assert len(in_order(old, new)) == len(new)
    assert len(in_order(new, old)) == len(new)


def test_of_keys_that_stand_once_the_longest_run_is_kept() -> None:
    assert in_order("abcde", "xdabce") == [(2, 0), (3, 1), (4, 2), (5, 4)]


def test_repeated_keys_are_paired_as_well() -> None:
    assert len(in_order("abab", "baba")) == 3


def test_none_pairs_with_nothing() -> None:
    assert in_order([None, "a", None], [None, "a", None]) == [(1, 1)]


def test_what_repeats_too_often_is_paired_around_keys_that_stand_once() -> None:
    repeated = ["a", "b"] * int(MAX_EQUAL_PAIRS**0.5)
    other = ["b", "a"] * int(MAX_EQUAL_PAIRS**0.5)
    assert in_order(repeated, other) == []
    assert in_order([*repeated, "one", *repeated], [*other, "one", *other]) == [(len(other), len(repeated))]
