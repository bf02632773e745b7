"""How often somebody may ask, and how much of anything a request may hold (RELIABILITY S15)."""

from __future__ import annotations

import importlib
import json
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from limits.errors import StorageError

from tests.assertions import assert_json, assert_page, assert_piece
from tests.browser import Browser
from tests.conftest import make_account, signed_in
from tests.factories import make_design, make_project
from tests.security.conftest import Maker
from webapp import limits
from webapp.config import BadSetting, Settings
from webapp.extensions import db, limiter
from webapp.models import Person
from webapp.services.documents import documents_of
from webapp.services.tokens import make_token
from webapp.views.encoding import URLENCODED

LIMITS = (Path(__file__).parent.parent.parent / "docs" / "limits.md").read_text()
ROWS = re.findall(r"^\| ([^|]+) \| ([\d,]+) \| ([^|]+) \| `([\w.]+)` \|$", LIMITS, re.MULTILINE)
FEW = {"reads_per_minute": "5", "writes_per_minute": "3"}


def wrong_numbers(rows: list[tuple[str, str, str, str]]) -> list[str]:
    """Which rows of the table say another number than the code."""
    wrong = []
    for what, number, _, place in rows:
        module, _, name = place.rpartition(".")
        if getattr(importlib.import_module(module), name) != int(number.replace(",", "")):
            wrong.append(what)
    return wrong


def test_the_table_says_what_the_code_does() -> None:
    assert len(ROWS) > 40
    assert wrong_numbers(ROWS) == []


def test_the_comparison_finds_a_wrong_number() -> None:
    what, number, answer, place = ROWS[0]
    assert wrong_numbers([(what, f"{number}0", answer, place)]) == [what]


@pytest.fixture
def counting(make_app: Maker) -> Iterator[Flask]:
    """An application that counts: five reads and three writes a minute."""
    app = make_app(FEW, RATELIMIT_ENABLED=True)
    limits.counts.clear()
    with app.app_context():
        yield app
        db.session.remove()
    limiter.enabled = False


@pytest.fixture
def person(counting: Flask) -> Person:
    return make_account("owner@example.org", "Our Owner")


@pytest.fixture
def visitor(counting: Flask, person: Person) -> Browser:
    return signed_in(counting, person)


def statuses(browser: Browser, path: str, times: int, method: str = "GET", **sent: object) -> list[int]:
    return [browser.open(path, method=method, **sent).status_code for _ in range(times)]


def test_reads_and_writes_have_a_budget_each(visitor: Browser) -> None:
    assert statuses(visitor, "/account", 6) == [200] * 5 + [429]
    assert statuses(visitor, "/account/sessions/end", 4, "POST") == [303] * 3 + [429]


def test_what_is_not_there_counts_as_well(visitor: Browser) -> None:
    assert statuses(visitor, "/nowhere", 6) == [404] * 5 + [429]
    assert statuses(visitor, "/account", 4, "DELETE") == [405] * 3 + [429]


def test_each_person_has_a_budget(counting: Flask, visitor: Browser) -> None:
    statuses(visitor, "/account", 5)
    another = signed_in(counting, make_account("another@example.org", "Another"))
    assert another.get("/account").status_code == 200
    assert visitor.get("/account").status_code == 429


def test_two_browsers_of_one_person_share_one(counting: Flask, visitor: Browser, person: Person) -> None:
    statuses(visitor, "/account", 5)
    assert signed_in(counting, person).get("/account").status_code == 429


def test_a_stranger_shares_that_of_an_address_whatever_is_said_of_it(counting: Flask) -> None:
    stranger = counting.test_client()
    assert statuses(stranger, "/login", 5) == [200] * 5
    for spelling in ("/login", "/%6cogin", "/login?x=1"):
        said = {"X-Forwarded-For": "192.0.2.9", "Forwarded": "for=192.0.2.9"}
        assert stranger.get(spelling, headers=said).status_code == 429
    for spelling in ("//login", "/login/"):
        assert stranger.get(spelling).status_code == 303  # which is no other way in
    assert stranger.get("/login", environ_base={"REMOTE_ADDR": "192.0.2.8"}).status_code == 200


def test_what_is_typed_has_a_budget_of_its_own(visitor: Browser) -> None:
    statuses(visitor, "/account", 5)
    assert statuses(visitor, "/search/typed?q=a", 7) == [200] * 7
    filtering = {"HX-Source": "form#filter", "HX-Request-Type": "partial"}
    assert statuses(visitor, "/?q=a", 7, headers=filtering) == [200] * 7
    assert visitor.get("/").status_code == 429


def test_imports_have_a_budget_of_their_own(visitor: Browser) -> None:
    make_project()  # which is open to authors
    assert statuses(visitor, "/imports", 21, "POST") == [422] * 20 + [429]
    assert visitor.post("/account/sessions/end").status_code == 303


def test_the_rules_that_are_named_exist(app: Flask) -> None:
    rules = {rule.rule for rule in app.url_map.iter_rules()}
    assert rules >= limits.IMPORTS | limits.TYPED
    assert {rule.endpoint for rule in app.url_map.iter_rules()} >= limits.UNCOUNTED


def test_health_and_static_files_are_not_counted(counting: Flask) -> None:
    stranger = counting.test_client()
    assert statuses(stranger, "/healthz", 8) == [200] * 8
    path = f"/static/{next(iter(counting.extensions['served_assets']))}"
    assert statuses(stranger, path, 8) == [200] * 8


def test_every_counted_answer_says_what_is_left(visitor: Browser) -> None:
    for left in (4, 3, 2, 1, 0):
        answer = visitor.get("/account")
        assert answer.headers["X-RateLimit-Limit"] == "5"
        assert answer.headers["X-RateLimit-Remaining"] == str(left)
        assert 0 < int(answer.headers["X-RateLimit-Reset"]) - time.time() < 62
        assert "Retry-After" not in answer.headers


def test_over_it_the_answer_has_three_dresses_and_says_when(visitor: Browser) -> None:
    statuses(visitor, "/account", 5)
    page = visitor.get("/account")
    assert "Wait a minute" in assert_page(page, 429)
    assert "Wait a minute" in assert_piece(visitor.piece("GET", "/account"), 429)
    program = visitor.get("/account", headers={"Accept": "application/json"})
    assert_json(program, 429, '{"error": "Too many requests"}')
    for answer in (page, program):
        assert 1 <= int(answer.headers["Retry-After"]) <= 61
        assert answer.headers["X-RateLimit-Remaining"] == "0"


def test_a_token_has_a_budget_beside_its_persons(counting: Flask, visitor: Browser, person: Person) -> None:
    statuses(visitor, "/account", 5)
    bearers = [{"Authorization": f"Bearer {token_of(person)}"} for _ in range(2)]
    client = counting.test_client()
    assert statuses(client, "/api/v1/people/me", 6, headers=bearers[0]) == [200] * 5 + [429]
    refused = client.get("/api/v1/people/me", headers=bearers[0])
    assert_json(refused, 429, '{"error": "Too many requests"}')
    assert 1 <= int(refused.headers["Retry-After"]) <= 61
    assert client.get("/api/v1/people/me", headers=bearers[1]).status_code == 200


def test_an_address_that_guesses_at_tokens_is_stopped(counting: Flask, person: Person) -> None:
    client = counting.test_client()
    for number in range(limits.REFUSED_TOKENS_PER_MINUTE):
        said = {"Authorization": f"Bearer dbk_{number:043}", "X-Forwarded-For": f"192.0.2.{number}"}
        assert client.get("/api/v1/people/me", headers=said).status_code == 401
    right = {"Authorization": f"Bearer {token_of(person)}"}
    assert client.get("/api/v1/people/me", headers=right).status_code == 429
    elsewhere = client.get("/api/v1/people/me", headers=right, environ_base={"REMOTE_ADDR": "192.0.2.1"})
    assert elsewhere.status_code == 200


def token_of(person: Person) -> str:
    return make_token(person, name="a script", scope="write")[1]


def test_they_are_off_for_this_machine_alone(make_app: Maker) -> None:
    app = make_app({**FEW, "limits": "off"}, RATELIMIT_ENABLED=True)
    limits.counts.clear()
    with app.app_context():
        client = app.test_client()
        assert statuses(client, "/login", 8) == [200] * 8
        assert "X-RateLimit-Limit" not in client.get("/login").headers
        elsewhere = {"REMOTE_ADDR": "192.0.2.1"}
        assert statuses(client, "/login", 6, environ_base=elsewhere) == [200] * 5 + [429]
        proxied = {"X-Forwarded-For": "192.0.2.1"}
        assert statuses(client, "/login", 6, headers=proxied) == [200] * 5 + [429]
    limiter.enabled = False


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"limits": "off", "proxies": "1"}, "DESIGNBOOK_LIMITS=off is for tests"),
        (
            {"limits": "off", "public_url": "https://designs.example.org"},
            "DESIGNBOOK_LIMITS=off is for tests",
        ),
        ({"limits": "no"}, "should be on or off"),
        ({"reads_per_minute": "0"}, "should be a number from 1 to 99999"),
        ({"limits_store": "memcached://x"}, "should start with redis://"),
    ],
)
def test_a_setting_that_cannot_be_stops_the_start(given: dict[str, str], said: str) -> None:
    with pytest.raises(BadSetting, match=said):
        Settings.from_environment(given)


def test_a_store_without_its_package_stops_the_start_and_keeps_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("webapp.config.find_spec", lambda name: None)
    with pytest.raises(BadSetting, match="pip install redis") as refused:
        Settings.from_environment({"limits_store": "redis://:hunter2@127.0.0.1"})
    assert "hunter2" not in str(refused.value)


def test_a_store_that_does_not_answer_stops_nobody(
    counting: Flask, visitor: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Silent:
        def __getattr__(self, name: str) -> object:
            raise StorageError(ConnectionError("hunter2"))

    monkeypatch.setattr(limits, "_beside_until", 0.0)
    monkeypatch.setattr(type(limiter), "limiter", property(lambda self: Silent()))
    stored = replace(counting.config["DESIGNBOOK"], limits_store="redis://127.0.0.1:1")
    monkeypatch.setitem(counting.config, "DESIGNBOOK", stored)
    assert statuses(visitor, "/account", 6) == [200] * 5 + [429]
    (line,) = [each for each in caplog.messages if "store of the limits" in each]
    assert "hunter2" not in line


JSON = {"Content-Type": "application/json"}
TOO_MUCH = {
    "a body": (413, b'{"title": "' + b"x" * 8_000_001 + b'"}'),
    "levels": (400, b'{"title": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
    "a title": (422, json.dumps({"title": "x" * 201}).encode()),
    "a field": (422, json.dumps({"title": "x", "password_hash": "x"}).encode()),
}


@pytest.mark.parametrize("what", TOO_MUCH)
def test_what_is_too_much_for_the_api_is_refused_at_once(app: Flask, owner: Person, what: str) -> None:
    design = make_design(owner=owner)
    status, body = TOO_MUCH[what]
    bearer = {"Authorization": f"Bearer {token_of(owner)}"}
    before = time.process_time()
    answer = app.test_client().patch(f"/api/v1/designs/{design.id}", data=body, headers=bearer | JSON)
    assert time.process_time() - before < 2
    assert answer.status_code == status, answer.text
    db.session.refresh(design)
    assert design.title == "Title"


@pytest.mark.parametrize(
    ("path", "kind", "typed", "status"),
    [
        ("/documents/{document}/text", URLENCODED, {"text": "x" * 1_000_001}, 422),
        ("/documents/{document}/text", URLENCODED, {"text": "x" * 12_000_001}, 413),
        ("/account", URLENCODED, {"name": "x" * 101}, 422),
        ("/imports", "multipart/form-data", dict.fromkeys(map(str, range(2_100)), "x"), 413),
    ],
)
def test_what_is_too_much_for_a_form_is_refused_at_once(
    as_owner: Browser, owner: Person, path: str, kind: str, typed: dict[str, str], status: int
) -> None:
    (document,) = documents_of(make_design(owner=owner))
    before = time.process_time()
    answer = as_owner.post(path.format(document=document.id), data=typed, content_type=kind)
    assert time.process_time() - before < 2
    assert answer.status_code == status, answer.text[:500]
    assert document.size < 100


@pytest.mark.parametrize("typed", ["x" * 1_001, " ".join(map(str, range(41)))])
def test_what_is_too_much_to_look_for_is_refused(as_owner: Browser, typed: str) -> None:
    assert as_owner.get("/search", query_string={"q": typed}).status_code == 422
