"""API tokens, as their person sees them."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from webapp.api.schemas.fields import Id, Moment, Schema, one_of
from webapp.models import ApiToken
from webapp.models.token import SCOPES
from webapp.utils.moments import iso


class TokenSchema(Schema):
    """An API token. Its text was shown when it was made, and never again."""

    id = Id(required=True)
    name = fields.String(required=True)
    scope = one_of(SCOPES, required=True)
    hint = fields.String(required=True, metadata={"description": "How it begins."})
    project_id = Id(
        required=True, allow_none=True, metadata={"description": "With one it is good for that alone."}
    )
    is_this = fields.Boolean(required=True, metadata={"description": "Whether it is the one that asks."})
    created_at = Moment(required=True)
    updated_at = Moment(required=True)
    expires_at = Moment(required=True, allow_none=True)
    last_used_at = Moment(required=True, allow_none=True)


def token_body(token: ApiToken, *, asking: ApiToken) -> dict[str, Any]:
    """A token as the API answers it to the one that asks."""
    return {
        "id": token.id,
        "name": token.name,
        "scope": token.scope,
        "hint": token.hint,
        "project_id": token.project_id,
        "is_this": token.id == asking.id,
        "created_at": iso(token.created_at),
        "updated_at": iso(token.updated_at),
        "expires_at": iso(token.expires_at) if token.expires_at else None,
        "last_used_at": iso(token.last_used_at) if token.last_used_at else None,
    }
