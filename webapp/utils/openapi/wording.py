"""What a value may be, and what counts without it, in words."""

from __future__ import annotations

import json

from webapp.utils.openapi.nodes import Node, shape_of

_MOST_COUNTED = 2**32
"""Beyond this a whole number counts nothing: it is an id."""

_PLURALS = {"string": "texts", "integer": "whole numbers", "number": "numbers", "boolean": "yes or no"}
_FORMATS = {
    "date-time": "moment, as 2024-01-15T10:00:00Z",
    "date": "day, as 2024-01-15",
    "binary": "file",
    "email": "e-mail address",
}


def words_of(schema: Node) -> str:
    """What a value may be: “whole number from 1 to 100”, “list of texts”, its shape’s name."""
    if "$ref" in schema:
        return shape_of(schema)
    choices = [*schema.get("anyOf", []), *schema.get("oneOf", [])]
    if choices:
        return " or ".join(dict.fromkeys(words_of(each) for each in choices))
    if "allOf" in schema:
        return " and ".join(words_of(each) for each in schema["allOf"])
    if "enum" in schema:
        told = ["null" if each is None else str(each) for each in schema["enum"] if each != ""]
        return f"one of {', '.join(told)}" if len(told) > 1 else told[0]
    kinds = schema.get("type", "object")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return " or ".join(_kind(kind, schema) for kind in kinds)


def default_of(schema: Node) -> str:
    """What counts where a value is left out; '' where nothing does."""
    said = schema.get("default")
    return "" if said in (None, "", [], {}) else json.dumps(said, ensure_ascii=False).strip('"')


def _kind(kind: str, schema: Node) -> str:
    if kind == "array":
        items = schema.get("items", {})
        of = shape_of(items) or _PLURALS.get(str(items.get("type", "")), "objects")
        return f"list of {of}{_most(schema.get('maxItems'), '')}"
    if kind == "string":
        return _FORMATS.get(schema.get("format", ""), "text") + _most(schema.get("maxLength"), " characters")
    if kind == "integer":
        return "id" if schema.get("maximum", 0) > _MOST_COUNTED else "whole number" + _range(schema)
    return {"boolean": "true or false", "null": "null", "number": "number"}.get(kind, "object")


def _most(most: object, what: str) -> str:
    return "" if most is None else f", at most {most:,}{what}"


def _range(schema: Node) -> str:
    least, most = schema.get("minimum"), schema.get("maximum")
    return (f" from {least}" if least is not None else "") + (f" to {most:,}" if most is not None else "")
