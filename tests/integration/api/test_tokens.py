"""/tokens: one's own, listed and revoked; no token makes another."""

from __future__ import annotations

from flask import Flask

from tests.assertions import assert_json, database_digest
from tests.factories import make_project
from tests.integration.api.conftest import ApiClient, api_of
from webapp.extensions import db
from webapp.models import ApiToken, Person
from webapp.services.tokens import make_token


def test_ones_own_tokens_are_listed_and_nothing_secret_of_them(
    as_author_api: ApiClient, author: Person, owner: Person
) -> None:
    make_token(owner, name="another’s", scope="read")
    mine, text = make_token(author, name="nightly", scope="read")
    listed = as_author_api.get("/tokens")
    assert [each["name"] for each in listed.json["items"]] == ["nightly", "test"]
    assert [each["is_this"] for each in listed.json["items"]] == [False, True]
    assert text not in listed.text
    assert mine.token_hash not in listed.text


def test_a_token_is_revoked_and_dead_at_once(app: Flask, as_author_api: ApiClient, author: Person) -> None:
    other = api_of(app, author)
    token = db.session.scalars(db.select(ApiToken).order_by(ApiToken.id.desc())).first()
    assert token is not None
    assert other.get("/designs").status_code == 200
    assert as_author_api.delete(f"/tokens/{token.id}", match=token.version).status_code == 204
    assert_json(other.get("/designs"), 401, '{"error": "Unauthorized"}')
    assert as_author_api.get(f"/tokens/{token.id}").status_code == 404


def test_the_state_that_is_meant_is_named(as_author_api: ApiClient, author: Person) -> None:
    token, _ = make_token(author, name="nightly", scope="read")
    before = database_digest()
    assert as_author_api.delete(f"/tokens/{token.id}").status_code == 428
    assert as_author_api.delete(f"/tokens/{token.id}", match=99).status_code == 412
    assert database_digest() == before
    assert as_author_api.delete(f"/tokens/{token.id}", match=token.version).status_code == 204


def test_anothers_token_is_as_none(as_author_api: ApiClient, owner: Person) -> None:
    token, _ = make_token(owner, name="another’s", scope="read")
    assert as_author_api.get(f"/tokens/{token.id}").data == as_author_api.get("/tokens/999999").data
    assert as_author_api.delete(f"/tokens/{token.id}", match=token.version).status_code == 404
    db.session.refresh(token)
    assert token.revoked_at is None


def test_no_token_makes_another(as_author_api: ApiClient) -> None:
    before = database_digest()
    assert_json(as_author_api.post("/tokens", {"name": "more"}), 405, '{"error": "Method not allowed"}')
    assert database_digest() == before


def test_a_token_of_one_project_knows_itself_alone(app: Flask, author: Person) -> None:
    other, _ = make_token(author, name="other", scope="read")
    client = api_of(app, author, project=make_project())
    listed = client.get("/tokens").json
    assert [each["is_this"] for each in listed["items"]] == [True]
    assert listed["total"] == 1
    assert client.delete(f"/tokens/{other.id}", match=other.version).status_code == 404
    mine = listed["items"][0]["id"]
    assert client.delete(f"/tokens/{mine}", match=1).status_code == 204
    assert client.get("/tokens").status_code == 401
