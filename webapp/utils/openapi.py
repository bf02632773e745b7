"""An OpenAPI document taken apart for people: resources, operations, what they take and what they answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")
TOKEN_IN_SHELL = "$DESIGNBOOK_TOKEN"  # noqa: S105 - the name of a variable

Node = Mapping[str, Any]

_MOST_COUNTED = 2**32
"""Beyond this a whole number counts nothing: it is an id."""
_PATHS = {"name": "endpoints", "column": "c2"}
"""What stands in a path of an example where that takes no number."""

_PLACE = re.compile(r"{([^}]*)}")
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
_PLURALS = {"string": "texts", "integer": "whole numbers", "number": "numbers", "boolean": "yes or no"}
_FORMATS = {
    "date-time": "moment, as 2024-01-15T10:00:00Z",
    "date": "day, as 2024-01-15",
    "binary": "file",
    "email": "e-mail address",
}


@dataclass(frozen=True, slots=True)
class Field:
    """Something that is sent or answered: its name, what it may be in words, and what it means.

    `place` is where it is sent: path, query, header; '' inside a body. `shape` is the name of the shape
    that it holds, '' for a plain value.
    """

    name: str
    words: str
    meaning: str = ""
    place: str = ""
    required: bool = False
    default: str = ""
    shape: str = ""

    @property
    def further(self) -> str:
        """What follows the words: whether it is needed, and what counts without it."""
        if self.required:
            return "" if self.place == "path" else "; needed"
        return f"; {self.default} where it is left out" if self.default else ""


@dataclass(frozen=True, slots=True)
class Body:
    """A body of one media type: its fields where it is an object, else `words`."""

    media: str
    words: str
    fields: Sequence[Field]


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and what it means; `shape` is the name of what is answered, `words` what is no shape."""

    status: str
    meaning: str
    shape: str = ""
    words: str = ""

    @property
    def is_error(self) -> bool:
        """Whether it says that nothing was done."""
        return not self.status.startswith(("2", "3"))


@dataclass(frozen=True, slots=True)
class Operation:
    """One method at one address."""

    method: str
    path: str
    title: str
    meaning: str
    fields: Sequence[Field]
    bodies: Sequence[Body]
    answers: Sequence[Answer]
    curl: str

    @property
    def id(self) -> str:
        """The id of its element: `get-rows-id`."""
        return _id(f"{self.method} {self.path}")

    @property
    def text(self) -> str:
        """Everything that a filter looks at."""
        sent = [*self.fields, *(each for body in self.bodies for each in body.fields)]
        names = [each.name for each in sent]
        shapes = [each.shape for each in self.answers]
        return " ".join([self.method, self.path, self.title, self.meaning, *names, *shapes])

    @property
    def done(self) -> Sequence[Answer]:
        """What is answered where it was done."""
        return [each for each in self.answers if not each.is_error]

    @property
    def refused(self) -> Sequence[Answer]:
        """What is answered where it was not."""
        return [each for each in self.answers if each.is_error]


@dataclass(frozen=True, slots=True)
class Resource:
    """The operations of one noun."""

    name: str
    meaning: str
    operations: Sequence[Operation]

    @property
    def id(self) -> str:
        """The id of its chapter."""
        return _id(f"resource {self.name}")


@dataclass(frozen=True, slots=True)
class Shape:
    """An object that is answered, or that stands in one."""

    name: str
    meaning: str
    fields: Sequence[Field]

    @property
    def id(self) -> str:
        """The id of its entry."""
        return _id(f"shape {self.name}")


@dataclass(frozen=True, slots=True)
class Reference:
    """A whole document."""

    resources: Sequence[Resource] = field(default_factory=list)
    shapes: Sequence[Shape] = field(default_factory=list)


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
        sent = [self._resolved(each) for each in [*shared, *said.get("parameters", [])]]
        bodies = self._resolved(said.get("requestBody", {})).get("content", {})
        answered = sorted(said.get("responses", {}).items())
        return Operation(
            method=method.upper(),
            path=path,
            title=_text(said.get("summary", "")),
            meaning=_text(said.get("description", "")),
            fields=_grouped([self._parameter(each) for each in sent]),
            bodies=[self._body(media, each.get("schema", {})) for media, each in bodies.items()],
            answers=[self._answer(status, each) for status, each in answered],
            curl=self._curl(method.upper(), path, sent, bodies),
        )

    def _parameter(self, said: Node) -> Field:
        schema = said.get("schema", {})
        return Field(
            name=said["name"],
            words=self._words(schema),
            meaning=_text(said.get("description") or schema.get("description", "")),
            place=said["in"],
            required=said.get("required", False),
            default=_default(schema),
        )

    def _body(self, media: str, schema: Node) -> Body:
        schema = self._resolved(schema)
        return Body(media, self._words(schema), self._fields(schema))

    def _answer(self, status: str, said: Node) -> Answer:
        said = self._resolved(said)
        media = next(iter(said.get("content", {})), "")
        first = said.get("content", {}).get(media, {})
        schema = first.get("schema", {})
        words = "" if not media else self._words(schema) if media == "application/json" else media
        listed = schema.get("properties", {}).get("items", {})
        if listed:
            words = self._words(listed)
        return Answer(status, _text(said.get("description", "")), self._shape(listed or schema), words)

    def _fields(self, schema: Node) -> list[Field]:
        needed = schema.get("required", [])
        return [
            Field(
                name=name,
                words=self._words(each),
                meaning=_text(each.get("description", "")),
                required=name in needed,
                default=_default(each),
                shape=self._shape(each),
            )
            for name, each in schema.get("properties", {}).items()
        ]

    def _shape(self, schema: Node) -> str:
        """The name of what a schema refers to, by itself or for each of a list."""
        for each in (schema, schema.get("items", {}), *schema.get("anyOf", []), *schema.get("allOf", [])):
            if "$ref" in each:
                return str(each["$ref"]).rpartition("/")[2]
        return ""

    def _words(self, schema: Node) -> str:
        """What a value may be."""
        if "$ref" in schema:
            return self._shape(schema)
        choices = [*schema.get("anyOf", []), *schema.get("oneOf", [])]
        if choices:
            return " or ".join(dict.fromkeys(self._words(each) for each in choices))
        if "allOf" in schema:
            return " and ".join(self._words(each) for each in schema["allOf"])
        if "enum" in schema:
            told = ["null" if each is None else str(each) for each in schema["enum"] if each != ""]
            return f"one of {', '.join(told)}" if len(told) > 1 else told[0]
        kinds = schema.get("type", "object")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        return " or ".join(self._kind(kind, schema) for kind in kinds)

    def _kind(self, kind: str, schema: Node) -> str:
        if kind == "array":
            items = schema.get("items", {})
            of = self._shape(items) or _PLURALS.get(str(items.get("type", "")), "objects")
            return f"list of {of}{_most(schema.get('maxItems'), '')}"
        if kind == "string":
            return _FORMATS.get(schema.get("format", ""), "text") + _most(
                schema.get("maxLength"), " characters"
            )
        if kind == "integer":
            return "id" if schema.get("maximum", 0) > _MOST_COUNTED else "whole number" + _range(schema)
        return {"boolean": "true or false", "null": "null", "number": "number"}.get(kind, "object")

    def _curl(self, method: str, path: str, sent: Sequence[Node], bodies: Node) -> str:
        """The operation on a command line, with what must be sent and no more."""
        query = [each for each in sent if each["in"] == "query" and each.get("required")]
        asked = "&".join(f"{each['name']}={self._example(each.get('schema', {}))}" for each in query)
        address = f"{self._server}{_PLACE.sub(_in_path, path)}{'?' if asked else ''}{asked}"
        lines = [f"curl {'' if method == 'GET' else f'-X {method} '}'{address}'"]
        lines.append(f'-H "Authorization: Bearer {TOKEN_IN_SHELL}"')
        if any(each["name"] == "If-Match" and each.get("required") for each in sent):
            lines.append("-H 'If-Match: \"1\"'")
        if bodies:
            media, said = next(iter(bodies.items()))
            lines += self._sent(media, self._resolved(said.get("schema", {})))
        return " \\\n  ".join(lines)

    def _sent(self, media: str, schema: Node) -> list[str]:
        if media == "multipart/form-data":
            return ["-F 'files=@design.md'"]
        if media != "application/json":
            return [f"-H 'Content-Type: {media}'", "--data-binary @design.md"]
        said = json.dumps(self._example(schema), ensure_ascii=False).replace("'", "’")
        return ["-H 'Content-Type: application/json'", f"-d '{said}'"]

    def _example(self, schema: Node, depth: int = 0) -> Any:
        """A value that fits: of an object what must be there, or else its first field."""
        schema = self._resolved(schema)
        for name in ("example", "default"):
            if name in schema:
                return schema[name]
        if "examples" in schema:
            return schema["examples"][0]
        if "enum" in schema:
            return schema["enum"][0]
        for name in ("anyOf", "oneOf", "allOf"):
            if schema.get(name):
                return self._example(schema[name][0], depth + 1)
        kind = schema.get("type", "object")
        kind = kind[0] if isinstance(kind, list) else kind
        if kind == "object":
            fields = {
                name: each for name, each in schema.get("properties", {}).items() if not each.get("readOnly")
            }
            wanted = [name for name in fields if name in schema.get("required", [])] or list(fields)[:1]
            return {name: self._example(fields[name], depth + 1) for name in wanted} if depth < 3 else {}
        if kind == "array":
            return [self._example(schema.get("items", {}), depth + 1)] if depth < 3 else []
        return {"integer": 1, "number": 1, "boolean": True, "null": None}.get(kind, "…")

    def _resolved(self, node: Node) -> Node:
        """What a reference leads to; the node itself where it is none."""
        if "$ref" not in node:
            return node
        found: Any = self._document
        for part in str(node["$ref"]).removeprefix("#/").split("/"):
            found = found[part]
        return self._resolved(found)


def _in_path(found: re.Match[str]) -> str:
    return _PATHS.get(found[1], "1")


def _grouped(fields: Sequence[Field]) -> list[Field]:
    """Fields that may be the same and mean the same, told as one."""
    same: dict[Field, list[str]] = {}
    for each in fields:
        same.setdefault(replace(each, name=""), []).append(each.name)
    return [replace(each, name=", ".join(names)) for each, names in same.items()]


def _id(text: str) -> str:
    return _NOT_IN_NAMES.sub("-", text.lower()).strip("-")


def _text(said: str) -> str:
    """A description as one paragraph: a docstring breaks its lines where the source does."""
    return " ".join(said.split())


def _default(schema: Node) -> str:
    said = schema.get("default")
    return "" if said in (None, "", [], {}) else json.dumps(said, ensure_ascii=False).strip('"')


def _most(most: object, what: str) -> str:
    return "" if most is None else f", at most {most:,}{what}"


def _range(schema: Node) -> str:
    least, most = schema.get("minimum"), schema.get("maximum")
    return (f" from {least}" if least is not None else "") + (f" to {most:,}" if most is not None else "")
