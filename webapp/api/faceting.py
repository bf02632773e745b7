"""Lists that say with each value of a facet how many there are: findings, and the rows of a register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Response

from webapp.api.answers import answer


def answer_faceted(
    items: Iterable[Mapping[str, Any]],
    *,
    total: int,
    facets: Mapping[str, Mapping[str, int]],
    remarks: Iterable[str],
    query: Mapping[str, Any],
) -> Response:
    """A part of such a list; `query` is what was read by a FacetedQuery."""
    return answer(
        {
            "items": list(items),
            "total": total,
            "limit": query["limit"],
            "offset": query["offset"],
            "facets": {name: dict(counts) for name, counts in facets.items()},
            "remarks": list(remarks),
        }
    )
