"""Rows of tables and items of lists, by the names of their columns.

A row that was deleted is not there (404), however it is asked for; who has kept its id may put it back.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, request

from webapp.api import schemas
from webapp.api.answers import answer, answer_nothing
from webapp.api.describing import answers, asks, takes
from webapp.api.errors import Refused, conflicts_show
from webapp.api.etags import check_match
from webapp.api.gate import current_person
from webapp.api.guarding import conflicts, means_state, telling
from webapp.api.idempotency import once
from webapp.api.loading.pieces import (
    editable_block,
    editable_row,
    readable_block,
    readable_row,
    restorable_row,
)
from webapp.api.paging import answer_list, part
from webapp.api.reading import read_body, read_query
from webapp.services.editing.adding import add
from webapp.services.editing.named import ITEM, by_id, names_of
from webapp.services.editing.patching import RowPatch, patch_row
from webapp.services.editing.rows import delete_row, restore_row
from webapp.services.errors import InvalidValue
from webapp.services.outlined import row_of, rows_of
from webapp.services.places import RowPlace
from webapp.services.reaching import there
from webapp.services.transactions import hold, transaction

bp = Blueprint("api_rows", __name__, url_prefix="/api/v1")


@bp.get("/blocks/<id:block_id>/rows")
@asks("paging.PageQuery")
@answers("row.RowSchema", listed=True)
def index(block_id: int) -> Response:
    """List the rows of a table or a list, nested ones behind what they are nested in."""
    place = readable_block(block_id)
    query = read_query(schemas.paging.PageQuery)
    found = rows_of(place.block)
    return answer_list(part(found, query), total=len(found), query=query)


@bp.post("/blocks/<id:block_id>/rows")
@takes("row.NewRowBody")
@answers("row.RowSchema", 201, etag=True, once=True)
def create(block_id: int) -> Response:
    """Add a row to a table or a list."""
    editable_block(block_id)
    wanted = schemas.row.new_row_of(block_id, read_body(schemas.row.NewRowBody))

    def work() -> Response:
        with conflicts(lambda: None):
            saved = add(wanted, by=current_person())
        row_id = saved.added("row")[0]
        return _answer(row_id, 201, location=f"/api/v1/rows/{row_id}")

    return once(work)


@bp.get("/rows/<id:row_id>")
@answers("row.RowSchema", etag=True)
def show(row_id: int) -> Response:
    """Get a row."""
    readable_row(row_id)
    return _answer(row_id)


@bp.patch("/rows/<id:row_id>")
@takes("row.RowPatchBody")
@answers("row.RowSchema", etag=True, matches=True)
def change(row_id: int) -> Response:
    """Change what is named of a row: cells or text, box, depth, place.

    With `base`, what the row said when it was read: where it says something else by now, and not what it
    is to say either, nothing is written.
    """
    editable_row(row_id)
    return _patched(row_id, schemas.row.patch_of(read_body(schemas.row.RowPatchBody)))


@bp.put("/rows/<id:row_id>")
@takes("row.RowBody")
@answers("row.RowSchema", etag=True, matches=True)
def replace_row(row_id: int) -> Response:
    """Replace all that a row says. It stays where it is."""
    place = editable_row(row_id)
    body = read_body(schemas.row.RowBody)
    texts = schemas.row.texts_of(body)
    names = names_of(place.block)
    if ITEM in names and ITEM not in texts:
        raise InvalidValue("text", "An item of a list has a text. Send it.")
    patch = RowPatch(cells=dict.fromkeys(names, "") | texts, done=body["done"], depth=body["depth"])
    return _patched(row_id, patch)


@bp.delete("/rows/<id:row_id>")
@answers(status=204, matches=True, refuses=(422,))
def delete(row_id: int) -> Response:
    """Delete a row and what is nested in it. A list whose last item goes is gone with it."""
    place = editable_row(row_id)
    with conflicts(lambda: _now(row_id)), transaction():
        hold(place.design_id)
        _check_match(row_id)
        with telling(row="row_id"):
            delete_row(row_id, by=current_person())
    return answer_nothing()


@bp.post("/rows/<id:row_id>/restoration")
@takes("row.RestorationBody")
@answers("row.RowSchema", etag=True, once=True, refuses=(409,))
def restore(row_id: int) -> Response:
    """Put a deleted row back as itself, about where it stood. What was nested in it stays deleted."""
    place = restorable_row(row_id)
    texts = by_id(place.block, schemas.row.texts_of(read_body(schemas.row.RestorationBody)))
    return once(lambda: _restored(place, texts))


def _restored(place: RowPlace, texts: dict[str, str]) -> Response:
    column, text = next(iter(texts.items()), (None, ""))
    with conflicts_show(lambda: _now(place.row.id) or {}), telling(column="cells", text="cells"):
        restore_row(place.row.id, column=column, text=text, by=current_person())
    return _answer(place.row.id)


def _patched(row_id: int, patch: RowPatch) -> Response:
    if means_state() or request.method == "PUT":
        known = _check_match(row_id)

        def seen(version: int) -> None:
            if version != known:
                raise Refused(412, current=lambda: _now(row_id) or {})

        patch = replace(patch, seen=seen)
    with conflicts(lambda: _now(row_id)), telling(block="block_id"):
        patch_row(row_id, patch, by=current_person())
    return _answer(row_id)


def _check_match(row_id: int) -> int:
    """Raise Refused where another state of a row is meant than that it has; its version.

    A client that keeps no headers may name the version alone.
    """
    row, state = _found(row_id)
    named = request.if_match.as_set()
    version: int = row["version"]
    check_match(version if str(version) in named else state, lambda: _now(row_id) or {})
    return version


def _answer(row_id: int, status: int = 200, *, location: str | None = None) -> Response:
    row, state = _found(row_id)
    return answer(row, status, etag=state, location=location)


def _found(row_id: int) -> tuple[dict[str, Any], str]:
    return there(row_of(row_id))


def _now(row_id: int) -> dict[str, Any] | None:
    found = row_of(row_id)
    return found[0] if found else None
