"""Rows of tables and items of lists: added, moved, nested, deleted, put back."""

from __future__ import annotations

from flask import Blueprint, Response

from webapp.forms.editing import DepthForm, EditForm, RestorationForm, RowForm, RowPositionForm
from webapp.services.editing import rows
from webapp.services.editing.restoring import restore_row
from webapp.services.errors import CellConflict, InvalidValue
from webapp.services.neighbours import around_row
from webapp.services.rendered import LIST_COLUMN
from webapp.views.cells import editing_of, new_cell
from webapp.views.editing import show_conflict, show_refused
from webapp.views.gate import current_person
from webapp.views.loading import editable_block, editable_row
from webapp.views.pieces import answer, show_piece
from webapp.views.rendering import dom_id, wants_piece
from webapp.views.writing import request_key, sent

bp = Blueprint("rows", __name__)


@bp.get("/rows/<id:row_id>")
def show(row_id: int) -> Response:
    """What can be done with a row, for who has no scripts."""
    place = editable_row(row_id)
    return show_piece("rows/show.html", place, around=around_row(place))


@bp.post("/blocks/<id:block_id>/rows")
def create(block_id: int) -> Response:
    """Add a row."""
    place = editable_block(block_id)
    form = sent(RowForm.of([column["id"] for column in place.block.columns] or [LIST_COLUMN]))
    try:
        saved = rows.add_row(
            block_id,
            after=form.after.data,
            cells=form.cells,
            typed=True,
            by=current_person(),
            key=request_key(),
        )
    except InvalidValue as error:
        if error.field not in form.cells or not wants_piece():
            raise
        return show_refused(new_cell(place, error.field), form.cells[error.field], error)
    added = saved.added("row")
    return answer(place, saved, anchor=f"row-{added[0]}" if added else dom_id(place.block))


@bp.route("/rows/<id:row_id>/position", methods=["PUT", "POST"])
def move(row_id: int) -> Response:
    """Move a row, within its block or to another one."""
    place, form = editable_row(row_id), sent(RowPositionForm())
    saved = rows.move_row(
        row_id, block_id=form.block.data, after=form.after.data, by=current_person(), key=request_key()
    )
    return answer(place, saved, anchor=dom_id(place.row))


@bp.route("/rows/<id:row_id>/depth", methods=["PUT", "POST"])
def nest(row_id: int) -> Response:
    """Nest an item one step deeper or less deep."""
    place, form = editable_row(row_id), sent(DepthForm())
    change = rows.indent_row if form.by.data == "in" else rows.outdent_row
    saved = change(row_id, by=current_person(), key=request_key())
    return answer(place, saved, anchor=dom_id(place.row))


@bp.delete("/rows/<id:row_id>")
@bp.post("/rows/<id:row_id>/deletion")
def delete(row_id: int) -> Response:
    """Delete a row."""
    place = editable_row(row_id)
    sent(EditForm())
    saved = rows.delete_row(row_id, by=current_person(), key=request_key())
    return answer(place, saved, anchor=dom_id(place.block))


@bp.post("/rows/<id:row_id>/restoration")
def restore(row_id: int) -> Response:
    """Put a deleted row back, with what somebody typed into it meanwhile."""
    place, form = editable_row(row_id), sent(RestorationForm())
    column, text = form.text("column"), str(form.typed.data)
    try:
        saved = restore_row(row_id, column=column or None, text=text, by=current_person(), key=request_key())
    except CellConflict as conflict:  # somebody put it back before
        return show_conflict(editing_of(place, column), conflict)
    return answer(place, saved, anchor=dom_id(place.row))
