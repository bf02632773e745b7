"""HTTP methods in cells."""

from __future__ import annotations

import pytest

from webapp.utils.verbs import split_verbs


@pytest.mark.parametrize(
    ("cell", "verbs"),
    [
        ("GET", ["GET"]),
        ("`get`", ["GET"]),
        ("**PUT**/PATCH", ["PUT", "PATCH"]),
        ("GET, POST", ["GET", "POST"]),
        ("GET | HEAD", ["GET", "HEAD"]),
    ],
)
def test_a_cell_that_names_methods_is_those_methods(cell: str, verbs: list[str]) -> None:
    assert split_verbs(cell) == verbs


@pytest.mark.parametrize("cell", ["", "-", "ANY", "GET or so", "WS", "_TBD_"])
def test_a_cell_that_says_anything_else_is_none(cell: str) -> None:
    assert split_verbs(cell) == []
