"""The API for people: its own description, drawn as a page."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, current_app, request, url_for

from webapp.config import Settings
from webapp.forms.filtering import read_typed
from webapp.services.narrowing import fits, typed_over_list
from webapp.services.permissions import check
from webapp.utils.openapi.reading import read_openapi
from webapp.utils.openapi.reference import Reference, Resource
from webapp.utils.queries import Query
from webapp.views.filtering import at
from webapp.views.gate import current_person
from webapp.views.rendering import render

bp = Blueprint("api_page", __name__)

DESCRIPTION = "api.describe"
"""The endpoint that answers the OpenAPI document."""

ORDER = (
    *(
        "projects",
        "members",
        "designs",
        "bin",
        "documents",
        "sections",
        "blocks",
        "columns",
        "rows",
        "writes",
    ),
    *("changes", "registers", "findings", "search", "views", "imports", "people", "tokens", "audit"),
)
"""In which order the nouns stand: from what everybody uses to what few do. Others come after them."""


@bp.get("/api")
def show() -> Response:
    """Everything that programs can do, or of it the operations that the filter leaves."""
    check(current_person(), "read")
    q = read_typed(request.args)
    reference = _reference()
    every = sum(len(each.operations) for each in reference.resources)
    left = _left(reference, typed_over_list(q))
    answer = render(
        "api/show.html",
        "api/_operations.html",
        q=q,
        resources=left,
        shapes=reference.shapes,
        shown=sum(len(each.operations) for each in left),
        of=every,
        server=_server(),
    )
    return at(url_for("api_page.show", q=q or None), answer)


def _reference() -> Reference:
    """The API's own document, taken apart once for each address that the server is reached by."""
    known: dict[str, Reference] = current_app.extensions.setdefault("api_page", {})
    server = _server()
    if server not in known:
        known.clear()  # whoever names the server otherwise with each request fills no memory
        described: Any = current_app.view_functions[DESCRIPTION]()
        known[server] = read_openapi(json.loads(described.get_data()), server=server)
    return known[server]


def _left(reference: Reference, query: Query) -> list[Resource]:
    """The resources with those of their operations that say what was typed."""
    left = [
        Resource(
            each.name,
            each.meaning,
            [one for one in each.operations if fits(f"{each.name} {one.text}", query)],
        )
        for each in sorted(reference.resources, key=_place)
    ]
    return [each for each in left if each.operations]


def _place(resource: Resource) -> int:
    return ORDER.index(resource.name) if resource.name in ORDER else len(ORDER)


def _server() -> str:
    settings: Settings = current_app.config["DESIGNBOOK"]
    return settings.public_url or request.host_url.rstrip("/")
