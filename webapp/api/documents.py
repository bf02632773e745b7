"""Documents of a design: listed, added, renamed, moved, deleted; and their text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Blueprint, Response, url_for

from webapp.api import schemas
from webapp.api.answers import answer, answer_nothing, answer_text
from webapp.api.describing import answers, asks, takes
from webapp.api.errors import Refused, conflicts_show
from webapp.api.etags import check_match
from webapp.api.gate import current_person
from webapp.api.idempotency import once
from webapp.api.loading.designs import editable_design, readable_design
from webapp.api.loading.pieces import editable_document, readable_document
from webapp.api.paging import answer_list, part
from webapp.api.reading import MARKDOWN, read_body, read_markdown, read_query
from webapp.api.states import state_of
from webapp.markdown.parts import Choice
from webapp.models import Document
from webapp.services.documents import document_text, documents_of, revision_of_document
from webapp.services.editing import documents
from webapp.services.editing.texts import set_document_text, shown_document
from webapp.services.errors import Conflict, TextConflict
from webapp.services.places import Place
from webapp.services.transactions import hold, transaction

bp = Blueprint("api_documents", __name__, url_prefix="/api/v1")

DIFFERS = "Somebody else changed this document since you read it. Nothing was changed."


@bp.get("/designs/<id:design_id>/documents")
@asks("paging.PageQuery")
@answers("document.DocumentSchema", listed=True)
def index(design_id: int) -> Response:
    """List the documents of a design, in their order."""
    found = documents_of(readable_design(design_id))
    query = read_query(schemas.paging.PageQuery)
    return answer_list(map(schemas.document.document_body, part(found, query)), total=len(found), query=query)


@bp.post("/designs/<id:design_id>/documents")
@takes("document.NewDocument")
@answers("document.DocumentSchema", 201, etag=True, once=True)
def create(design_id: int) -> Response:
    """Add a document to a design."""
    design = editable_design(design_id)
    values = read_body(schemas.document.NewDocument)

    def added() -> Response:
        [document_id] = documents.add_document(design, by=current_person(), **values).added("document")
        return _shown(document_id, 201, url_for("api_documents.show", document_id=document_id))

    return once(added)


@bp.get("/documents/<id:document_id>")
@answers("document.DocumentSchema", etag=True)
def show(document_id: int) -> Response:
    """Get a document."""
    return _shown(document_id)


@bp.patch("/documents/<id:document_id>")
@takes("document.DocumentPatch")
@answers("document.DocumentSchema", etag=True, matches=True)
def update(document_id: int) -> Response:
    """Rename or move a document. The main one keeps its name and its place."""
    place = editable_document(document_id)
    values = read_body(schemas.document.DocumentPatch)
    with _changing(place) as document:
        if values.get("base", {}).get("name", document.name) != document.name:
            raise Conflict(DIFFERS)
        if "name" in values:
            documents.rename_document(document_id, name=values["name"], by=current_person())
        if "after" in values:
            documents.move_document(document_id, after=values["after"], by=current_person())
    return _shown(document_id)


@bp.delete("/documents/<id:document_id>")
@answers(status=204, matches=True, refuses=(422,))
def delete(document_id: int) -> Response:
    """Delete a document. The main one and the only one stay: delete the design instead."""
    place = editable_document(document_id)
    with _changing(place):
        documents.delete_document(document_id, by=current_person())
    return answer_nothing()


@bp.get("/documents/<id:document_id>/text")
@answers(gives=MARKDOWN, etag=True)
def show_text(document_id: int) -> Response:
    """Get a document’s Markdown, byte for byte. The ETag is its revision."""
    document = readable_document(document_id).document
    text = document_text(document)
    return answer_text(text, etag=revision_of_document(document, text))


@bp.put("/documents/<id:document_id>/text")
@takes(markdown=True)
@answers("document.DocumentSchema", etag=True, matches=True)
def replace_text(document_id: int) -> Response:
    """Write a document anew.

    What stays keeps its ids. Line ends and a byte order mark stay what they are in the stored text.
    """
    place = editable_document(document_id)
    text = read_markdown()
    with _changing(place) as document:
        stored = shown_document(document_text(document))
        set_document_text(document_id, text, base=stored, by=current_person())
    return _shown(document_id)


@bp.patch("/documents/<id:document_id>/text")
@takes("document.TextMerge")
@answers("document.DocumentSchema", etag=True, matches=True)
def merge_text(document_id: int) -> Response:
    """Write a document anew, and keep what others changed since `base`.

    Where both changed the same piece the answer is 409 with those parts, to be sent again with a choice for
    each.
    """
    place = editable_document(document_id)
    values = read_body(schemas.document.TextMerge)
    choices = {each["key"]: Choice(each["way"], each["text"]) for each in values["choices"]}
    try:
        with _changing(place):
            set_document_text(
                document_id, values["text"], base=values["base"], choices=choices, by=current_person()
            )
    except Refused as refused:
        if isinstance(refused.__cause__, TextConflict):
            refused.more = {
                **refused.more,
                "parts": [schemas.document.part_body(each) for each in refused.__cause__.parts],
            }
        raise
    return _shown(document_id)


@contextmanager
def _changing(place: Place) -> Iterator[Document]:
    """A document whose design is held, where the request means it as it is now."""

    def current() -> dict[str, Any]:
        return schemas.document.document_body(readable_document(place.document_id).document)

    with conflicts_show(current), transaction():
        hold(place.design_id)
        document = editable_document(place.document_id).document
        check_match(revision_of_document(document), current)
        yield document


def _shown(document_id: int, status: int = 200, location: str | None = None) -> Response:
    body = schemas.document.document_body(readable_document(document_id).document)
    return answer(body, status, etag=state_of(body, version=body["revision"]), location=location)
