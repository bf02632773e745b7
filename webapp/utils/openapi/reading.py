"""Taking a document of OpenAPI 3.1 apart."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

from webapp.utils.openapi.examples import curl_of
from webapp.utils.openapi.nodes import Node, resolved, shape_of
from webapp.utils.openapi.reference import Answer, Body, Field, Operation, Reference, Resource, Shape
from webapp.utils.openapi.wording import default_of, words_of

METHODS = ("get", "post", "put", "patch", "delete")


def read_openapi(document: Node, *, server: str) -> Reference:
    """Take a document of OpenAPI 3.1 apart; `server` is what stands before its paths in the examples.

    Tags are resources, in the order in which they come; an operation without one is left out.
    """
    reader = _Reader(document, server)
    return Reference(list(reader.resources()), list(reader.shapes()))


class _Reader:
    """Reads one document: it knows what is referred to."""

    def __init__(self, document: Node, server: str) -> None:
        self._document = document
        self._server = server.rstrip("/")

    def resources(self) -> Iterator[Resource]:
        found: dict[str, list[Operation]] = {}
        for path, item in self._document.get("paths", {}).items():
            for method in METHODS:
                if method in item:
                    shared = item.get("parameters", [])
                    for tag in item[method].get("tags", [])[:1]:
                        found.setdefault(tag, []).append(self._operation(method, path, item[method], shared))
        told = {tag["name"]: tag.get("description", "") for tag in self._document.get("tags", [])}
        for name in [
            *(each for each in told if each in found),
            *(each for each in found if each not in told),
        ]:
            yield Resource(name, _text(told.get(name, "")), found[name])

    def shapes(self) -> Iterator[Shape]:
        schemas = self._document.get("components", {}).get("schemas", {})
        used = json.dumps([self._document.get("paths"), schemas])
        for name, schema in sorted(schemas.items()):
            if "properties" in schema and f'/schemas/{name}"' in used:
                yield Shape(name, _text(schema.get("description", "")), self._fields(schema))

    def _operation(self, method: str, path: str, said: Node, shared: Sequence[Node]) -> Operation:
        sent = [resolved(self._document, each) for each in [*shared, *said.get("parameters", [])]]
        bodies = resolved(self._document, said.get("requestBody", {})).get("content", {})
        answered = sorted(said.get("responses", {}).items())
        return Operation(
            method=method.upper(),
            path=path,
            title=_text(said.get("summary", "")),
            meaning=_text(said.get("description", "")),
            fields=_grouped([self._parameter(each) for each in sent]),
            bodies=[self._body(media, each.get("schema", {})) for media, each in bodies.items()],
            answers=[self._answer(status, each) for status, each in answered],
            curl=curl_of(self._document, self._server, method.upper(), path, sent, bodies),
        )

    def _parameter(self, said: Node) -> Field:
        schema = said.get("schema", {})
        return Field(
            name=said["name"],
            words=words_of(schema),
            meaning=_text(said.get("description") or schema.get("description", "")),
            place=said["in"],
            required=said.get("required", False),
            default=default_of(schema),
        )

    def _body(self, media: str, schema: Node) -> Body:
        schema = resolved(self._document, schema)
        return Body(media, words_of(schema), self._fields(schema))

    def _answer(self, status: str, said: Node) -> Answer:
        said = resolved(self._document, said)
        media = next(iter(said.get("content", {})), "")
        first = said.get("content", {}).get(media, {})
        schema = first.get("schema", {})
        words = "" if not media else words_of(schema) if media == "application/json" else media
        listed = schema.get("properties", {}).get("items", {})
        if listed:
            words = words_of(listed)
        return Answer(status, _text(said.get("description", "")), shape_of(listed or schema), words)

    def _fields(self, schema: Node) -> list[Field]:
        needed = schema.get("required", [])
        return [
            Field(
                name=name,
                words=words_of(each),
                meaning=_text(each.get("description", "")),
                required=name in needed,
                default=default_of(each),
                shape=shape_of(each),
            )
            for name, each in schema.get("properties", {}).items()
        ]


def _grouped(fields: Sequence[Field]) -> list[Field]:
    """Fields that may be the same and mean the same, told as one."""
    same: dict[Field, list[str]] = {}
    for each in fields:
        same.setdefault(replace(each, name=""), []).append(each.name)
    return [replace(each, name=", ".join(names)) for each, names in same.items()]


def _text(said: str) -> str:
    """A description as one paragraph: a docstring breaks its lines where the source does."""
    return " ".join(said.split())
