"""The OpenAPI document: there for everybody, of every route, with what each may answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from flask import Flask

from tests.integration.api.asked import told
from tests.integration.api.conftest import ApiClient
from webapp.registers import REGISTERS
from webapp.utils.addresses import API


@pytest.fixture
def document(as_stranger_api: ApiClient) -> dict[str, Any]:
    """What the API says of itself."""
    return told(as_stranger_api.get("/openapi.json"))


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Address, method and what is said of each operation."""
    for path, item in document["paths"].items():
        for method in item.keys() - {"parameters"}:
            yield path, method, item[method]


def references(part: Any) -> Iterator[str]:
    """Every name that a part of the document refers to."""
    for name, value in part.items() if isinstance(part, dict) else enumerate(part):
        if name == "$ref":
            yield value
        elif isinstance(value, dict | list):
            yield from references(value)


def test_the_description_is_there_for_everybody_and_once(as_stranger_api: ApiClient) -> None:
    answer = as_stranger_api.get("/openapi.json")
    assert told(answer)["openapi"] == "3.1.0"
    again = as_stranger_api.get("/openapi.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_every_route_is_described(app: Flask, document: dict[str, Any]) -> None:
    routes = {
        (rule.rule.replace("<id:", "{").replace("<", "{").replace(">", "}"), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(API)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert len(routes) > 50
    assert {(path, method) for path, method, _ in operations(document)} == routes


def test_what_is_referred_to_is_there(document: dict[str, Any]) -> None:
    named = set(references(document))
    assert named
    for name in named:
        found = document
        for step in name.removeprefix("#/").split("/"):
            found = found[step]
        assert found


def test_each_operation_has_a_name_of_its_own_and_says_what_it_may_answer(document: dict[str, Any]) -> None:
    every = list(operations(document))
    names = [said["operationId"] for _, _, said in every]
    assert len(set(names)) == len(names)
    for path, method, said in every:
        assert said["summary"], path
        answered = set(said["responses"])
        assert {"401", "429", "500", "503"} <= answered
        assert ("404" in answered) or "{" not in path
        assert ("403" in answered) or method == "get"
        if "requestBody" in said:
            assert {"400", "413", "415", "422"} <= answered


def test_all_of_it_needs_a_token_but_itself(document: dict[str, Any]) -> None:
    assert document["security"] == [{"token": []}]
    assert document["components"]["securitySchemes"]["token"] == {"type": "http", "scheme": "bearer"}
    is_open = [path for path, _, said in operations(document) if said.get("security") == []]
    assert is_open == ["/api/v1/openapi.json"]


def test_programs_that_read_such_documents_read_this_one(app: Flask) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    read = [operation.ok() for operation in schema.get_all_operations()]
    assert len(read) > 50
    schema.validate()


def test_the_name_of_a_register_is_one_of_those_that_there_are(document: dict[str, Any]) -> None:
    (name,) = document["paths"]["/api/v1/registers/{name}"]["parameters"]
    assert name["required"] is True
    assert name["schema"] == {"type": "string", "enum": list(REGISTERS)}
    assert "endpoints" in REGISTERS
