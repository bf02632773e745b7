"""Documents: one Markdown file of a design."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from webapp.api.schemas.fields import Id, Moment, Schema
from webapp.models import Document
from webapp.services.documents import revision_of_document
from webapp.utils.moments import iso


class DocumentSchema(Schema):
    """A document. Its ETag is its revision: the SHA-256 of the text’s bytes, in hex."""

    id = Id(required=True)
    design_id = Id(required=True)
    name = fields.String(required=True)
    revision = fields.String(required=True)
    version = fields.Integer(required=True)
    size = fields.Integer(required=True, metadata={"description": "Bytes of the text."})
    created_at = Moment(required=True)
    updated_at = Moment(required=True)


def document_body(document: Document) -> dict[str, Any]:
    """A document as the API answers it. Raises Damaged."""
    return {
        "id": document.id,
        "design_id": document.design_id,
        "name": document.name,
        "revision": revision_of_document(document),
        "version": document.version,
        "size": document.size,
        "created_at": iso(document.created_at),
        "updated_at": iso(document.updated_at),
    }
