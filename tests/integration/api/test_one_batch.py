"""A PATCH that both moves a piece and writes it is one change: one line in the history, one undo."""

from __future__ import annotations

import pytest

from tests.edits import TEXT, Ids, make_edited
from tests.integration.api.asked import fields, told
from tests.integration.api.conftest import ApiClient
from webapp.extensions import db
from webapp.models import Batch, Document
from webapp.services.documents import document_text


@pytest.fixture
def at(app: object) -> Ids:
    return make_edited()


def text(at: Ids) -> str:
    db.session.expire_all()
    return document_text(db.session.get_one(Document, at.document))


def batches() -> list[str]:
    return list(db.session.scalars(db.select(Batch.verb).order_by(Batch.id)))


def test_a_block_is_moved_and_written_in_one(at: Ids, as_owner_api: ApiClient) -> None:
    before = batches()
    body = {"section_id": at.later, "after": None, "text": "Other words.", "base": {"text": "Some *words*."}}
    assert told(as_owner_api.patch(f"/blocks/{at.prose}", body))["section_id"] == at.later
    after = text(at)
    assert "## Later\n\nOther words.\n\nMore words.\n" in after
    assert "Some" not in after
    assert batches() == [*before, "set_block_text"]
    taken_back(at, as_owner_api)


def test_a_table_that_moves_may_get_other_columns(at: Ids, as_owner_api: ApiClient) -> None:
    table = "| Path | Method |\n|---|---|\n| /a | GET |"
    body = {"after": at.prose, "text": table}
    told(as_owner_api.patch(f"/blocks/{at.table}", body))
    assert f"Some *words*.\n\n{table}\n" in text(at)
    taken_back(at, as_owner_api)


def test_a_section_is_moved_and_titled_in_one(at: Ids, as_owner_api: ApiClient) -> None:
    before = batches()
    told(as_owner_api.patch(f"/sections/{at.later}", {"after": None, "title": "Sooner"}))
    assert text(at).index("## Sooner") < text(at).index("## Endpoints")
    assert batches() == [*before, "set_section_title"]
    taken_back(at, as_owner_api)


def test_a_column_is_moved_and_named_in_one(at: Ids, as_owner_api: ApiClient) -> None:
    before = batches()
    path = f"/blocks/{at.table}/columns/c3"
    assert told(as_owner_api.patch(path, {"after": None, "name": "Remark"})) == {"id": "c3", "name": "Remark"}
    columns = told(as_owner_api.get(f"/blocks/{at.table}"))["columns"]
    assert [(each["id"], each["name"]) for each in columns] == [
        ("c3", "Remark"),
        ("c1", "Method"),
        ("c2", "Path"),
    ]
    assert told(as_owner_api.get(f"/rows/{at.get}"))["cells"] == {
        "Remark": "first",
        "Method": "GET",
        "Path": "/a",
    }
    assert batches() == [*before, "move_column"]
    taken_back(at, as_owner_api)


def test_where_one_of_both_is_refused_nothing_is_written(at: Ids, as_owner_api: ApiClient) -> None:
    before = batches()
    for path, body, field in (
        (f"/blocks/{at.prose}", {"section_id": at.later, "after": at.items, "text": "x"}, "after"),
        (f"/blocks/{at.prose}", {"section_id": at.later, "text": "# A heading"}, "text"),
        (f"/sections/{at.later}", {"after": at.later, "title": "x"}, "after"),
        (f"/blocks/{at.table}/columns/c3", {"after": "c9", "name": "x"}, "after"),
    ):
        assert fields(as_owner_api.patch(path, body)) == [field]
    stale = {"section_id": at.later, "text": "mine", "base": {"text": "never"}}
    assert as_owner_api.patch(f"/blocks/{at.prose}", stale).status_code == 409
    assert (text(at), batches()) == (TEXT, before)


def taken_back(at: Ids, api: ApiClient) -> None:
    """One undo brings back what was there before."""
    told(api.post(f"/designs/{db.session.get_one(Document, at.document).design_id}/undo"))
    assert text(at) == TEXT
