"""Sections of a document: a heading and what stands under it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from webapp.api import schemas
from webapp.api.answers import answer, answer_nothing, answer_text
from webapp.api.describing import answers, asks, takes
from webapp.api.gate import current_person
from webapp.api.guarding import conflicts, guarded, telling
from webapp.api.idempotency import once
from webapp.api.loading.pieces import editable_document, editable_section, readable_document, readable_section
from webapp.api.naming import check_named
from webapp.api.paging import answer_list, part
from webapp.api.reading import MARKDOWN, read_body, read_markdown, read_query
from webapp.api.states import state_of
from webapp.services.editing import sections
from webapp.services.editing.patching import UNSAID
from webapp.services.editing.patching_pieces import Words, patch_section
from webapp.services.editing.texts import set_section_text
from webapp.services.errors import InvalidValue
from webapp.services.outlined import section_of, sections_of
from webapp.services.places import SectionPlace
from webapp.services.reaching import there

bp = Blueprint("api_sections", __name__, url_prefix="/api/v1")

NO_HEADING = "This text does not go on from the section: begin it with a heading, or delete the section."


@bp.get("/documents/<id:document_id>/sections")
@asks("paging.PageQuery")
@answers("section.SectionSchema", listed=True)
def index(document_id: int) -> Response:
    """List the sections of a document in order, beginning with what stands before the first heading."""
    readable_document(document_id)
    query = read_query(schemas.paging.PageQuery)
    found = sections_of(document_id)
    return answer_list(part(found, query), total=len(found), query=query)


@bp.post("/documents/<id:document_id>/sections")
@takes("section.NewSectionBody")
@answers("section.SectionSchema", 201, etag=True, once=True)
def create(document_id: int) -> Response:
    """Add a section to a document."""
    editable_document(document_id)
    body = read_body(schemas.section.NewSectionBody)

    def work() -> Response:
        check_named(body, document_id, after="section")
        after = body["after"] if "after" in body else sections_of(document_id)[-1]["id"]
        with conflicts(lambda: None), telling(text="title", section="after"):
            saved = sections.add_section(
                document_id, after=after, level=body["level"], title=body["title"], by=current_person()
            )
        section_id = saved.added("section")[0]
        return _answer(document_id, section_id, 201, location=f"/api/v1/sections/{section_id}")

    return once(work)


@bp.get("/sections/<id:section_id>")
@answers("section.SectionSchema", etag=True)
def show(section_id: int) -> Response:
    """Get a section with its Markdown."""
    return _answer(readable_section(section_id).document_id, section_id)


@bp.patch("/sections/<id:section_id>")
@takes("section.SectionPatchBody")
@answers("section.SectionSchema", etag=True, matches=True)
def change(section_id: int) -> Response:
    """Change the title of a section, or move it with what is nested in it."""
    place = editable_section(section_id)
    body = read_body(schemas.section.SectionPatchBody)
    if "title" in body and not place.section.level:
        raise InvalidValue("title", sections.NO_SECTION)
    with guarded(place, lambda: _now(place)), telling(section="after"):
        check_named(body, place.document_id, after="section")
        title = None
        if "title" in body:
            title = Words(body["title"], body.get("base", {}).get("title", there(_now(place))["title"]))
        patch_section(section_id, after=body.get("after", UNSAID), title=title, by=current_person())
    return _answer(place.document_id, section_id)


@bp.put("/sections/<id:section_id>")
@takes("section.SectionBody")
@answers("section.SectionSchema", etag=True, matches=True)
def replace(section_id: int) -> Response:
    """Write a section anew: its heading, and so its title and level, and what stands under it."""
    place = editable_section(section_id)
    _write(place, read_body(schemas.section.SectionBody)["text"])
    return _answer(place.document_id, section_id)


@bp.delete("/sections/<id:section_id>")
@answers(status=204, matches=True, refuses=(422,))
def delete(section_id: int) -> Response:
    """Delete a section and what is nested in it."""
    place = editable_section(section_id)
    with guarded(place, lambda: _now(place)), telling(section="section_id"):
        sections.delete_section(section_id, by=current_person())
    return answer_nothing()


@bp.get("/sections/<id:section_id>/text")
@answers(gives=MARKDOWN, etag=True)
def show_text(section_id: int) -> Response:
    """Get a section’s Markdown, its heading included, without the blank lines that part it from the next."""
    return _answer_text(readable_section(section_id))


@bp.put("/sections/<id:section_id>/text")
@takes(markdown=True)
@answers(gives=MARKDOWN, etag=True, matches=True)
def replace_text(section_id: int) -> Response:
    """Write a section’s Markdown anew, its heading included."""
    place = editable_section(section_id)
    _write(place, read_markdown())
    return _answer_text(place)


def _write(place: SectionPlace, text: str) -> None:
    """Write a section anew. Raises InvalidValue where it would be gone with this text."""
    with guarded(place, lambda: _now(place)):
        stored = there(_now(place))["text"]
        set_section_text(place.section.id, text, base=stored, by=current_person())
        if _now(place) is None:
            raise InvalidValue("text", NO_HEADING)


def _answer(document_id: int, section_id: int, status: int = 200, *, location: str | None = None) -> Response:
    body = there(section_of(document_id, section_id))
    return answer(body, status, etag=state_of(body), location=location)


def _answer_text(place: SectionPlace) -> Response:
    body = there(_now(place))
    return answer_text(body["text"], etag=state_of(body))


def _now(place: SectionPlace) -> dict[str, Any] | None:
    return section_of(place.document_id, place.section.id)
