"""Who asks: whoever the bearer token acts for. Cookies are not looked at, and a token in an address neither.

What a token's scope does not name is refused here and nowhere else; what its person may not do, each
service and loader refuses, with the token or without.
"""

from __future__ import annotations

from flask import Flask, g, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, Unauthorized

from webapp.models import ApiToken, Person
from webapp.services.permissions import narrow_rights
from webapp.services.tokens import find_token, note_token_use
from webapp.utils.addresses import API
from webapp.utils.bearer import bearer_text

OPEN_TO_STRANGERS = frozenset({"api.describe"})
"""What needs no token: the description of the API is the same for everybody."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def init_app(app: Flask) -> None:
    """Close everything under /api/v1, whether there is something at an address or not."""
    app.before_request(ask_for_token)


def ask_for_token() -> None:
    """Raise Unauthorized without a usable token, Forbidden where its scope does not reach."""
    if not request.path.startswith(API) or request.endpoint in OPEN_TO_STRANGERS:
        return
    token = find_token(bearer_text(request.headers.get("Authorization")) or "")
    if token is None:
        raise Unauthorized(www_authenticate=WWWAuthenticate("bearer"))
    note_token_use(token)
    g.person, g.token = token.person, token
    if token.project_id is not None:
        narrow_rights(token.person, project_id=token.project_id)
    if request.method not in SAFE and token.scope != "write":
        raise Forbidden


def current_person() -> Person:
    """Whom the token acts for. Raises Unauthorized where there is none: on an open route."""
    person: Person | None = g.get("person")
    if person is None:
        raise Unauthorized
    return person


def current_token() -> ApiToken:
    """The token that came. Raises Unauthorized where there is none."""
    token: ApiToken | None = g.get("token")
    if token is None:
        raise Unauthorized
    return token
