"""The sample project: loaded with one button."""

from __future__ import annotations

from flask import Blueprint, Response, flash, url_for

from webapp.services.errors import Conflict
from webapp.services.permissions import check
from webapp.services.sample import load_sample
from webapp.views.gate import current_person
from webapp.views.rendering import go_to
from webapp.views.writing import refuse_strays

bp = Blueprint("sample", __name__)


@bp.post("/sample")
def create() -> Response:
    """Load the sample, and show the list of its designs."""
    check(current_person(), "administer")
    refuse_strays(())
    try:
        loaded = load_sample(by=current_person())
    except Conflict as error:
        flash(error.message, "wrong")
        return go_to(url_for("designs.index"))
    flash(loaded.message)
    return go_to(url_for("designs.index", project=loaded.project.key))
