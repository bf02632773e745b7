"""Who asks: whoever the bearer token acts for. Cookies are not looked at, and a token in an address neither.

What a token's scope does not name is refused here and nowhere else; what its person may not do, each
service and loader refuses, with the token or without.
"""

from __future__ import annotations

import time

from flask import Flask, g, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, Unauthorized

from webapp.api.reading import read_whole
from webapp.extensions import db
from webapp.models import ApiToken, Person
from webapp.services.permissions import narrow_rights
from webapp.services.tokens import find_token, note_token_use
from webapp.utils.addresses import API
from webapp.utils.bearer import bearer_text

OPEN_TO_STRANGERS = frozenset({"api.describe"})
"""What needs no token: the description of the API is the same for everybody."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
SLOWLY = 1.0
"""Seconds that a body may take on its way before it counts as slow."""


def init_app(app: Flask) -> None:
    """Close everything under /api/v1, whether there is something at an address or not."""
    app.before_request(ask_for_token)


def ask_for_token() -> None:
    """Raise Unauthorized without a usable token, Forbidden where its scope does not reach."""
    if not request.path.startswith(API) or request.endpoint in OPEN_TO_STRANGERS:
        return
    token = _find_token()
    note_token_use(token)
    if token.project_id is not None:
        narrow_rights(token.person, project_id=token.project_id)
    if request.method not in SAFE:
        if token.scope != "write":
            raise Forbidden
        _wait_for_body()


def _find_token() -> ApiToken:
    token = find_token(bearer_text(request.headers.get("Authorization")) or "")
    if token is None:
        raise Unauthorized(www_authenticate=WWWAuthenticate("bearer"))
    g.person, g.token = token.person, token
    return token


def _wait_for_body() -> None:
    """Have all of a body before anybody asks what may be done with it.

    It may come as slowly as its sender likes, and what they may do may be less by then: whoever was long
    about it is looked up anew.
    """
    began = time.monotonic()
    read_whole()
    if time.monotonic() - began >= SLOWLY:
        db.session.rollback()  # or SQLite would go on reading what was so when the request began
        _find_token()


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
