"""S13: schemathesis asks every operation of the OpenAPI document with all of its checks, and finds nothing.

A run is the same each time. `DESIGNBOOK_API_EXAMPLES=200` makes up so many cases for each operation instead
of a few, and follows links from answers to further requests as well: for the night, it takes long.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

import pytest
from flask import Flask

from tests.conftest import make_account
from tests.security.robustness.asking import Excuse, Outcome, Terms, ask_everything
from tests.security.robustness.library import Library
from webapp import create_app
from webapp.api import gate
from webapp.api.describe import openapi_document
from webapp.api.describing import JSON, answers
from webapp.extensions import db
from webapp.models import Person
from webapp.services.tokens import make_token

EXAMPLES = int(os.environ.get("DESIGNBOOK_API_EXAMPLES", "0"))
PHASES = ("examples", "coverage", "fuzzing")

VALID = {
    "2xx": "What was asked for is done.",
    "304": "The state that the client has is that which there is.",
    "409": "Others changed it: `base` says what it said before.",
    "412": "Another state of it is meant than that which it has.",
    "422": "No schema says all: a column that is not there, an address that is taken.",
    "428": "No state is named where one must be.",
    "404": "An id has the shape of an id, and is of nothing.",
    "403": "Who asks may not do this. What is locked or archived, nobody may; nor link who is suspended.",
}
"""What valid data may be answered with, and why."""
LACKS_A_HEADER = {
    "428": "The header that is missing is If-Match, and this status is made for that (RFC 6585).",
    "401": "The token comes first,",
    "403": "then who may do this,",
    "404": "then whether it is there,",
    "415": "then what kind of body came,",
    "422": "and what is in it.",
    "400": "A body that cannot be read.",
}
"""What a request may be answered with that lacks a header which it must have, and why."""
MARKDOWN_HAS_NO_TYPES = Excuse(
    "negative_data_rejection",
    (
        "PUT /api/v1/documents/{document_id}/text",
        "PUT /api/v1/sections/{section_id}/text",
        "PUT /api/v1/projects/{project_id}/template",
    ),
    "Invalid component: in body",
    "A number or an object that is sent as text/markdown is the text that says it: a 7, or {}.",
)
EXCUSES = (MARKDOWN_HAS_NO_TYPES,)
"""What a check takes for a fault, and is none."""


@pytest.fixture
def asking(app: Flask) -> Iterator[Person]:
    """Somebody who may do everything."""
    return make_account("asking@example.org", "Asking Everything", admin=True)


def ask(
    app: Flask, person: Person, *, examples: int, phases: Sequence[str] = PHASES, path: str = ""
) -> Outcome:
    """Ask everything as this person; or what is at one path alone, which needs no library."""
    stored, token = make_token(person, name="test", scope="write", project=None)
    library = None if path else Library(person, stored.id)
    if EXAMPLES and not path:
        examples, phases = EXAMPLES, (*phases, "stateful")
    terms = Terms(list(VALID), list(LACKS_A_HEADER), EXCUSES)
    paths = (path,) if path else ()
    return ask_everything(app, token, library, terms, examples=examples, phases=phases, paths=paths)


def test_an_administrator_finds_no_fault_and_reaches_everything(app: Flask, asking: Person) -> None:
    outcome = ask(app, asking, examples=4)
    assert not outcome.wrong, "\n\n".join(outcome.told)
    assert outcome.unreached() == set()
    statuses = outcome.statuses()
    assert statuses.total() > 4_000
    assert statuses[200] + statuses[201] + statuses[204] > 800


def test_an_author_finds_no_fault(app: Flask) -> None:
    author = make_account("author@example.org", "An Author")
    outcome = ask(app, author, examples=4, phases=("examples", "fuzzing"))
    assert not outcome.wrong, "\n\n".join(outcome.told)
    statuses = outcome.statuses()
    assert statuses.total() > 300
    assert statuses[200] > 100
    assert statuses[403] > 20


CRASH = "ZeroDivisionError"
PLANTED = "/api/v1/planted"
PLANTS = {
    "undocumented": (f"{PLANTED}/undocumented", "status_code_conformance"),
    "crashing": (f"{PLANTED}/crashing", CRASH),
    "open": (f"{PLANTED}/open", "ignored_auth"),
    "sound": (f"{PLANTED}/sound", ""),
}


@pytest.fixture
def planted(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """An application with routes that have a fault each, and one that has none."""
    other = create_app(
        app.config["DESIGNBOOK"], TESTING=True, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False
    )

    def undocumented() -> tuple[dict[str, str], int]:
        """Answer what the description does not tell."""
        return {"error": "I'm a teapot"}, 418

    def crashing() -> str:
        """Fail."""
        return str(1 // 0)

    def sound() -> dict[str, str]:
        """Answer."""
        return {}

    for name, view in (
        ("undocumented", undocumented),
        ("crashing", crashing),
        ("open", sound),
        ("sound", sound),
    ):
        other.add_url_rule(PLANTS[name][0], f"api_planted_{name}.show", answers(gives=JSON)(view))
    with other.app_context():
        openapi_document()  # as it is told before somebody opens what needs a token
    monkeypatch.setattr(gate, "OPEN_TO_STRANGERS", gate.OPEN_TO_STRANGERS | {"api_planted_open.show"})
    yield other
    with other.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("name", PLANTS)
def test_a_route_with_a_fault_is_found(planted: Flask, asking: Person, name: str) -> None:
    path, fault = PLANTS[name]
    outcome = ask(planted, asking, examples=2, path=path)
    assert set(outcome.answers) == {f"GET {path}"}
    found = {each.split(": ")[1] for each in outcome.wrong}
    assert fault in found if fault else not found, outcome.told
