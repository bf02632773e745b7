"""Several designs of the list at once: one action each, with one way back; and a new one as a row of it."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.assertions import assert_goes_to, assert_page, assert_piece, database_digest
from tests.browser import Browser
from tests.factories import make_design, make_person, make_project
from webapp.extensions import db
from webapp.models import Batch, Design, Person
from webapp.services.design_values.many import MANY_MAX
from webapp.services.undoing import undo_batch

VALUES, DELETION = "/designs/values", "/designs/deletion"


@pytest.fixture
def three(app: Flask) -> list[Design]:
    return [make_design(title=name) for name in ("One", "Two", "Three")]


def stored(designs: list[Design], column: str) -> list[object]:
    return [getattr(db.session.get_one(Design, each.id, populate_existing=True), column) for each in designs]


@pytest.mark.parametrize(
    ("field", "value", "column", "words"),
    [
        ("status", "Approved", "status", "Status of 2 designs: Approved"),
        ("priority", "P0", "priority", "Priority of 2 designs: P0"),
        ("owner", "author", "owner_id", "Owner of 2 designs: An Author"),
    ],
)
def test_the_chosen_designs_get_the_value_and_their_rows_say_so(
    as_author: Browser, author: Person, three: list[Design], field: str, value: str, column: str, words: str
) -> None:
    value = str(author.id) if value == "author" else value
    left = stored(three[2:], column)

    answer = as_author.piece("POST", VALUES, data={"designs": ["FEAT-001", "FEAT-002"], field: value})

    piece = assert_piece(answer)
    assert [str(each) for each in stored(three[:2], column)] == [value, value]
    assert stored(three[2:], column) == left
    assert re.findall(r'hx-target="#(design-\d+)" hx-swap="outerHTML"', piece) == [
        f"design-{design.id}" for design in three[:2]
    ]
    assert piece.count(" checked>") == 2  # they stay selected
    assert words in piece
    first = db.session.scalar(db.select(db.func.min(Batch.id)))
    assert answer.headers["Designbook-Batch"] == str(first)
    assert f'hx-post="/batches/{first}/undo"' in piece


def test_one_undo_takes_all_of_it_back(as_author: Browser, author: Person, three: list[Design]) -> None:
    keys = [design.key for design in three]
    answer = as_author.piece("POST", VALUES, data={"designs": keys, "status": "Rejected"})
    undo_batch(int(answer.headers["Designbook-Batch"]), by=author)
    assert stored(three, "status") == ["Draft"] * 3

    answer = as_author.piece("POST", DELETION, data={"designs": keys})
    assert None not in stored(three, "deleted_at")
    as_author.piece("POST", f"/batches/{answer.headers['Designbook-Batch']}/undo")
    assert stored(three, "deleted_at") == [None] * 3


def test_what_is_anothers_to_say_is_left_out_and_said_so(as_author: Browser, three: list[Design]) -> None:
    others = make_design(title="Owned", owner=make_person())
    data = {"designs": [three[0].key, others.key]}

    piece = assert_piece(as_author.piece("POST", VALUES, data=data | {"status": "Approved"}))

    assert "Status of 1 design: Approved" in piece
    assert f"Left out: {others.key}, since that is for the owner or a maintainer to say." in piece
    assert stored([three[0], others], "status") == ["Approved", "Draft"]
    piece = assert_piece(as_author.piece("POST", VALUES, data=data | {"priority": "P0"}))
    assert "Left out" not in piece
    assert stored([three[0], others], "priority") == ["P0", "P0"]
    piece = assert_piece(as_author.piece("POST", DELETION, data=data))
    assert f"Left out: {others.key}" in piece
    assert [each is None for each in stored([three[0], others], "deleted_at")] == [False, True]


def test_where_all_of_them_are_anothers_it_is_refused(as_author: Browser) -> None:
    design = make_design(title="Owned", owner=make_person())
    before = database_digest()

    for address, more in ((VALUES, {"status": "Approved"}), (VALUES, {"owner": "nobody"}), (DELETION, {})):
        assert as_author.piece("POST", address, data={"designs": [design.key], **more}).status_code == 403

    assert database_digest() == before


@pytest.mark.usefixtures("three")
def test_nobody_can_be_made_the_owner_of_many(as_author: Browser, author: Person) -> None:
    owned = [make_design(title="Owned", owner=author) for _ in range(2)]
    data = {"designs": [design.key for design in owned], "owner": "nobody"}
    assert "Owner of 2 designs: Nobody" in assert_piece(as_author.piece("POST", VALUES, data=data))
    assert stored(owned, "owner_id") == [None, None]


def test_designs_go_to_the_bin_and_their_rows_go(as_author: Browser, three: list[Design]) -> None:
    piece = assert_piece(as_author.piece("POST", DELETION, data={"designs": ["FEAT-001", "FEAT-003"]}))
    gone = re.findall(r'hx-target="#(design-\d+)" hx-swap="delete"', piece)
    assert gone == [f"design-{three[0].id}", f"design-{three[2].id}"]
    assert "2 designs put into the bin" in piece
    assert [each is None for each in stored(three, "deleted_at")] == [False, True, False]


def test_without_scripts_the_list_comes_back_with_a_word(as_author: Browser, three: list[Design]) -> None:
    data = {"designs": ["FEAT-001"], "status": "Approved", "priority": "", "owner": ""}
    referrer = {"Referer": "http://localhost/?status=Draft"}
    assert_goes_to(as_author.post(VALUES, data=data, headers=referrer), "/?status=Draft")
    assert "Status of 1 design: Approved" in assert_page(as_author.get("/"))
    assert_goes_to(as_author.post(DELETION, data=data | {"status": ""}), "/")
    assert [each is None for each in stored(three, "deleted_at")] == [False, True, True]


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"status": "Approved"}, 422),
        ({"designs": ["FEAT-001"]}, 422),
        ({"designs": ["FEAT-001"], "status": "Done"}, 422),
        ({"designs": ["FEAT-001"], "owner": "4711"}, 422),
        ({"designs": ["FEAT-001"], "owner": "x"}, 422),
        ({"designs": ["FEAT-001"], "status": "Approved", "priority": "P0"}, 422),
        ({"designs": ["FEAT-001"], "title": "All alike"}, 422),
        ({"designs": ["FEAT-001", "FEAT-999"], "status": "Approved"}, 404),
        ({"designs": ["FEAT-001", "no key"], "status": "Approved"}, 404),
        ({"designs": [f"FEAT-{n}" for n in range(MANY_MAX + 1)], "status": "Approved"}, 422),
    ],
)
@pytest.mark.usefixtures("three")
def test_what_cannot_be_changes_no_design(as_author: Browser, data: dict[str, object], status: int) -> None:
    before = database_digest()
    assert_piece(as_author.piece("POST", VALUES, data=data), status)
    assert database_digest() == before


def test_a_request_that_comes_again_is_answered_alike(as_author: Browser, three: list[Design]) -> None:
    data = {"designs": [design.key for design in three]}
    headers = {"Idempotency-Key": "one"}
    first = as_author.piece("POST", VALUES, data=data | {"priority": "P0"}, headers=headers)
    again = as_author.piece("POST", VALUES, data=data | {"priority": "P0"}, headers=headers)
    assert first.headers["Designbook-Batch"] == again.headers["Designbook-Batch"]
    assert db.session.scalar(db.select(db.func.count(Batch.id))) == 3


@pytest.mark.parametrize("address", [VALUES, DELETION])
def test_a_stranger_changes_nothing(as_stranger: Browser, three: list[Design], address: str) -> None:
    before = database_digest()
    answer = as_stranger.piece("POST", address, data={"designs": ["FEAT-001"], "status": "Approved"})
    assert answer.status_code == 401
    assert database_digest() == before
    assert as_stranger.get(address).status_code == 303


def test_the_list_offers_what_can_be_done_to_many(as_author: Browser, three: list[Design]) -> None:
    page = assert_page(as_author.get("/"))
    assert page.count('name="designs"') == 3
    assert '<form class="many"' in page
    assert f'formaction="{DELETION}"' in page
    assert '<form class="many"' not in as_author.piece("GET", "/").text


NEW = {"title": "Webhooks", "project": "FEAT", "priority": "P2"}


def test_a_new_design_takes_the_place_of_the_row_that_it_was_typed_in(as_author: Browser) -> None:
    make_project()
    piece = assert_piece(as_author.piece("POST", "/designs", data=NEW | {"row": "fresh-1"}))
    design = db.session.scalars(db.select(Design)).one()
    assert '<hx-partial hx-target="#fresh-1" hx-swap="outerHTML">' in piece
    assert f'<tr id="design-{design.id}">' in piece
    assert ">Webhooks</bdi></a>" in piece
    assert design.title == "Webhooks"


def test_a_new_design_that_is_asked_for_again_is_made_once(as_author: Browser) -> None:
    make_project()
    headers = {"Idempotency-Key": "one"}
    first = as_author.piece("POST", "/designs", data=NEW, headers=headers)
    again = as_author.piece("POST", "/designs", data=NEW, headers=headers)
    assert assert_piece(first) == assert_piece(again)
    assert db.session.scalar(db.select(db.func.count(Design.id))) == 1
    other = as_author.piece("POST", "/designs", data=NEW | {"title": "Other"}, headers=headers)
    assert_piece(other, 422)
    assert db.session.scalar(db.select(db.func.count(Design.id))) == 1


@pytest.mark.parametrize("data", [{"title": ""}, {"title": "a\0b"}, {"project": "NONE"}, {"owner_id": "1"}])
def test_a_new_row_that_cannot_be_says_why(as_author: Browser, data: dict[str, str]) -> None:
    make_project()
    answer = as_author.piece("POST", "/designs", data=NEW | data)
    assert 'role="alert"' in assert_piece(answer, 422) or "owner_id" in answer.text
    assert db.session.scalar(db.select(db.func.count(Design.id))) == 0


def test_a_row_of_another_name_is_not_named_in_the_answer(as_author: Browser) -> None:
    make_project()
    piece = assert_piece(as_author.piece("POST", "/designs", data=NEW | {"row": "x><script>"}))
    assert "script" not in piece
    assert piece.strip().startswith("<tr id=")
