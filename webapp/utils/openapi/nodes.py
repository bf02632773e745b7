"""Parts of a document: what a reference in one leads to, and what that is called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Node = Mapping[str, Any]
"""A document of OpenAPI, or a part of one."""


def resolved(document: Node, node: Node) -> Node:
    """What a reference leads to; the node itself where it is none. Raises KeyError where it leads nowhere."""
    if "$ref" not in node:
        return node
    found: Any = document
    for part in str(node["$ref"]).removeprefix("#/").split("/"):
        found = found[part]
    return resolved(document, found)


def shape_of(schema: Node) -> str:
    """The name of what a schema refers to, by itself or for each of a list; '' where it refers to nothing."""
    for each in (schema, schema.get("items", {}), *schema.get("anyOf", []), *schema.get("allOf", [])):
        if "$ref" in each:
            return str(each["$ref"]).rpartition("/")[2]
    return ""
