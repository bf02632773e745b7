"""/rows: by the names of columns, changed line by line, with what they were read as."""

from __future__ import annotations

import pytest

from tests.edits import TEXT, Ids, make_edited
from tests.integration.api.conftest import ApiClient
from tests.statements import statements
from webapp.extensions import db
from webapp.models import Batch, Document, Project, Row
from webapp.services.documents import document_text

TABLE = """\
# T

| Name |  | Name | Name (2) |
|---|---|---|---|
| a | b | c | d |
"""


@pytest.fixture
def at(app: object) -> Ids:
    return make_edited()


def text(at: Ids) -> str:
    db.session.expire_all()
    return document_text(db.session.get_one(Document, at.document))


def stored(row_id: int) -> Row:
    return db.session.get_one(Row, row_id, populate_existing=True)


def test_a_row_has_its_cells_by_the_names_of_its_columns(at: Ids, as_owner_api: ApiClient) -> None:
    answer = as_owner_api.get(f"/rows/{at.get}")
    row = answer.get_json()
    assert row == {
        "id": at.get,
        "block_id": at.table,
        "document_id": at.document,
        "depth": 0,
        "marker": "",
        "done": None,
        "cells": {"Method": "GET", "Path": "/a", "Note": "first"},
        "version": 1,
        "updated_at": row["updated_at"],
    }
    assert row["updated_at"].endswith("Z")
    state = answer.headers["ETag"]
    assert as_owner_api.get(f"/rows/{at.get}", headers={"If-None-Match": state}).status_code == 304


def test_an_item_has_a_text_and_a_box(at: Ids, as_owner_api: ApiClient) -> None:
    row = as_owner_api.get(f"/rows/{at.one}").get_json()
    assert {name: row[name] for name in ("text", "done", "marker", "depth")} == {
        "text": "one",
        "done": False,
        "marker": "-",
        "depth": 0,
    }
    assert "cells" not in row


def test_columns_without_a_name_or_with_one_that_is_taken_have_one_of_their_own(
    at: Ids, as_owner_api: ApiClient
) -> None:
    as_owner_api.text("PUT", f"/sections/{at.later}/text", f"## Later\n\n{TABLE[5:]}", match="*")
    [block] = as_owner_api.get(f"/sections/{at.later}/blocks").get_json()["items"]
    assert [column["name"] for column in block["columns"]] == ["Name", "", "Name", "Name (2)"]
    [row] = block["rows"]
    assert row["cells"] == {"Name": "a", "column 2": "b", "Name (2)": "c", "Name (2) (2)": "d"}
    changed = as_owner_api.patch(f"/rows/{row['id']}", {"cells": {"column 2": "x", "Name (2)": "y"}})
    assert changed.get_json()["cells"] == {"Name": "a", "column 2": "x", "Name (2)": "y", "Name (2) (2)": "d"}
    assert "| a | x | y | d |" in text(at)


def test_a_change_is_of_the_lines_of_its_row_alone(at: Ids, as_owner_api: ApiClient) -> None:
    answer = as_owner_api.patch(f"/rows/{at.get}", {"cells": {"Note": "a|b", "Path": "/x"}})
    assert answer.status_code == 200
    assert answer.get_json()["cells"] == {"Method": "GET", "Path": "/x", "Note": "a|b"}
    assert answer.get_json()["version"] == 2
    assert text(at) == TEXT.replace("| GET | /a | first |", "| GET | /x | a\\|b |")
    assert stored(at.get).cells == {"c1": "GET", "c2": "/x", "c3": "a|b"}


def test_text_box_depth_and_place_are_one_change(at: Ids, as_owner_api: ApiClient) -> None:
    before = db.session.scalar(db.select(db.func.count()).select_from(Batch))
    answer = as_owner_api.patch(
        f"/rows/{at.two}", {"after": None, "text": "zwei", "done": True, "base": {"text": "two", "depth": 0}}
    )
    assert answer.status_code == 200
    assert "- [x] zwei\n  - nested\n- [ ] one\n- three\n" in text(at)
    assert db.session.scalar(db.select(db.func.count()).select_from(Batch)) == before + 1
    answer = as_owner_api.patch(f"/rows/{at.one}", {"depth": 1})
    assert answer.get_json()["depth"] == 1
    assert "- [x] zwei\n  - nested\n  - [ ] one\n- three\n" in text(at)


def test_a_cell_costs_few_statements(at: Ids, as_owner_api: ApiClient) -> None:
    as_owner_api.patch(f"/rows/{at.get}", {"cells": {"Note": "warm"}})
    with statements("SELECT", "UPDATE", "INSERT", "DELETE") as sent:
        as_owner_api.patch(f"/rows/{at.get}", {"cells": {"Note": "x"}})
    assert len(sent) <= 16


def test_a_base_that_differs_is_answered_with_the_row_as_it_is(at: Ids, as_owner_api: ApiClient) -> None:
    answer = as_owner_api.patch(
        f"/rows/{at.get}", {"cells": {"Note": "mine"}, "base": {"cells": {"Note": "other"}}}
    )
    assert answer.status_code == 409
    body = answer.get_json()
    assert body["error"] == "Conflict"
    assert body["current"] == as_owner_api.get(f"/rows/{at.get}").get_json()
    assert text(at) == TEXT
    answer = as_owner_api.patch(
        f"/rows/{at.get}", {"cells": {"Note": "mine"}, "base": {"cells": {"Note": "first"}}}
    )
    assert (answer.status_code, stored(at.get).cells["c3"]) == (200, "mine")


def test_a_typed_column_keeps_its_rule(at: Ids, as_owner_api: ApiClient) -> None:
    for method, path, body in (
        ("PATCH", f"/rows/{at.get}", {"cells": {"Method": "FETCH THIS"}}),
        ("POST", f"/blocks/{at.table}/rows", {"cells": {"Method": "FETCH THIS"}}),
    ):
        answer = as_owner_api.send(method, path, body)
        assert answer.status_code == 422
        assert [each["field"] for each in answer.get_json()["details"]] == ["cells.Method"]
    assert text(at) == TEXT
    assert as_owner_api.patch(f"/rows/{at.get}", {"cells": {"Method": "PUT"}}).status_code == 200


def test_fields_that_cannot_be_are_named(at: Ids, as_owner_api: ApiClient) -> None:
    for body, field in (
        ({"cells": {"Nothing": "x"}}, "cells.Nothing"),
        ({"text": "x"}, "text"),
        ({"done": True}, "done"),
        ({"depth": 1}, "depth"),
        ({"depth": True}, "depth"),
        ({"depth": 1.0}, "depth"),
        ({"version": 3}, "version"),
        ({"after": at.one}, "after"),
        ({"block_id": at.items}, "block_id"),
        ({"base": {"cells": {"Nothing": "x"}}}, "base.cells.Nothing"),
    ):
        answer = as_owner_api.patch(f"/rows/{at.get}", body)
        assert (answer.status_code, body) == (422, body)
        assert [each["field"] for each in answer.get_json()["details"]] == [field]
    answer = as_owner_api.patch(f"/rows/{at.one}", {"cells": {"Note": "x"}})
    assert [each["field"] for each in answer.get_json()["details"]] == ["cells.Note"]
    assert text(at) == TEXT


def test_if_match_names_a_state_which_a_version_is_enough_for(at: Ids, as_owner_api: ApiClient) -> None:
    path, body = f"/rows/{at.get}", {"cells": {"Note": "x"}}
    old = as_owner_api.get(path).headers["ETag"].strip('"')
    assert as_owner_api.patch(path, body, match=old).status_code == 200
    for stale in (old, 1):
        answer = as_owner_api.patch(path, {"cells": {"Note": "y"}}, match=stale)
        assert answer.status_code == 412
        assert answer.get_json()["current"]["cells"]["Note"] == "x"
    assert stored(at.get).cells["c3"] == "x"
    assert as_owner_api.patch(path, {"cells": {"Note": "y"}}, match=2).status_code == 200


def test_a_column_that_is_renamed_changes_the_state_of_its_rows(at: Ids, as_owner_api: ApiClient) -> None:
    state = as_owner_api.get(f"/rows/{at.get}").headers["ETag"]
    as_owner_api.patch(f"/blocks/{at.table}/columns/c3", {"name": "Remark"})
    answer = as_owner_api.get(f"/rows/{at.get}", headers={"If-None-Match": state})
    assert (answer.status_code, answer.get_json()["cells"]["Remark"]) == (200, "first")


def test_a_row_is_replaced_where_its_state_is_named(at: Ids, as_owner_api: ApiClient) -> None:
    body = {"cells": {"Method": "PUT"}, "done": None, "depth": 0}
    assert as_owner_api.put(f"/rows/{at.get}", body).status_code == 428
    assert as_owner_api.put(f"/rows/{at.get}", body, match=7).status_code == 412
    assert text(at) == TEXT
    answer = as_owner_api.put(f"/rows/{at.get}", body, match=1)
    assert answer.get_json()["cells"] == {"Method": "PUT", "Path": "", "Note": ""}
    assert as_owner_api.put(f"/rows/{at.one}", {"done": True, "depth": 0}, match=1).status_code == 422
    answer = as_owner_api.put(f"/rows/{at.one}", {"text": "eins", "done": None, "depth": 0}, match=1)
    assert answer.status_code == 200
    assert "\n- eins\n- two\n" in text(at)


def test_a_row_is_added_at_the_end_or_behind_another(at: Ids, as_owner_api: ApiClient) -> None:
    last = as_owner_api.post(f"/blocks/{at.table}/rows", {"cells": {"Path": "/c"}})
    assert last.status_code == 201
    assert last.headers["Location"] == f"/api/v1/rows/{last.get_json()['id']}"
    assert as_owner_api.get(f"/rows/{last.get_json()['id']}").get_json() == last.get_json()
    as_owner_api.post(f"/blocks/{at.table}/rows", {"cells": {"Path": "/0"}, "after": None})
    as_owner_api.post(f"/blocks/{at.items}/rows", {"text": "deep", "after": at.one, "depth": 1, "done": True})
    assert text(at) == (
        TEXT.replace("| GET | /a", "|  | /0 |  |\n| GET | /a")
        .replace("second |\n", "second |\n|  | /c |  |\n")
        .replace("- [ ] one\n", "- [ ] one\n  - [x] deep\n")
    )
    answer = as_owner_api.get(f"/blocks/{at.table}/rows?limit=1&offset=1").get_json()
    assert ([each["id"] for each in answer["items"]], answer["total"]) == ([at.get], 4)


def test_the_same_post_makes_one_row(at: Ids, as_owner_api: ApiClient) -> None:
    path = f"/blocks/{at.table}/rows"
    first, second = (as_owner_api.post(path, {"cells": {"Path": "/c"}}, key="one") for _ in range(2))
    assert (first.status_code, first.data) == (second.status_code, second.data)
    assert text(at).count("/c") == 1
    assert as_owner_api.post(path, {"cells": {"Path": "/d"}}, key="one").status_code == 422


def test_a_deleted_row_is_not_there_until_it_is_put_back(at: Ids, as_owner_api: ApiClient) -> None:
    path = f"/rows/{at.post}"
    assert as_owner_api.delete(path).status_code == 428
    answer = as_owner_api.delete(path, match=1)
    assert (answer.status_code, answer.data) == (204, b"")
    gone = as_owner_api.get("/rows/999999")
    for answer in (
        as_owner_api.get(path),
        as_owner_api.patch(path, {"cells": {"Note": "x"}, "base": {"cells": {"Note": "second"}}}),
        as_owner_api.put(path, {"cells": {}, "done": None, "depth": 0}, match=2),
        as_owner_api.delete(path, match=2),
    ):
        assert (answer.status_code, answer.data) == (404, gone.data)
    answer = as_owner_api.post(f"{path}/restoration", {"cells": {"Note": "back"}})
    assert (answer.status_code, answer.get_json()["cells"]["Note"]) == (200, "back")
    assert text(at) == TEXT.replace("second", "back")
    answer = as_owner_api.post(f"{path}/restoration", {"cells": {"Note": "other"}})
    assert (answer.status_code, answer.get_json()["current"]["cells"]["Note"]) == (409, "back")


def test_a_row_of_a_deleted_section_cannot_be_put_back(at: Ids, as_owner_api: ApiClient) -> None:
    as_owner_api.delete(f"/sections/{at.endpoints}", match="*")
    answer = as_owner_api.post(f"/rows/{at.get}/restoration", {})
    assert (answer.status_code, answer.get_json()["current"]) == (409, {})


def test_a_reader_reads_and_a_stranger_does_not(
    at: Ids, as_reader_api: ApiClient, as_stranger_api: ApiClient, with_read_token: ApiClient
) -> None:
    db.session.scalars(db.select(Project)).one().open_role = "reader"
    db.session.commit()
    assert as_reader_api.get(f"/rows/{at.get}").status_code == 200
    for method, path, body in (
        ("PATCH", f"/rows/{at.get}", {"cells": {"Note": "x"}}),
        ("PUT", f"/rows/{at.get}", {}),
        ("DELETE", f"/rows/{at.get}", None),
        ("POST", f"/rows/{at.get}/restoration", {}),
        ("POST", f"/blocks/{at.table}/rows", {}),
    ):
        assert as_reader_api.send(method, path, body).status_code == 403
        assert with_read_token.send(method, path, body).status_code == 403
        assert as_stranger_api.send(method, path, body).status_code == 401
    db.session.scalars(db.select(Project)).one().open_role = None
    db.session.commit()
    assert as_reader_api.patch(f"/rows/{at.get}", {"nonsense": 1}).status_code == 404
    assert text(at) == TEXT
