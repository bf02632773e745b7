"""Lists that say with each value of a facet how many there are: what is asked of them, what they answer."""

from __future__ import annotations

from marshmallow import fields

from webapp.api.schemas.fields import Schema, one_of, project_key
from webapp.api.schemas.paging import TypedQuery
from webapp.models.design import STATUSES


class FacetedQuery(TypedQuery):
    """The facets that both lists have."""

    status = one_of(["", *STATUSES], load_default="", metadata={"description": "The status of its design."})
    project = project_key(load_default="", metadata={"description": "A project’s key."})


class FacetedSchema(Schema):
    """A part of such a list; what its `items` are, each list says itself."""

    total = fields.Integer(required=True)
    limit = fields.Integer(required=True)
    offset = fields.Integer(required=True)
    facets = fields.Dict(
        keys=fields.String(),
        values=fields.Dict(keys=fields.String(), values=fields.Integer()),
        required=True,
        metadata={"description": "How many there are with each value, under what is chosen of the others."},
    )
    remarks = fields.List(
        fields.String(), required=True, metadata={"description": "What in `q` means nothing here."}
    )
