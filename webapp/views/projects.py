"""The pages of projects."""

from __future__ import annotations

from flask import Blueprint, Response

from webapp.views.rendering import render

bp = Blueprint("projects", __name__)


@bp.get("/projects")
def index() -> Response:
    """The list of projects."""
    return render("projects/index.html")
