"""Registers: all entries of one meaning over all designs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marshmallow import fields

from webapp.api.schemas.asked import VALUE_MAX
from webapp.api.schemas.faceting import FacetedQuery, FacetedSchema
from webapp.api.schemas.fields import Id, Schema, Text, one_of
from webapp.models.design import STATUSES
from webapp.registers import NAMES, REGISTERS
from webapp.services.findings.found import Found
from webapp.services.registering.listing import Line

FACETS = sorted({role for register in REGISTERS.values() for role in register.facets})
"""What registers can be narrowed by: each by those of its own."""

_FACET = {"description": "The value that a row must state there; none: it states nothing."}


class RegisterQuery(
    FacetedQuery.from_dict(  # type: ignore[misc]
        {name: Text(VALUE_MAX, load_default="", metadata=_FACET) for name in FACETS}, name="FacetQuery"
    )
):
    """What of a register is asked for. Each register can be narrowed by facets of its own."""

    prefix = Text(
        VALUE_MAX,
        load_default="",
        metadata={"description": "A folder, or how a path begins: of files and endpoints."},
    )
    sort = Text(
        40,
        load_default="",
        metadata={
            "description": "design, design-status, done or a column of the register, with a minus before it "
            "from the end to the beginning; nothing: the register’s own order."
        },
    )


class RegisterSchema(Schema):
    """A register."""

    name = one_of(NAMES, required=True)
    entries = fields.Integer(required=True)
    columns = fields.List(fields.String(), required=True)
    facets = fields.List(fields.String(), required=True)


class MarkSchema(Schema):
    """A finding or a clash that is about a row."""

    kind = one_of(["finding", "clash"], required=True)
    id = Id(required=True)
    code = fields.String(required=True)


class EntrySchema(Schema):
    """A row of a register: what is stated, and where."""

    id = Id(required=True)
    row_id = Id(
        required=True, allow_none=True, metadata={"description": "The document’s row; null: a line of code."}
    )
    block_id = Id(required=True)
    line = fields.Integer(
        required=True, allow_none=True, metadata={"description": "In the block’s source, from 0."}
    )
    design_id = Id(required=True)
    key = fields.String(required=True)
    title = fields.String(required=True)
    status = one_of(STATUSES, required=True)
    document = fields.String(required=True)
    values = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={"description": "By the columns of the register, as plain text."},
    )
    findings = fields.List(fields.Nested(MarkSchema), required=True)


class EntriesSchema(FacetedSchema):
    """A part of a register."""

    items = fields.List(fields.Nested(EntrySchema), required=True)


def register_body(name: str, entries: int) -> dict[str, Any]:
    """A register as the API lists it."""
    register = REGISTERS[name]
    return {
        "name": name,
        "entries": entries,
        "columns": [column.role for column in register.columns],
        "facets": list(register.facets),
    }


def entry_body(line: Line, marks: Sequence[Found]) -> dict[str, Any]:
    """A row of a register as the API answers it."""
    return {
        "id": line.entry_id,
        "row_id": line.row_id,
        "block_id": line.block_id,
        "line": line.line,
        "design_id": line.design_id,
        "key": line.key,
        "title": line.title,
        "status": line.status,
        "document": line.document,
        "values": dict(line.values),
        "findings": [{"kind": each.kind, "id": each.id, "code": each.code} for each in marks],
    }
