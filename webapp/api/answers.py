"""What the API answers: plain dicts as JSON, with what names their state and their place.

Nothing is dumped by a schema: the schemas say what is answered, and a test holds the two together.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Response, request

from webapp.api.etags import strong

JSON = "application/json"


def answer(
    body: Mapping[str, Any], status: int = 200, *, etag: object = None, location: str | None = None
) -> Response:
    """A JSON answer. `etag` is what its object's state is called: a version, or a revision.

    Whoever asks for a state that they have already (If-None-Match) gets 304 without a body.
    """
    return finished(Response(in_json(body), status, mimetype=JSON), etag, location)


def answer_text(text: str | bytes, *, etag: object = None) -> Response:
    """An answer of Markdown, byte for byte."""
    data = text if isinstance(text, bytes) else text.encode()
    return finished(Response(data, content_type="text/markdown; charset=utf-8"), etag)


def answer_nothing() -> Response:
    """The answer where what was there is gone: 204."""
    response = Response(status=204)
    del response.headers["Content-Type"]
    return response


def finished(response: Response, etag: object = None, location: str | None = None) -> Response:
    """The answer with its ETag and Location."""
    if location is not None:
        response.headers["Location"] = location
        response.autocorrect_location_header = False
    if etag is not None:
        response.headers["ETag"] = strong(etag)
        if response.status_code == 200:
            response.make_conditional(request)
    return response


def in_json(body: Mapping[str, Any]) -> bytes:
    """A body as it is sent. Half a character that somebody sent as a name becomes a question mark."""
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
