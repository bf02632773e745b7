"""Documents of a design: added, renamed, moved, deleted; and what can be done with one."""

from __future__ import annotations

from flask import Blueprint, Response

from webapp.forms.editing import DocumentForm, EditForm, PositionForm
from webapp.services.documents import MAIN
from webapp.services.editing import documents
from webapp.services.editing.saved import Saved
from webapp.services.errors import InvalidValue
from webapp.services.neighbours import around_document
from webapp.views.gate import current_person
from webapp.views.loading import editable_design, editable_document
from webapp.views.pieces import home, home_of, show_piece
from webapp.views.rendering import go_to, render
from webapp.views.writing import request_key, sent, with_batch

bp = Blueprint("document_edits", __name__)


@bp.get("/designs/<key:key>/documents")
def new(key: str) -> Response:
    """The form of a new document."""
    return render("documents/new.html", design=editable_design(key), form=DocumentForm(formdata=None))


@bp.post("/designs/<key:key>/documents")
def create(key: str) -> Response:
    """Add a document to a design."""
    design = editable_design(key)
    form = DocumentForm()
    try:
        sent(form)
        saved = documents.add_document(
            design,
            name=str(form.called.data),
            text=str(form.typed.data),
            by=current_person(),
            key=request_key(),
        )
    except InvalidValue as error:
        form.refuse(error)
        return render("documents/new.html", status=422, design=editable_design(key), form=form)
    return _there(key, saved, MAIN)


@bp.get("/documents/<id:document_id>")
def show(document_id: int) -> Response:
    """What can be done with a document."""
    place = editable_document(document_id)
    form = DocumentForm(formdata=None, called=place.document.name)
    return show_piece("documents/show.html", place, around=around_document(place), form=form)


@bp.route("/documents/<id:document_id>/name", methods=["PUT", "POST"])
def rename(document_id: int) -> Response:
    """Give a document another name."""
    place, form = editable_document(document_id), DocumentForm()
    key = place.design.key
    try:
        name = str(sent(form).called.data)
        saved = documents.rename_document(document_id, name=name, by=current_person(), key=request_key())
    except InvalidValue as error:
        form.refuse(error)
        return show_piece("documents/show.html", place, 422, around=around_document(place), form=form)
    return _there(key, saved, place.document.name)


@bp.route("/documents/<id:document_id>/position", methods=["PUT", "POST"])
def move(document_id: int) -> Response:
    """Move a document behind another one."""
    place, form = editable_document(document_id), sent(PositionForm())
    saved = documents.move_document(
        document_id, after=form.after.data, by=current_person(), key=request_key()
    )
    return with_batch(go_to(home(place.document)), saved.batch_id)


@bp.delete("/documents/<id:document_id>")
@bp.post("/documents/<id:document_id>/deletion")
def delete(document_id: int) -> Response:
    """Delete a document."""
    place = editable_document(document_id)
    sent(EditForm())
    key = place.design.key
    saved = documents.delete_document(document_id, by=current_person(), key=request_key())
    return _there(key, saved, MAIN)


def _there(key: str, saved: Saved, name: str) -> Response:
    """The page of the document that the edit made or named; of the one called `name` where it did not."""
    named = (each.after["name"] for each in saved.touched if each.after and "name" in each.after)
    return with_batch(go_to(home_of(key, next(named, name))), saved.batch_id)
