"""The pages of imports."""

from __future__ import annotations

from flask import Blueprint, Response

from webapp.views.rendering import render

bp = Blueprint("imports", __name__)


@bp.get("/imports/new")
def new() -> Response:
    """The form for choosing files."""
    return render("imports/new.html")
