"""What an answer tells when something goes wrong: its words, and nothing else (RELIABILITY S14)."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from flask import Flask, abort, render_template_string, request
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from tests.assertions import assert_json, assert_page, assert_piece, without_tokens
from tests.browser import Browser
from webapp.extensions import db
from webapp.models import Person
from webapp.services.errors import Busy, Conflict, Damaged, InvalidValue, Missing, NotAllowed
from webapp.services.sessions import list_sessions

pytestmark = pytest.mark.usefixtures("answered")

JSON = {"Accept": "application/json"}
SECRET = "hunter2-canary"

# The bodies that PRODUCT.md fixes, and their sisters.
BODIES = {
    400: '{"error": "Bad request"}',
    403: '{"error": "Forbidden"}',
    404: '{"error": "Resource not found"}',
    405: '{"error": "Method not allowed"}',
    409: '{"error": "Conflict"}',
    413: '{"error": "Content too large"}',
    415: '{"error": "Unsupported media type"}',
    429: '{"error": "Too many requests"}',
    500: '{"error": "Internal server error"}',
    503: '{"error": "Service unavailable"}',
}


def fail_with(app: Flask, monkeypatch: pytest.MonkeyPatch, fail: Callable[[], object]) -> None:
    monkeypatch.setitem(app.view_functions, "accounts.show", fail)


def raising(error: Exception) -> Callable[[], object]:
    def fail() -> None:
        raise error

    return fail


def assert_three_dresses(browser: Browser, status: int, body: str, path: str = "/account") -> list[str]:
    """The page, the piece and the JSON of one error. Returns the texts of the first two."""
    assert_json(browser.get(path, headers=JSON), status, body)
    page = browser.get(path)
    piece = browser.piece("GET", path)
    assert (piece.headers["HX-Retarget"], piece.headers["HX-Reswap"]) == ("#toasts", "innerHTML")
    for answer in (page, piece):
        assert ("Retry-After" in answer.headers) == (status in {429, 503})
    return [assert_page(page, status), assert_piece(piece, status)]


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (Missing(SECRET), 404, "what was here is gone or not shared with you"),
        (NotAllowed("Only administrators may."), 403, "Only administrators may."),
        (Conflict("Somebody was faster."), 409, "Somebody was faster."),
        (Busy("Try again in a moment."), 503, "Try again in a moment."),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_a_service_raises_has_a_status_and_words(
    app: Flask, as_owner: Browser, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, said: str
) -> None:
    fail_with(app, monkeypatch, raising(error))
    for shown in assert_three_dresses(as_owner, status, BODIES[status]):
        assert said in shown
        assert SECRET not in shown


def test_an_invalid_value_names_its_field(
    app: Flask, as_owner: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_with(app, monkeypatch, raising(InvalidValue("title", "A title has at most “200” characters.")))
    body = (
        '{"error": "Invalid data", "details": '
        '[{"field": "title", "message": "A title has at most “200” characters."}]}'
    )
    for shown in assert_three_dresses(as_owner, 422, body):
        assert "A title has at most “200” characters." in shown


@pytest.mark.parametrize("status", [400, 403, 404, 409, 413, 415, 429, 503])
def test_what_flask_raises_keeps_its_description_to_itself(
    app: Flask, as_owner: Browser, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    fail_with(app, monkeypatch, lambda: abort(status, description=SECRET))
    for shown in assert_three_dresses(as_owner, status, BODIES[status]):
        assert SECRET not in shown


def test_a_status_without_words_of_its_own_has_those_of_its_kind(
    app: Flask, as_owner: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_with(app, monkeypatch, lambda: abort(418))
    assert_json(as_owner.get("/account", headers=JSON), 418, BODIES[400])
    fail_with(app, monkeypatch, lambda: abort(502))
    assert_json(as_owner.get("/account", headers=JSON), 502, BODIES[500])


def test_a_wrong_method_names_the_right_ones(as_owner: Browser) -> None:
    answer = as_owner.delete("/account", headers=JSON)
    assert_json(answer, 405, BODIES[405])
    assert {"GET", "POST"} <= {method.strip() for method in answer.headers["Allow"].split(",")}


def fault_in_a_view() -> None:
    raise RuntimeError(SECRET)


def fault_in_a_template() -> str:
    return render_template_string("{{ nothing.at.all }}" + f"{{# {SECRET} #}}")


def fault_in_the_database() -> None:
    db.session.execute(text("SELECT :word FROM no_such_table"), {"word": SECRET})


def fault_of_a_constraint() -> None:
    db.session.execute(text("INSERT INTO person (email) VALUES (:email)"), {"email": SECRET})


def fault_in_what_is_stored() -> None:
    raise Damaged(SECRET)


FAULTS = [
    fault_in_what_is_stored,
    fault_in_a_view,
    fault_in_a_template,
    fault_in_the_database,
    fault_of_a_constraint,
]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_ours_tells_its_number_and_nothing_else(
    app: Flask,
    as_owner: Browser,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    fault: Callable[[], object],
) -> None:
    fail_with(app, monkeypatch, fault)
    for shown in assert_three_dresses(as_owner, 500, BODIES[500]):
        said = without_tokens(shown)
        for word in (
            SECRET,
            "Traceback",
            "Error:",
            "SELECT",
            "INSERT",
            "person",
            ".py",
            "sqlite",
            "Werkzeug",
        ):
            assert word not in said
    answer = as_owner.get("/account")
    number = answer.headers["X-Request-Id"]
    assert f"<code>{number}</code>" in answer.text
    assert f"[{number}] Exception on /account [GET]" in caplog.messages


def test_what_was_sent_to_the_database_is_not_logged(
    app: Flask, as_owner: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    fail_with(app, monkeypatch, fault_of_a_constraint)
    assert as_owner.get("/account").status_code == 500
    assert "INSERT INTO person" in caplog.text  # the statement is there, so its values could be
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("UPDATE x", {}, Exception("database is locked")),
        OperationalError("UPDATE x", {}, Exception("database or disk is full")),
        OperationalError("UPDATE x", {}, Exception("deadlock detected")),
        PoolTimeout("QueuePool limit of size 5 overflow 10 reached"),
    ],
)
def test_a_database_that_is_locked_or_full_is_busy(
    app: Flask, as_owner: Browser, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    fail_with(app, monkeypatch, raising(error))
    for shown in assert_three_dresses(as_owner, 503, BODIES[503]):
        assert "Nothing was saved; try again in a moment." in shown


def test_when_the_database_cannot_be_read_at_all_there_is_still_a_page(
    app: Flask, as_owner: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = OperationalError("SELECT x", {}, Exception("no such table: login_session"))
    monkeypatch.setattr("webapp.views.gate.sessions.find_session", lambda token: raising(broken)())
    for shown in assert_three_dresses(as_owner, 500, BODIES[500]):
        assert "tell whoever runs this server" in shown


def test_when_the_page_of_an_error_fails_too_there_is_still_a_sentence(
    app: Flask, as_owner: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_with(app, monkeypatch, fault_in_a_view)
    monkeypatch.setitem(app.jinja_env.globals, "asset", None)
    answer = as_owner.get("/account")
    assert (answer.status_code, answer.text) == (500, "Something went wrong on the server.\n")
    assert answer.content_type == "text/plain; charset=utf-8"


def test_a_request_that_is_too_large_is_said_so_before_it_is_read(app: Flask, as_owner: Browser) -> None:
    answer = as_owner.post(
        "/account",
        data=b"name=x",
        content_type="application/x-www-form-urlencoded",
        environ_overrides={"CONTENT_LENGTH": "60000000"},
    )
    assert "at most 50 MB" in assert_page(answer, 413)


def test_what_may_not_be_seen_looks_like_what_is_not_there(
    as_owner: Browser, as_author: Browser, owner: Person
) -> None:
    (owners,) = list_sessions(owner)
    as_author.get("/account")
    anothers = as_author.post(f"/account/sessions/{owners.id}/end")
    nobodys = as_author.post(f"/account/sessions/{owners.id + 999}/end")
    assert (anothers.status_code, nobodys.status_code) == (404, 404)
    assert without_tokens(anothers.text) == without_tokens(nobodys.text)
    assert set(anothers.headers.keys()) == set(nobodys.headers.keys())


@pytest.mark.parametrize("dress", ["page", "piece", "json"])
def test_an_address_is_not_repeated(as_owner: Browser, dress: str) -> None:
    headers = {"page": {}, "piece": {"HX-Request-Type": "partial"}, "json": JSON}[dress]
    answer = as_owner.get(f"/{SECRET}?q={SECRET}", headers=headers)
    assert answer.status_code == 404
    assert SECRET not in answer.text


def test_a_line_of_the_log_cannot_be_forged(
    app: Flask, as_owner: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(token: str) -> None:
        raise RuntimeError

    monkeypatch.setitem(app.view_functions, "accounts.setup", fail)
    assert as_owner.get("/setup/a%0A%1b[31mERROR forged").status_code == 500
    (said,) = [line for line in caplog.messages if "Exception on" in line]
    assert "\n" not in said
    assert "\x1b" not in said
    assert "/setup/a\\n\\x1b[31mERROR forged" in said


def test_a_line_outside_a_request_has_no_number(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        app.logger.warning("Started %s", "well")
    assert not request
    assert caplog.messages == ["Started well"]
