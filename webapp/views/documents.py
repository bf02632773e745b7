"""A design's documents, to read and to print."""

from __future__ import annotations

from flask import Blueprint, Response, request

from webapp.models import Document
from webapp.services.contents import contents
from webapp.services.documents import documents_of, load_page
from webapp.services.facts import count_by_register
from webapp.views.loading import readable_document, redirect_to_one_spelling
from webapp.views.rendering import render

bp = Blueprint("documents", __name__)
bp.before_request(redirect_to_one_spelling)


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
