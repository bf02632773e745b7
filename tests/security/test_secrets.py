"""No secret in a log, an answer, the audit, a `repr` or the repository (RELIABILITY S22)."""

from __future__ import annotations

import json
import logging
import math
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from tests.browser import Browser
from tests.conftest import PASSWORD, make_account
from webapp import logs
from webapp.config import Settings
from webapp.extensions import db
from webapp.models import AuditEvent, Person
from webapp.services import audit
from webapp.services.links import make_password_link
from webapp.services.tokens import make_token

ROOT = Path(__file__).parent.parent.parent
TYPED = "hunter2-typed-canary"
pytestmark = pytest.mark.usefixtures("answered")


@pytest.fixture(autouse=True)
def log(app: Flask) -> Iterator[list[str]]:
    """Every line, with its trace, as a handler of a running server writes it."""
    written: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(self.format(record))

    kept = Kept(level=logging.DEBUG)
    loggers = [app.logger, audit.logger, logging.getLogger("webapp.limits")]
    for logger in loggers:
        logger.addHandler(kept)
    yield written
    for logger in loggers:
        logger.removeHandler(kept)


def told(log: list[str], secrets: list[str]) -> list[str]:
    """Where a secret stands: in which line of the log, or in which event of the audit."""
    db.session.rollback()
    events = [
        json.dumps([each.about, each.details, each.filter_text, each.address])
        for each in db.session.scalars(db.select(AuditEvent))
    ]
    return [place for place in [*log, *events] for secret in secrets if secret in place]


def crash(*_: object, **__: object) -> None:
    raise RuntimeError("It failed")


def test_no_request_leaves_a_secret(
    app: Flask, as_owner: Browser, owner: Person, log: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    link = make_password_link(owner)
    token = make_token(owner, name="script", scope="write")[1]
    (cookie,) = (each.value for each in as_owner._cookies.values() if each.key == "designbook")
    secrets = [TYPED, PASSWORD, link, token, cookie, app.config["SECRET_KEY"]]
    stranger = app.test_client()
    bearer = {"Authorization": f"Bearer {token}"}
    wrong = {"Authorization": f"Bearer {token[:-1]}x", "Cookie": f"designbook={cookie}"}
    new = {"old": TYPED, "new": f"{TYPED} longer"}
    said = ""

    def ask(browser: object, method: str, path: str, **sent: object) -> None:
        nonlocal said
        said += browser.open(path, method=method, **sent).text  # type: ignore[attr-defined]

    def everything() -> None:
        ask(stranger, "POST", "/login", data={"email": owner.email, "password": TYPED})
        ask(stranger, "POST", "/login", data={"email": f"{TYPED}@example.org", "password": TYPED})
        ask(stranger, "POST", "/login", data=b"password=" + TYPED.encode() + b"%ff")
        ask(stranger, "GET", f"/login?password={TYPED}", headers=bearer)
        ask(as_owner, "POST", "/account/password", data=new, headers=wrong)
        ask(stranger, "POST", f"/links/{link}", data={"new": "short"})
        ask(as_owner, "GET", f"/nowhere/{TYPED}")
        for headers in (bearer, wrong, {"Authorization": f"Basic {TYPED}"}):
            for method in ("GET", "POST", "PUT", "DELETE"):
                body = {"data": json.dumps({"password": TYPED}), "content_type": "application/json"}
                ask(stranger, method, "/api/v1/designs", headers=headers, **body)
                ask(stranger, method, f"/api/v1/people?token={TYPED}", headers=headers, **body)
        ask(as_owner, "POST", "/imports", data={"files": (BytesIO(b"# A\n"), "a.md")})

    everything()
    for endpoint in ("accounts.login", "accounts.follow_link", "accounts.change_password", "imports.create"):
        if endpoint in app.view_functions:
            monkeypatch.setitem(app.view_functions, endpoint, crash)
    everything()
    assert any("Exception on" in line for line in log)
    assert len(log) > 10
    assert told(log, secrets) == []
    shown = re.sub(
        r'(value|href|action|hx-post)="[^"]*"', "", said
    )  # a form says again what was typed into it, or its address
    assert [shown[max(0, shown.index(each) - 80) :][:160] for each in secrets if each in shown] == []


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Exception on /links/" + "A-_z0" * 8 + " [GET]", "Exception on /links/… [GET]"),
        ("Exception on /setup/" + "A-_z0" * 8 + " [POST]", "Exception on /setup/… [POST]"),
        ("Bearer dbk_" + "A-_z0" * 8 + "AbC", "Bearer dbk_…"),
        ("Exception on /designs/FEAT-001 [GET]", "Exception on /designs/FEAT-001 [GET]"),
    ],
)
def test_a_line_loses_its_tokens_and_nothing_else(line: str, kept: str) -> None:
    assert logs.masked(line) == kept


def test_a_trace_loses_its_tokens_too(app: Flask, log: list[str]) -> None:
    secret = "dbk_" + "A-_z0" * 8 + "AbC"
    try:
        raise RuntimeError(secret)
    except RuntimeError:
        app.logger.exception("It failed")
    assert "RuntimeError: dbk_…" in log[-1]
    assert secret not in log[-1]


def test_the_search_finds_a_planted_canary(app: Flask, log: list[str]) -> None:
    audit.note("export", about=f"/{TYPED}", by=None)
    app.logger.warning("Typed: %s", TYPED)
    assert len(told(log, [TYPED])) == 3  # two lines and an event


def test_no_repr_holds_a_secret(app: Flask, owner: Person) -> None:
    token, text = make_token(owner, name="script", scope="read")
    settings = Settings.from_environment(
        {
            "secret_key": f"{TYPED}-and-so-on-until-it-is-long",
            "database_url": f"postgresql://designbook:{TYPED}@host/name",
        }
    )
    assert owner.password_hash
    for thing in (settings, owner, token, app.config["DESIGNBOOK"]):
        for secret in (TYPED, text, token.token_hash, owner.password_hash, app.config["SECRET_KEY"]):
            assert secret not in repr(thing)
            assert secret not in str(thing)


# What looks like a secret that somebody put into a file.
ASSIGNED = re.compile(
    r"""(?i)(?:secret|passw(?:or)?d|token|api_?key)\w*["']?\s*[:=]\s*["']([A-Za-z0-9+/_=-]{20,})["']"""
)
KNOWN = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\bgh[pousr]_[A-Za-z0-9]{36}|\bAKIA[0-9A-Z]{16}\b|\bxox[baprs]-[\w-]{10,}"
    r"|\bdbk_(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*\d)[\w-]{43}\b"
)


def planted_in(text: str) -> list[str]:
    """What looks like a secret: of a known shape, or assigned to such a name and random to look at."""
    return [
        *(found[0] for found in KNOWN.finditer(text)),
        *(found[1] for found in ASSIGNED.finditer(text) if _is_random(found[1])),
    ]


def _is_random(text: str) -> bool:
    shares = [count / len(text) for count in Counter(text).values()]
    return -sum(share * math.log2(share) for share in shares) > 3.8 and bool(re.search(r"\d", text))


def test_no_file_of_the_repository_holds_a_secret() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    found = {}
    for name in listed.stdout.split("\0"):
        path = ROOT / name
        if name and path.is_file() and not name.startswith("static/") and path != Path(__file__):
            text = path.read_bytes().decode("utf-8", "replace")
            if planted := planted_in(text):
                found[name] = planted
    assert found == {}


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN OPENSSH PRIVATE KEY-----",
        "SECRET_KEY = 'q8Zt2mXv0LwPb7Rk5NcYd1Hs'",
        '"password": "q8Zt2mXv0LwPb7Rk5NcYd1Hs"',
        "dbk_" + "aB3-x_Yz9" * 4 + "aB3-x_Y",
        "AKIA" + "ABCDEFGHIJ012345",
    ],
)
def test_the_scan_finds_a_planted_secret(text: str) -> None:
    assert planted_in(text)


def test_an_account_begins_without_a_password(app: Flask) -> None:
    from webapp.services.people import add_person

    assert add_person("new@example.org").password_hash is None
    assert make_account("old@example.org", "Old").password_hash
