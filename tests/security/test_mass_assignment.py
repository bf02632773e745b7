"""A request sets what its form has, and nothing else (RELIABILITY S05): one field more, and it is refused.

That each request of WRITES is taken as it stands, tests/integration/views/test_request_keys.py says.
"""

from __future__ import annotations

import io

import pytest
from flask import Flask

from tests.assertions import database_digest
from tests.browser import Browser
from tests.conftest import empty_database, make_account
from tests.edits import WRITES, make_ready
from tests.security.others import OTHERS, WRITES_NO_ROW, Request, make_other
from tests.security.routes import UNSAFE
from webapp.models import Person
from webapp.utils.addresses import API
from webapp.views import writing

TRIED = (
    "id",
    "owner_id",
    "role",
    "is_admin",
    "version",
    "created_at",
    "approved_by",
    "document_id",
    "design_id",
    "password_hash",
    "deleted_at",
    "position",
)
writes = pytest.mark.parametrize("name", WRITES)
others = pytest.mark.parametrize("name", OTHERS)


@pytest.mark.usefixtures("author")
def test_every_route_that_writes_is_tried(app: Flask, as_author: Browser) -> None:
    match = app.url_map.bind("localhost").match
    tried = {match(edit.path, edit.method)[0] for _, edit in (make_ready(name, as_author) for name in WRITES)}
    for name in OTHERS:
        empty_database()
        _, request = make_other(name, app, make_account("again@example.org", "Again", admin=True))
        tried.add(match(request.path, request.method)[0])
    pages = [rule for rule in app.url_map.iter_rules() if not rule.rule.startswith(API)]
    assert {rule.endpoint for rule in pages if UNSAFE & (rule.methods or set())} == tried


@writes
def test_a_field_too_many_is_refused_by_its_name(as_author: Browser, name: str) -> None:
    _, edit = make_ready(name, as_author)
    before = database_digest()
    for field in TRIED:
        answer = as_author.piece(edit.method, edit.path, data={**edit.data, field: "1"})
        assert (answer.status_code, field in answer.text) == (422, True), (field, answer.text)
    assert database_digest() == before


@writes
def test_a_field_in_the_address_is_refused(as_author: Browser, name: str) -> None:
    _, edit = make_ready(name, as_author)
    before = database_digest()
    for field in TRIED:
        answer = as_author.piece(edit.method, edit.path, data=edit.data, query_string={field: "1"})
        assert (answer.status_code, field in answer.text) == (422, True), (field, answer.text)
    assert database_digest() == before


@writes
def test_what_is_no_form_or_brings_a_file_is_not_understood(as_author: Browser, name: str) -> None:
    _, edit = make_ready(name, as_author)
    before = database_digest()
    with_file = {**edit.data, "owner_id": (io.BytesIO(b"1"), "owner.txt")}
    for sent in ({"json": {**edit.data, "owner_id": 1}}, {"data": with_file}):
        answer = as_author.piece(edit.method, edit.path, **sent)
        assert answer.status_code == 415, answer.text
    assert database_digest() == before


@writes
def test_a_field_that_is_missing_or_comes_twice_is_refused(as_author: Browser, name: str) -> None:
    _, edit = make_ready(name, as_author)
    before = database_digest()
    for field, value in edit.data.items():
        if field not in OPTIONAL.get(name, ()):
            without = {each: value for each, value in edit.data.items() if each != field}
            answer = as_author.piece(edit.method, edit.path, data=without)
            assert answer.status_code == 422, (field, answer.text)
        if isinstance(value, str):
            answer = as_author.piece(edit.method, edit.path, data={**edit.data, field: [value, "other"]})
            assert (answer.status_code, field in answer.text) == (422, True), (field, answer.text)
    assert database_digest() == before


@others
def test_a_field_too_many_is_refused_by_its_name_everywhere(
    app: Flask, administrator: Person, name: str
) -> None:
    browser, request = make_other(name, app, administrator)
    assert strays_taken(browser, request) == []
    assert_is_taken(browser, request, writes=name not in WRITES_NO_ROW)


@others
def test_what_is_no_form_or_brings_a_file_is_not_understood_anywhere(
    app: Flask, administrator: Person, name: str
) -> None:
    browser, request = make_other(name, app, administrator)
    before = database_digest()
    stray = {"stray.txt": (io.BytesIO(b"1"), "stray.txt")}
    for sent, status in (
        ({"json": {**request.data, "owner_id": 1}}, 415),
        ({"data": request.sent(**stray)}, 422 if request.files else 415),
    ):
        answer = browser.open(request.path, method=request.method, **sent)
        assert answer.status_code == status, answer.text
    assert database_digest() == before


def test_the_walk_finds_a_form_that_looks_away(
    app: Flask, administrator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "refuse_strays", lambda known, **rest: None)
    browser, request = make_other("role of a member", app, administrator)
    assert ("is_admin", "form") in strays_taken(browser, request)


def strays_taken(browser: Browser, request: Request) -> list[tuple[str, str]]:
    """The fields that were not refused by their names, or whose refusal wrote something, and their place."""
    before, taken = database_digest(), []
    for field in TRIED:
        for place, sent in (
            ("form", {"data": request.sent(**{field: "1"})}),
            ("address", {"data": request.sent(), "query_string": {field: "1"}}),
        ):
            if place == "form" and field in request.data:
                continue
            answer = browser.piece(request.method, request.path, **sent)
            if (answer.status_code, field in answer.text) != (422, True) or database_digest() != before:
                taken.append((field, place))
    return taken


def assert_is_taken(browser: Browser, request: Request, *, writes: bool) -> None:
    """The same without a stray is done."""
    before = database_digest()
    answer = browser.open(request.path, method=request.method, data=request.sent())
    assert answer.status_code in {200, 201, 204, 303}, answer.text
    assert (database_digest() != before) == writes


OPTIONAL = {
    "add row": ("after", "c2"),
    "move row": ("after",),
    "add column": ("after",),
    "move column": ("after",),
    "add block": ("after", "text"),
    "move block": ("after",),
    "add section": ("after",),
    "move section": ("after",),
    "move document": ("after",),
    "restore row": ("column", "text"),
    "design contributors": ("value",),
    "new design": ("project", "priority"),
}
"""What need not be sent: it stands for the first place, for nothing, or for what is usual."""
