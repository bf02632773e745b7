"""Whether this server is up and its database answers."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from webapp.services.diagnosis import database_answers

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def show() -> ResponseReturnValue:
    """200 when the database can be read, else 503. Open to everyone: it tells nothing else."""
    return {"status": "ok"} if database_answers() else ({"status": "unavailable"}, 503)
