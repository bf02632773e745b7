"""Several cells at once: pasted over, cleared, filled from above. Each is one batch."""

from __future__ import annotations

from itertools import dropwhile

from flask import Blueprint, Response

from webapp.forms.editing import PasteForm, RangeForm
from webapp.services.editing import ranges
from webapp.services.editing.pasted import parse_pasted
from webapp.views.gate import current_person
from webapp.views.loading import editable_block
from webapp.views.pieces import answer
from webapp.views.rendering import dom_id
from webapp.views.writing import request_key, sent

bp = Blueprint("ranges", __name__)


@bp.post("/blocks/<id:block_id>/cells")
def paste(block_id: int) -> Response:
    """Paste a table over cells; rows are added as needed."""
    place, form = editable_block(block_id), sent(PasteForm())
    column = str(form.column.data)
    names = [each["name"] for each in dropwhile(lambda each: each["id"] != column, place.block.columns)]
    saved = ranges.paste_cells(
        block_id,
        row_id=form.row.data,
        column_id=column,
        values=parse_pasted(str(form.pasted.data), names),
        by=current_person(),
        key=request_key(),
    )
    return answer(place, saved, anchor=dom_id(place.block))


@bp.post("/blocks/<id:block_id>/clearing")
def clear(block_id: int) -> Response:
    """Empty cells."""
    place, form = editable_block(block_id), sent(RangeForm())
    saved = ranges.clear_cells(
        block_id, rows=form.rows.data, columns=form.columns.data, by=current_person(), key=request_key()
    )
    return answer(place, saved, anchor=dom_id(place.block))


@bp.post("/blocks/<id:block_id>/filling")
def fill(block_id: int) -> Response:
    """Fill cells from those above them."""
    place, form = editable_block(block_id), sent(RangeForm())
    saved = ranges.fill_cells(
        block_id, rows=form.rows.data, columns=form.columns.data, by=current_person(), key=request_key()
    )
    return answer(place, saved, anchor=dom_id(place.block))
