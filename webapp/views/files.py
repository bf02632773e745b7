"""Paths of files that other designs name, offered while one is typed."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request

from webapp.forms.filtering import read_typed
from webapp.services.permissions import check
from webapp.services.suggestions import suggest_files
from webapp.views.gate import current_person
from webapp.views.loading import readable_design

bp = Blueprint("files", __name__)


@bp.get("/files")
def index() -> Response:
    """Options for a field: paths that hold what was typed, those that most designs name first.

    `design` is the key of the design that is written, whose own paths are not offered.
    """
    person, key = current_person(), request.args.get("design", "")
    check(person, "read")
    design = readable_design(key) if key else None
    paths = suggest_files(read_typed(request.args), person=person, but=design)
    return make_response(render_template("editing/_files.html", paths=paths))
