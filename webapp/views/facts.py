"""What a page says about a document beside its text, asked again after saves."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template

from webapp.services.contents import contents
from webapp.services.documents import documents_of
from webapp.services.facts import count_by_register
from webapp.services.pages import load_page
from webapp.services.permissions import may
from webapp.views.gate import current_person
from webapp.views.loading import readable_document_by_id

bp = Blueprint("facts", __name__)


@bp.get("/documents/<id:document_id>/facts")
def show(document_id: int) -> Response:
    """The title block, the contents and the facts beside them, each as a piece for its place."""
    place = readable_document_by_id(document_id)
    design, document = place.design, place.document
    shown = load_page(document)
    return make_response(
        render_template(
            "documents/_facts.html",
            design=design,
            document=document,
            documents=documents_of(design),
            chapters=contents(shown.sections, shown.title_section),
            registers=count_by_register(design),
            editable=may(current_person(), "edit", design),
            owned=may(current_person(), "own", design),
        )
    )
