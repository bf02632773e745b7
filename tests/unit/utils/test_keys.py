"""Keys in URLs, names and headings."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.utils.keys import Key, find_key, heading_key, parse_key, rest

projects = st.from_regex(r"[A-Z][A-Z0-9]{0,9}", fullmatch=True)
keys = st.builds(Key, projects, st.integers(0, 999_999))


@settings(max_examples=100)
@given(keys)
def test_a_key_reads_back_as_itself_in_any_case(key: Key) -> None:
    assert parse_key(str(key)) == key
    assert parse_key(str(key).lower()) == key
    assert find_key(f"docs-{key}_notes.md") == key
    assert heading_key(f"# {key}: Notes") == key


def test_a_key_has_at_least_three_digits() -> None:
    assert str(Key("FEAT", 1)) == "FEAT-001"
    assert str(Key("FEAT", 123456)) == "FEAT-123456"


@pytest.mark.parametrize(
    "text",
    ["", "FEAT", "FEAT-", "-1", "1A-1", " FEAT-1", "FEAT-1\n", "FEAT-1234567", "ABCDEFGHIJK-1", "FEAT-١"],
)
def test_what_is_not_exactly_a_key_is_none(text: str) -> None:
    assert parse_key(text) is None


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("FEAT-001-auth", "FEAT-001"),
        ("FEAT-1", "FEAT-001"),
        ("es-feat-001-design.md", "FEAT-001"),
        ("docs_FEAT-007_login.md", "FEAT-007"),
        ("FEAT-001.md", "FEAT-001"),
        ("FEAT-001-2fa", "FEAT-001"),
        ("kep-2025-konnectivity", "KEP-2025"),
        ("a/b/ABC1-42/design.md", "ABC1-042"),
    ],
)
def test_the_first_key_of_a_name_is_found(name: str, key: str) -> None:
    assert str(find_key(name)) == key


@pytest.mark.parametrize(
    "name",
    [
        "tf-20190430-x",
        "2025-12-28-add",
        "notes-2025-12-28",
        "lib-1.2",
        "FEAT-001a",
        "FEAT-001é",
        "éFEAT-001",
        "0001-record",
        "a-very-longprojectname-1",
        "FEAT-XXX",
        "FEAT-١٢",
        "",
    ],
)
def test_a_number_that_belongs_to_something_longer_is_no_key(name: str) -> None:
    assert find_key(name) is None


def test_whether_a_key_stands_in_capitals_is_kept_but_does_not_make_it_another() -> None:
    loud, quiet = parse_key("FEAT-001"), parse_key("feat-1")
    assert loud is not None
    assert quiet is not None
    assert (loud.in_capitals, quiet.in_capitals) == (True, False)
    assert loud == quiet
    assert hash(loud) == hash(quiet)
    mixed = find_key("Feat-001-x")
    assert mixed is not None
    assert not mixed.in_capitals


@pytest.mark.parametrize(
    "heading", ["# FEAT-001: Login", "FEAT-001 Login", "**FEAT-001** Login", "[FEAT-001] Login"]
)
def test_a_heading_is_opened_by_its_key(heading: str) -> None:
    assert heading_key(heading) == Key("FEAT", 1)


@pytest.mark.parametrize("heading", ["# Reading UTF-8", "After FEAT-001", "", "# FEAT-XXX: Login"])
def test_a_key_further_in_is_only_spoken_of(heading: str) -> None:
    assert heading_key(heading) is None


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("FEAT-001-auth", "auth"),
        ("FEAT-001_auth", "auth"),
        ("es-feat-001-tasks", "tasks"),
        ("FEAT-001", ""),
        ("tasks", "tasks"),
        ("FEAT-001-node.js", "node.js"),
        ("FEAT-001 - Landing page", "Landing page"),
    ],
)
def test_the_rest_is_what_a_name_says_after_its_key(name: str, left: str) -> None:
    assert rest(name) == left
