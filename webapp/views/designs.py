"""The pages of designs."""

from __future__ import annotations

from flask import Blueprint, Response

from webapp.views.rendering import render

bp = Blueprint("designs", __name__)


@bp.get("/")
def index() -> Response:
    """The list of designs."""
    return render("designs/index.html")
