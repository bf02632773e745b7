"""/sections: listed with their Markdown, added, titled, moved, rewritten, deleted."""

from __future__ import annotations

import pytest

from tests.edits import TEXT, Ids, make_edited
from tests.integration.api.conftest import ApiClient
from webapp.extensions import db
from webapp.models import Document, Section
from webapp.services.documents import document_text


@pytest.fixture
def at(app: object) -> Ids:
    return make_edited()


def text(at: Ids) -> str:
    db.session.expire_all()
    return document_text(db.session.get_one(Document, at.document))


def state(api: ApiClient, path: str) -> str:
    return api.get(path).headers["ETag"].strip('"')


def test_sections_are_told_in_order_with_their_text(at: Ids, as_owner_api: ApiClient) -> None:
    body = as_owner_api.get(f"/documents/{at.document}/sections").get_json()
    assert [(each["level"], each["title"]) for each in body["items"]] == [
        (0, ""),
        (1, "FEAT-001: Webhooks"),
        (2, "Endpoints"),
        (2, "Later"),
    ]
    later = body["items"][-1]
    assert later == {
        "id": at.later,
        "document_id": at.document,
        "level": 2,
        "title": "Later",
        "text": "## Later\n\nMore words.",
    }
    assert as_owner_api.get(f"/sections/{at.later}").get_json() == later
    assert as_owner_api.get(f"/sections/{at.later}/text").data == b"## Later\n\nMore words."


def test_a_section_is_added_last_or_behind_another(at: Ids, as_owner_api: ApiClient) -> None:
    path = f"/documents/{at.document}/sections"
    answer = as_owner_api.post(path, {"title": "End", "level": 2})
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/v1/sections/{answer.get_json()['id']}"
    as_owner_api.post(path, {"title": "Inner", "level": 3, "after": at.endpoints})
    assert text(at) == TEXT.replace("## Later", "### Inner\n\n## Later") + "\n## End\n"
    for body, field in (
        ({"title": "x", "level": 7}, "level"),
        ({"title": "x", "level": True}, "level"),
        ({"title": "", "level": 2}, "title"),
        ({"title": "x", "level": 2, "after": 999_999}, "after"),
    ):
        answer = as_owner_api.post(path, body)
        assert [each["field"] for each in answer.get_json()["details"]] == [field]


def test_a_section_is_titled_and_moved(at: Ids, as_owner_api: ApiClient) -> None:
    path = f"/sections/{at.later}"
    answer = as_owner_api.patch(path, {"title": "Sooner", "base": {"title": "Later"}})
    assert (answer.status_code, answer.get_json()["title"]) == (200, "Sooner")
    assert text(at) == TEXT.replace("Later", "Sooner")
    answer = as_owner_api.patch(path, {"title": "Mine", "base": {"title": "Later"}})
    assert (answer.status_code, answer.get_json()["current"]["title"]) == (409, "Sooner")
    titles = db.select(Section.id).where(Section.document_id == at.document, Section.level == 1)
    first = db.session.scalars(titles).one()
    assert as_owner_api.patch(path, {"after": first}).status_code == 200
    assert text(at).index("## Sooner") < text(at).index("## Endpoints")
    assert as_owner_api.patch(path, {"level": 3}).status_code == 422


def test_what_stands_before_the_first_heading_has_no_title(at: Ids, as_owner_api: ApiClient) -> None:
    opening = as_owner_api.get(f"/documents/{at.document}/sections").get_json()["items"][0]["id"]
    answer = as_owner_api.patch(f"/sections/{opening}", {"title": "x"})
    assert [each["field"] for each in answer.get_json()["details"]] == ["title"]
    answer = as_owner_api.delete(f"/sections/{opening}", match=state(as_owner_api, f"/sections/{opening}"))
    assert [each["field"] for each in answer.get_json()["details"]] == ["section_id"]
    assert text(at) == TEXT


def test_a_text_is_replaced_where_its_state_is_named(at: Ids, as_owner_api: ApiClient) -> None:
    path = f"/sections/{at.later}"
    assert as_owner_api.text("PUT", f"{path}/text", "## Later\n\nx").status_code == 428
    old = state(as_owner_api, f"{path}/text")
    answer = as_owner_api.text("PUT", f"{path}/text", "### Deep\n\nx\n", match=old)
    assert (answer.status_code, answer.data) == (200, b"### Deep\n\nx")
    stale = as_owner_api.text("PUT", f"{path}/text", "## Later\n", match=old)
    assert (stale.status_code, stale.get_json()["current"]["level"]) == (412, 3)
    answer = as_owner_api.put(path, {"text": "## Again\n\ny"}, match=state(as_owner_api, path))
    assert (answer.get_json()["title"], answer.get_json()["level"]) == ("Again", 2)
    assert text(at) == TEXT.replace("## Later\n\nMore words.", "## Again\n\ny")
    for wrong in ("", "no heading"):
        answer = as_owner_api.put(path, {"text": wrong}, match=state(as_owner_api, path))
        assert [each["field"] for each in answer.get_json()["details"]] == ["text"]
    assert "## Again" in text(at)


def test_a_section_is_deleted_where_its_state_is_named(at: Ids, as_owner_api: ApiClient) -> None:
    path = f"/sections/{at.later}"
    assert as_owner_api.delete(path).status_code == 428
    assert as_owner_api.delete(path, match="0123").status_code == 412
    assert as_owner_api.delete(path, match=state(as_owner_api, path)).status_code == 204
    assert text(at) == TEXT[: TEXT.index("\n## Later")]
    for answer in (as_owner_api.get(path), as_owner_api.patch(path, {"title": "x"})):
        assert answer.status_code == 404
