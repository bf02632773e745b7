"""A design's documents, to read."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response

from webapp.models import Document
from webapp.services.contents import contents
from webapp.services.design_values.lock import who_locked
from webapp.services.facts import count_by_register, load_contributors, newest_batch
from webapp.services.pages import load_page
from webapp.services.permissions import may
from webapp.services.sheets import lay_out, whole
from webapp.views.gate import current_person
from webapp.views.loading import named, readable_documents, redirect_to_one_spelling
from webapp.views.rendering import render
from webapp.views.sifting import sifted_by_address

bp = Blueprint("documents", __name__)
bp.before_request(redirect_to_one_spelling)


@bp.get("/designs/<key:key>")
def show(key: str) -> Response:
    """A design by its first document."""
    return _render(readable_documents(key))


@bp.get("/designs/<key:key>/documents/<name>")
def show_document(key: str, name: str) -> Response:
    """Another document of a design."""
    return _render(readable_documents(key), name)


def _render(documents: Sequence[Document], name: str | None = None) -> Response:
    document = named(documents, name)
    shown = load_page(document)
    load_contributors(document.design)
    chapters = contents(shown.sections, shown.title_section)
    return render(
        "designs/show.html",
        "designs/_sheet.html",
        design=document.design,
        document=document,
        documents=documents,
        chapters=chapters,
        sheet=lay_out([whole(shown)])[0],
        registers=count_by_register(document.design),
        editable=may(current_person(), "edit", document.design),
        owned=may(current_person(), "own", document.design),
        locked_by=lambda: who_locked(document.design),
        batch=newest_batch(document.design),
        sifted=sifted_by_address(shown),
    )
