"""The bin: designs that were deleted, put into it and taken out of it."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for

from webapp.forms.filtering import read_typed
from webapp.services.bin import KEPT_DAYS, delete_designs, list_bin, restore_design
from webapp.services.permissions import check
from webapp.views.filtering import at
from webapp.views.gate import current_person
from webapp.views.loading import binnable_design, own_design, redirect_to_one_spelling
from webapp.views.rendering import go_to, render
from webapp.views.saved_views import views_of
from webapp.views.writing import refuse_strays, request_key

bp = Blueprint("bin", __name__)
bp.before_request(redirect_to_one_spelling)


@bp.get("/designs/bin")
def index() -> Response:
    """What is in the bin, or what the filter leaves of it."""
    check(current_person(), "read")
    q = read_typed(request.args)
    designs, of = list_bin(q, person=current_person())
    views = views_of("bin", {"q": q})
    answer = render(
        "bin/index.html", "bin/_list.html", designs=designs, of=of, q=q, days=KEPT_DAYS, views=views
    )
    return at(url_for("bin.index", q=q or None), answer)


@bp.get("/designs/<key:key>/deletion")
def confirm(key: str) -> Response:
    """Say what deleting a design means, and ask."""
    return render("bin/confirm.html", design=own_design(key), days=KEPT_DAYS)


@bp.post("/designs/<key:key>/deletion")
def delete(key: str) -> Response:
    """Put a design into the bin."""
    design = binnable_design(key)
    refuse_strays(())
    delete_designs([design], by=current_person(), key=request_key())
    flash(f"{design.key} {design.title} is in the bin. It can be taken out for {KEPT_DAYS} days.")
    return go_to(url_for("bin.index"))


@bp.post("/designs/<key:key>/restoration")
def restore(key: str) -> Response:
    """Take a design out of the bin, as it went in."""
    design = binnable_design(key)
    refuse_strays(())
    restore_design(design, by=current_person(), key=request_key())
    flash(f"{design.key} is back, with everything in it.")
    return go_to(url_for("documents.show", key=design.key))
