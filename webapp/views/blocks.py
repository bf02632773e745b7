"""Blocks: added, rewritten as Markdown, moved, deleted; and what can be done with one."""

from __future__ import annotations

from flask import Blueprint, Response

from webapp.forms.editing import BlockForm, BlockPositionForm, EditForm
from webapp.services.editing import blocks
from webapp.services.editing.columns import missing_columns
from webapp.services.errors import Missing
from webapp.services.neighbours import around_block, last_row, markdown_of
from webapp.services.places import BlockPlace
from webapp.views.editing import Editing, save_text, show_form
from webapp.views.gate import current_person
from webapp.views.loading import editable_block, editable_section
from webapp.views.pieces import answer, show_piece
from webapp.views.rendering import address, dom_id
from webapp.views.writing import request_key, sent

bp = Blueprint("blocks", __name__)


@bp.get("/blocks/<id:block_id>")
def show(block_id: int) -> Response:
    """What can be done with a block, for who has no scripts."""
    place = editable_block(block_id)
    return show_piece(
        "blocks/show.html",
        place,
        around=around_block(place),
        last=last_row(place),
        missing=missing_columns(place.block),
    )


@bp.get("/blocks/<id:block_id>/text")
def edit(block_id: int) -> Response:
    """The form of a block's Markdown."""
    place = editable_block(block_id)
    if place.is_gone:
        raise Missing
    return show_form(_editing(place))


@bp.route("/blocks/<id:block_id>/text", methods=["PUT", "POST"])
def update(block_id: int) -> Response:
    """Write a block anew."""
    place, by = editable_block(block_id), current_person()
    return save_text(
        _editing(place),
        lambda text, base, key: blocks.set_block_text(block_id, text, base=base, by=by, key=key),
        lambda saved: answer(place, saved, anchor=dom_id(place.section)),
    )


@bp.post("/sections/<id:section_id>/blocks")
def create(section_id: int) -> Response:
    """Add a block to a section."""
    place, form = editable_section(section_id), sent(BlockForm())
    saved = blocks.add_block(
        section_id,
        after=form.after.data,
        kind=str(form.kind.data),
        text=str(form.typed.data),
        by=current_person(),
        key=request_key(),
    )
    added = saved.added("block")
    return answer(place, saved, anchor=f"block-{added[0]}" if added else dom_id(place.section))


@bp.route("/blocks/<id:block_id>/position", methods=["PUT", "POST"])
def move(block_id: int) -> Response:
    """Move a block, within its section or to another one."""
    place, form = editable_block(block_id), sent(BlockPositionForm())
    saved = blocks.move_block(
        block_id,
        section_id=form.section.data,
        after=form.after.data,
        by=current_person(),
        key=request_key(),
    )
    return answer(place, saved, anchor=dom_id(place.block))


@bp.delete("/blocks/<id:block_id>")
@bp.post("/blocks/<id:block_id>/deletion")
def delete(block_id: int) -> Response:
    """Delete a block."""
    place = editable_block(block_id)
    sent(EditForm())
    saved = blocks.delete_block(block_id, by=current_person(), key=request_key())
    return answer(place, saved, anchor=dom_id(place.section))


def _editing(place: BlockPlace) -> Editing:
    block = place.block
    return Editing(
        place,
        "Markdown of the block",
        markdown_of(place),
        id=dom_id(block),
        address=address(block, "text"),
        editor="long",
        anchor=dom_id(block),
    )
