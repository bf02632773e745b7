"""/people: whom everybody knows, what one changes of oneself, and what administrators do with accounts."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.assertions import assert_json, database_digest
from tests.factories import make_design, make_project
from tests.integration.api.closing import make_closed_project
from tests.integration.api.conftest import ApiClient, api_of
from webapp.extensions import db
from webapp.models import Design, GivenAnswer, OneTimeLink, Person

MISSING = '{"error": "Resource not found"}'


def test_colleagues_are_known_by_name_and_their_addresses_to_administrators_alone(
    as_author_api: ApiClient, as_administrator_api: ApiClient, author: Person, owner: Person
) -> None:
    seen = {each["id"]: each for each in as_author_api.get("/people").json["items"]}
    assert seen[author.id]["email"] == author.email
    assert seen[owner.id]["name"] == owner.name
    assert "email" not in seen[owner.id]
    told = as_administrator_api.get(f"/people/{owner.id}").json
    assert told["email"] == owner.email


def test_an_address_is_looked_for_by_administrators_alone(
    as_author_api: ApiClient, as_administrator_api: ApiClient, owner: Person
) -> None:
    assert as_author_api.get("/people?q=owner@example").json["total"] == 0
    assert [each["id"] for each in as_administrator_api.get("/people?q=owner@example").json["items"]] == [
        owner.id
    ]
    assert [each["id"] for each in as_author_api.get("/people?q=our").json["items"]] == [owner.id]


def test_people_come_by_name_a_part_at_a_time(
    as_author_api: ApiClient, author: Person, owner: Person, reader: Person
) -> None:
    first = as_author_api.get("/people?limit=1").json
    assert [each["id"] for each in first["items"]] == [author.id]
    assert (first["total"], first["limit"], first["offset"]) == (3, 1, 0)
    assert [each["id"] for each in as_author_api.get("/people?limit=2&offset=1").json["items"]] == [
        owner.id,
        reader.id,
    ]


def test_one_changes_ones_own_name_and_keys(as_author_api: ApiClient, author: Person) -> None:
    answer = as_author_api.patch("/people/me", {"name": "Ada Byron", "single_keys": False})
    assert answer.status_code == 200
    assert (answer.json["name"], answer.json["single_keys"]) == ("Ada Byron", False)
    db.session.refresh(author)
    assert (author.name, author.single_keys) == ("Ada Byron", False)
    assert answer.headers["ETag"] == f'"{author.version}"'


def test_another_state_of_oneself_is_not_changed(as_author_api: ApiClient, author: Person) -> None:
    version, before = author.version, author.name
    stale = as_author_api.patch("/people/me", {"name": "Ada Byron"}, match=version + 1)
    assert stale.status_code == 412
    assert stale.json["current"]["name"] == before
    db.session.refresh(author)
    assert author.name == before
    assert as_author_api.patch("/people/me", {"name": "Ada Byron"}, match=version).status_code == 200


@pytest.mark.parametrize("strange", ["id", "email", "is_admin", "suspended", "version", "password_hash"])
def test_nobody_makes_themselves_more_than_they_are(
    as_author_api: ApiClient, author: Person, strange: str
) -> None:
    before = database_digest()
    answer = as_author_api.patch("/people/me", {"name": "Ada", strange: True})
    assert answer.status_code == 422
    assert strange in [each["field"] for each in answer.json["details"]]
    assert database_digest() == before


def test_an_administrator_invites_and_is_told_a_link_once(
    as_administrator_api: ApiClient, app: Flask
) -> None:
    answer = as_administrator_api.post("/people", {"email": "new@example.org", "name": "Newly Come"})
    assert answer.status_code == 201
    person = db.session.scalars(db.select(Person).filter_by(email="new@example.org")).one()
    assert answer.headers["Location"] == f"/api/v1/people/{person.id}"
    assert not person.is_admin
    link = answer.json["link"]
    assert app.test_client().get(link[link.index("/links/") :]).status_code == 200
    assert "link" not in as_administrator_api.get(f"/people/{person.id}").json


def test_what_is_told_once_is_never_kept(as_administrator_api: ApiClient, owner: Person) -> None:
    body = {"email": "new@example.org"}
    before = database_digest()
    assert as_administrator_api.post("/people", body, key="once").status_code == 422
    assert as_administrator_api.post(f"/people/{owner.id}/links", key="once").status_code == 422
    assert database_digest() == before
    assert as_administrator_api.post("/people", body).status_code == 201
    assert db.session.scalar(db.select(db.func.count(GivenAnswer.key))) == 0


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/people", {"email": "new@example.org"}),
        ("PATCH", "/people/{id}", {"is_admin": True}),
        ("PATCH", "/people/{id}", {"suspended": True}),
        ("POST", "/people/{id}/links", None),
        ("POST", "/people/{id}/reassignment", {"to": 1}),
    ],
)
def test_only_administrators_do_things_with_accounts(
    as_author_api: ApiClient,
    as_administrator_api: ApiClient,
    owner: Person,
    author: Person,
    method: str,
    path: str,
    body: dict[str, object] | None,
) -> None:
    body = {"to": author.id} if body == {"to": 1} else body
    before = database_digest()
    answer = as_author_api.send(method, path.format(id=owner.id), body)
    assert_json(answer, 403, '{"error": "Forbidden"}')
    assert database_digest() == before
    assert as_administrator_api.send(method, path.format(id=owner.id), body).status_code in {200, 201}


def test_who_is_suspended_is_refused_with_the_next_request(
    as_owner_api: ApiClient, as_administrator_api: ApiClient, owner: Person
) -> None:
    assert as_owner_api.get("/people/me").status_code == 200
    answer = as_administrator_api.patch(f"/people/{owner.id}", {"suspended": True})
    assert answer.json["suspended"] is True
    assert_json(as_owner_api.get("/people/me"), 401, '{"error": "Unauthorized"}')
    assert as_administrator_api.patch(f"/people/{owner.id}", {"suspended": False}).status_code == 200
    assert as_owner_api.get("/people/me").status_code == 200


def test_the_last_administrator_stays_one(as_administrator_api: ApiClient, administrator: Person) -> None:
    answer = as_administrator_api.patch(f"/people/{administrator.id}", {"is_admin": False})
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json["details"]] == ["is_admin"]
    db.session.refresh(administrator)
    assert administrator.is_admin


def test_a_link_is_made_for_a_forgotten_password(as_administrator_api: ApiClient, owner: Person) -> None:
    answer = as_administrator_api.post(f"/people/{owner.id}/links")
    assert answer.status_code == 201
    assert "/links/" in answer.json["link"]
    assert db.session.scalars(db.select(OneTimeLink.person_id)).one() == owner.id


def test_what_a_leaver_owns_is_given_to_somebody_else(
    as_administrator_api: ApiClient, owner: Person, author: Person
) -> None:
    design = make_design(owner=owner)
    answer = as_administrator_api.post(f"/people/{owner.id}/reassignment", {"to": author.id})
    assert answer.json == {"person_id": owner.id, "to": author.id, "designs": 1, "kept": 0}
    assert db.session.get_one(Design, design.id, populate_existing=True).owner_id == author.id
    nobody = as_administrator_api.post(f"/people/{owner.id}/reassignment", {"to": 10**9})
    assert [each["field"] for each in nobody.json["details"]] == ["to"]


def test_a_token_of_one_project_knows_who_may_read_that_and_changes_nobody(
    app: Flask, administrator: Person, owner: Person
) -> None:
    make_closed_project()
    client = api_of(app, administrator, project=make_closed_project())
    assert [each["id"] for each in client.get("/people").json["items"]] == [administrator.id]
    assert_json(client.get(f"/people/{owner.id}"), 404, MISSING)
    assert client.patch("/people/me", {"name": "Ada"}).status_code == 403
    assert client.post("/people", {"email": "new@example.org"}).status_code == 403
    assert client.patch(f"/people/{administrator.id}", {"suspended": True}).status_code == 403
    open_one = api_of(app, administrator, project=make_project())
    assert open_one.get(f"/people/{owner.id}").status_code == 200
