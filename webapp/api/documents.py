"""Documents of a design, and their text."""

from __future__ import annotations

from flask import Blueprint, Response

from webapp.api.answers import answer, answer_text
from webapp.api.describing import answers
from webapp.api.loading import readable_document
from webapp.api.reading import MARKDOWN
from webapp.api.schemas.document import DocumentSchema, document_body
from webapp.services.documents import document_text, revision_of_document

bp = Blueprint("api_documents", __name__, url_prefix="/api/v1")


@bp.get("/documents/<id:document_id>")
@answers(DocumentSchema, etag=True)
def show(document_id: int) -> Response:
    """Get a document."""
    body = document_body(readable_document(document_id).document)
    return answer(body, etag=body["revision"])


@bp.get("/documents/<id:document_id>/text")
@answers(gives=MARKDOWN, etag=True)
def show_text(document_id: int) -> Response:
    """Get a document’s Markdown, byte for byte."""
    document = readable_document(document_id).document
    text = document_text(document)
    return answer_text(text, etag=revision_of_document(document, text))
