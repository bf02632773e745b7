"""/documents: what is told of one, and its text."""

from __future__ import annotations

import hashlib
import re

import pytest

from tests.assertions import assert_json, database_digest
from tests.factories import make_design, make_project
from tests.integration.api.asked import fields, only_reads, stored, told
from tests.integration.api.conftest import ApiClient
from webapp.extensions import db
from webapp.models import Document, Person
from webapp.services.documents import documents_of
from webapp.services.pieces import load_pieces

TEXT = "# FEAT-001: Hooks\r\n\r\nWords.\r\n"
MISSING = '{"error": "Resource not found"}'


def test_a_document_is_told_with_its_revision_in_its_etag(as_author_api: ApiClient, owner: Person) -> None:
    [document] = documents_of(make_design(TEXT, owner=owner))
    answer = as_author_api.get(f"/documents/{document.id}")
    revision = hashlib.sha256(TEXT.encode()).hexdigest()
    body = told(answer)
    assert re.fullmatch(rf'"{revision}-[0-9a-f]{{16}}"', answer.headers["ETag"])
    told_now = {name: body[name] for name in ("id", "design_id", "name", "revision", "version", "size")}
    assert told_now == {
        "id": document.id,
        "design_id": document.design_id,
        "name": "design",
        "revision": revision,
        "version": document.version,
        "size": len(TEXT.encode()),
    }
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", body["updated_at"])


def test_a_text_is_given_byte_for_byte(as_author_api: ApiClient) -> None:
    [document] = documents_of(make_design(TEXT))
    answer = as_author_api.get(f"/documents/{document.id}/text")
    assert answer.status_code == 200
    assert answer.content_type == "text/markdown; charset=utf-8"
    assert answer.data == TEXT.encode()
    assert answer.headers["ETag"] == f'"{document.revision}"'


def test_who_has_this_state_already_gets_nothing(as_author_api: ApiClient) -> None:
    [document] = documents_of(make_design(TEXT))
    for path in (f"/documents/{document.id}", f"/documents/{document.id}/text"):
        etag = as_author_api.get(path).headers["ETag"]
        answer = as_author_api.get(path, headers={"If-None-Match": etag})
        assert (answer.status_code, answer.data) == (304, b"")
        assert as_author_api.get(path, headers={"If-None-Match": '"0"'}).status_code == 200


def test_the_documents_of_a_design_are_listed_in_their_order(as_author_api: ApiClient) -> None:
    design = make_design(TEXT, documents={"notes": "# N\n", "tasks": "# T\n"})
    body = told(as_author_api.get(f"/designs/{design.id}/documents?limit=2&offset=1"))
    assert [each["name"] for each in body["items"]] == ["notes", "tasks"]
    assert body["total"] == 3


def test_a_document_is_added_once(as_author_api: ApiClient) -> None:
    design = make_design(TEXT)
    path, sent = f"/designs/{design.id}/documents", {"name": "notes", "text": "# Notes\r\n"}
    first, second = (as_author_api.post(path, sent, key="k") for _ in range(2))
    body = told(first, 201)
    assert second.data == first.data
    assert first.location == f"/api/v1/documents/{body['id']}"
    assert [each.name for each in documents_of(stored(design))] == ["design", "notes"]
    assert as_author_api.get(f"/documents/{body['id']}/text").data == b"# Notes\r\n"


@pytest.mark.parametrize(
    ("sent", "named"),
    [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": "design"}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": "a\x01b"}, "name"),
        ({"name": "a", "text": "a\0b"}, "text"),
        ({"name": "a", "text": "\ud800"}, "text"),
        ({"name": "a", "text": "x" * 1_000_001}, "text"),
        ({"name": "a", "text": "é" * 600_000}, "text"),
        ({"name": "a", "position": "a0"}, "position"),
    ],
)
def test_a_document_that_cannot_be_is_refused(
    as_author_api: ApiClient, sent: dict[str, str], named: str
) -> None:
    design = make_design(TEXT)
    before = database_digest()
    assert fields(as_author_api.post(f"/designs/{design.id}/documents", sent)) == [named]
    assert database_digest() == before


def test_a_document_is_renamed_and_moved(as_author_api: ApiClient) -> None:
    design = make_design(TEXT, documents={"notes": "# N\n", "tasks": "# T\n"})
    main, notes, tasks = documents_of(design)
    path = f"/documents/{notes.id}"
    assert told(as_author_api.patch(path, {"name": "remarks", "after": tasks.id}))["name"] == "remarks"
    assert [each.name for each in documents_of(stored(design))] == ["design", "tasks", "remarks"]
    before = database_digest()
    assert fields(as_author_api.patch(path, {"name": "tasks"})) == ["name"]
    assert fields(as_author_api.patch(path, {"after": 999})) == ["after"]
    assert fields(as_author_api.patch(f"/documents/{main.id}", {"name": "other"})) == ["name"]
    refused = told(as_author_api.patch(path, {"name": "x", "base": {"name": "notes"}}), 409)
    assert refused["current"]["name"] == "remarks"
    assert database_digest() == before
    assert as_author_api.patch(path, {"name": "x", "base": {"name": "remarks"}}).status_code == 200


def test_a_document_is_deleted_as_it_was_seen(as_author_api: ApiClient) -> None:
    design = make_design(TEXT, documents={"notes": "# N\n"})
    main, notes = documents_of(design)
    before = database_digest()
    assert as_author_api.delete(f"/documents/{notes.id}").status_code == 428
    assert told(as_author_api.delete(f"/documents/{notes.id}", match="0"), 412)["current"]["name"] == "notes"
    assert fields(as_author_api.delete(f"/documents/{main.id}", match="*")) == ["document"]
    assert database_digest() == before
    etag = as_author_api.get(f"/documents/{notes.id}").headers["ETag"]
    assert as_author_api.delete(f"/documents/{notes.id}", headers={"If-Match": etag}).status_code == 204
    assert [each.name for each in documents_of(stored(design))] == ["design"]
    assert_json(as_author_api.get(f"/documents/{notes.id}"), 404, MISSING)
    assert_json(as_author_api.delete(f"/documents/{notes.id}", match="*"), 404, MISSING)


def test_a_text_is_replaced_and_what_stays_keeps_its_id(as_author_api: ApiClient) -> None:
    [document] = documents_of(make_design(TEXT))
    sections = [each.id for each in load_pieces(document.id).sections]
    path = f"/documents/{document.id}/text"
    answer = as_author_api.text("PUT", path, TEXT + "\r\nMore.\r\n", match=document.revision)
    body = told(answer)
    assert as_author_api.get(path).data == TEXT.encode() + b"\r\nMore.\r\n"
    assert as_author_api.get(path).headers["ETag"] == f'"{body["revision"]}"'
    db.session.expire_all()
    assert [each.id for each in load_pieces(document.id).sections] == sections


def test_a_text_is_replaced_only_as_it_was_read(as_author_api: ApiClient) -> None:
    [document] = documents_of(make_design(TEXT))
    path = f"/documents/{document.id}/text"
    before = database_digest()
    assert as_author_api.text("PUT", path, "# X\n").status_code == 428
    stale = told(as_author_api.text("PUT", path, "# X\n", match="0" * 64), 412)
    assert stale["current"]["revision"] == document.revision
    assert as_author_api.put(path, {"text": "x"}, match=document.revision).status_code == 415
    assert fields(as_author_api.text("PUT", path, b"a\xff", match=document.revision)) == ["text"]
    assert fields(as_author_api.text("PUT", path, "a\0", match=document.revision)) == ["text"]
    assert fields(as_author_api.text("PUT", path, "x" * 1_000_001, match=document.revision)) == ["text"]
    assert as_author_api.text("PUT", path, b"x" * 8_000_001, match=document.revision).status_code == 413
    assert database_digest() == before
    assert as_author_api.text("PUT", path, TEXT, match=document.revision).status_code == 200
    assert database_digest() == before


def test_texts_of_two_are_merged_and_what_both_changed_is_told_in_parts(as_author_api: ApiClient) -> None:
    base = "# A\n\nOne.\n\nTwo.\n"
    [document] = documents_of(make_design(base))
    path = f"/documents/{document.id}/text"
    as_author_api.text("PUT", path, "# A\n\nOne.\n\nTheirs.\n", match=document.revision)
    assert as_author_api.patch(path, {"text": "# A\n\nMine.\n\nTwo.\n", "base": base}).status_code == 200
    assert as_author_api.get(path).text == "# A\n\nMine.\n\nTheirs.\n"
    before = database_digest()
    sent = {"text": "# A\n\nOne.\n\nMine too.\n", "base": base}
    refused = told(as_author_api.patch(path, sent), 409)
    [part] = refused["parts"]
    assert (part["base"], part["theirs"], part["mine"]) == ("Two.", "Theirs.", "Mine too.")
    assert refused["current"]["id"] == document.id
    assert database_digest() == before
    choice = {"key": part["key"], "way": "mine"}
    assert as_author_api.patch(path, sent | {"choices": [choice]}).status_code == 200
    assert as_author_api.get(path).text == "# A\n\nMine.\n\nMine too.\n"


def test_a_reader_writes_no_document(as_reader_api: ApiClient, reader: Person) -> None:
    design = make_design(TEXT, documents={"notes": "# N\n"})
    _, notes = documents_of(design)
    path = f"/documents/{notes.id}"
    assert as_reader_api.patch(path, {"name": "other"}).status_code == 200
    only_reads(reader, design.project)
    before = database_digest()
    assert as_reader_api.get(f"{path}/text").status_code == 200
    for answer in (
        as_reader_api.post(f"/designs/{design.id}/documents", {}),
        as_reader_api.patch(path, {"nothing": 1}),
        as_reader_api.delete(path),
        as_reader_api.text("PUT", f"{path}/text", b"\xff"),
        as_reader_api.patch(f"{path}/text", {}),
    ):
        assert_json(answer, 403, '{"error": "Forbidden"}')
    assert database_digest() == before


def test_a_locked_design_is_changed_by_those_that_it_is_locked_for(
    as_author_api: ApiClient, as_owner_api: ApiClient, owner: Person
) -> None:
    design = make_design(TEXT, owner=owner)
    [document] = documents_of(design)
    path = f"/documents/{document.id}/text"
    assert as_author_api.text("PUT", path, TEXT + "\r\na\r\n", match="*").status_code == 200
    assert as_owner_api.patch(f"/designs/{design.id}", {"locked": True}).status_code == 200
    before = database_digest()
    assert_json(as_author_api.text("PUT", path, TEXT, match="*"), 403, '{"error": "Forbidden"}')
    assert database_digest() == before
    assert as_owner_api.text("PUT", path, TEXT, match="*").status_code == 200


def test_a_document_that_may_not_be_read_is_as_one_that_is_not_there(as_author_api: ApiClient) -> None:
    project = make_project("OPS", "Operations")
    [document] = documents_of(make_design(TEXT, project=project))
    assert as_author_api.get(f"/documents/{document.id}").status_code == 200
    project.open_role = None
    db.session.commit()
    for path in (f"/documents/{document.id}", f"/documents/{document.id + 1}", "/documents/0", "/nothing"):
        assert_json(as_author_api.get(path), 404, MISSING)
    assert db.session.get(Document, document.id) is not None
