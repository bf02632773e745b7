"""The box that finds anything: its page, the dialog over every page, what that shows while somebody types."""

from __future__ import annotations

from flask import Blueprint, Response, request

from webapp.forms.searching import SearchQuery
from webapp.services.permissions import check
from webapp.services.searching.answering import PAGE_DESIGNS, PAGE_ROWS, TYPED_DESIGNS, TYPED_ROWS, find
from webapp.services.searching.found import Found
from webapp.views.gate import current_person
from webapp.views.rendering import render

bp = Blueprint("search", __name__)


@bp.get("/search")
def index() -> Response:
    """All that is found, a page at a time; recent designs where nothing is asked."""
    return _answer("search/index.html", "search/_results.html", designs=PAGE_DESIGNS, rows=PAGE_ROWS)


@bp.get("/search/box")
def box() -> Response:
    """The dialog that opens over any page, with recent designs in it."""
    return _answer("search/_box.html")


@bp.get("/search/typed")
def typed() -> Response:
    """The best of what is found, while somebody types."""
    return _answer("search/_typed.html")


def _answer(
    page: str, piece: str | None = None, /, designs: int = TYPED_DESIGNS, rows: int = TYPED_ROWS
) -> Response:
    person = current_person()
    check(person, "read")
    asked = SearchQuery.read(request.args)
    if asked.refused:
        found = Found()
    else:
        found = find(asked.query, person=person, designs=designs, rows=rows, page=asked.page)
    return render(page, piece, asked.status, found=found, q=asked.q, refused=asked.refused)
