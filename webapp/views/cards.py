"""The card of a design: what a page shows beside a key that is pointed at."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from webapp.views.loading import readable_design, redirect_to_one_spelling
from webapp.views.rendering import go_to, render, wants_piece

bp = Blueprint("cards", __name__)
bp.before_request(redirect_to_one_spelling)


@bp.get("/designs/<key:key>/card")
def show(key: str) -> Response:
    """Key, title, status and owner, for a script that asks for them; anybody else goes to the design."""
    design = readable_design(key)
    if not wants_piece():
        return go_to(url_for("documents.show", key=design.key))
    return render("designs/_card.html", design=design)
