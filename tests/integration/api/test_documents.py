"""/documents: what is told of one, and its text."""

from __future__ import annotations

import hashlib

from tests.assertions import assert_json
from tests.factories import make_design, make_project
from tests.integration.api.conftest import ApiClient
from webapp.extensions import db
from webapp.models import Document, Person
from webapp.services.documents import documents_of

TEXT = "# FEAT-001: Hooks\r\n\r\nWords.\r\n"
MISSING = '{"error": "Resource not found"}'


def test_a_document_is_told_with_its_revision_as_its_etag(as_author_api: ApiClient, owner: Person) -> None:
    [document] = documents_of(make_design(TEXT, owner=owner))
    answer = as_author_api.get(f"/documents/{document.id}")
    revision = hashlib.sha256(TEXT.encode()).hexdigest()
    assert answer.status_code == 200
    assert answer.headers["ETag"] == f'"{revision}"'
    assert answer.json is not None
    told = {name: answer.json[name] for name in ("id", "design_id", "name", "revision", "version", "size")}
    assert told == {
        "id": document.id,
        "design_id": document.design_id,
        "name": "design",
        "revision": revision,
        "version": document.version,
        "size": len(TEXT.encode()),
    }
    assert answer.json["updated_at"].endswith("Z")


def test_a_text_is_given_byte_for_byte(as_author_api: ApiClient) -> None:
    [document] = documents_of(make_design(TEXT))
    answer = as_author_api.get(f"/documents/{document.id}/text")
    assert answer.status_code == 200
    assert answer.content_type == "text/markdown; charset=utf-8"
    assert answer.data == TEXT.encode()
    assert answer.headers["ETag"] == f'"{document.revision}"'


def test_who_has_this_revision_already_gets_nothing(as_author_api: ApiClient) -> None:
    [document] = documents_of(make_design(TEXT))
    for path in (f"/documents/{document.id}", f"/documents/{document.id}/text"):
        answer = as_author_api.get(path, headers={"If-None-Match": f'"{document.revision}"'})
        assert (answer.status_code, answer.data) == (304, b"")


def test_a_document_that_may_not_be_read_is_as_one_that_is_not_there(as_author_api: ApiClient) -> None:
    project = make_project("OPS", "Operations")
    [document] = documents_of(make_design(TEXT, project=project))
    assert as_author_api.get(f"/documents/{document.id}").status_code == 200
    project.open_role = None
    db.session.commit()
    for path in (f"/documents/{document.id}", f"/documents/{document.id + 1}", "/documents/0", "/nothing"):
        assert_json(as_author_api.get(path), 404, MISSING)
    assert db.session.get(Document, document.id) is not None
