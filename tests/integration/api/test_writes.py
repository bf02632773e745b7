"""/designs/{id}/writes: many rows in one request, all of them or none, one change."""

from __future__ import annotations

import pytest

from tests.edits import OTHER, TEXT, Ids, make_edited
from tests.integration.api.conftest import ApiClient
from webapp.extensions import db
from webapp.models import Batch, Design, Document, Project, Row
from webapp.services.documents import document_text


@pytest.fixture
def at(app: object) -> Ids:
    return make_edited()


@pytest.fixture
def path(at: Ids) -> str:
    return f"/designs/{design_of(at)}/writes"


def design_of(at: Ids) -> int:
    return db.session.get_one(Document, at.document).design_id


def text(at: Ids) -> str:
    db.session.expire_all()
    return document_text(db.session.get_one(Document, at.document))


def batches() -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(Batch)) or 0


def test_each_kind_of_write_is_done_in_one_change(at: Ids, path: str, as_owner_api: ApiClient) -> None:
    before = batches()
    answer = as_owner_api.post(
        path,
        {
            "writes": [
                {
                    "do": "change",
                    "row_id": at.get,
                    "cells": {"Note": "x"},
                    "base": {"cells": {"Note": "first"}},
                },
                {"do": "add", "block_id": at.table, "cells": {"Path": "/c"}},
                {"do": "move", "row_id": at.get, "after": at.post},
                {"do": "tick", "row_id": at.one, "done": True},
                {"do": "delete", "row_id": at.two},
            ]
        },
    )
    assert answer.status_code == 200
    body = answer.get_json()
    assert text(at) == (
        TEXT.replace("| GET | /a | first |\n", "")
        .replace("second |\n", "second |\n| GET | /a | x |\n|  | /c |  |\n")
        .replace("- [ ] one\n- two\n  - nested\n", "- [x] one\n")
    )
    assert batches() == before + 1
    assert body["change_id"] == db.session.scalar(db.select(db.func.max(Batch.id)))
    assert [row and row["id"] for row in body["rows"][::2]] == [at.get, at.get, None]
    assert body["rows"][1]["cells"]["Path"] == "/c"
    assert body["rows"][3]["done"] is True


def test_one_that_cannot_be_leaves_all_of_them_undone(at: Ids, path: str, as_owner_api: ApiClient) -> None:
    good = {"do": "change", "row_id": at.get, "cells": {"Note": "x"}}
    foreign = db.session.scalar(db.select(db.func.max(Row.id)).where(Row.cells["c3"].as_string() == "x"))
    assert OTHER
    before = batches()
    for wrong, field in (
        ({"do": "change", "row_id": at.post, "cells": {"Method": "FETCH THIS"}}, "cells.Method"),
        ({"do": "change", "row_id": foreign, "cells": {"Note": "x"}}, "row_id"),
        ({"do": "change", "row_id": 999_999}, "row_id"),
        ({"do": "add", "block_id": at.prose}, "block_id"),
        ({"do": "add", "cells": {}}, "block_id"),
        ({"do": "tick", "row_id": at.one}, "done"),
        ({"do": "move", "row_id": at.get}, "after"),
        ({"do": "delete", "row_id": at.get, "cells": {}}, "cells"),
        ({"do": "fly", "row_id": at.get}, "do"),
        ({"do": "delete", "row_id": at.get, "version": 1}, "version"),
    ):
        answer = as_owner_api.post(path, {"writes": [good, wrong]})
        assert (answer.status_code, wrong) == (422, wrong)
        assert [each["field"] for each in answer.get_json()["details"]] == [f"writes.1.{field}"]
    assert (text(at), batches()) == (TEXT, before)
    assert as_owner_api.post(path, {"writes": [good]}).status_code == 200


def test_a_conflict_names_its_write_and_shows_its_row(at: Ids, path: str, as_owner_api: ApiClient) -> None:
    good = {"do": "tick", "row_id": at.one, "done": True}
    wrong = {"do": "change", "row_id": at.get, "cells": {"Note": "x"}, "base": {"cells": {"Note": "other"}}}
    answer = as_owner_api.post(path, {"writes": [good, wrong]})
    body = answer.get_json()
    assert (answer.status_code, body["write"], body["current"]["cells"]["Note"]) == (409, 1, "first")
    as_owner_api.delete(f"/rows/{at.post}", match=1)
    answer = as_owner_api.post(path, {"writes": [good, {"do": "delete", "row_id": at.post}]})
    body = answer.get_json()
    assert (answer.status_code, body["write"], body["current"]) == (409, 1, {})
    assert "- [ ] one" in text(at)


def test_five_hundred_at_once_and_not_one_more(at: Ids, path: str, as_owner_api: ApiClient) -> None:
    many = [{"do": "add", "block_id": at.table, "cells": {"Path": f"/{number}"}} for number in range(501)]
    assert as_owner_api.post(path, {"writes": many}).status_code == 422
    assert as_owner_api.post(path, {"writes": []}).status_code == 422
    answer = as_owner_api.post(path, {"writes": many[:-1]})
    assert (answer.status_code, len(answer.get_json()["rows"])) == (200, 500)
    assert text(at).count("|  | /") == 500


def test_the_same_request_is_done_once(at: Ids, path: str, as_owner_api: ApiClient) -> None:
    body = {"writes": [{"do": "add", "block_id": at.table, "cells": {"Path": "/c"}}]}
    first, second = (as_owner_api.post(path, body, key="many") for _ in range(2))
    assert first.data == second.data
    assert text(at).count("/c") == 1


def test_who_may_not_edit_the_design_writes_nothing(at: Ids, path: str, as_reader_api: ApiClient) -> None:
    body = {"writes": [{"do": "tick", "row_id": at.one, "done": True}]}
    db.session.scalars(db.select(Project)).one().open_role = "reader"
    db.session.commit()
    assert as_reader_api.post(path, body).status_code == 403
    other = db.session.scalars(db.select(Design.id).where(Design.id != design_of(at))).one()
    db.session.scalars(db.select(Project)).one().open_role = "author"
    db.session.commit()
    assert as_reader_api.post(f"/designs/{other}/writes", body).status_code == 422
    assert text(at) == TEXT
    assert as_reader_api.post(path, body).status_code == 200
