"""/projects/{id}/members: who has which role."""

from __future__ import annotations

from typing import Any

import pytest

from tests.assertions import assert_json, database_digest
from tests.factories import make_person, make_project
from tests.integration.api.asked import fields, only_reads, told
from tests.integration.api.conftest import ApiClient
from webapp.extensions import db
from webapp.models import Member, Person, Project

MISSING = '{"error": "Resource not found"}'
FORBIDDEN = '{"error": "Forbidden"}'


def role_in(project: Project, person: Person) -> str | None:
    """The role that is stored."""
    db.session.expire_all()
    member = db.session.get(Member, (project.id, person.id))
    return member.role if member else None


def test_a_member_is_made_changed_and_taken_out(as_administrator_api: ApiClient) -> None:
    project, person = make_project(), make_person(name="Mia")
    path = f"/projects/{project.id}/members"
    first, second = (
        as_administrator_api.post(path, {"person_id": person.id, "role": "reader"}, key="k") for _ in range(2)
    )
    body = told(first, 201)
    assert second.data == first.data
    assert (body["name"], body["role"], body["person_id"]) == ("Mia", "reader", person.id)
    mine = f"{path}/{person.id}"
    assert first.location == f"/api/v1{mine}"
    assert told(as_administrator_api.get(mine)) == body
    assert told(as_administrator_api.get(path))["items"] == [body]
    assert told(as_administrator_api.get(f"{path}?q=nobody"))["total"] == 0
    assert told(as_administrator_api.patch(mine, {"role": "author"}))["role"] == "author"
    assert role_in(project, person) == "author"
    assert told(as_administrator_api.put(mine, {"role": "maintainer"}, match=2))["version"] == 3
    assert role_in(project, person) == "maintainer"
    assert as_administrator_api.delete(mine, match=3).status_code == 204
    assert role_in(project, person) is None
    assert_json(as_administrator_api.get(mine), 404, MISSING)


def test_a_member_is_changed_only_as_it_was_read(as_administrator_api: ApiClient) -> None:
    project, person = make_project(), make_person()
    path = f"/projects/{project.id}/members/{person.id}"
    assert_json(as_administrator_api.put(path, {"role": "author"}, match=1), 404, MISSING)
    as_administrator_api.post(f"/projects/{project.id}/members", {"person_id": person.id, "role": "reader"})
    before = database_digest()
    current = told(as_administrator_api.get(path))
    assert as_administrator_api.put(path, {"role": "author"}).status_code == 428
    assert as_administrator_api.delete(path).status_code == 428
    assert told(as_administrator_api.put(path, {"role": "author"}, match=9), 412)["current"] == current
    assert told(as_administrator_api.delete(path, match=9), 412)["current"] == current
    sent = {"role": "author", "base": {"role": "maintainer"}}
    assert told(as_administrator_api.patch(path, sent), 409)["current"] == current
    assert database_digest() == before
    assert as_administrator_api.patch(path, sent | {"base": {"role": "reader"}}).status_code == 200


@pytest.mark.parametrize(
    ("sent", "named"),
    [
        ({"role": "reader"}, "person_id"),
        ({"person_id": 999, "role": "reader"}, "person_id"),
        ({"person_id": 1, "role": "king"}, "role"),
        ({"person_id": 1, "role": "reader", "is_admin": True}, "is_admin"),
    ],
)
def test_a_member_that_cannot_be_is_refused(
    as_administrator_api: ApiClient, sent: dict[str, Any], named: str
) -> None:
    project, person = make_project(), make_person()
    if sent.get("person_id") == 1:
        sent = sent | {"person_id": person.id}
    before = database_digest()
    assert fields(as_administrator_api.post(f"/projects/{project.id}/members", sent)) == [named]
    assert database_digest() == before


def test_who_is_a_member_already_is_not_made_one(as_administrator_api: ApiClient) -> None:
    project, person = make_project(), make_person()
    sent = {"person_id": person.id, "role": "reader"}
    assert as_administrator_api.post(f"/projects/{project.id}/members", sent).status_code == 201
    again = sent | {"role": "maintainer"}
    assert fields(as_administrator_api.post(f"/projects/{project.id}/members", again)) == ["person_id"]
    assert role_in(project, person) == "reader"


def test_only_maintainers_change_members(
    as_reader_api: ApiClient, as_administrator_api: ApiClient, reader: Person
) -> None:
    project = make_project()
    only_reads(reader, project)
    path = f"/projects/{project.id}/members"
    before = database_digest()
    assert told(as_reader_api.get(path))["total"] == 1
    for answer in (
        as_reader_api.post(path, {"person_id": reader.id, "role": "maintainer"}),
        as_reader_api.patch(f"{path}/{reader.id}", {"role": "maintainer"}),
        as_reader_api.put(f"{path}/{reader.id}", {"role": "maintainer"}),
        as_reader_api.delete(f"{path}/{reader.id}"),
    ):
        assert_json(answer, 403, FORBIDDEN)
    assert database_digest() == before
    assert as_administrator_api.patch(f"{path}/{reader.id}", {"role": "maintainer"}).status_code == 200
    assert role_in(project, reader) == "maintainer"
    assert as_reader_api.delete(f"{path}/{reader.id}", match="*").status_code == 204


def test_who_may_not_read_a_project_does_not_learn_of_its_members(
    as_author_api: ApiClient, reader: Person
) -> None:
    project = make_project()
    path = f"/projects/{project.id}/members"
    assert as_author_api.get(path).status_code == 200
    only_reads(reader, project)
    for where in (path, f"{path}/{reader.id}"):
        assert_json(as_author_api.get(where), 404, MISSING)
    assert_json(as_author_api.post(path, {"strange": 1}), 404, MISSING)
