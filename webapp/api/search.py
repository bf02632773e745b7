"""The search: the box that finds anything, for programs."""

from __future__ import annotations

from flask import Blueprint, Response

from webapp.api import schemas
from webapp.api.answers import answer
from webapp.api.describing import answers, asks
from webapp.api.gate import current_person
from webapp.api.reading import read_query
from webapp.services.errors import InvalidValue
from webapp.services.searching.answering import PAGE_ROWS, find_some
from webapp.utils.queries import Refused as Unreadable
from webapp.utils.queries import parse

bp = Blueprint("api_search", __name__, url_prefix="/api/v1")


@bp.get("/search")
@asks("hit.SearchQuery")
@answers("hit.FoundSchema")
def index() -> Response:
    """Find designs by what stands in them.

    Each with its best lines, and with the address of the page that shows them. Without `q` nothing is found.
    """
    query = read_query(schemas.hit.SearchQuery)
    try:
        asked = parse(query["q"])
    except Unreadable as error:
        raise InvalidValue("q", str(error)) from error
    found = find_some(
        asked, person=current_person(), rows=PAGE_ROWS, limit=query["limit"], offset=query["offset"]
    )
    return answer(
        {
            "items": [schemas.hit.found_body(each) for each in found.groups],
            "total": found.total,
            "limit": query["limit"],
            "offset": query["offset"],
            "corrected": found.corrected,
            "remarks": list(found.said),
        }
    )
