"""The page of the API: drawn from its own description, and filtered like every list."""

from __future__ import annotations

from dataclasses import replace

import html5lib
import pytest
from flask import Flask

from tests.assertions import assert_goes_to, assert_page, assert_piece
from tests.browser import Browser
from webapp.utils.openapi.reading import METHODS, read_openapi

FILTER = {"HX-Source": "form#filter"}
PREFIX = "/api/v1"


def told(page: str) -> set[str]:
    """The operations that a page tells of: method and path."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    heads = [each for each in tree.iter("h3") if each.get("class") == "operation__head"]
    words = [" ".join("".join(each.itertext()).split()) for each in heads]
    return {each for each in words if PREFIX in each}


def test_it_tells_every_operation(app: Flask, as_reader: Browser) -> None:
    described = as_reader.get(f"{PREFIX}/openapi.json").json
    assert described is not None
    every = {
        f"{method.upper()} {path}"
        for path, item in described["paths"].items()
        for method in item
        if method in METHODS
    }
    assert told(assert_page(as_reader.get("/api"))) == every
    assert "GET /api/v1/search" in every


def test_it_has_an_example_and_the_errors_of_each(as_reader: Browser) -> None:
    page = assert_page(as_reader.get("/api"))
    assert page.count("curl ") > len(told(page))
    assert "Authorization: Bearer $DESIGNBOOK_TOKEN" in page.replace("&#34;", "")
    for word in ("If-Match", "Idempotency-Key", "Retry-After", "1,200 requests a minute"):
        assert word in page


def test_it_tells_the_limits_that_count(
    app: Flask, as_reader: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = assert_page(as_reader.get("/api"))
    for told in ("1,200 requests a minute", "300 requests a minute", "20 imports", "8 MB", "2,000 and 50 MB"):
        assert told in page

    monkeypatch.setitem(app.config, "DESIGNBOOK", replace(app.config["DESIGNBOOK"], reads_per_minute=4321))
    page = assert_page(as_reader.get("/api"))
    assert "4,321 requests a minute" in page
    assert "1,200" not in page


@pytest.mark.parametrize(
    ("q", "here", "gone"),
    [
        ("dismissal", "PUT /api/v1/findings/{finding_id}/dismissal", "GET /api/v1/search"),
        ("reassignment", "POST /api/v1/people/{person_id}/reassignment", "GET /api/v1/people"),
        ("-get audit", "", "GET /api/v1/audit"),
    ],
)
def test_the_filter_leaves_what_says_so(as_reader: Browser, q: str, here: str, gone: str) -> None:
    answer = as_reader.piece("GET", f"/api?q={q}", headers=FILTER)
    left = told(assert_piece(answer))
    assert here in left | {""}
    assert gone not in left
    assert left <= told(assert_page(as_reader.get("/api")))


def test_a_filter_that_nothing_fits_says_so(as_reader: Browser) -> None:
    page = assert_page(as_reader.get("/api?q=pigeons"))
    assert "No operation matches" in page
    assert told(page) == set()


def test_the_account_and_the_help_lead_to_it(as_reader: Browser) -> None:
    for path in ("/account", "/help"):
        assert 'href="/api"' in assert_page(as_reader.get(path))


def test_a_stranger_signs_in_first(as_stranger: Browser) -> None:
    assert_goes_to(as_stranger.get("/api"), "/login?next=/api")


def test_a_document_is_told_in_words() -> None:
    shown = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}
    document = {
        "paths": {
            "/things/{id}": {
                "parameters": [{"in": "path", "name": "id", "required": True, "schema": {"type": "integer"}}],
                "put": {
                    "tags": ["things"],
                    "summary": "Replace a thing.",
                    "parameters": [
                        {
                            "in": "header",
                            "name": "If-Match",
                            "required": True,
                            "schema": {"type": "string"},
                        }
                    ],
                    "requestBody": {
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "object",
                                    "required": ["kind"],
                                    "properties": {
                                        "kind": {"enum": ["old", "new"]},
                                        "note": {"type": ["string", "null"], "maxLength": 5},
                                    },
                                }
                            }
                        }
                    },
                    "responses": {
                        "200": {
                            "description": "Done",
                            "content": {
                                "application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}
                            },
                        },
                        "404": {"description": "Missing"},
                    },
                },
            }
        },
        "components": {"schemas": {"Thing": shown}},
    }
    reference = read_openapi(document, server="https://designs.example.org/")
    [operation] = reference.resources[0].operations
    assert [(each.name, each.place) for each in operation.fields] == [("id", "path"), ("If-Match", "header")]
    assert [(each.name, each.words, each.required) for each in operation.bodies[0].fields] == [
        ("kind", "one of old, new", True),
        ("note", "text, at most 5 characters or null", False),
    ]
    assert [(each.status, each.shape) for each in operation.done] == [("200", "Thing")]
    assert [each.status for each in operation.refused] == ["404"]
    assert operation.curl.splitlines() == [
        "curl -X PUT 'https://designs.example.org/things/1' \\",
        '  -H "Authorization: Bearer $DESIGNBOOK_TOKEN" \\',
        "  -H 'If-Match: \"1\"' \\",
        "  -H 'Content-Type: application/json' \\",
        '  -d \'{"kind": "old"}\'',
    ]
    assert [(each.name, each.id) for each in reference.shapes] == [("Thing", "shape-thing")]
