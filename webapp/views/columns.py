"""Columns of a table: added, renamed, moved, deleted."""

from __future__ import annotations

from flask import Blueprint, Response

from webapp.forms.editing import ColumnForm, ColumnPositionForm, EditForm
from webapp.services.editing import columns
from webapp.services.errors import Missing
from webapp.services.places import BlockPlace
from webapp.views.editing import Editing, save_text, show_form
from webapp.views.gate import current_person
from webapp.views.loading import editable_block
from webapp.views.pieces import answer
from webapp.views.rendering import address, dom_id
from webapp.views.writing import request_key, sent

bp = Blueprint("columns", __name__)


@bp.post("/blocks/<id:block_id>/columns")
def create(block_id: int) -> Response:
    """Add a column."""
    place, form = editable_block(block_id), sent(ColumnForm())
    saved = columns.add_column(
        block_id,
        name=str(form.called.data),
        after=form.after.data or None,
        by=current_person(),
        key=request_key(),
    )
    return answer(place, saved, anchor=dom_id(place.block))


@bp.get("/blocks/<id:block_id>/columns/<column>")
def edit(block_id: int, column: str) -> Response:
    """The form of a column's name."""
    place = editable_block(block_id)
    if place.is_gone:
        raise Missing
    return show_form(_editing(place, column))


@bp.route("/blocks/<id:block_id>/columns/<column>", methods=["PUT", "POST"])
def update(block_id: int, column: str) -> Response:
    """Give a column another name."""
    place, by = editable_block(block_id), current_person()
    return save_text(
        _editing(place, column),
        lambda text, base, key: columns.rename_column(block_id, column, name=text, base=base, by=by, key=key),
        lambda saved: answer(place, saved, anchor=dom_id(place.block)),
    )


@bp.route("/blocks/<id:block_id>/columns/<column>/position", methods=["PUT", "POST"])
def move(block_id: int, column: str) -> Response:
    """Move a column behind another one, or to the front."""
    place, form = editable_block(block_id), sent(ColumnPositionForm())
    saved = columns.move_column(
        block_id, column, after=form.after.data or None, by=current_person(), key=request_key()
    )
    return answer(place, saved, anchor=dom_id(place.block))


@bp.delete("/blocks/<id:block_id>/columns/<column>")
@bp.post("/blocks/<id:block_id>/columns/<column>/deletion")
def delete(block_id: int, column: str) -> Response:
    """Delete a column and its cells."""
    place = editable_block(block_id)
    sent(EditForm())
    saved = columns.delete_column(block_id, column, by=current_person(), key=request_key())
    return answer(place, saved, anchor=dom_id(place.block))


def _editing(place: BlockPlace, column: str) -> Editing:
    """How a column's name is edited. Raises Missing for a column that is not there."""
    head = next((each for each in place.block.columns if each["id"] == column), None)
    if head is None:
        raise Missing
    return Editing(
        place,
        "Name of the column",
        head["name"],
        id=dom_id(place.block, column),
        address=address(place.block, "columns", column),
        editor="line",
        anchor=dom_id(place.block),
    )
