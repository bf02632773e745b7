"""Who is let in: whoever has a token that works, and nobody by a cookie or by an address."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from tests.assertions import assert_json, database_digest
from tests.browser import Browser
from tests.factories import make_design
from tests.integration.api.asked import told
from tests.integration.api.conftest import ApiClient, api_of
from webapp.extensions import db
from webapp.models import ApiToken, Person
from webapp.models.types import utc_now

UNAUTHORIZED = '{"error": "Unauthorized"}'


def token_of(client: ApiClient) -> ApiToken:
    """The stored token of a program that has the only one."""
    return db.session.scalars(db.select(ApiToken)).one()


@pytest.mark.parametrize("path", ["/designs", "/designs/1", "/nothing", "/documents/1/text"])
def test_without_a_token_every_address_answers_the_same(as_stranger_api: ApiClient, path: str) -> None:
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        answer = as_stranger_api.send(
            method, path, headers={"Content-Type": "application/x-www-form-urlencoded"}
        )
        assert_json(answer, 401, UNAUTHORIZED)
        assert answer.headers["WWW-Authenticate"].lower() == "bearer"


def test_a_body_is_not_looked_at_before_the_token(as_stranger_api: ApiClient) -> None:
    answer = as_stranger_api.send(
        "POST", "/designs", data=b"%ff", content_type="application/x-www-form-urlencoded"
    )
    assert_json(answer, 401, UNAUTHORIZED)


@pytest.mark.parametrize("token", ["", "x", "dbk_", "dbk_" + "a" * 43, "dbk_\u00e9", "Bearer x"])
def test_a_token_that_is_nobodys_is_refused(app: Flask, token: str) -> None:
    client = ApiClient(app, None)
    answer = client.get("/designs", headers={"Authorization": f"Bearer {token}"})
    assert_json(answer, 401, UNAUTHORIZED)


def test_a_token_in_an_address_or_a_cookie_is_not_read(
    app: Flask, as_owner: Browser, as_owner_api: ApiClient
) -> None:
    token = as_owner_api.token
    assert as_owner_api.get("/designs").status_code == 200
    for query in (f"access_token={token}", f"token={token}"):
        assert_json(ApiClient(app, None).get(f"/designs?{query}"), 401, UNAUTHORIZED)
    assert_json(as_owner.get("/api/v1/designs"), 401, UNAUTHORIZED)
    assert_json(
        as_owner.get("/api/v1/designs", headers={"Authorization": f"Basic {token}"}), 401, UNAUTHORIZED
    )
    assert as_owner.get("/").status_code == 200


def test_a_cookie_beside_a_token_changes_nothing(
    as_owner: Browser, author: Person, app: Flask, as_author_api: ApiClient
) -> None:
    make_design()
    answer = as_owner.get("/api/v1/people/me", headers={"Authorization": f"Bearer {as_author_api.token}"})
    assert told(answer)["id"] == author.id


def test_a_token_is_dead_on_the_next_request(as_owner_api: ApiClient, owner: Person) -> None:
    for attribute, moment in (
        ("revoked_at", utc_now()),
        ("expires_at", utc_now() - timedelta(seconds=1)),
    ):
        setattr(token_of(as_owner_api), attribute, moment)
        db.session.commit()
        assert_json(as_owner_api.get("/designs"), 401, UNAUTHORIZED)
        setattr(token_of(as_owner_api), attribute, None)
        db.session.commit()
        assert as_owner_api.get("/designs").status_code == 200
    owner.suspended_at = utc_now()
    db.session.commit()
    assert_json(as_owner_api.get("/designs"), 401, UNAUTHORIZED)
    db.session.get_one(Person, owner.id).suspended_at = None
    db.session.commit()
    assert as_owner_api.get("/designs").status_code == 200


def test_no_form_token_is_asked_for(app: Flask, author: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    design = make_design(title="Old")
    assert api_of(app, author).patch(f"/designs/{design.id}", {"title": "New"}).status_code == 200


def test_reading_writes_nothing(as_owner_api: ApiClient) -> None:
    design = make_design("# T\n")
    before = database_digest()
    for path in ("/designs", f"/designs/{design.id}", "/bin", "/projects", f"/designs/{design.id}/backlinks"):
        assert as_owner_api.get(path).status_code == 200
        assert as_owner_api.send("HEAD", path).data == b""
    assert database_digest() == before
