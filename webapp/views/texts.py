"""A section or a whole document as Markdown: its editor, and what two people wrote in one place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, render_template, request

from webapp.forms.texts import WholeTextForm
from webapp.services.editing.saved import Saved
from webapp.services.editing.texts import (
    set_document_text,
    set_section_text,
    text_of_document,
    text_of_section,
)
from webapp.services.errors import Gone, InvalidValue, Missing, TextConflict
from webapp.services.places import Place
from webapp.views.gate import current_person
from webapp.views.loading import editable_document, editable_section
from webapp.views.pieces import answer, home
from webapp.views.rendering import address, dom_id, render
from webapp.views.writing import request_key, sent

bp = Blueprint("texts", __name__)

ROWS = 24
"""How many lines the editor shows at least on a page of its own."""


@bp.get("/sections/<id:section_id>/text")
def edit_section(section_id: int) -> Response:
    """The editor of a section."""
    place = _living(editable_section(section_id))
    text = text_of_section(place.document, section_id)
    return _form(place, text=text, base=text)


@bp.route("/sections/<id:section_id>/text", methods=["PUT", "POST"])
def update_section(section_id: int) -> Response:
    """Write a section anew."""
    place, by = editable_section(section_id), current_person()
    return _save(
        place,
        lambda form: set_section_text(
            section_id,
            str(form.typed.data),
            base=str(form.base.data),
            choices=form.choices,
            put_back=bool(form.put_back.data),
            by=by,
            key=request_key(),
        ),
    )


@bp.get("/documents/<id:document_id>/text")
def edit_document(document_id: int) -> Response:
    """The editor of a whole document."""
    place = _living(editable_document(document_id))
    text = text_of_document(place.document)
    return _form(place, text=text, base=text)


@bp.route("/documents/<id:document_id>/text", methods=["PUT", "POST"])
def update_document(document_id: int) -> Response:
    """Write a whole document anew."""
    place, by = editable_document(document_id), current_person()
    return _save(
        place,
        lambda form: set_document_text(
            document_id,
            str(form.typed.data),
            base=str(form.base.data),
            choices=form.choices,
            by=by,
            key=request_key(),
        ),
    )


def _living(place: Place) -> Place:
    if place.is_gone:
        raise Missing
    return place


def _save(place: Place, save: Callable[[WholeTextForm], Saved]) -> Response:
    """Save what was sent; the same form where it was refused, what is to be chosen where two wrote."""
    form = WholeTextForm.of(request.form)
    try:
        saved = save(sent(form))
    except InvalidValue as error:
        typed, base = request.form.get("text", ""), request.form.get("base", "")
        return _form(place, text=typed, base=base, error=error.message, status=422)
    except TextConflict as conflict:
        return _conflict(place, form, conflict)
    except Gone as gone:
        return _render("gone", place, 409, conflict=gone, base=form.base.data, mine=form.typed.data)
    here = render_template("texts/_place.html", thing=_thing(place), stored=form.typed.data)
    return answer(place, saved, main=here, anchor=dom_id(_thing(place)))


def _form(place: Place, *, text: str, base: str, error: str = "", status: int = 200) -> Response:
    key = request.form.get("key", "")
    return _render("form", place, status, text=text, base=base, error=error, key=key)


def _conflict(place: Place, form: WholeTextForm, conflict: TextConflict) -> Response:
    return _render(
        "conflict",
        place,
        409,
        conflict=conflict,
        base=form.base.data,
        edited=form.edited,
        parts=conflict.parts,
    )


def _render(name: str, place: Place, status: int, **context: object) -> Response:
    thing = _thing(place)
    return render(
        f"texts/{name}.html",
        "blocks/_cell_form.html" if name == "form" else f"texts/_{name}.html",
        status,
        kind="long",
        rows=ROWS,
        label=_label(place),
        address=address(thing, "text"),
        place=dom_id(thing, "text"),
        back=home(place.document, dom_id(thing)),
        design=place.design,
        document=place.document,
        section=place.section,
        **context,
    )


def _thing(place: Place) -> Any:
    """The section, or the document as a whole."""
    return place.section or place.document


def _label(place: Place) -> str:
    if place.section is None:
        return f"The document “{place.document.name}” as Markdown"
    if not place.section.level:
        return "What stands before the first heading, as Markdown"
    return f"“{place.section.title}” as Markdown"
