"""Changes: who did what when, and the pieces before and after."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from webapp.api.schemas.asked import IdAsked
from webapp.api.schemas.fields import Id, Moment, Schema, Yes, one_of
from webapp.api.schemas.paging import TypedQuery
from webapp.services.changes.telling import Told
from webapp.services.history import Touched
from webapp.utils.moments import iso


class ChangesQuery(TypedQuery):
    """What changes are asked for."""

    design = IdAsked(load_default=None, metadata={"description": "The id of a design."})
    document = IdAsked(
        load_default=None, metadata={"description": "The id of a document: what was changed in it."}
    )
    section = IdAsked(
        load_default=None, metadata={"description": "The id of a section, with what it holds or held."}
    )
    block = IdAsked(
        load_default=None, metadata={"description": "The id of a block, with what it holds or held."}
    )
    row = IdAsked(load_default=None, metadata={"description": "The id of a row."})
    person = IdAsked(load_default=None, metadata={"description": "The id of who did it."})


class ChangeSchema(Schema):
    """One action of somebody in one design."""

    id = Id(required=True)
    design_id = Id(required=True)
    person_id = Id(required=True, allow_none=True)
    by = fields.String(
        required=True, allow_none=True, metadata={"description": "What that person is called."}
    )
    verb = fields.String(required=True)
    sentence = fields.String(required=True, metadata={"description": "What was done, in words."})
    said = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Its parts in words, where there are several."},
    )
    undoes_id = Id(
        required=True, allow_none=True, metadata={"description": "The change that this one took back."}
    )
    undone_by_id = Id(
        required=True, allow_none=True, metadata={"description": "The change that took this one back."}
    )
    can = one_of(
        ["undo", "redo", ""],
        required=True,
        metadata={"description": "What POST …/undo would do; empty: nothing."},
    )
    created_at = Moment(required=True)


class PieceSchema(Schema):
    """A piece before and after. What stands in it is what is stored of that kind of piece."""

    what = one_of(["design", "document", "section", "block", "row"], required=True)
    id = Id(required=True)
    before = fields.Dict(required=True, allow_none=True, metadata={"description": "null: it is new."})
    after = fields.Dict(required=True, allow_none=True, metadata={"description": "null: it was deleted."})


class WholeChangeSchema(ChangeSchema):
    """A change with its pieces."""

    pieces = fields.List(fields.Nested(PieceSchema), required=True)


class Undo(Schema):
    """How a change is undone."""

    rest = Yes(
        load_default=False,
        metadata={"description": "Undo what can be undone, and leave what others built on."},
    )


def change_body(told: Told) -> dict[str, Any]:
    """A change as the API answers it."""
    batch = told.batch
    return {
        "id": told.id,
        "design_id": batch.design_id,
        "person_id": batch.person_id,
        "by": told.by,
        "verb": batch.verb,
        "sentence": told.headline.sentence,
        "said": [each.sentence for each in told.said],
        "undoes_id": batch.undoes_id,
        "undone_by_id": batch.undone_by_id,
        "can": told.can,
        "created_at": iso(batch.at),
    }


def piece_body(touched: Touched) -> dict[str, Any]:
    """A piece of a change."""
    return {
        "what": touched.what,
        "id": touched.piece_id,
        "before": touched.before,
        "after": touched.after,
    }
