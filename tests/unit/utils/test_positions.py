"""Positions: siblings keep theirs as far as their order allows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from webapp.models.types import POSITION_MAX
from webapp.utils.positions import LENGTH_MAX, first_positions, settle


def test_first_positions_ascend() -> None:
    positions = first_positions(5_000)

    assert positions == sorted(positions)
    assert len(set(positions)) == 5_000


def test_siblings_in_order_keep_their_positions() -> None:
    positions = first_positions(4)

    assert settle(positions) == positions


def test_a_new_sibling_goes_between_two_that_stay() -> None:
    a, b = first_positions(2)

    settled = settle([a, None, b])

    assert settled[0] == a
    assert settled[2] == b
    assert a < settled[1] < b


def test_only_the_moved_sibling_gets_another_position() -> None:
    a, b, c, d = first_positions(4)

    settled = settle([d, a, b, c])

    assert settled[1:] == [a, b, c]
    assert settled[0] < a


def test_two_siblings_at_one_place_are_parted() -> None:
    """Two people who insert at one place get the same position; order is then by id."""
    settled = settle(["a0", "a1", "a1", "a2"])

    assert settled == sorted(set(settled))


def test_positions_never_outgrow_their_column() -> None:
    left, right = first_positions(2)
    for _ in range(2_000):
        left, middle, right = settle([left, None, right])
        right = middle

    assert LENGTH_MAX < POSITION_MAX
    assert max(len(left), len(right)) <= LENGTH_MAX


@given(st.lists(st.one_of(st.none(), st.integers(0, 30)), max_size=25))
def test_settled_positions_ascend_and_the_longest_ascent_stays(order: list[int | None]) -> None:
    family = first_positions(31)
    wanted = [None if index is None else family[index] for index in order]

    settled = settle(wanted)

    assert settled == sorted(set(settled))
    assert len(settled) == len(wanted)
    kept = sum(1 for before, after in zip(wanted, settled, strict=True) if before == after)
    assert kept == longest_ascent(wanted)


def longest_ascent(wanted: list[str | None]) -> int:
    best = [0] * len(wanted)
    for index, position in enumerate(wanted):
        if position is not None:
            shorter = [best[at] for at in range(index) if (wanted[at] or "~") < position]
            best[index] = 1 + max(shorter, default=0)
    return max(best, default=0)
