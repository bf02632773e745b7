"""Version requirements as pip and npm write them."""

from __future__ import annotations

import pytest

from webapp.registers.versions import read_range


def exclude_each_other(first: str, second: str) -> bool:
    one, other = read_range(first), read_range(second)
    return one is not None and other is not None and one.both(other).is_empty


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("^1.0.0", "^2.0.0"),
        ("1.0.0", "1.0.1"),
        ("==1.0", ">1.0"),
        ("<2", ">=2"),
        ("<2", ">2"),
        ("~1.2.3", "1.3.0"),
        ("~=1.4.2", "1.5"),
        ("^0.2.3", "0.3.0"),
        ("1.*", "2.0"),
        (">=2.1,<3", "3"),
        (">= 2.1 < 3", "4.0.0"),
        ("3.10+", "3.9"),
        ("v2.0", "v1.0"),
        ("18", "17.0.2"),
        ("1.4", "1.5.0"),
    ],
)
def test_requirements_that_cannot_both_hold(one: str, other: str) -> None:
    assert exclude_each_other(one, other)
    assert exclude_each_other(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("^1.0.0", "^1.5.0"),
        ("1.0", "1.0.0"),
        ("18", "18.2.0"),
        ("1.4", "1.4.7"),
        ("<=2", ">=2"),
        ("~1.2", "1.2.9"),
        ("~1", "1.9"),
        ("~=1.4", "1.9"),
        ("^0.0.3", "0.0.3"),
        ("!=1.0", "1.0"),
        ("1.2.x", "1.2.7"),
        ("(existing)", "9.9"),
        ("latest", "1.0"),
        ("*", "1.0"),
        ("not a version", "1.0"),
        ("1.0-beta", "2.0"),
    ],
)
def test_requirements_that_can(one: str, other: str) -> None:
    assert not exclude_each_other(one, other)
    assert not exclude_each_other(other, one)


def test_what_is_no_requirement_has_no_range() -> None:
    assert read_range("some day") is None
    assert read_range("9" * 5000) is not None
    assert read_range("1." * 5000) is None
