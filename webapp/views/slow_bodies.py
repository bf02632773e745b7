"""A form may come as slowly as its sender likes: what they may do is asked once it has come."""

from __future__ import annotations

import time

from flask import Flask, g, request
from werkzeug.exceptions import Unauthorized

from webapp.extensions import db
from webapp.limits import SAFE
from webapp.services import sessions
from webapp.utils.addresses import API
from webapp.views.gate import current_browser

SLOWLY = 1.0
"""Seconds that a body may take on its way before it counts as slow."""


def init_app(app: Flask) -> None:
    """Called after the gate, and before anybody else reads what was sent."""
    app.before_request(wait_for_body)


def wait_for_body() -> None:
    """Have all of a body, and look its sender up anew where that took long.

    Raises Unauthorized where their session ended meanwhile; what else they lost, the views ask.
    """
    if request.method in SAFE or "person" not in g or request.path.startswith(API):
        return  # the API has its own way
    began = time.monotonic()
    request.form  # noqa: B018 - files go to the disk on their way
    request.get_data()  # what is no form
    if time.monotonic() - began >= SLOWLY:
        db.session.rollback()  # or SQLite would go on reading what was so when the request began
        found = sessions.find_session(current_browser().token)
        if found is None:
            raise Unauthorized
        g.person = found.person
