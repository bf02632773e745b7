"""Sections: titled, added, moved, deleted; and what can be done with one."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from webapp.forms.editing import EditForm, PositionForm, SectionForm
from webapp.services.editing import sections
from webapp.services.editing.saved import Saved
from webapp.services.errors import Missing
from webapp.services.neighbours import around_section, last_block
from webapp.services.places import SectionPlace, find_section
from webapp.views.editing import Editing, save_text, show_form
from webapp.views.gate import current_person
from webapp.views.loading import editable_document, editable_section
from webapp.views.pieces import answer, show_piece
from webapp.views.rendering import address, dom_id, wants_piece
from webapp.views.writing import request_key, sent

bp = Blueprint("sections", __name__)


@bp.get("/sections/<id:section_id>")
def show(section_id: int) -> Response:
    """What can be done with a section, for who has no scripts."""
    place = editable_section(section_id)
    return show_piece("sections/show.html", place, around=around_section(place), last=last_block(place))


@bp.get("/sections/<id:section_id>/title")
def edit(section_id: int) -> Response:
    """The form of a heading."""
    place = editable_section(section_id)
    if place.is_gone:
        raise Missing
    return show_form(_editing(place))


@bp.route("/sections/<id:section_id>/title", methods=["PUT", "POST"])
def update(section_id: int) -> Response:
    """Write another title into a heading."""
    place, by = editable_section(section_id), current_person()
    return save_text(
        _editing(place),
        lambda text, base, key: sections.set_section_title(section_id, text, base=base, by=by, key=key),
        lambda saved: _answer(place, saved),
    )


@bp.post("/documents/<id:document_id>/sections")
def create(document_id: int) -> Response:
    """Add a section to a document."""
    place, form = editable_document(document_id), sent(SectionForm())
    saved = sections.add_section(
        document_id,
        after=form.after.data,
        level=int(str(form.level.data)),
        title=str(form.typed.data),
        by=current_person(),
        key=request_key(),
    )
    added = saved.added("section")
    return answer(place, saved, anchor=f"section-{added[0]}" if added else "")


@bp.route("/sections/<id:section_id>/position", methods=["PUT", "POST"])
def move(section_id: int) -> Response:
    """Move a section and what is nested in it."""
    place, form = editable_section(section_id), sent(PositionForm())
    saved = sections.move_section(section_id, after=form.after.data, by=current_person(), key=request_key())
    return answer(place, saved, anchor=dom_id(place.section))


@bp.delete("/sections/<id:section_id>")
@bp.post("/sections/<id:section_id>/deletion")
def delete(section_id: int) -> Response:
    """Delete a section and what is nested in it."""
    place = editable_section(section_id)
    sent(EditForm())
    return answer(place, sections.delete_section(section_id, by=current_person(), key=request_key()))


def _answer(place: SectionPlace, saved: Saved) -> Response:
    """The words of the heading as they are now; nothing else of the page holds them."""
    found = find_section(place.section.id) if wants_piece() else None
    if found is None:
        return answer(place, saved, anchor=dom_id(place.section))
    drawn = render_template("sections/_title.html", section=found.section, editable=True)
    return answer(place, Saved(saved.batch_id), main=drawn)


def _editing(place: SectionPlace) -> Editing:
    section = place.section
    if not section.level:  # what stands before the first heading has none
        raise Missing
    return Editing(
        place,
        "Heading",
        section.title,
        id=dom_id(section, "title"),
        address=address(section, "title"),
        editor="line",
        anchor=dom_id(section),
    )
