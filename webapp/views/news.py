"""What others changed since a page was opened, told on the page and shown when it is asked for."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request

from webapp.forms.news import NewsQuery
from webapp.models import Design
from webapp.services.contents import contents
from webapp.services.documents import documents_of
from webapp.services.facts import count_by_register, newest_batch
from webapp.services.news import news
from webapp.views.gate import current_person
from webapp.views.loading import readable_design, redirect_to_one_spelling
from webapp.views.pieces import sheet_of

bp = Blueprint("news", __name__)
bp.before_request(redirect_to_one_spelling)


@bp.get("/designs/<key:key>/news")
def show(key: str) -> Response:
    """The notice of what is new; 204 where it says nothing that the page does not say already."""
    design, query = readable_design(key), NewsQuery.read(request.args)
    if query.show:
        return make_response(_shown(design, query.document))
    found = news(design, query.since, by=current_person())
    if found is None or found.newest == query.told:
        return make_response("", 204)
    return make_response(render_template("changes/_news.html", design=design, news=found, query=query))


def _shown(design: Design, document_id: int) -> str:
    """The document as it is now, with all that is said beside it, and no notice."""
    documents = documents_of(design)
    document = next((each for each in documents if each.id == document_id), documents[0])
    sheet = sheet_of(document.id)
    shown = sheet["sheet"]
    return render_template(
        "changes/_shown.html",
        **{
            **sheet,
            "documents": documents,
            "chapters": contents(shown.sections, shown.title_section),  # type: ignore[attr-defined]
            "registers": count_by_register(design),
            "batch": newest_batch(design),
        },
    )
