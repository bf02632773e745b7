"""A fresh token for a page that is older than its session."""

from __future__ import annotations

from flask import Blueprint, Response, make_response
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from webapp.views.gate import current_person

bp = Blueprint("token", __name__)

PERSON_HEADER = "Designbook-Person"


@bp.get("/token")
def show() -> ResponseReturnValue:
    """The CSRF token of this session as text; the header Designbook-Person says whose session it is.

    By it a page whose own session ended learns whether the same person signed in again: what one
    person typed is never sent as another. A script without a session gets 401.
    """
    response: Response = make_response(generate_csrf())
    response.mimetype = "text/plain"
    response.headers[PERSON_HEADER] = str(current_person().id)
    return response
