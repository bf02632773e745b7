"""A request to the API sets what its body may hold, and nothing else: 422 with its name (RELIABILITY S05).

What a body may hold the OpenAPI document says; whatever else columns and other bodies are called is tried.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from marshmallow import INCLUDE

from tests.assertions import database_digest
from tests.security.cast import Actor, make_cast, make_people
from tests.security.matrix.addresses import all_addresses
from tests.security.matrix.things import BINNED, OPEN, Thing, make_things
from webapp.api.openapi import describe_api
from webapp.api.schemas.row import RowPatchBody

TRIED = frozenset(
    {
        *(
            "id",
            "owner_id",
            "role",
            "is_admin",
            "version",
            "created_at",
            "updated_at",
            "approved_by",
            "status",
        ),
        *("document_id", "design_id", "project_id", "password_hash", "token_hash", "key", "number"),
        "deleted_at",
    }
)
BODY, ADDRESS, FORM, FILES, MARKDOWN = "a body", "the address", "a form", "files", "Markdown’s address"


@dataclass(frozen=True)
class Attempt:
    """A request that brings the fields `strays`, and where it brings them."""

    place: str
    sent: Mapping[str, Any]
    strays: frozenset[str]


@pytest.fixture
def administrator(app: Flask) -> tuple[Actor, dict[str, Thing]]:
    """Who may do everything, and what they may do it to."""
    people = make_people()
    cast = make_cast(app, people)
    return cast["administrator"], make_things(app, people, cast["owner"].browser)


def test_what_no_body_holds_is_refused_by_its_name(
    app: Flask, administrator: tuple[Actor, dict[str, Thing]]
) -> None:
    before = database_digest()
    tried, wrong = ask_all(app, *administrator)
    assert not wrong, "\n".join(wrong)
    assert database_digest() == before
    assert len(tried[BODY]) > 30
    assert all(tried[place] for place in (ADDRESS, FORM, FILES, MARKDOWN))


def test_a_body_that_takes_what_it_does_not_know_is_found(
    app: Flask, administrator: tuple[Actor, dict[str, Thing]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RowPatchBody.opts, "unknown", INCLUDE)
    _, wrong = ask_all(app, *administrator)
    assert [each.partition(":")[0] for each in wrong] == ["PATCH /api/v1/rows/{row} by a body"]


def ask_all(
    app: Flask, administrator: Actor, things: Mapping[str, Thing]
) -> tuple[dict[str, list[str]], list[str]]:
    """The addresses that were asked by where strays were put, and what was not refused by its name."""
    tried: dict[str, list[str]] = {}
    wrong, bodies = [], bodies_of(app)
    for each in all_addresses(app):
        if not each.is_of_api or each.method not in {"POST", "PUT", "PATCH"}:
            continue
        path = each.path(things[BINNED if "/bin/" in each.line else OPEN].programs)
        for attempt in attempts(bodies[each.method, unnamed(each.line)]):
            tried.setdefault(attempt.place, []).append(str(each))
            answer = administrator.ask(each.method, path, **attempt.sent)
            told = {one["field"] for one in (answer.get_json() or {}).get("details", ())}
            if answer.status_code != 422 or not attempt.strays <= told:
                missing = sorted(attempt.strays - told)
                wrong.append(f"{each} by {attempt.place}: {answer.status_code}, without {missing}")
    return tried, wrong


def attempts(body: Mapping[str, Any]) -> Iterator[Attempt]:
    """Requests to an address whose body is this: the schemas by their media types."""
    known = {kind: frozenset(schema.get("properties", ())) for kind, schema in body.items()}
    query = {"query_string": dict.fromkeys(sorted(TRIED), "1")}
    if "text/markdown" in body:
        yield Attempt(MARKDOWN, {"data": "# T\n", "content_type": "text/markdown", **query}, TRIED)
    if "application/json" in body or not body:
        strays = TRIED - known.get("application/json", frozenset())
        yield Attempt(BODY, {"json": dict.fromkeys(strays, 1)}, strays)
        yield Attempt(ADDRESS, {"json": {}, **query}, TRIED)
    if "multipart/form-data" in body:
        strays = TRIED - known["multipart/form-data"]
        yield Attempt(FORM, _with_file(dict.fromkeys(strays, "1")), strays)
        yield Attempt(ADDRESS, {**_with_file({}), **query}, TRIED)
        for stray in sorted(strays):
            yield Attempt(FILES, _with_file({stray: (io.BytesIO(b"1"), "a.md")}), frozenset({stray}))


def bodies_of(app: Flask) -> dict[tuple[str, str], dict[str, Any]]:
    """The schemas that an operation takes by their media types; none for what takes nothing."""
    document = app.json.loads(describe_api(app)[0])
    schemas = document["components"]["schemas"]

    def resolved(schema: dict[str, Any]) -> dict[str, Any]:
        name = schema.get("$ref", "").rpartition("/")[2]
        return schemas[name] if name else schema

    return {
        (method.upper(), unnamed(path)): {
            kind: resolved(said["schema"])
            for kind, said in operation.get("requestBody", {}).get("content", {}).items()
        }
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if isinstance(operation, dict)
    }


def unnamed(path: str) -> str:
    """An address without what its placeholders are called."""
    return re.sub(r"\{[^{}]*\}", "{}", path)


def _with_file(data: Mapping[str, Any]) -> dict[str, Any]:
    files = {"files": (io.BytesIO(b"# New\n"), "new.md")}
    return {"data": {**files, **data}, "content_type": "multipart/form-data"}
