"""The OpenAPI 3.1 document: made of the routes, of what is noted beside their views, and of the schemas."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

from flask import Flask
from flask_smorest import Api
from werkzeug.routing import Rule

from webapp.api.describing import JSON, Operation, operation_of
from webapp.api.errors import NAMES
from webapp.api.gate import OPEN_TO_STRANGERS
from webapp.api.schemas import schema_named
from webapp.api.schemas.fields import ID_MAX
from webapp.models.batch import KEY_MAX
from webapp.utils.addresses import API
from webapp.utils.converters import IdConverter

NOT_TOLD = frozenset({"HEAD", "OPTIONS"})
BODY_MAY = (400, 413, 415, 422)
"""What a body may be refused with."""


class Described(Api):  # type: ignore[misc]
    """The document, and nothing else of flask-smorest: pages and API have one way with errors already."""

    def _register_error_handlers(self) -> None:
        """Leave them to webapp.errors."""

    def _register_pagination_header(self) -> None:
        """Leave it out: a list says in its body what part of it this is."""

    def _register_responses(self) -> None:
        self.spec.components.schema("Error", _ENVELOPE)
        for status in NAMES:
            self.spec.components.response(f"Error{status}", _error(status))


def describe_api(app: Flask) -> tuple[bytes, str]:
    """The document as JSON, and a digest of it."""
    app.config.update(API_TITLE="Designbook", API_VERSION="1", OPENAPI_VERSION="3.1.0")
    api = Described(app)
    api.register_converter(IdConverter, lambda _: {"type": "integer", "minimum": 1, "maximum": ID_MAX})
    api.spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if rule.rule.startswith(API):
            methods = sorted((rule.methods or set()) - NOT_TOLD)
            view = app.view_functions[rule.endpoint]
            operations = {method.lower(): _operation(rule, method, view) for method in methods}
            api.spec.path(rule=rule, operations=operations, parameters=_parts(operation_of(view)))
    document = api.spec.to_dict() | {"security": [{"token": []}]}
    data = json.dumps(document, ensure_ascii=False).encode()
    return data, hashlib.sha256(data).hexdigest()


def _parts(noted: Operation) -> list[dict[str, Any]]:
    """The parts of a path that are one of a few; its rule tells the others."""
    return [
        {"in": "path", "name": name, "schema": {"type": "string", "enum": [*names]}}
        for name, names in noted.among.items()
    ]


def _operation(rule: Rule, method: str, view: Callable[..., Any]) -> dict[str, Any]:
    noted = operation_of(view)
    summary, _, further = (view.__doc__ or "").strip().partition("\n\n")
    said: dict[str, Any] = {
        "operationId": rule.endpoint.removeprefix("api_").removeprefix("v1_").replace(".", "_"),
        "tags": [rule.endpoint.removeprefix("api_").removeprefix("v1_").split(".")[0]],
        "summary": " ".join(summary.split()),
        "description": "\n".join(line.strip() for line in further.split("\n")),
        "parameters": list(_parameters(noted, method)),
        "responses": _responses(noted, method, rule),
    }
    if rule.endpoint in OPEN_TO_STRANGERS:
        said["security"] = []
    if noted.takes:
        body = schema_named(noted.body) if noted.body else None
        content: dict[str, Any] = {
            kind: {"schema": body if kind == JSON else _TEXT} for kind in noted.takes.split()
        }
        if noted.form:
            content["multipart/form-data"] = {"schema": schema_named(noted.form)}
        said["requestBody"] = {"required": True, "content": content}
    return said


def _parameters(noted: Operation, method: str) -> Iterator[dict[str, Any]]:
    if noted.query:
        yield {"in": "query", "schema": schema_named(noted.query)}
    if noted.matches:
        yield {
            "in": "header",
            "name": "If-Match",
            "description": 'The state that is meant, as its ETag told it, such as "7"; or * for any.',
            "required": method in {"PUT", "DELETE"},
            "schema": {"type": "string"},
        }
    if noted.once:
        name = {"type": "string", "pattern": f"^[A-Za-z0-9_-]{{1,{KEY_MAX}}}$"}
        yield {"in": "header", "name": "Idempotency-Key", "required": False, "schema": name}


def _responses(noted: Operation, method: str, rule: Rule) -> dict[str, Any]:
    refused = {401, 429, 500, 503, *noted.refuses}
    if rule.arguments:
        refused.add(404)
    if method != "GET":
        refused.add(403)
    if noted.query or noted.once:
        refused.add(422)
    if noted.takes:
        refused |= {*BODY_MAY}
    if noted.matches:
        refused |= {409, 412} | ({428} if method in {"PUT", "DELETE"} else set())
    answered: dict[str, Any] = {str(status): f"Error{status}" for status in sorted(refused)}
    if noted.etag and method == "GET":
        answered["304"] = {"description": "This state is known already."}
    return {str(noted.status): _answered(noted)} | answered


def _answered(noted: Operation) -> dict[str, Any]:
    said: dict[str, Any] = {"description": _GOOD[noted.status], "headers": {}}
    if noted.etag:
        said["headers"]["ETag"] = {"description": "The object’s state.", "schema": {"type": "string"}}
    if noted.status == 201:
        said["headers"]["Location"] = {"description": "Its address.", "schema": {"type": "string"}}
    if noted.answer is not None:
        schema = schema_named(noted.answer)
        said["content"] = {JSON: {"schema": _list_of(schema) if noted.listed else schema}}
    elif noted.gives:
        said["content"] = {noted.gives: {"schema": _TEXT if noted.gives != JSON else {"type": "object"}}}
    return said


def _list_of(schema: Any) -> dict[str, Any]:
    number = {"type": "integer", "minimum": 0}
    return {
        "type": "object",
        "required": ["items", "total", "limit", "offset"],
        "properties": {
            "items": {"type": "array", "items": schema},
            "total": number,
            "limit": number,
            "offset": number,
        },
    }


def _error(status: int) -> dict[str, Any]:
    schema: dict[str, Any] = {"$ref": "#/components/schemas/Error"}
    said: dict[str, Any] = {"description": NAMES[status], "content": {JSON: {"schema": schema}}}
    if status in {429, 503}:
        said["headers"] = {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}}
    return said


_GOOD = {200: "Done", 201: "Made", 204: "Gone"}
_TEXT = {"type": "string"}
_ENVELOPE = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {"type": "string"},
        "message": {"type": "string"},
        "details": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
        "current": {"type": "object"},
    },
}
