"""Operations on a command line, with values that fit, and no more than must be sent."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from webapp.utils.openapi.nodes import Node, resolved

TOKEN_IN_SHELL = "$DESIGNBOOK_TOKEN"  # noqa: S105 - the name of a variable

_PATHS = {"name": "endpoints", "column": "c2"}
"""What stands in a path of an example where that takes no number."""
_PLACE = re.compile(r"{([^}]*)}")


def curl_of(document: Node, server: str, method: str, path: str, sent: Sequence[Node], bodies: Node) -> str:
    """The operation on a command line, with what must be sent and no more."""
    query = [each for each in sent if each["in"] == "query" and each.get("required")]
    asked = "&".join(f"{each['name']}={_example(document, each.get('schema', {}))}" for each in query)
    address = f"{server}{_PLACE.sub(_in_path, path)}{'?' if asked else ''}{asked}"
    lines = [f"curl {'' if method == 'GET' else f'-X {method} '}'{address}'"]
    lines.append(f'-H "Authorization: Bearer {TOKEN_IN_SHELL}"')
    if any(each["name"] == "If-Match" and each.get("required") for each in sent):
        lines.append("-H 'If-Match: \"1\"'")
    if bodies:
        media, said = next(iter(bodies.items()))
        lines += _sent(document, media, resolved(document, said.get("schema", {})))
    return " \\\n  ".join(lines)


def _sent(document: Node, media: str, schema: Node) -> list[str]:
    if media == "multipart/form-data":
        return ["-F 'files=@design.md'"]
    if media != "application/json":
        return [f"-H 'Content-Type: {media}'", "--data-binary @design.md"]
    said = json.dumps(_example(document, schema), ensure_ascii=False).replace("'", "’")
    return ["-H 'Content-Type: application/json'", f"-d '{said}'"]


def _example(document: Node, schema: Node, depth: int = 0) -> Any:
    """A value that fits: of an object what must be there, or else its first field."""
    schema = resolved(document, schema)
    for name in ("example", "default"):
        if name in schema:
            return schema[name]
    if "examples" in schema:
        return schema["examples"][0]
    if "enum" in schema:
        return schema["enum"][0]
    for name in ("anyOf", "oneOf", "allOf"):
        if schema.get(name):
            return _example(document, schema[name][0], depth + 1)
    kind = schema.get("type", "object")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        fields = {
            name: each for name, each in schema.get("properties", {}).items() if not each.get("readOnly")
        }
        wanted = [name for name in fields if name in schema.get("required", [])] or list(fields)[:1]
        return {name: _example(document, fields[name], depth + 1) for name in wanted} if depth < 3 else {}
    if kind == "array":
        return [_example(document, schema.get("items", {}), depth + 1)] if depth < 3 else []
    return {"integer": 1, "number": 1, "boolean": True, "null": None}.get(kind, "…")


def _in_path(found: re.Match[str]) -> str:
    return _PATHS.get(found[1], "1")
