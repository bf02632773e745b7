"""People: who has an account."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from webapp.api.schemas.fields import Id, Moment, Schema, Text, Yes
from webapp.models import Person
from webapp.models.person import EMAIL_MAX, NAME_MAX
from webapp.utils.moments import iso

ME = {"description": "Only for oneself and for administrators."}


class PersonSchema(Schema):
    """Somebody with an account."""

    id = Id(required=True)
    email = fields.String(metadata=ME)
    name = fields.String(required=True)
    is_admin = fields.Boolean(required=True)
    suspended = fields.Boolean(
        required=True, metadata={"description": "Let in nowhere; what they wrote stays."}
    )
    single_keys = fields.Boolean(
        metadata={"description": "Whether single letters are shortcuts. Only for oneself."}
    )
    created_at = Moment(required=True)
    updated_at = Moment(required=True)


class InvitedSchema(PersonSchema):
    """Somebody who was invited a moment ago."""

    link = fields.String(
        required=True,
        metadata={
            "description": "The one-time link with which they choose a password. It is told here once."
        },
    )


class LinkSchema(Schema):
    """A one-time link."""

    person_id = Id(required=True)
    link = fields.String(
        required=True,
        metadata={
            "description": "With it the person chooses a password. It is told here once, and works once."
        },
    )


class Invitation(Schema):
    """Whom to invite."""

    email = Text(EMAIL_MAX, least=1, required=True, metadata={"example": "ada@example.org"})
    name = Text(
        NAME_MAX, load_default="", metadata={"description": "Without one the part before the @ serves."}
    )
    is_admin = Yes(load_default=False)


class OwnChange(Schema):
    """What one changes of oneself."""

    name = Text(NAME_MAX, least=1, metadata={"example": "Ada Byron"})
    single_keys = Yes()


class PersonChange(Schema):
    """What an administrator changes of a person."""

    is_admin = Yes()
    suspended = Yes(metadata={"example": True})


class Reassignment(Schema):
    """Who gets what somebody owns."""

    to = Id(required=True, metadata={"description": "The id of the person who owns it from now on."})


class ReassignedSchema(Schema):
    """What came of it."""

    person_id = Id(required=True)
    to = Id(required=True)
    designs = fields.Integer(required=True, metadata={"description": "How many have another owner now."})
    kept = fields.Integer(required=True, metadata={"description": "How many archived ones keep theirs."})


def person_body(person: Person, *, to: Person, administers: bool) -> dict[str, Any]:
    """A person as the API tells `to` of them; `administers` says that they are an administrator."""
    is_me = person.id == to.id
    body: dict[str, Any] = {"id": person.id}
    if is_me or administers:
        body["email"] = person.email
    body |= {
        "name": person.name,
        "is_admin": person.is_admin,
        "suspended": person.suspended_at is not None,
    }
    if is_me:
        body["single_keys"] = person.single_keys
    return body | {"created_at": iso(person.created_at), "updated_at": iso(person.updated_at)}
