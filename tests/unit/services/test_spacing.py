"""Places of lines: in order, with gaps, and few of them move."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from webapp.services.searching.spacing import APART, END, FIRST, STEP, settle_places


def test_new_lines_stand_a_step_apart_and_another_document_far_behind() -> None:
    first, second, third = settle_places([None, None, None], [True, False, True])

    assert first >= FIRST
    assert second - first == STEP
    assert third - second == STEP + APART


def test_a_new_line_stands_between_two_that_stay() -> None:
    assert settle_places([FIRST, None, FIRST + 10], [True, False, False]) == [FIRST, FIRST + 5, FIRST + 10]


def test_who_moves_gets_a_new_place_and_the_others_stay() -> None:
    one, two, three = FIRST + STEP, FIRST + 2 * STEP, FIRST + 3 * STEP

    settled = settle_places([three, one, two], [True, False, False])

    assert settled[1:] == [one, two]
    assert settled[0] < one


def test_without_room_all_are_numbered_anew() -> None:
    settled = settle_places([FIRST, None, FIRST + 1], [True, False, False])

    assert [later - earlier for earlier, later in pairwise(settled)] == [STEP, STEP]


@given(st.lists(st.none() | st.integers(FIRST, FIRST + 40), max_size=40), st.data())
def test_places_are_always_in_order_and_those_that_ascend_are_kept(
    wanted: list[int | None], data: st.DataObject
) -> None:
    known = set()
    wanted = [None if place in known else (known.add(place), place)[1] for place in wanted]
    begins = data.draw(st.lists(st.booleans(), min_size=len(wanted), max_size=len(wanted)))

    settled = settle_places(wanted, begins)

    assert all(earlier < later for earlier, later in pairwise(settled))
    assert all(FIRST - 1 <= place < END for place in settled)
    assert len(settled) == len(wanted)
    if wanted and None not in wanted and sorted(wanted, key=lambda place: place or 0) == wanted:
        assert settled == wanted
