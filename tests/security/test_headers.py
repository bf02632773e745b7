"""The security headers of every class of answer (RELIABILITY S16)."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from tests.browser import Browser
from tests.conftest import make_account
from tests.factories import make_design
from tests.security.conftest import Maker
from tests.security.routes import routes
from webapp.extensions import limiter
from webapp.limits import counts
from webapp.models import Person
from webapp.services.tokens import make_token

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
VARY = {"cookie", "hx-request-type"}


def missing(answer: TestResponse) -> list[str]:
    """What an answer lacks, in words; empty when it is as it should be."""
    headers = answer.headers
    policy = dict(
        part.strip().split(" ", 1) for part in headers.get("Content-Security-Policy", "x x").split(";")
    )
    wrong = [] if policy == POLICY else [f"policy {policy}"]
    for name, value in {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }.items():
        if headers.getlist(name) != [value]:
            wrong.append(f"{name}: {headers.getlist(name)}")
    varies = {name.lower() for name in answer.vary}
    wrong += [] if varies >= VARY else [f"Vary: {varies}"]
    wrong += [name for name in ("Permissions-Policy", "X-Request-Id") if not headers.get(name)]
    wrong += [name for name in ("Server", "X-Powered-By", "Via") if name in headers]
    kind = headers.get("Content-Type", "")
    if kind.startswith("text/") and "charset=utf-8" not in kind:
        wrong.append(kind)
    return wrong


def test_every_route_answers_with_every_header(app: Flask, as_owner: Browser, as_stranger: Browser) -> None:
    wrong = {
        (route.method, route.path, dress): lacks
        for route in routes(app)
        if route.endpoint != "static"
        for dress, answer in {
            "page": as_owner.open(route.path, method=route.method),
            "piece": as_owner.piece(route.method, route.path),
            "stranger": as_stranger.open(route.path, method=route.method),
        }.items()
        if (lacks := missing(answer))
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/account", 200),
        ("GET", "/nowhere", 404),
        ("DELETE", "/account", 405),
        ("GET", "/healthz", 200),
        ("POST", "/account", 422),
        ("POST", "/account/sessions/end", 303),
        ("POST", "/account/sessions//end", 308),
        ("GET", "/static/nothing.css", 404),
        ("OPTIONS", "/account", 200),
        ("HEAD", "/account", 200),
    ],
)
def test_each_class_of_answer_has_every_header(
    as_owner: Browser, method: str, path: str, status: int
) -> None:
    answer = as_owner.open(path, method=method)
    assert answer.status_code == status
    assert missing(answer) == []


FILES = (
    "/designs/FEAT-001.md",
    "/projects/FEAT.zip",
    "/projects/FEAT/template",
    "/registers/tasks.csv",
    "/registers/tasks.json",
    "/audit.csv",
    "/audit",
    "/designs/FEAT-001/print",
)


@pytest.mark.parametrize("path", FILES)
def test_a_file_has_every_header(as_administrator: Browser, administrator: Person, path: str) -> None:
    make_design(owner=administrator)
    answer = as_administrator.get(path)
    assert answer.status_code == 200
    assert missing(answer) == []


def test_a_file_that_the_asker_has_has_them_too(as_owner: Browser, owner: Person) -> None:
    design = make_design(owner=owner)
    first = as_owner.get(f"/designs/{design.key}.md")
    again = as_owner.get(f"/designs/{design.key}.md", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert missing(again) == []


def test_a_pdf_has_every_header(as_owner: Browser, owner: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.views.pdf.press", lambda job: b"%PDF-1.7")
    design = make_design(owner=owner)
    answer = as_owner.get(f"/designs/{design.key}.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert missing(answer) == []


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/designs", 200),
        ("GET", "/api/v1/designs/987654321", 404),
        ("GET", "/api/v1/nothing", 404),
        ("PUT", "/api/v1/designs", 405),
        ("PATCH", "/api/v1/designs", 415),
        ("GET", "/api/v1/designs?limit=0", 422),
        ("GET", "/api/v1/audit", 403),
        ("OPTIONS", "/api/v1/designs", 200),
        ("HEAD", "/api/v1/designs", 200),
        ("GET", "/api/v1/openapi.json", 200),
    ],
)
def test_each_class_of_answer_of_the_api_has_every_header(
    app: Flask, owner: Person, method: str, path: str, status: int
) -> None:
    bearer = {"Authorization": f"Bearer {make_token(owner, name='a', scope='write')[1]}"}
    answer = app.test_client().open(path, method=method, headers=bearer)
    assert answer.status_code == status, answer.text
    assert missing(answer) == []


def test_an_answer_to_somebody_unknown_has_every_header(app: Flask) -> None:
    answer = app.test_client().get("/api/v1/designs")
    assert answer.status_code == 401
    assert missing(answer) == []


def test_an_answer_to_somebody_who_asks_too_often_has_every_header(make_app: Maker) -> None:
    app = make_app({"reads_per_minute": "1"}, RATELIMIT_ENABLED=True)
    counts.clear()
    with app.app_context():
        client = app.test_client()
        statuses = []
        for _ in range(2):
            answer = client.get("/login")
            statuses.append(answer.status_code)
            assert missing(answer) == []
    limiter.enabled = False
    assert statuses == [200, 429]


@pytest.mark.usefixtures("answered")
@pytest.mark.parametrize("fault", [RuntimeError("no"), OperationalError("x", {}, Exception("disk is full"))])
def test_a_fault_is_answered_with_every_header(
    app: Flask, as_owner: Browser, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def fail() -> None:
        raise fault

    monkeypatch.setitem(app.view_functions, "accounts.show", fail)
    for answer in (as_owner.get("/account"), as_owner.piece("GET", "/account")):
        assert answer.status_code in {500, 503}
        assert missing(answer) == []


def test_a_static_file_is_everyones_and_for_good(app: Flask, as_owner: Browser, as_stranger: Browser) -> None:
    path = f"/static/{next(iter(app.extensions['served_assets']))}"
    first = as_stranger.get(path)
    again = as_owner.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    for answer in (first, again):
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Set-Cookie" not in answer.headers
        assert {line.split(":")[0] for line in missing(answer)} == {"Cache-Control", "Vary"}
        assert {name.lower() for name in answer.vary} == {"accept-encoding"}


def test_the_check_finds_an_answer_without_them() -> None:
    bare = Flask("bare")
    bare.add_url_rule("/", "index", lambda: "bare")
    assert len(missing(bare.test_client().get("/"))) == 9


def test_https_is_promised_where_the_public_address_has_it(make_app: Maker, as_owner: Browser) -> None:
    assert "Strict-Transport-Security" not in as_owner.get("/account").headers
    app = make_app({"public_url": "https://designs.example.org"})
    for path in ("/login", "/account", "/nowhere", "/static/nothing"):
        answer = app.test_client().get(path)
        assert answer.headers["Strict-Transport-Security"] == "max-age=63072000"
        assert missing(answer) == []


def test_a_number_names_one_request(as_owner: Browser) -> None:
    numbers = {as_owner.get("/account").headers["X-Request-Id"] for _ in range(5)}
    assert len(numbers) == 5
    assert all(len(number) == 16 for number in numbers)


def test_the_cookie_is_bound_to_the_host_where_the_public_address_is_https(make_app: Maker) -> None:
    app = make_app({"public_url": "https://designs.example.org"})
    with app.app_context():
        make_account("owner@example.org", "Our Owner")
        cookie = _login_cookie(app)
    assert cookie.startswith("__Host-designbook=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_the_cookie_has_a_plain_name_without_https(app: Flask) -> None:
    make_account("owner@example.org", "Our Owner")
    cookie = _login_cookie(app)
    assert cookie.startswith("designbook=")
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


def test_the_cookie_of_the_theme_is_bound_to_the_host_too(make_app: Maker) -> None:
    app = make_app({"public_url": "https://designs.example.org"})
    at = "https://designs.example.org"
    with app.app_context():
        browser = app.test_client()
        answer = browser.post("/theme", data={"theme": "dark"}, base_url=at)
        page = browser.get("/login", base_url=at).text
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-theme=dark;")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert 'data-theme="dark"' in page


def _login_cookie(app: Flask) -> str:
    typed = {"email": "owner@example.org", "password": "correct horse battery staple"}
    answer = app.test_client().post("/login", data=typed)
    assert answer.status_code == 303
    (cookie,) = answer.headers.getlist("Set-Cookie")
    return cookie
