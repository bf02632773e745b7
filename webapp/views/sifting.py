"""The filter inside a design: its box, and a page of which only what holds the words is to be seen."""

from __future__ import annotations

import re
from collections.abc import Collection

from flask import Blueprint, Flask, Response, request
from markupsafe import Markup

from webapp.services.pages import ShownDocument
from webapp.services.permissions import check
from webapp.services.sifting import Sifted, sift
from webapp.views.gate import current_person
from webapp.views.rendering import render

bp = Blueprint("sifting", __name__)

_PIECE = re.compile(r'(?<= )id="(section|block|row)-(\d+)"')


def init_app(app: Flask) -> None:
    """Give the templates what hides the pieces that are not left."""
    app.jinja_env.filters["hide_pieces"] = hide_pieces


@bp.get("/filter")
def show() -> Response:
    """The empty box, for a script that puts it over a design."""
    check(current_person(), "read")
    return render("designs/_sift.html", sifted=None)


def sifted_by_address(shown: ShownDocument) -> Sifted | None:
    """What is left of a page by its address; None where that filters nothing and shows no box."""
    typed = request.args.get("filter")
    return None if typed is None else sift(shown, typed.strip())


def hide_pieces(html: str, hidden: Collection[tuple[str, int]]) -> Markup:
    """A drawn sheet, these pieces of it hidden.

    They are looked for in what was drawn: no piece of a page has to be asked while it is drawn, for the sake
    of those few pages that are filtered. Nobody's text has an id, so what is found is ours.
    """

    def hide(found: re.Match[str]) -> str:
        is_hidden = (found[1], int(found[2])) in hidden
        return f"{found[0]} hidden" if is_hidden else found[0]

    return Markup(_PIECE.sub(hide, html))  # noqa: S704
