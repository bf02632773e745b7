"""A request sets what its form has, and nothing else (RELIABILITY S05): one field more, and it is refused.

That each of these requests is taken as it stands, tests/integration/views/test_request_keys.py says.
"""

from __future__ import annotations

import io

import pytest
from flask import Flask

from tests.assertions import database_digest
from tests.browser import Browser
from tests.edits import WRITES, make_ready
from tests.security.routes import UNSAFE
from webapp.utils.addresses import API

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
OF_OTHERS = frozenset(
    {
        "accounts",
        "api_tokens",
        "findings",
        "imports",
        "members",
        "people",
        "projects",
        "sample",
        "saved_views",
        "theme",
    }
)
"""Blueprints whose requests write no document that is there, nor the values of its design.

`people` hands designs over, which services/design_values.py writes; none but administrators get there.
"""

writes = pytest.mark.parametrize("name", WRITES)


@pytest.mark.usefixtures("author")
def test_every_route_that_writes_to_designs_is_tried(app: Flask, as_author: Browser) -> None:
    match = app.url_map.bind("localhost").match
    tried = {match(edit.path, edit.method)[0] for _, edit in (make_ready(name, as_author) for name in WRITES)}
    pages = [rule for rule in app.url_map.iter_rules() if not rule.rule.startswith(API)]
    there = {rule.endpoint for rule in pages if UNSAFE & (rule.methods or set())}
    assert {each for each in there if each.partition(".")[0] not in OF_OTHERS} == tried


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
