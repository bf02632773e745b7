"""Lists: how they are answered, in parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Response

from webapp.api.answers import answer

LIMIT_MAX, LIMIT = 100, 20


def answer_list(items: Iterable[Mapping[str, Any]], *, total: int, query: Mapping[str, Any]) -> Response:
    """A part of a list; `query` is what was read by a PageQuery."""
    return answer({"items": list(items), "total": total, "limit": query["limit"], "offset": query["offset"]})


def part(items: list[Any], query: Mapping[str, Any]) -> list[Any]:
    """The part that was asked for, of a list that is there as a whole."""
    return items[query["offset"] : query["offset"] + query["limit"]]
