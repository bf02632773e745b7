"""A request sets what its form has, and nothing else (RELIABILITY S05): one field more, and it is refused.

That each of these requests is taken as it stands, tests/integration/views/test_editing.py says.
"""

from __future__ import annotations

import io

from tests.assertions import database_digest
from tests.browser import Browser
from tests.edits import EDITS, Edit, make_edited

TRIED = (
    "id",
    "owner_id",
    "role",
    "is_admin",
    "version",
    "created_at",
    "approved_by",
    "status",
    "document_id",
    "design_id",
    "password_hash",
    "deleted_at",
    "position",
)


def edits() -> dict[str, Edit]:
    ids = make_edited()
    return {name: made(ids) for name, made in EDITS.items()}


def test_a_field_too_many_is_refused_by_its_name(as_author: Browser) -> None:
    before = None
    for name, edit in edits().items():
        before = before or database_digest()
        for field in TRIED:
            answer = as_author.piece(edit.method, edit.path, data={**edit.data, field: "1"})
            assert (answer.status_code, field in answer.text) == (422, True), (name, field, answer.text)
    assert database_digest() == before


def test_a_field_in_the_address_is_refused(as_author: Browser) -> None:
    tried = edits()
    before = database_digest()
    for name, edit in tried.items():
        answer = as_author.piece(edit.method, edit.path, data=edit.data, query_string={"owner_id": "1"})
        assert (answer.status_code, "owner_id" in answer.text) == (422, True), (name, answer.text)
    assert database_digest() == before


def test_a_file_is_refused(as_author: Browser) -> None:
    tried = edits()
    before = database_digest()
    for name, edit in tried.items():
        sent = {**edit.data, "owner_id": (io.BytesIO(b"1"), "owner.txt")}
        answer = as_author.piece(edit.method, edit.path, data=sent)
        assert answer.status_code == 422, (name, answer.text)
    assert database_digest() == before


def test_what_is_no_form_is_not_understood(as_author: Browser) -> None:
    tried = edits()
    before = database_digest()
    for name, edit in tried.items():
        answer = as_author.piece(edit.method, edit.path, json={**edit.data, "owner_id": 1})
        assert answer.status_code == 415, (name, answer.text)
    assert database_digest() == before


def test_a_field_that_is_missing_or_comes_twice_is_refused(as_author: Browser) -> None:
    tried = edits()
    before = database_digest()
    for name, edit in tried.items():
        for field in edit.data.keys() & {"text", "base", "done", "by", "block", "section", "kind", "name"}:
            if name == "add block" and field == "text":
                continue
            without = {each: value for each, value in edit.data.items() if each != field}
            twice = {**edit.data, field: [str(edit.data[field]), "other"]}
            for sent in (without, twice):
                answer = as_author.piece(edit.method, edit.path, data=sent)
                assert answer.status_code == 422, (name, field, sent, answer.text)
    assert database_digest() == before
