"""Findings and clashes: what is missing, left over, or contradicted."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from webapp.api.schemas.faceting import FacetedQuery, FacetedSchema
from webapp.api.schemas.fields import Id, Moment, Schema, Text, design_key, one_of
from webapp.checks import CODES
from webapp.models.finding import REASON_MAX
from webapp.services.findings.found import Found, Place
from webapp.utils.moments import iso


class FindingsQuery(FacetedQuery):
    """Which findings are asked for. Without any of these: all that nobody dismissed."""

    code = one_of(["", *CODES], load_default="", metadata={"description": "What kind."})
    design = design_key(load_default="", metadata={"description": "A design’s key."})
    dismissed = one_of(
        ["", "yes", "all"],
        load_default="",
        metadata={"description": "yes: those that somebody dismissed; all: both."},
    )


class PlaceSchema(Schema):
    """Where something was found."""

    design_id = Id(required=True)
    key = fields.String(required=True)
    title = fields.String(required=True)
    document_id = Id(required=True)
    document = fields.String(required=True)
    section = fields.String(required=True, metadata={"description": "The title of its section."})
    what = one_of(["section", "block", "row"], required=True)
    id = Id(required=True, metadata={"description": "Of that section, block or row."})


class DismissedSchema(Schema):
    """Why somebody said that it is no problem."""

    reason = fields.String(required=True)
    by = fields.String(required=True)
    created_at = Moment(required=True)


class FindingSchema(Schema):
    """A finding, with its one place, or a clash, with the places of its sides that may be read.

    Findings and clashes are numbered apart: `kind` says at which address an `id` is.
    """

    id = Id(required=True)
    kind = one_of(["finding", "clash"], required=True)
    code = one_of(CODES, required=True)
    sentence = fields.String(required=True, metadata={"description": "What is wrong."})
    remedy = fields.String(required=True, metadata={"description": "What to do about it."})
    places = fields.List(fields.Nested(PlaceSchema), required=True)
    dismissed = fields.Nested(DismissedSchema, required=True, allow_none=True)


class FindingsSchema(FacetedSchema):
    """A part of the list of findings: clashes first, then findings, those of the newest designs first."""

    items = fields.List(fields.Nested(FindingSchema), required=True)


class DismissalBody(Schema):
    """Why something is no problem."""

    reason = Text(
        REASON_MAX, least=1, required=True, metadata={"example": "Both describe the same endpoint."}
    )


def finding_body(found: Found) -> dict[str, Any]:
    """A finding or a clash as the API answers it."""
    said = found.dismissed
    return {
        "id": found.id,
        "kind": found.kind,
        "code": found.code,
        "sentence": found.sentence,
        "remedy": found.remedy,
        "places": [_place(each) for each in found.places],
        "dismissed": {"reason": said.reason, "by": said.by, "created_at": iso(said.at)} if said else None,
    }


def _place(place: Place) -> dict[str, Any]:
    what, _, piece_id = place.fragment.partition("-")
    return {
        "design_id": place.design_id,
        "key": place.key,
        "title": place.title,
        "document_id": place.document_id,
        "document": place.document,
        "section": place.section,
        "what": what,
        "id": int(piece_id),
    }
