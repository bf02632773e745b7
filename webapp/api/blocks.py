"""Blocks: what the sections of a document are made of, with the rows of tables and lists."""

from __future__ import annotations

from flask import Blueprint, Response

from webapp.api import schemas
from webapp.api.answers import answer, answer_nothing
from webapp.api.describing import answers, asks, takes
from webapp.api.gate import current_person
from webapp.api.guarding import conflicts, guarded, telling
from webapp.api.idempotency import once
from webapp.api.loading.pieces import (
    editable_block,
    editable_section,
    readable_block,
    readable_document,
    readable_section,
)
from webapp.api.naming import check_named
from webapp.api.paging import answer_list, part
from webapp.api.reading import read_body, read_query
from webapp.api.states import state_of
from webapp.services.editing import blocks
from webapp.services.editing.patching_pieces import Words, patch_block
from webapp.services.errors import InvalidValue
from webapp.services.outlined import block_bodies, block_of, blocks_of
from webapp.services.places import BlockPlace
from webapp.services.reaching import there
from webapp.services.transactions import transaction

bp = Blueprint("api_blocks", __name__, url_prefix="/api/v1")

NO_BLOCK = "This text makes no block of its own here. Give it another text, or another place."


@bp.get("/documents/<id:document_id>/blocks")
@asks("block.BlocksQuery")
@answers("block.BlockSchema", listed=True)
def index(document_id: int) -> Response:
    """List the blocks of a document in order, with their rows."""
    readable_document(document_id)
    return _listed(document_id)


@bp.get("/sections/<id:section_id>/blocks")
@asks("block.BlocksQuery")
@answers("block.BlockSchema", listed=True)
def index_section(section_id: int) -> Response:
    """List the blocks of a section in order, with their rows."""
    return _listed(readable_section(section_id).document_id, section_id)


@bp.post("/sections/<id:section_id>/blocks")
@takes("block.NewBlockBody")
@answers("block.BlockSchema", 201, etag=True, once=True)
def create(section_id: int) -> Response:
    """Add a block to a section."""
    place = editable_section(section_id)
    body = read_body(schemas.block.NewBlockBody)

    def work() -> Response:
        with conflicts(lambda: None), telling(block="after"), transaction():
            check_named(body, place.document_id, after="block")
            after = body["after"] if "after" in body else _last(place.document_id, section_id)
            saved = blocks.add_block(
                section_id, after=after, kind=body["kind"], text=body["text"], by=current_person()
            )
            if not saved.added("block"):
                raise InvalidValue("text", NO_BLOCK)
        block_id = saved.added("block")[0]
        return _answer(block_id, 201, location=f"/api/v1/blocks/{block_id}")

    return once(work)


@bp.get("/blocks/<id:block_id>")
@answers("block.BlockSchema", etag=True)
def show(block_id: int) -> Response:
    """Get a block with its Markdown. Its rows are at /blocks/{block_id}/rows."""
    readable_block(block_id)
    return _answer(block_id)


@bp.patch("/blocks/<id:block_id>")
@takes("block.BlockPatchBody")
@answers("block.BlockSchema", etag=True, matches=True)
def change(block_id: int) -> Response:
    """Write the Markdown of a block anew, or move it within its document."""
    place = editable_block(block_id)
    body = read_body(schemas.block.BlockPatchBody)
    to = None
    if "after" in body or "section_id" in body:
        to = (body.get("section_id", place.section.id), body.get("after"))
    with guarded(place, lambda: block_of(block_id)), telling(block="after", section="section_id"):
        check_named(body, place.document_id, section_id="section", after="block")
        _patch(place, body.get("text"), base=body.get("base", {}).get("text"), to=to)
    return _answer(block_id)


@bp.put("/blocks/<id:block_id>")
@takes("block.BlockBody")
@answers("block.BlockSchema", etag=True, matches=True)
def replace(block_id: int) -> Response:
    """Write the Markdown of a block anew."""
    place = editable_block(block_id)
    body = read_body(schemas.block.BlockBody)
    with guarded(place, lambda: block_of(block_id)):
        _patch(place, body["text"])
    return _answer(block_id)


@bp.delete("/blocks/<id:block_id>")
@answers(status=204, matches=True, refuses=(422,))
def delete(block_id: int) -> Response:
    """Delete a block."""
    place = editable_block(block_id)
    with guarded(place, lambda: block_of(block_id)), telling(block="block_id"):
        blocks.delete_block(block_id, by=current_person())
    return answer_nothing()


def _patch(
    place: BlockPlace,
    text: str | None,
    *,
    base: str | None = None,
    to: tuple[int, int | None] | None = None,
) -> None:
    """Move and write a block anew. Raises InvalidValue where it would be gone with this text."""
    block_id = place.block.id
    words = None
    if text is not None:
        words = Words(text, there(block_of(block_id))["text"] if base is None else base)
    patch_block(block_id, to=to, text=words, by=current_person())
    if block_of(block_id) is None:
        raise InvalidValue("text", "With this text the block would be another one. Delete it, and add that.")


def _listed(document_id: int, section_id: int | None = None) -> Response:
    query = read_query(schemas.block.BlocksQuery)
    found = blocks_of(document_id, section_id=section_id, kind=query["kind"], register=query["register"])
    shown = block_bodies(part(found, query), rows=query["rows"] == "yes")
    return answer_list(shown, total=len(found), query=query)


def _last(document_id: int, section_id: int) -> int | None:
    found = blocks_of(document_id, section_id=section_id)
    return found[-1].id if found else None


def _answer(block_id: int, status: int = 200, *, location: str | None = None) -> Response:
    body = there(block_of(block_id))
    return answer(body, status, etag=state_of(body), location=location)
