"""A design's documents, to read and to print."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.models import Document
from webapp.services.contents import contents
from webapp.services.documents import documents_of, load_page
from webapp.services.facts import count_by_register
from webapp.utils.keys import parse_key
from webapp.views.loading import readable_document
from webapp.views.rendering import render

bp = Blueprint("documents", __name__)


@bp.before_request
def redirect_to_one_spelling() -> ResponseReturnValue | None:
    """`/designs/feat-1` → `/designs/FEAT-001`, whether there is such a design or not."""
    arguments: dict[str, Any] = dict(request.view_args or {})
    key = parse_key(arguments.get("key", ""))
    if key is None or str(key) == arguments["key"]:
        return None
    address = url_for(str(request.endpoint), **arguments | {"key": str(key)})
    query = request.query_string.decode("ascii", "ignore")
    return redirect(f"{address}?{query}" if query else address, 301)


@bp.get("/designs/<key:key>")
def show(key: str) -> Response:
    """A design by its first document."""
    return _render("designs/show.html", readable_document(key))


@bp.get("/designs/<key:key>/documents/<name>")
def show_document(key: str, name: str) -> Response:
    """Another document of a design."""
    return _render("designs/show.html", readable_document(key, name))


@bp.get("/designs/<key:key>/print")
def show_paper(key: str) -> Response:
    """One document for paper: the first, or the one that `document` names."""
    return _render("designs/print.html", readable_document(key, request.args.get("document")))


def _render(page: str, document: Document) -> Response:
    shown = load_page(document)
    return render(
        page,
        "designs/_sheet.html",
        design=document.design,
        document=document,
        documents=documents_of(document.design),
        shown_sections=shown.sections,
        title_section=shown.title_section,
        chapters=contents(shown.sections, shown.title_section),
        registers=count_by_register(document.design),
    )
