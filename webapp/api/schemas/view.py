"""Saved views: a list as it is narrowed, under a name."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from webapp.api.schemas.fields import Id, Moment, Schema, Text
from webapp.api.schemas.paging import TypedQuery
from webapp.models import SavedView
from webapp.models.view import LIST_MAX, VIEW_NAME_MAX, VIEW_QUERY_MAX
from webapp.utils.moments import iso

LIST = {
    "description": "designs, bin, findings, registers/endpoints …, or changes/FEAT-014.",
    "example": "designs",
}


class ViewsQuery(TypedQuery):
    """Which views are asked for; `q` is looked for in their names."""

    list = Text(LIST_MAX, load_default="", metadata=LIST)


class ViewSchema(Schema):
    """A saved view."""

    id = Id(required=True)
    list = fields.String(required=True, metadata=LIST)
    name = fields.String(required=True)
    query = fields.String(required=True, metadata={"description": "What stands behind the question mark."})
    person_id = Id(required=True, metadata={"description": "Who saved it."})
    project_id = Id(
        required=True,
        allow_none=True,
        metadata={
            "description": "For whom it is: everybody who may read this project; null: its person alone."
        },
    )
    created_at = Moment(required=True)


class NewView(Schema):
    """A view to save."""

    list = Text(LIST_MAX, least=1, required=True, metadata=LIST)
    name = Text(VIEW_NAME_MAX, least=1, required=True, metadata={"example": "My drafts"})
    query = Text(VIEW_QUERY_MAX, load_default="", metadata={"example": "status=Draft"})
    project_id = Id(load_default=None, allow_none=True)
    replacing = Id(
        load_default=None,
        allow_none=True,
        metadata={"description": "The id of the view that has this name already, to replace it."},
    )


class ViewPatch(Schema):
    """Another name."""

    name = Text(VIEW_NAME_MAX, least=1, metadata={"example": "My drafts"})


def view_body(view: SavedView) -> dict[str, Any]:
    """A view as the API answers it."""
    return {
        "id": view.id,
        "list": view.list,
        "name": view.name,
        "query": view.query,
        "person_id": view.person_id,
        "project_id": view.project_id,
        "created_at": iso(view.created_at),
    }
