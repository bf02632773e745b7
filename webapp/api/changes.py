"""Changes: what was done in designs, and how it is taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, url_for

from webapp.api import schemas
from webapp.api.answers import answer
from webapp.api.describing import answers, asks, takes
from webapp.api.errors import Refused
from webapp.api.gate import current_person
from webapp.api.idempotency import once
from webapp.api.loading.changes import readable_change, undoable_change
from webapp.api.paging import answer_list
from webapp.api.reading import read_body, read_query
from webapp.api.states import state_of
from webapp.services.changes.conflicts import tell_conflict
from webapp.services.changes.listing import Asked, find_changes
from webapp.services.changes.telling import pieces_of_batch, tell_batches
from webapp.services.errors import UndoConflict
from webapp.services.undoing import undo_batch

bp = Blueprint("api_changes", __name__, url_prefix="/api/v1")

_OF = ("design", "document", "section", "block", "row", "person")


@bp.get("/changes")
@asks("change.ChangesQuery")
@answers("change.ChangeSchema", listed=True)
def index() -> Response:
    """List changes, the newest first.

    Of all designs that one may read, or of one design, document, section, block, row or person. `q` are
    words of what was done and by whom; with them the newest 5,000 changes are looked through.
    """
    query = read_query(schemas.change.ChangesQuery)
    told, total = find_changes(
        current_person(),
        asked=Asked(**{f"{each}_id": query[each] for each in _OF}),
        q=query["q"],
        limit=query["limit"],
        offset=query["offset"],
    )
    return answer_list(map(schemas.change.change_body, told), total=total, query=query)


@bp.get("/changes/<id:change_id>")
@answers("change.WholeChangeSchema", etag=True)
def show(change_id: int) -> Response:
    """Get a change with its pieces, each before and after."""
    body = _body(readable_change(change_id).id)
    return answer(body, etag=state_of(body))


@bp.post("/changes/<id:change_id>/undo")
@takes("change.Undo")
@answers("change.WholeChangeSchema", 201, etag=True, once=True, refuses=(409,))
def undo(change_id: int) -> Response:
    """Take a change back, with what was done together with it; of an undo: do it again.

    Answers the change that this makes. Where others built on it, nothing is undone (409), unless `rest`
    asks for what they left.
    """
    batch = undoable_change(change_id)
    body = read_body(schemas.change.Undo)

    def work() -> Response:
        done = undo_batch(batch.id, by=current_person(), rest=body["rest"])
        made = _body(done.batch_id or batch.id)
        where = url_for("api_changes.show", change_id=made["id"])
        return answer(made, 201, etag=state_of(made), location=where)

    try:
        return once(work, again=_still_readable)
    except UndoConflict as conflict:
        hindrances = [each.words for each in tell_conflict(conflict)]
        more = {"message": conflict.message, "hindrances": hindrances, "rest": conflict.rest}
        raise Refused(409, current=lambda: _body(batch.id), more=more) from conflict


def _still_readable(body: dict[str, Any]) -> dict[str, Any]:
    """What was answered: of several designs changed at once it may tell of another than is named."""
    readable_change(body["id"])
    return body


def _body(change_id: int) -> Mapping[str, Any]:
    [told] = tell_batches([change_id], person=current_person())
    pieces = pieces_of_batch(change_id, person=current_person())
    return schemas.change.change_body(told) | {"pieces": [schemas.change.piece_body(each) for each in pieces]}
