"""/changes: over all designs, of one, of a piece, of a person; one with its pieces; taken back."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.assertions import assert_json, database_digest
from tests.edits import make_edited
from tests.factories import make_design
from tests.integration.api.closing import make_closed_project, open_for
from tests.integration.api.conftest import ApiClient
from webapp.extensions import db
from webapp.models import Batch, Design, Person, Row
from webapp.services.editing.cells import set_cell


def edit(row_id: int, text: str, by: Person, base: str = "first") -> int:
    """Change the third cell of a row. Returns the id of the change."""
    saved = set_cell(row_id, "c3", text, base=base, typed=True, by=by)
    assert saved.batch_id is not None
    return saved.batch_id


def test_what_was_done_is_told_newest_first(as_author_api: ApiClient, author: Person, owner: Person) -> None:
    ids = make_edited()
    first, second = edit(ids.get, "other", author), edit(ids.get, "third", owner, base="other")
    told = as_author_api.get("/changes").json
    assert [each["id"] for each in told["items"]] == [second, first]
    assert told["total"] == 2
    assert told["items"][0] | {"created_at": ""} == {
        "id": second,
        "design_id": db.session.get_one(Batch, second).design_id,
        "person_id": owner.id,
        "by": owner.name,
        "verb": db.session.get_one(Batch, second).verb,
        "sentence": told["items"][0]["sentence"],
        "said": [],
        "undoes_id": None,
        "undone_by_id": None,
        "can": "undo",
        "created_at": "",
    }
    assert "third" in told["items"][0]["sentence"]


def test_they_are_narrowed_by_design_piece_person_and_words(
    as_author_api: ApiClient, author: Person, owner: Person
) -> None:
    ids = make_edited()
    first, second = edit(ids.get, "other", author), edit(ids.post, "third", owner, base="second")
    design_id = db.session.get_one(Batch, first).design_id

    def found(query: str) -> list[int]:
        answer = as_author_api.get(f"/changes?{query}").json
        assert answer["total"] == len(answer["items"])
        return [each["id"] for each in answer["items"]]

    assert found(f"design={design_id}") == [second, first]
    assert found(f"design={design_id + 1}") == []
    assert found(f"document={ids.document}") == [second, first]
    assert found(f"document={ids.notes}") == []
    assert found(f"row={ids.post}") == [second]
    assert found(f"block={ids.table}") == [second, first]
    assert found(f"section={ids.later}") == []
    assert found(f"person={author.id}") == [first]
    assert found("q=third") == [second]
    assert found("q=-third") == [first]


def test_they_come_a_part_at_a_time(as_author_api: ApiClient, author: Person) -> None:
    ids = make_edited()
    made = [edit(ids.get, new, author, base=old) for old, new in pairwise(["first", "a", "b", "c"])]
    part = as_author_api.get("/changes?limit=1&offset=1").json
    assert [each["id"] for each in part["items"]] == [made[1]]
    assert part["total"] == 3
    typed = as_author_api.get("/changes?q=note&limit=2&offset=1").json
    assert typed["total"] == 3
    assert [each["id"] for each in typed["items"]] == [made[1], made[0]]


@pytest.mark.parametrize(
    "query", ["design=0", "design=٣", "design=01", "person=x", "row=1&row=2", "strange=1"]
)
def test_what_is_no_id_is_refused_by_its_name(as_author_api: ApiClient, query: str) -> None:
    answer = as_author_api.get(f"/changes?{query}")
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json["details"]] == [query.partition("=")[0]]


def test_one_is_told_with_its_pieces(as_author_api: ApiClient, author: Person) -> None:
    ids = make_edited()
    change = edit(ids.get, "other", author)
    answer = as_author_api.get(f"/changes/{change}")
    [piece] = answer.json["pieces"]
    assert (piece["what"], piece["id"]) == ("row", ids.get)
    assert piece["before"]["cells"]["c3"] == "first"
    assert piece["after"]["cells"]["c3"] == "other"
    again = as_author_api.get(f"/changes/{change}", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_one_is_taken_back_and_done_again(as_author_api: ApiClient, author: Person) -> None:
    ids = make_edited()
    change = edit(ids.get, "other", author)
    answer = as_author_api.post(f"/changes/{change}/undo", {})
    assert answer.status_code == 201
    assert answer.json["undoes_id"] == change
    assert answer.headers["Location"] == f"/api/v1/changes/{answer.json['id']}"
    assert db.session.get_one(Row, ids.get, populate_existing=True).cells["c3"] == "first"
    assert as_author_api.get(f"/changes/{change}").json["undone_by_id"] == answer.json["id"]
    assert as_author_api.post(f"/changes/{answer.json['id']}/undo", {}).status_code == 201
    assert db.session.get_one(Row, ids.get, populate_existing=True).cells["c3"] == "other"


def test_an_undo_that_names_itself_is_done_once(as_author_api: ApiClient, author: Person) -> None:
    ids = make_edited()
    change = edit(ids.get, "other", author)
    first = as_author_api.post(f"/changes/{change}/undo", {}, key="once")
    before = database_digest()
    again = as_author_api.post(f"/changes/{change}/undo", {}, key="once")
    assert (again.status_code, again.data) == (first.status_code, first.data)
    assert database_digest() == before
    assert as_author_api.post(f"/changes/{change}/undo", {"rest": True}, key="once").status_code == 422


def test_what_others_built_on_is_not_taken_back(
    as_author_api: ApiClient, author: Person, owner: Person
) -> None:
    ids = make_edited()
    change = edit(ids.get, "other", author)
    edit(ids.get, "third", owner, base="other")
    before = database_digest()
    answer = as_author_api.post(f"/changes/{change}/undo", {})
    assert answer.status_code == 409
    assert answer.json["error"] == "Conflict"
    assert answer.json["current"]["id"] == change
    assert owner.name in " ".join(answer.json["hindrances"])
    assert database_digest() == before


def test_a_reader_takes_nothing_back(
    as_reader_api: ApiClient, as_author_api: ApiClient, author: Person
) -> None:
    ids = make_edited()
    change = edit(ids.get, "other", author)
    design = db.session.get_one(Design, db.session.get_one(Batch, change).design_id)
    open_for("reader", design.project)
    before = database_digest()
    assert as_reader_api.get(f"/changes/{change}").status_code == 200
    assert_json(as_reader_api.post(f"/changes/{change}/undo", {}), 403, '{"error": "Forbidden"}')
    assert database_digest() == before
    open_for("author", design.project)
    assert as_author_api.post(f"/changes/{change}/undo", {}).status_code == 201


def test_changes_out_of_sight_are_as_none(
    as_author_api: ApiClient, as_administrator_api: ApiClient, administrator: Person
) -> None:
    text = "# T\n\n| Method | Path | Note |\n|---|---|---|\n| GET | /a | first |\n"
    make_design(text, project=make_closed_project())
    row = db.session.scalars(db.select(Row)).one()
    change = edit(row.id, "canary", administrator)
    assert as_author_api.get("/changes?q=canary").json["total"] == 0
    assert as_author_api.get("/changes").json["total"] == 0
    assert as_author_api.get(f"/changes/{change}").data == as_author_api.get("/changes/999999").data
    assert as_author_api.post(f"/changes/{change}/undo", {}).status_code == 404
    assert as_administrator_api.get("/changes?q=canary").json["total"] == 1
