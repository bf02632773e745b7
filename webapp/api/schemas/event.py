"""The audit: what was done or refused in matters of access."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from webapp.api.schemas.asked import Day, IdAsked
from webapp.api.schemas.fields import Id, Moment, Schema, one_of
from webapp.api.schemas.paging import TypedQuery
from webapp.models import AuditEvent
from webapp.models.audit import RESULTS
from webapp.services.audit_verbs import VERBS
from webapp.utils.moments import iso


class AuditQuery(TypedQuery):
    """Which events are asked for."""

    person = IdAsked(load_default=None, metadata={"description": "The id of who did it."})
    verb = one_of(["", *VERBS], load_default="")
    result = one_of(["", *RESULTS], load_default="")
    day = Day(
        load_default=None,
        allow_none=False,
        metadata={"description": "A day in UTC.", "example": "2024-01-15"},
    )


class EventSchema(Schema):
    """One event. It is written once and never changed."""

    id = Id(required=True)
    person_id = Id(required=True, allow_none=True, metadata={"description": "null: a stranger."})
    by = fields.String(required=True, allow_none=True)
    verb = one_of(VERBS, required=True)
    about = fields.String(required=True)
    result = one_of(RESULTS, required=True)
    address = fields.String(required=True, metadata={"description": "From where it was asked."})
    request_id = fields.String(required=True)
    details = fields.Dict(required=True)
    created_at = Moment(required=True)


def event_body(event: AuditEvent) -> dict[str, Any]:
    """An event as the API answers it."""
    return {
        "id": event.id,
        "person_id": event.person_id,
        "by": event.person.name if event.person else None,
        "verb": event.verb,
        "about": event.about,
        "result": event.result,
        "address": event.address,
        "request_id": event.request_id,
        "details": event.details,
        "created_at": iso(event.at),
    }
