"""Runs of backticks, and where the code closes that they open."""

from __future__ import annotations

import pytest

from webapp.utils.backticks import closings


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", {}),
        ("no code", {}),
        ("`a`", {0: 3}),
        ("``a`b``", {0: 7}),
        ("`a``b`", {0: 6}),
        ("`a` `b`", {0: 3, 2: 5, 4: 7}),
        ("`a\n\nb`", {0: 6}),
        ("``` a ``", {}),
    ],
)
def test_a_span_ends_with_the_next_run_of_the_same_length(text: str, spans: dict[int, int]) -> None:
    assert closings(text) == spans
