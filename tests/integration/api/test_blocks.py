"""/blocks: read with their rows in few statements, added, rewritten, moved, deleted."""

from __future__ import annotations

import pytest

from tests.edits import TEXT, Ids, make_edited
from tests.integration.api.conftest import ApiClient
from tests.statements import statements
from webapp.extensions import db
from webapp.models import Block, Document
from webapp.services.documents import document_text


@pytest.fixture
def at(app: object) -> Ids:
    return make_edited()


def text(at: Ids) -> str:
    db.session.expire_all()
    return document_text(db.session.get_one(Document, at.document))


def state(api: ApiClient, path: str) -> str:
    return api.get(path).headers["ETag"].strip('"')


def test_a_document_is_its_blocks_in_order_with_their_rows(at: Ids, as_owner_api: ApiClient) -> None:
    body = as_owner_api.get(f"/documents/{at.document}/blocks").get_json()
    assert (body["total"], body["limit"], body["offset"]) == (4, 20, 0)
    table, items, prose, later = body["items"]
    assert table == {
        "id": at.table,
        "section_id": at.endpoints,
        "document_id": at.document,
        "kind": "table",
        "info": "",
        "register": "endpoints",
        "columns": [
            {"id": "c1", "name": "Method"},
            {"id": "c2", "name": "Path"},
            {"id": "c3", "name": "Note"},
        ],
        "text": TEXT[TEXT.index("| Method") : TEXT.index("\n\n- [ ] one")],
        "version": 1,
        "rows": [as_owner_api.get(f"/rows/{row}").get_json() for row in (at.get, at.post)],
    }
    assert [(row["text"], row["depth"], row["done"]) for row in items["rows"]] == [
        ("one", 0, False),
        ("two", 0, None),
        ("nested", 1, None),
        ("three", 0, None),
    ]
    assert (prose["text"], later["text"], "rows" in prose) == ("Some *words*.", "More words.", False)


def test_blocks_are_narrowed_and_parted(at: Ids, as_owner_api: ApiClient) -> None:
    def ids(query: str) -> list[int]:
        found = as_owner_api.get(f"/documents/{at.document}/blocks?{query}").get_json()
        return [block["id"] for block in found["items"]]

    assert ids("kind=table") == ids("register=endpoints") == [at.table]
    assert ids("kind=prose&register=endpoints") == []
    assert ids("limit=2&offset=1") == [at.items, at.prose]
    [block] = as_owner_api.get(f"/documents/{at.document}/blocks?kind=table&rows=no").get_json()["items"]
    assert "rows" not in block
    assert as_owner_api.get(f"/documents/{at.document}/blocks?kind=tables").status_code == 422
    section = as_owner_api.get(f"/sections/{at.endpoints}/blocks").get_json()
    assert [block["id"] for block in section["items"]] == [at.table, at.items, at.prose]


def test_a_document_is_read_in_as_many_statements_however_long(at: Ids, as_owner_api: ApiClient) -> None:
    path = f"/documents/{at.document}/blocks"

    def cost() -> int:
        as_owner_api.get(path)
        with statements("SELECT") as sent:
            as_owner_api.get(path)
        return len(sent)

    before = cost()
    many = "\n".join(f"- {number}\n\nWords {number}.\n" for number in range(10))
    as_owner_api.text("PUT", f"/sections/{at.later}/text", f"## Later\n\n{many}", match="*")
    assert cost() == before <= 6


def test_a_block_is_added_where_it_is_wanted(at: Ids, as_owner_api: ApiClient) -> None:
    answer = as_owner_api.post(f"/sections/{at.later}/blocks", {"kind": "bullets", "text": "a\nb"})
    assert answer.status_code == 201
    block = answer.get_json()
    assert (block["kind"], block["text"]) == ("bullets", "- a\n- b")
    assert answer.headers["Location"] == f"/api/v1/blocks/{block['id']}"
    assert as_owner_api.get(f"/blocks/{block['id']}").headers["ETag"] == answer.headers["ETag"]
    as_owner_api.post(f"/sections/{at.later}/blocks", {"kind": "prose", "text": "First.", "after": None})
    assert text(at) == TEXT.replace("More words.\n", "First.\n\nMore words.\n\n- a\n- b\n")


def test_a_block_is_rewritten_and_moved(at: Ids, as_owner_api: ApiClient) -> None:
    path = f"/blocks/{at.prose}"
    answer = as_owner_api.patch(path, {"text": "Other words.", "base": {"text": "Some *words*."}})
    assert (answer.status_code, answer.get_json()["text"]) == (200, "Other words.")
    assert text(at) == TEXT.replace("Some *words*.", "Other words.")
    answer = as_owner_api.patch(path, {"text": "Mine.", "base": {"text": "Some *words*."}})
    assert (answer.status_code, answer.get_json()["current"]["text"]) == (409, "Other words.")
    answer = as_owner_api.patch(path, {"section_id": at.later})
    assert answer.get_json()["section_id"] == at.later
    assert text(at).endswith("## Later\n\nOther words.\n\nMore words.\n")
    answer = as_owner_api.patch(path, {"after": at.table})
    assert [each["field"] for each in answer.get_json()["details"]] == ["after"]


def test_replacing_and_deleting_name_a_state(at: Ids, as_owner_api: ApiClient) -> None:
    path, body = f"/blocks/{at.prose}", {"text": "New."}
    assert as_owner_api.put(path, body).status_code == 428
    old = state(as_owner_api, path)
    assert as_owner_api.put(path, body, match=old).status_code == 200
    stale = as_owner_api.put(path, body, match=old)
    assert (stale.status_code, stale.get_json()["current"]["text"]) == (412, "New.")
    assert as_owner_api.delete(path).status_code == 428
    assert as_owner_api.delete(path, match=old).status_code == 412
    assert db.session.get_one(Block, at.prose).deleted_at is None
    assert as_owner_api.delete(path, match=state(as_owner_api, path)).status_code == 204
    assert text(at) == TEXT.replace("Some *words*.\n\n", "")
    assert as_owner_api.get(path).status_code == 404
    assert as_owner_api.patch(path, body).status_code == 404


def test_a_row_that_changes_is_another_state_of_its_block(at: Ids, as_owner_api: ApiClient) -> None:
    path = f"/blocks/{at.table}"
    old = state(as_owner_api, path)
    as_owner_api.patch(f"/rows/{at.get}", {"cells": {"Note": "x"}})
    assert state(as_owner_api, path) != old
    assert as_owner_api.delete(path, match=old).status_code == 412


def test_a_text_that_makes_no_such_block_is_refused(at: Ids, as_owner_api: ApiClient) -> None:
    for method, path, body, match in (
        ("POST", f"/sections/{at.later}/blocks", {"kind": "prose", "text": "## Heading"}, None),
        ("PUT", f"/blocks/{at.prose}", {"text": ""}, "*"),
        ("PUT", f"/blocks/{at.prose}", {"text": "## Heading"}, "*"),
    ):
        headers = {"If-Match": match} if match else None
        answer = as_owner_api.send(method, path, body, headers=headers)
        assert (answer.status_code, body) == (422, body)
        assert [each["field"] for each in answer.get_json()["details"]] == ["text"]
    assert text(at) == TEXT
