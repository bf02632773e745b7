"""An API token opens the API and the files of designs, and no more than its person may (RELIABILITY S03)."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from tests.assertions import database_digest
from tests.browser import Browser
from tests.conftest import PASSWORD
from tests.factories import make_design, make_project
from tests.security.routes import Route, routes
from webapp.models import Person
from webapp.models.types import utc_now
from webapp.services import leaving, links, people, tokens
from webapp.services.permissions import forget_rights
from webapp.services.transactions import transaction
from webapp.views import gate

FILES = ("/designs/FEAT-001.md", "/designs/FEAT-001/design.md", "/projects/FEAT.zip")
API_PATH = "/api/v1/designs"
NEW_PASSWORD = "a better battery staple"
files = pytest.mark.parametrize("path", FILES)


def bearer(person: Person, **kinds: object) -> dict[str, str]:
    """The header with a new token of this person."""
    given = {"name": "CI", "scope": "read", **kinds}
    return {"Authorization": f"Bearer {tokens.make_token(person, **given)[1]}"}  # type: ignore[arg-type]


@files
def test_a_file_is_given_to_a_token_and_to_no_stranger(
    as_stranger: Browser, as_reader: Browser, reader: Person, path: str
) -> None:
    make_design()
    answer = as_stranger.get(path, headers=bearer(reader))
    assert answer.status_code == 200
    assert answer.data[:7] == as_reader.get(path).data[:7]
    assert as_stranger.get(path).status_code == 303


@files
@pytest.mark.parametrize("sent", ["Bearer", "Bearer ", "Bearer dbk_" + "a" * 43, "Bearer \xff", "bearer x"])
def test_a_token_that_is_none_is_refused_also_from_somebody_signed_in(
    as_reader: Browser, path: str, sent: str
) -> None:
    make_design()
    answer = as_reader.get(path, headers={"Authorization": sent})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].lower() == "bearer"
    assert as_reader.get(path, headers={"Authorization": "Basic eDp5"}).status_code == 200


@files
def test_a_token_in_an_address_or_a_cookie_is_not_looked_at(
    as_stranger: Browser, reader: Person, path: str
) -> None:
    make_design()
    text = bearer(reader)["Authorization"].removeprefix("Bearer ")
    for name in ("token", "access_token", "api_key"):
        assert as_stranger.get(path, query_string={name: text}).status_code == 303
    as_stranger.set_cookie("designbook", text)
    assert as_stranger.get(path).status_code == 303


def other_pages(app: Flask) -> list[Route]:
    open_ones = gate.OPEN_TO_STRANGERS | gate.ANSWER_TOKENS
    return [
        route
        for route in routes(app)
        if route.endpoint not in open_ones and not route.path.startswith("/api/v1/")
    ]


def test_no_other_page_looks_at_a_token(app: Flask, as_stranger: Browser, administrator: Person) -> None:
    make_design()
    header = bearer(administrator, scope="write")
    before = database_digest()
    tried = other_pages(app)
    assert len(tried) > 50
    let_in = [
        route
        for route in tried
        if as_stranger.open(route.path, method=route.method, headers=header).status_code not in {303, 401}
    ]
    assert let_in == []
    assert database_digest() == before


def test_the_walk_finds_a_page_that_answers_tokens(
    app: Flask, as_stranger: Browser, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "ANSWER_TOKENS", gate.ANSWER_TOKENS | {"accounts.show"})
    monkeypatch.setitem(app.view_functions, "accounts.show", lambda: "open")
    assert as_stranger.get("/account", headers=bearer(owner)).status_code == 200


def test_the_pages_that_answer_tokens_are_these_and_only_read(app: Flask) -> None:
    assert sorted(gate.ANSWER_TOKENS) == [
        "exports.show_design",
        "exports.show_document",
        "exports.show_project",
    ]
    found = [rule for rule in app.url_map.iter_rules() if rule.endpoint in gate.ANSWER_TOKENS]
    assert {rule.endpoint for rule in found} == gate.ANSWER_TOKENS
    assert all(rule.methods == {"GET", "HEAD", "OPTIONS"} for rule in found)


def test_a_token_with_a_project_gives_files_of_that_one_alone(as_stranger: Browser, reader: Person) -> None:
    make_design()
    pay = make_project("PAY", "Payments")
    make_design(project=pay)
    header = bearer(reader, project=pay)
    assert as_stranger.get("/designs/PAY-001.md", headers=header).status_code == 200
    there, nowhere = (
        as_stranger.get(path, headers=header) for path in ("/designs/FEAT-001.md", "/designs/FEAT-999.md")
    )
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert as_stranger.get("/projects/FEAT.zip", headers=header).status_code == 404
    assert as_stranger.get("/designs/FEAT-001.md", headers=bearer(reader)).status_code == 200


def test_a_token_sees_no_more_than_its_person_does_by_now(as_stranger: Browser, reader: Person) -> None:
    design = make_design()
    header = bearer(reader)
    assert as_stranger.get("/designs/FEAT-001.md", headers=header).status_code == 200
    with transaction():
        design.project.open_role = None
        forget_rights()
    assert as_stranger.get("/designs/FEAT-001.md", headers=header).status_code == 404


def is_let_in(browser: Browser, header: dict[str, str]) -> bool:
    """Whether the token opens a file of a design and the API: both, or neither."""
    answers = {browser.get(path, headers=header).status_code for path in (FILES[0], API_PATH)}
    assert answers in ({200}, {401})
    return answers == {200}


def test_a_token_is_dead_on_the_next_request_after_each_way_to_end_it(
    as_stranger: Browser, owner: Person, administrator: Person
) -> None:
    make_design()
    made, text = tokens.make_token(owner, name="CI", scope="read")
    header = {"Authorization": f"Bearer {text}"}
    assert is_let_in(as_stranger, header)
    tokens.revoke_token(made.id, by=owner)
    assert not is_let_in(as_stranger, header)

    header = bearer(owner)
    leaving.suspend_person(owner, by=administrator)
    assert not is_let_in(as_stranger, header)
    leaving.let_in_again(owner, by=administrator)
    assert is_let_in(as_stranger, header)

    people.change_password(owner, old=PASSWORD, new=NEW_PASSWORD, keep="")
    assert not is_let_in(as_stranger, header)

    with time_machine.travel("2026-11-23T10:00:00Z", tick=False) as clock:
        header = bearer(owner, expires_at=utc_now() + timedelta(days=1))
        clock.shift(timedelta(hours=23))
        assert is_let_in(as_stranger, header)
        clock.shift(timedelta(hours=1))
        assert not is_let_in(as_stranger, header)


def test_a_password_in_the_place_of_another_ends_every_token_of_its_person_and_nobody_elses(
    as_owner: Browser, as_stranger: Browser, owner: Person, reader: Person
) -> None:
    make_design()
    kept, headers = bearer(reader), [bearer(owner), bearer(owner, scope="write")]
    sent = {"old": "not this one at all", "new": NEW_PASSWORD}
    assert as_owner.post("/account/password", data=sent).status_code == 422
    assert [is_let_in(as_stranger, header) for header in headers] == [True, True]

    assert as_owner.post("/account/password", data=sent | {"old": PASSWORD}).status_code == 303
    assert [is_let_in(as_stranger, header) for header in headers] == [False, False]
    assert is_let_in(as_stranger, kept)
    assert tokens.list_tokens(owner) == []

    header = bearer(owner)
    assert is_let_in(as_stranger, header)
    path = f"/links/{links.make_password_link(owner)}"
    assert is_let_in(as_stranger, header)  # the link alone ends nothing
    assert as_stranger.post(path, data={"new": PASSWORD}).status_code == 303
    as_stranger.post("/logout")
    assert not is_let_in(as_stranger, header)
    assert is_let_in(as_stranger, kept)


def test_a_first_password_leaves_the_tokens_from_before(as_stranger: Browser, app: Flask) -> None:
    make_design()
    person = people.add_person("newcomer@example.org")
    header = bearer(person)
    people.set_password(person, PASSWORD)
    assert is_let_in(as_stranger, header)


def test_using_a_token_is_written_down_and_makes_no_session(as_stranger: Browser, reader: Person) -> None:
    make_design()
    answer = as_stranger.get(FILES[0], headers=bearer(reader))
    assert "Set-Cookie" not in answer.headers
    (token,) = tokens.list_tokens(reader)
    assert token.last_used_at is not None
    assert as_stranger.get("/account").status_code == 303
