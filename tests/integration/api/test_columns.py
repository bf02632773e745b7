"""/blocks/{id}/columns: added, renamed, moved, deleted; a column keeps its id."""

from __future__ import annotations

import pytest

from tests.edits import TEXT, Ids, make_edited
from tests.integration.api.conftest import ApiClient
from webapp.extensions import db
from webapp.models import Document
from webapp.services.documents import document_text


@pytest.fixture
def at(app: object) -> Ids:
    return make_edited()


def text(at: Ids) -> str:
    db.session.expire_all()
    return document_text(db.session.get_one(Document, at.document))


def names(api: ApiClient, at: Ids) -> list[tuple[str, str]]:
    found = api.get(f"/blocks/{at.table}/columns").get_json()
    assert found["total"] == len(found["items"])
    return [(each["id"], each["name"]) for each in found["items"]]


def test_a_column_is_added_at_the_end_or_behind_another(at: Ids, as_owner_api: ApiClient) -> None:
    path = f"/blocks/{at.table}/columns"
    answer = as_owner_api.post(path, {"name": "Auth"})
    assert (answer.status_code, answer.get_json()) == (201, {"id": "c4", "name": "Auth"})
    assert answer.headers["Location"] == f"/api/v1{path}/c4"
    as_owner_api.post(path, {"name": "No", "after": None})
    assert names(as_owner_api, at) == [
        ("c5", "No"),
        ("c1", "Method"),
        ("c2", "Path"),
        ("c3", "Note"),
        ("c4", "Auth"),
    ]
    assert "|  | GET | /a | first |  |" in text(at)
    assert as_owner_api.get(f"{path}/c4").get_json() == {"id": "c4", "name": "Auth"}
    assert as_owner_api.get(f"{path}/c9").status_code == 404


def test_a_column_is_renamed_and_moved(at: Ids, as_owner_api: ApiClient) -> None:
    path = f"/blocks/{at.table}/columns/c3"
    answer = as_owner_api.patch(path, {"name": "Remark", "base": {"name": "Note"}, "after": None})
    assert answer.get_json() == {"id": "c3", "name": "Remark"}
    assert names(as_owner_api, at) == [("c3", "Remark"), ("c1", "Method"), ("c2", "Path")]
    answer = as_owner_api.patch(path, {"name": "Mine", "base": {"name": "Note"}})
    assert (answer.status_code, answer.get_json()["current"]["name"]) == (409, "Remark")
    for body, field in (({"after": "c3"}, "after"), ({"after": "c9"}, "after"), ({"id": "c8"}, "id")):
        answer = as_owner_api.patch(path, body)
        assert [each["field"] for each in answer.get_json()["details"]] == [field]


def test_a_column_is_deleted_where_its_state_is_named(at: Ids, as_owner_api: ApiClient) -> None:
    path = f"/blocks/{at.table}/columns/c3"
    state = as_owner_api.get(path).headers["ETag"].strip('"')
    assert as_owner_api.delete(path).status_code == 428
    as_owner_api.patch(path, {"name": "Remark"})
    assert as_owner_api.delete(path, match=state).status_code == 412
    state = as_owner_api.get(path).headers["ETag"].strip('"')
    assert as_owner_api.delete(path, match=state).status_code == 204
    assert "| GET | /a |\n| POST | /b |\n" in text(at)
    assert as_owner_api.delete(path, match=state).status_code == 404


def test_only_a_table_has_columns(at: Ids, as_owner_api: ApiClient) -> None:
    assert as_owner_api.get(f"/blocks/{at.items}/columns").get_json()["items"] == []
    answer = as_owner_api.post(f"/blocks/{at.items}/columns", {"name": "x"})
    assert [each["field"] for each in answer.get_json()["details"]] == ["block_id"]
    assert text(at) == TEXT
