"""Many writes to the rows of one design in one request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response

from webapp.api import schemas
from webapp.api.answers import answer
from webapp.api.describing import answers, takes
from webapp.api.errors import Refused
from webapp.api.gate import current_person
from webapp.api.idempotency import once
from webapp.api.loading.designs import editable_design
from webapp.api.reading import read_body
from webapp.models import Design
from webapp.services.editing.writing_many import RowWrite, WriteConflict, write_rows
from webapp.services.outlined import row_of, rows_by_id

if TYPE_CHECKING:
    from marshmallow import ValidationError

bp = Blueprint("api_writes", __name__, url_prefix="/api/v1")


@bp.post("/designs/<id:design_id>/writes")
@takes("row.WritesBody")
@answers("row.WrittenSchema", once=True, refuses=(409,))
def create(design_id: int) -> Response:
    """Change, add, move, tick and delete up to 500 rows of a design: all of it or nothing, as one change.

    The writes are done in their order, each on what those before it have left. Where one of them is refused,
    `details` name it by its place, `writes.3.cells.Method`; where one meets what somebody else did, `write`
    is its place and `current` the row as it is now, empty where it was deleted.
    """
    design = editable_design(design_id)
    writes = _writes(read_body(schemas.row.WritesBody)["writes"])
    return once(lambda: _written(design, writes))


def _written(design: Design, writes: Sequence[RowWrite]) -> Response:
    try:
        written = write_rows(design, writes, by=current_person())
    except WriteConflict as conflict:
        row_id = conflict.row_id
        raise Refused(
            409, current=lambda: _now(row_id), more={"message": conflict.message, "write": conflict.number}
        ) from conflict
    rows = rows_by_id(written.row_ids)
    return answer({"change_id": written.batch_id, "rows": [rows.get(each) for each in written.row_ids]})


def _writes(bodies: Sequence[Mapping[str, Any]]) -> list[RowWrite]:
    """What is asked for. Raises Refused with everything that is wrong with it."""
    from marshmallow import ValidationError  # which is there, since the bodies were read by it

    writes: list[RowWrite] = []
    wrong: list[dict[str, str]] = []
    for number, body in enumerate(bodies):
        try:
            writes.append(schemas.row.write_of(body))
        except ValidationError as error:
            wrong += _details(number, error)
    if wrong:
        raise Refused(422, details=wrong)
    return writes


def _details(number: int, error: ValidationError) -> Iterator[dict[str, str]]:
    messages: dict[str, list[str]] = error.messages  # type: ignore[assignment]
    for name in sorted(messages):
        yield {"field": f"writes.{number}.{name}", "message": messages[name][0]}


def _now(row_id: int | None) -> dict[str, Any]:
    found = row_of(row_id) if row_id else None
    return found[0] if found else {}
