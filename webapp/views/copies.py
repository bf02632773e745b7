"""Copies of designs."""

from __future__ import annotations

from flask import Blueprint, Response, flash, url_for

from webapp.services.copies import copy_design
from webapp.views.gate import current_person
from webapp.views.loading import copyable_design
from webapp.views.rendering import go_to
from webapp.views.writing import refuse_strays, request_key

bp = Blueprint("copies", __name__)


@bp.post("/designs/<key:key>/copies")
def create(key: str) -> Response:
    """Make another design of the same documents, and go there."""
    design = copyable_design(key)
    refuse_strays(())
    copy = copy_design(design, by=current_person(), key=request_key())
    flash(f"Copied from {design.key}.")
    return go_to(url_for("documents.show", key=copy.key))
