"""/views: saved views, one's own and those of projects."""

from __future__ import annotations

from flask import Flask

from tests.assertions import assert_json, database_digest
from tests.factories import make_project
from tests.integration.api.asked import fields
from tests.integration.api.closing import make_closed_project, open_for
from tests.integration.api.conftest import ApiClient, api_of
from webapp.extensions import db
from webapp.models import Person, SavedView
from webapp.services.saved_views import save_view

MINE = {"list": "designs", "name": "My drafts", "query": "status=Draft&page=2"}


def test_a_view_is_saved_listed_told_and_deleted(as_author_api: ApiClient, author: Person) -> None:
    made = as_author_api.post("/views", MINE)
    assert made.status_code == 201
    assert made.headers["Location"] == f"/api/v1/views/{made.json['id']}"
    assert (made.json["query"], made.json["person_id"], made.json["project_id"]) == (
        "status=Draft",
        author.id,
        None,
    )
    assert as_author_api.get("/views").json["items"] == [made.json]
    assert as_author_api.get("/views?list=findings").json["total"] == 0
    assert as_author_api.get("/views?q=draft").json["total"] == 1
    shown = as_author_api.get(f"/views/{made.json['id']}")
    state = shown.headers["ETag"].strip('"')
    assert as_author_api.delete(f"/views/{made.json['id']}").status_code == 428
    assert as_author_api.delete(f"/views/{made.json['id']}", match="0" * 32).status_code == 412
    assert db.session.scalars(db.select(SavedView.name)).one() == "My drafts"
    assert as_author_api.delete(f"/views/{made.json['id']}", match=state).status_code == 204
    assert db.session.scalars(db.select(SavedView)).all() == []


def test_a_name_is_given_once_and_replaced_by_who_says_so(as_author_api: ApiClient) -> None:
    made = as_author_api.post("/views", MINE).json
    again = as_author_api.post("/views", MINE | {"query": "status=Approved"})
    assert again.status_code == 422
    assert [each["field"] for each in again.json["details"]] == ["name"]
    replaced = as_author_api.post("/views", MINE | {"query": "status=Approved", "replacing": made["id"]})
    assert (replaced.status_code, replaced.json["query"]) == (201, "status=Approved")
    assert replaced.json["id"] == made["id"]


def test_a_view_gets_another_name(as_author_api: ApiClient) -> None:
    made = as_author_api.post("/views", MINE)
    path, old = f"/views/{made.json['id']}", made.headers["ETag"].strip('"')
    renamed = as_author_api.patch(path, {"name": "To do"}, match=old)
    assert (renamed.status_code, renamed.json) == (200, made.json | {"name": "To do"})
    assert renamed.headers["ETag"] == as_author_api.get(path).headers["ETag"] != made.headers["ETag"]
    assert as_author_api.patch(path, {"name": "Late"}, match=old).status_code == 412
    as_author_api.post("/views", MINE)
    before = database_digest()
    for body in ({"name": MINE["name"]}, {"name": ""}, {"name": None}, {"name": "Fine", "query": "q=x"}):
        assert as_author_api.patch(path, body).status_code == 422
    assert database_digest() == before
    assert as_author_api.patch(path, {}).json["name"] == "To do"


def test_a_view_of_a_project_is_renamed_by_its_maker_and_its_maintainers(
    as_author_api: ApiClient, as_administrator_api: ApiClient, owner: Person
) -> None:
    project = make_project()
    open_for("author", project)
    view = save_view("designs", name="Ours", query="", project=project, by=owner)
    before = database_digest()
    assert_json(as_author_api.patch(f"/views/{view.id}", {"name": "Mine"}), 403, '{"error": "Forbidden"}')
    assert database_digest() == before
    assert as_administrator_api.patch(f"/views/{view.id}", {"name": "All"}).status_code == 200
    assert db.session.scalars(db.select(SavedView.name)).all() == ["All"]


def test_a_request_that_names_itself_saves_one_view(as_author_api: ApiClient) -> None:
    first = as_author_api.post("/views", MINE, key="once")
    again = as_author_api.post("/views", MINE, key="once")
    assert (first.status_code, first.data) == (again.status_code, again.data)
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["ETag"] == first.headers["ETag"]


def test_a_view_for_a_project_is_an_authors_to_save(as_reader_api: ApiClient) -> None:
    project = make_project()
    open_for("reader", project)
    before = database_digest()
    answer = as_reader_api.post("/views", MINE | {"project_id": project.id})
    assert_json(answer, 403, '{"error": "Forbidden"}')
    assert database_digest() == before
    open_for("author", project)
    assert as_reader_api.post("/views", MINE | {"project_id": project.id}).status_code == 201


def test_anothers_view_and_one_out_of_sight_are_as_none(
    as_author_api: ApiClient, owner: Person, administrator: Person
) -> None:
    own = save_view("designs", name="canary", query="", project=None, by=owner)
    hidden = save_view("designs", name="canary", query="", project=make_closed_project(), by=administrator)
    nothing = as_author_api.get("/views/999999").data
    for view in (own, hidden):
        assert as_author_api.get(f"/views/{view.id}").data == nothing
        assert as_author_api.delete(f"/views/{view.id}").data == nothing
        assert as_author_api.patch(f"/views/{view.id}", {"name": "Mine"}).data == nothing
    assert "canary" not in as_author_api.get("/views").text
    body = MINE | {"project_id": hidden.project_id}
    refused = as_author_api.post("/views", body)
    assert fields(refused) == ["project_id"]
    assert refused.data == as_author_api.post("/views", MINE | {"project_id": 999_999}).data


def test_a_list_that_is_none_has_no_views(as_author_api: ApiClient) -> None:
    for name in ("spells", "changes/FEAT-999", "registers/spells"):
        assert fields(as_author_api.post("/views", MINE | {"list": name})) == ["list"]


def test_a_token_of_one_project_knows_its_views_alone(app: Flask, author: Person) -> None:
    project, other = make_project(), make_project("OPS", "Operations")
    save_view("designs", name="canary", query="", project=None, by=author)
    save_view("designs", name="canary", query="", project=other, by=author)
    ours = save_view("designs", name="Ours", query="", project=project, by=author)
    client = api_of(app, author, project=project)
    listed = client.get("/views")
    assert [each["id"] for each in listed.json["items"]] == [ours.id]
    assert "canary" not in listed.text
    assert client.post("/views", MINE).status_code == 403
    assert fields(client.post("/views", MINE | {"project_id": other.id})) == ["project_id"]
    assert client.post("/views", MINE | {"project_id": project.id}).status_code == 201
