"""Columns of a table. A column keeps its id wherever it goes, and whatever it is called."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from webapp.api import schemas
from webapp.api.answers import answer, answer_nothing
from webapp.api.describing import answers, asks, takes
from webapp.api.gate import current_person
from webapp.api.guarding import conflicts, guarded, telling
from webapp.api.idempotency import once
from webapp.api.loading.pieces import editable_block, readable_block
from webapp.api.paging import answer_list, part
from webapp.api.reading import read_body, read_query
from webapp.api.states import state_of
from webapp.services.editing import columns
from webapp.services.editing.patching import UNSAID
from webapp.services.editing.patching_pieces import Words, patch_column
from webapp.services.errors import Missing
from webapp.services.outlined import block_of, columns_of
from webapp.services.places import BlockPlace
from webapp.services.reaching import there

bp = Blueprint("api_columns", __name__, url_prefix="/api/v1")


@bp.get("/blocks/<id:block_id>/columns")
@asks("paging.PageQuery")
@answers("block.ColumnSchema", listed=True)
def index(block_id: int) -> Response:
    """List the columns of a table; other blocks have none."""
    place = readable_block(block_id)
    query = read_query(schemas.paging.PageQuery)
    found = columns_of(place.block)
    return answer_list(part(found, query), total=len(found), query=query)


@bp.post("/blocks/<id:block_id>/columns")
@takes("block.NewColumnBody")
@answers("block.ColumnSchema", 201, etag=True, once=True)
def create(block_id: int) -> Response:
    """Add an empty column to a table."""
    place = editable_block(block_id)
    body = read_body(schemas.block.NewColumnBody)

    def work() -> Response:
        before = {column["id"] for column in columns_of(place.block)}
        last = place.block.columns[-1]["id"] if place.block.columns else None
        after = body.get("after", last)
        with conflicts(lambda: None), telling(block="block_id", column="after"):
            columns.add_column(block_id, name=body["name"], after=after, by=current_person())
        made = next(each for each in there(block_of(block_id))["columns"] if each["id"] not in before)
        location = f"/api/v1/blocks/{block_id}/columns/{made['id']}"
        return answer(made, 201, etag=state_of(made), location=location)

    return once(work)


@bp.get("/blocks/<id:block_id>/columns/<column_id>")
@answers("block.ColumnSchema", etag=True)
def show(block_id: int, column_id: str) -> Response:
    """Get a column."""
    readable_block(block_id)
    return _answer(block_id, column_id)


@bp.patch("/blocks/<id:block_id>/columns/<column_id>")
@takes("block.ColumnPatchBody")
@answers("block.ColumnSchema", etag=True, matches=True)
def change(block_id: int, column_id: str) -> Response:
    """Give a column another name, or move it within its table."""
    place = _with_column(block_id, column_id)
    body = read_body(schemas.block.ColumnPatchBody)
    with guarded(place, lambda: _now(block_id, column_id)):
        name = None
        if "name" in body:
            name = Words(
                body["name"], body.get("base", {}).get("name", there(_now(block_id, column_id))["name"])
            )
        patch_column(block_id, column_id, name=name, after=body.get("after", UNSAID), by=current_person())
    return _answer(block_id, column_id)


@bp.delete("/blocks/<id:block_id>/columns/<column_id>")
@answers(status=204, matches=True, refuses=(422,))
def delete(block_id: int, column_id: str) -> Response:
    """Delete a column and its cells. The only one of a table stays."""
    place = _with_column(block_id, column_id)
    with guarded(place, lambda: _now(block_id, column_id)), telling(column="column_id"):
        columns.delete_column(block_id, column_id, by=current_person())
    return answer_nothing()


def _with_column(block_id: int, column_id: str) -> BlockPlace:
    place = editable_block(block_id)
    if column_id not in {column["id"] for column in place.block.columns}:
        raise Missing
    return place


def _answer(block_id: int, column_id: str) -> Response:
    body = there(_now(block_id, column_id))
    return answer(body, etag=state_of(body))


def _now(block_id: int, column_id: str) -> dict[str, Any] | None:
    block = block_of(block_id)
    return next((each for each in block["columns"] if each["id"] == column_id), None) if block else None
