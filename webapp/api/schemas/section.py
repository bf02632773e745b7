"""Sections: a heading and what stands under it."""

from __future__ import annotations

from marshmallow import fields

from webapp.api.schemas.fields import Id, Inside, Plain, Schema, Text, Whole, length
from webapp.models.document import DOCUMENT_BYTES_MAX
from webapp.services.editing.sections import LEVELS

AFTER = "The id of the section to stand behind, null for the place before the first heading."


class SectionSchema(Schema):
    """A heading and what stands under it, up to the next heading of any level. Its ETag is a digest of it.

    What stands before the first heading has level 0 and no title.
    """

    id = Id(required=True)
    document_id = Id(required=True)
    level = fields.Integer(required=True)
    title = fields.String(required=True)
    text = fields.String(required=True, metadata={"description": "Its Markdown, the heading included."})


class NewSectionBody(Schema):
    """A new section. It stands behind what is nested deeper than itself; without “after” it is the last."""

    title = Text(required=True)
    level = Whole(LEVELS[0], LEVELS[-1], required=True, metadata={"description": "How many hashes it has."})
    after = Id(allow_none=True, metadata={"description": AFTER})


class SectionBaseSchema(Schema):
    """The title that a section had when it was read; where it has another one nothing is written (409)."""

    title = Text()


class SectionPatchBody(Schema):
    """What is to become of a section; what is not named stays. Its level stands in its text: PUT that."""

    title = Text()
    base = Inside(SectionBaseSchema)
    after = Id(allow_none=True, metadata={"description": AFTER})


class SectionBody(Schema):
    """All that a section says, its heading included: its title and its level are read from that."""

    text = Plain(required=True, validate=length(0, DOCUMENT_BYTES_MAX))
