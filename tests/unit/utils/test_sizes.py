"""Sizes as people say them."""

from __future__ import annotations

import pytest

from webapp.utils.sizes import in_words


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (59, "59 bytes"),
        (999, "999 bytes"),
        (1_000, "1 kB"),
        (6_349, "6.3 kB"),
        (999_949, "999.9 kB"),
        (999_950, "1 MB"),
        (50_000_000, "50 MB"),
        (12_340_000_000, "12.3 GB"),
        (2_500_000_000_000, "2,500 GB"),
    ],
)
def test_a_size_is_said_to_one_decimal_in_the_unit_that_fits(size: int, said: str) -> None:
    assert in_words(size) == said
