"""GET /api/v1/openapi.json: the API in its own words."""

from __future__ import annotations

from flask import Blueprint, Response, current_app

from webapp.api.answers import JSON, finished
from webapp.api.describing import answers

bp = Blueprint("api", __name__, url_prefix="/api/v1")


@bp.get("/openapi.json")
@answers(gives=JSON, etag=True)
def describe() -> Response:
    """Get this document."""
    data, digest = openapi_document()
    return finished(Response(data, mimetype=JSON), digest)


def openapi_document() -> tuple[bytes, str]:
    """The document as JSON, and a digest of it; made when it is first asked for."""
    from webapp.api.openapi import describe_api  # what makes it would take its part of every start

    made: tuple[bytes, str] | None = current_app.extensions.get("openapi")
    if made is None:
        made = current_app.extensions["openapi"] = describe_api(
            current_app._get_current_object()  # type: ignore[attr-defined]
        )
    return made
