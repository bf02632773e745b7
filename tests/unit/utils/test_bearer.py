"""The header that carries an API token."""

from __future__ import annotations

import pytest

from webapp.utils.bearer import bearer_text


@pytest.mark.parametrize(
    ("header", "text"),
    [
        (None, None),
        ("", None),
        ("Basic abc", None),
        ("dbk_abc", None),
        ("Bearerdbk_abc", None),
        ("Bearer dbk_abc", "dbk_abc"),
        ("bearer  dbk_abc ", "dbk_abc"),
        ("BEARER dbk_abc", "dbk_abc"),
        ("Bearer", ""),
        ("Bearer a b", "a b"),
    ],
)
def test_the_token_of_a_header(header: str | None, text: str | None) -> None:
    assert bearer_text(header) == text
