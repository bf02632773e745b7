"""A design of which only what holds the words is to be seen, by its address."""

from __future__ import annotations

import re

import pytest

from tests.assertions import assert_page, assert_piece
from tests.browser import Browser
from tests.factories import make_design

TEXT = (
    "# T\n\nNothing of it.\n\n## Endpoints\n\n| Path |\n|---|\n| /users |\n| /hooks |\n\n## Rest\n\nUsers.\n"
)


@pytest.fixture(autouse=True)
def design(app: object) -> None:
    make_design(TEXT, documents={"tasks": "# Tasks\n\n- users\n- others\n"})


def seen(page: str, what: str) -> list[bool]:
    """Of each piece of this kind whether it is to be seen."""
    found = re.findall(rf' id="{what}-[1-9]\d*"( hidden)?', page)
    return [not hidden for hidden in found]


def test_what_does_not_hold_the_words_is_hidden_and_the_box_says_what_is_left(as_reader: Browser) -> None:
    page = assert_page(as_reader.get("/designs/FEAT-001?filter=+USERS"))
    assert seen(page, "row") == [True, False]
    assert seen(page, "section") == [False, False, True, True]
    assert '<output class="sift__left" for="sift-words">1 row, 1 text</output>' in page
    assert 'value="USERS"' in page


def test_without_words_in_the_address_nothing_is_hidden(as_reader: Browser) -> None:
    page = assert_page(as_reader.get("/designs/FEAT-001"))
    assert 'id="sift"' not in page
    assert 'href="?filter="' in page
    assert seen(page, "row") + seen(page, "section") == [True] * 6
    asked = assert_page(as_reader.get("/designs/FEAT-001?filter="))
    assert " autofocus>" in asked
    assert seen(asked, "row") + seen(asked, "section") == [True] * 6


def test_every_document_of_a_design_can_be_filtered(as_reader: Browser) -> None:
    page = assert_page(as_reader.get("/designs/FEAT-001/documents/tasks?filter=others"))
    assert seen(page, "row") == [False, True]
    assert as_reader.get("/designs/feat-1?filter=others").location == "/designs/FEAT-001?filter=others"


def test_the_box_says_where_nothing_is_left_and_what_means_nothing(as_reader: Browser) -> None:
    page = assert_page(as_reader.get("/designs/FEAT-001?filter=zzz"))
    assert ">Nothing on this page holds these words.</output>" in page
    page = assert_page(as_reader.get("/designs/FEAT-001?filter=status:draft"))
    assert ">Operators such as “status:” narrow lists and the search, not a page." in page
    assert (
        "type at most 200" in assert_page(as_reader.get("/designs/FEAT-001?filter=" + "x" * 201), 422).lower()
    )


def test_the_empty_box_is_a_piece_for_a_script(as_reader: Browser, as_stranger: Browser) -> None:
    piece = assert_piece(as_reader.piece("GET", "/filter"))
    assert 'id="sift"' in piece
    assert "autofocus" not in piece
    assert as_stranger.piece("GET", "/filter").status_code == 401
