"""What a search finds: designs with their best lines."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from webapp.api.schemas.fields import Id, Schema, Text, one_of
from webapp.api.schemas.paging import PageQuery
from webapp.models.design import STATUSES
from webapp.services.searching.answering import COUNTED_MAX
from webapp.services.searching.found import FoundDesign, FoundRow, Parts
from webapp.utils.queries import SEARCHED_MAX


class SearchQuery(PageQuery):
    """What is searched for."""

    q = Text(
        SEARCHED_MAX,
        load_default="",
        metadata={
            "description": "Words, “exact words”, -words and operators such as in:endpoints or status:draft."
        },
    )


class HitSchema(Schema):
    """A line that holds what was searched for."""

    what = one_of(["design", "section", "block", "row"], required=True)
    id = Id(required=True, metadata={"description": "Of that design, section, block or row."})
    line = fields.Integer(required=True, metadata={"description": "Within a block, from 0."})
    document = fields.String(required=True)
    section = fields.String(required=True)
    register = fields.String(required=True, allow_none=True)
    cells = fields.List(fields.String(), required=True, metadata={"description": "Its text, by cells."})
    address = fields.String(required=True, metadata={"description": "The page that shows it, from the root."})


class FoundDesignSchema(Schema):
    """A design that was found, with its best lines."""

    id = Id(required=True)
    key = fields.String(required=True)
    title = fields.String(required=True)
    status = one_of(STATUSES, required=True)
    rows = fields.List(fields.Nested(HitSchema), required=True)
    more = fields.Boolean(required=True, metadata={"description": "Whether it has other lines."})


class FoundSchema(Schema):
    """What was found, the best first."""

    items = fields.List(fields.Nested(FoundDesignSchema), required=True)
    total = fields.Integer(
        required=True, metadata={"description": f"Of designs; {COUNTED_MAX:,} where there are more."}
    )
    limit = fields.Integer(required=True)
    offset = fields.Integer(required=True)
    corrected = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "What was searched for in place of a misspelt `q`, which finds nothing."},
    )
    remarks = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "What in `q` means nothing; then nothing is found."},
    )


def found_body(found: FoundDesign) -> dict[str, Any]:
    """A design as the search answers it."""
    return {
        "id": found.id,
        "key": found.key,
        "title": found.title,
        "status": found.status,
        "rows": [_hit(each) for each in found.rows],
        "more": found.more,
    }


def _hit(row: FoundRow) -> dict[str, Any]:
    return {
        "what": row.what,
        "id": row.piece_id,
        "line": row.line,
        "document": row.document,
        "section": row.section,
        "register": row.register,
        "cells": [_joined(each) for each in row.cells],
        "address": row.address,
    }


def _joined(parts: Parts) -> str:
    return "".join(text for text, _ in parts)
