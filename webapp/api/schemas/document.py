"""Documents: one Markdown file of a design."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from webapp.api.schemas.fields import (
    Id,
    Inside,
    Markdown,
    Moment,
    Pattern,
    Plain,
    Schema,
    Some,
    Text,
    length,
    one_of,
)
from webapp.markdown.parts import WAYS, Part
from webapp.models import Document
from webapp.models.document import DOCUMENT_BYTES_MAX, DOCUMENT_NAME_MAX
from webapp.services.documents import revision_of_document
from webapp.utils.moments import iso

PARTS_MAX = 1000
_PART = Pattern(r"^[0-9a-f]{16}$", "Send the key of a part, as the conflict told it.")


class DocumentSchema(Schema):
    """A document. Its ETag is its revision, the SHA-256 of the text’s bytes, with a digest of what is told
    here; If-Match may name the revision alone.
    """

    id = Id(required=True)
    design_id = Id(required=True)
    name = fields.String(required=True)
    revision = fields.String(required=True)
    version = fields.Integer(required=True)
    size = fields.Integer(required=True, metadata={"description": "Bytes of the text."})
    created_at = Moment(required=True)
    updated_at = Moment(required=True)


class NewDocument(Schema):
    """A document that is added at the end of a design."""

    name = Text(DOCUMENT_NAME_MAX, least=1, required=True)
    text = Markdown(load_default="", validate=length(0, DOCUMENT_BYTES_MAX))


class DocumentBase(Schema):
    """What was read."""

    name = Text(DOCUMENT_NAME_MAX)


class DocumentPatch(Schema):
    """Another name, another place: behind the document with the id `after`, or at the front without one."""

    name = Text(DOCUMENT_NAME_MAX, least=1)
    after = Id(allow_none=True)
    base = Inside(DocumentBase)


class PartChoice(Schema):
    """What is decided about a part of a conflict, by its key."""

    key = Plain(required=True, validate=_PART)
    way = one_of(WAYS, required=True)
    text = Markdown(load_default="", validate=length(0, DOCUMENT_BYTES_MAX))


class TextMerge(Schema):
    """A text, and the one that it was made of: what others changed since is kept.

    What both changed has to be decided: a 409 tells it in parts, each with the key that its choice names.
    """

    text = Markdown(required=True, validate=length(0, DOCUMENT_BYTES_MAX))
    base = Markdown(required=True, validate=length(0, DOCUMENT_BYTES_MAX))
    choices = Some(Inside(PartChoice), load_default=list, most=PARTS_MAX)


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


def part_body(part: Part) -> dict[str, str]:
    """A part of a conflict as the API answers it."""
    return {
        "key": part.key,
        "kind": part.kind,
        "section": part.section,
        "base": part.base,
        "theirs": part.theirs,
        "mine": part.mine,
    }
