"""What an edit answers: the pieces of the page that it changed, or without scripts the page itself."""

from __future__ import annotations

from flask import Response, make_response, render_template, url_for

from webapp.models import Document
from webapp.services.documents import MAIN
from webapp.services.editing.saved import Saved
from webapp.services.errors import Missing
from webapp.services.pages import load_page
from webapp.services.permissions import may
from webapp.services.places import Place, find_document
from webapp.services.redrawing import Redrawn, redrawn
from webapp.services.sheets import lay_out, lay_out_rows, whole
from webapp.views.gate import current_person
from webapp.views.rendering import dom_id, go_to, render, wants_piece
from webapp.views.writing import with_batch


def home(document: Document, anchor: str | None = None) -> str:
    """The address of the page that shows a document, or of a place on it."""
    return home_of(document.design.key, document.name, anchor)


def home_of(key: str, name: str, anchor: str | None = None) -> str:
    """The same by the design's key and the document's name."""
    if name == MAIN:
        return url_for("documents.show", key=key, _anchor=anchor)
    return url_for("documents.show_document", key=key, name=name, _anchor=anchor)


def show_piece(page: str, place: Place, status: int = 200, /, **context: object) -> Response:
    """A page about a piece: what can be done with it, for who has no scripts."""
    if place.is_gone:
        raise Missing
    at = place.section or place.document
    return render(
        page,
        status=status,
        design=place.design,
        document=place.document,
        section=place.section,
        block=place.block,
        row=place.row,
        back=home(place.document, dom_id(place.row or place.block or at)),
        **context,
    )


def answer(
    place: Place, saved: Saved, *, main: str = "", drawn: int | None = None, anchor: str = ""
) -> Response:
    """Answer an edit. `place` is where it was made, as it was loaded before.

    `main` is the piece that stands for what was sent, drawn by the caller; the row `drawn` is in it
    and is not drawn again. `anchor` is where a page without scripts goes to.
    """
    if not wants_piece():
        found = find_document(place.document_id)
        return with_batch(go_to(home((found or place).document, anchor or None)), saved.batch_id)
    pieces = redrawn(saved, but=drawn) if saved.touched else Redrawn()
    response = make_response(main + _drawn(place.document_id, pieces, saved))
    response.vary.add("HX-Request-Type")
    return with_batch(response, saved.batch_id)


def _drawn(document_id: int, pieces: Redrawn, saved: Saved) -> str:
    if pieces == Redrawn():
        return ""
    context: dict[str, object] = {}
    if pieces.whole or pieces.sections or pieces.titles:
        context = sheet_of(document_id)
    lay_out_rows([new.row for new in pieces.placed] + [row for _, row in pieces.changed])
    return render_template(
        "editing/_pieces.html", **{"pieces": pieces, "batch": saved.batch_id, "editable": True, **context}
    )


def pieces_of(document_id: int, saved: Saved) -> str:
    """The pieces of a document that something touched, for an answer that draws more than one document."""
    return _drawn(document_id, redrawn(saved), saved)


def sheet_of(document_id: int) -> dict[str, object]:
    """What the partials of a sheet ask for, as the document is now."""
    found = find_document(document_id)
    if found is None or found.is_gone:
        return {"sheet": None}
    design = found.design
    return {
        "design": design,
        "document": found.document,
        "editable": may(current_person(), "edit", design),
        "owned": may(current_person(), "own", design),
        "sheet": lay_out([whole(load_page(found.document))])[0],
    }
