"""One cell of a table, the text of a list item, the box of a task."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from webapp.forms.editing import TickForm
from webapp.markdown.outline import LIST_KINDS
from webapp.services.editing.cells import set_cell, tick_row
from webapp.services.editing.quick import SavedRow
from webapp.services.editing.saved import Saved
from webapp.services.errors import Missing
from webapp.services.pages import PageBlock, PageRow
from webapp.services.places import BlockPlace, RowPlace
from webapp.services.redrawing import load_row
from webapp.services.rendered import LIST_COLUMN
from webapp.services.sheets import lay_out_rows
from webapp.views.editing import Editing, save_text, show_form
from webapp.views.editors import Editor, editor_of, shown_cell
from webapp.views.gate import current_person
from webapp.views.loading import editable_row
from webapp.views.pieces import answer
from webapp.views.rendering import address, dom_id, wants_piece
from webapp.views.writing import request_key, sent

bp = Blueprint("cells", __name__)


@bp.get("/rows/<id:row_id>/cells/<column>")
def edit(row_id: int, column: str) -> Response:
    """The form of a cell."""
    place = editable_row(row_id)
    if place.is_gone:
        raise Missing
    return show_form(editing_of(place, column))


@bp.route("/rows/<id:row_id>/cells/<column>", methods=["PUT", "POST"])
def update(row_id: int, column: str) -> Response:
    """Write another text into a cell."""
    place, by = editable_row(row_id), current_person()
    return save_text(
        editing_of(place, column),
        lambda text, base, key: set_cell(row_id, column, text, base=base, typed=True, by=by, key=key),
        lambda saved: answer_cell(place, saved, column),
    )


@bp.route("/rows/<id:row_id>/done", methods=["PUT", "POST"])
def tick(row_id: int) -> Response:
    """Tick a task, or take its tick away; an item without a box gets one."""
    place = editable_row(row_id)
    form = sent(TickForm())
    saved = tick_row(row_id, form.is_done, by=current_person(), key=request_key())
    return answer_cell(place, saved, "done")


def answer_cell(place: RowPlace, saved: Saved, part: str) -> Response:
    """Answer with the cell as it is now, and whatever else the edit changed.

    `part` is the column, or `done` for the box; where a box came or went it is the row that changed.
    """
    row = place.row
    found = _row_now(place, saved) if wants_piece() else None
    if found is None or found[0].kind != place.block.kind:
        return answer(place, saved, anchor=dom_id(row))
    drawn = _drawn(*found, part, had_box=row.done is not None)
    return answer(place, saved, main=drawn, drawn=row.id)


def editing_of(place: RowPlace, column: str) -> Editing:
    """How a cell is edited. Raises Missing for a column that its row has not."""
    row, block = place.row, place.block
    text, label, editor = row.cells.get(column, ""), "Text of the item", Editor("text")
    if block.kind not in LIST_KINDS or column != LIST_COLUMN:
        head = next((each for each in block.columns if each["id"] == column), None)
        if head is None:
            raise Missing
        text, label = shown_cell(text), head["name"] or "Cell"
        editor = editor_of(head, block.register, [row])
    return Editing(
        place,
        label,
        text,
        id=dom_id(row, column),
        address=address(row, "cells", column),
        editor=editor,
        anchor=dom_id(row),
        column=column,
    )


def new_cell(place: BlockPlace, column: str) -> Editing:
    """How a cell of a row is edited that is still to be made."""
    head = next((each for each in place.block.columns if each["id"] == column), {"name": ""})
    editor = editor_of(head, place.block.register, []) if place.block.columns else Editor("text")
    return Editing(
        place,
        head["name"] or "Cell",
        "",
        id=dom_id(place.block, column),
        address=address(place.block, "rows"),
        editor=editor,
        anchor=dom_id(place.block),
        column=column,
    )


def _row_now(place: RowPlace, saved: Saved) -> tuple[PageBlock, PageRow] | None:
    """The row with its block: where nothing but the row was changed there is nothing to load."""
    if isinstance(saved, SavedRow) and saved.row:
        return place.block, saved.row
    return load_row(place.row.id)


def _drawn(block: PageBlock, row: PageRow, part: str, *, had_box: bool) -> str:
    lay_out_rows([row])
    context = {"block": block, "row": row, "editable": True}
    if block.kind == "table":
        column = next(each for each in block.columns if each["id"] == part)
        return render_template("blocks/table/_cell.html", column=column, **context)
    if part != "done":
        return render_template("blocks/_text.html", **context)
    if had_box:
        return render_template("blocks/_box.html", **context)
    return render_template("blocks/_rows.html", rows=[row], **context)
