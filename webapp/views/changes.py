"""What was changed in a design, by whom and when; and the lives of its cells, rows, blocks and sections."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, request, url_for

from webapp.forms.filtering import read_page, read_typed
from webapp.models import Design
from webapp.services.changes.listing import life_of, list_changes
from webapp.services.changes.lives import Lives
from webapp.services.changes.telling import Told
from webapp.services.documents import documents_of
from webapp.services.permissions import may
from webapp.services.places import Place
from webapp.views.filtering import at
from webapp.views.gate import current_person
from webapp.views.loading import (
    readable_block,
    readable_design,
    readable_row,
    readable_section,
    redirect_to_one_spelling,
)
from webapp.views.pieces import home
from webapp.views.rendering import dom_id, render
from webapp.views.saved_views import views_of

bp = Blueprint("changes", __name__)
bp.before_request(redirect_to_one_spelling)


@bp.get("/designs/<key:key>/changes")
def index(key: str) -> Response:
    """The batches of a design, newest first, or those that the filter leaves."""
    design = readable_design(key)
    q = read_typed(request.args)
    found = list_changes(design, person=current_person(), q=q, page=read_page(request.args))

    def address(page: int = 1) -> str:
        return url_for("changes.index", key=design.key, q=q or None, page=page if page > 1 else None)

    answer = render(
        "changes/index.html",
        "changes/_list.html",
        design=design,
        documents=documents_of(design),
        page=found,
        q=q,
        address=address,
        views=views_of(f"changes/{design.key}", {"q": q}),
        may_undo=_undoable_in(design),
    )
    return at(address(found.page), answer)


@bp.get("/rows/<id:row_id>/changes")
def row(row_id: int) -> Response:
    """The life of a row."""
    return _life(readable_row(row_id), "row", row_id, "this row")


@bp.get("/rows/<id:row_id>/cells/<column>/changes")
def cell(row_id: int, column: str) -> Response:
    """The life of a cell."""
    return _life(readable_row(row_id), "row", row_id, "this cell", column)


@bp.get("/blocks/<id:block_id>/changes")
def block(block_id: int) -> Response:
    """The life of a block with its rows."""
    return _life(readable_block(block_id), "block", block_id, "this block")


@bp.get("/sections/<id:section_id>/changes")
def section(section_id: int) -> Response:
    """The life of a section with all that stands in it."""
    return _life(readable_section(section_id), "section", section_id, "this section")


def _life(place: Place, what: Lives, piece_id: int, words: str, column: str = "") -> Response:
    found = life_of(what, piece_id, column=column, page=read_page(request.args))
    piece = place.row or place.block or place.section

    def address(page: int = 1) -> str:
        return url_for(str(request.endpoint), **(request.view_args or {}), page=page)

    return render(
        "changes/life.html",
        "changes/_list.html",
        design=place.design,
        page=found,
        q="",
        words=words,
        address=address,
        back=home(place.document, dom_id(piece) if piece else None),
        may_undo=_undoable_in(place.design),
    )


def _undoable_in(design: Design) -> Callable[[Told], bool]:
    """Whether who is signed in may take back what a batch of this design did."""
    return lambda told: all(may(current_person(), verb, design) for verb in told.needs)
