"""An edit of one row, written as what it is: what it costs does not depend on the length of the document.

The row is read with a few pieces around it, the edit is written and read back there, and what is stored
of the row, of what it states, of its document and its design follows by difference. Where that is not
enough the answer is None, and the whole document has to be asked.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection, Table, Update, bindparam, func, select, update

from webapp import registers
from webapp.extensions import db
from webapp.models import Design, Document, Row
from webapp.models.document import DOCUMENT_BYTES_MAX
from webapp.models.types import ID, utc_now
from webapp.registers.entry import Entry as Fact
from webapp.services.checksums import MODULUS, digest, row_digest
from webapp.services.deriving import derive_row
from webapp.services.editing.around import find_stored
from webapp.services.editing.rewritten import Missed, Rewritten, RowChange, rewrite_row
from webapp.services.editing.saved import Saved
from webapp.services.entries import EntriesAt, change_entries
from webapp.services.history import RequestKey, Touched, write_batch, write_changes
from webapp.services.pages import PageRow
from webapp.services.transactions import transaction
from webapp.services.wanted import ROW, snapshot


@dataclass(frozen=True, slots=True)
class SavedRow(Saved):
    """A row that was edited. `row` is what a page draws of it now, where nothing else has changed."""

    row: PageRow | None = None


def edit_row(
    row_id: int, change: RowChange, *, verb: str, person_id: int, key: RequestKey | None
) -> SavedRow | None:
    """Edit a row and nothing else, in one transaction; None where that needs the whole document.

    It is read and thought about while others may write. Where one did, it is done once more while nobody
    can. Raises what `change` raises, and Repeated where the same request was here before.
    """
    for alone in (False, True):
        try:
            with transaction() if alone else nullcontext():
                if alone:
                    db.session.execute(_HOLD, {"row_id": row_id})
                return _edit(row_id, change, verb, person_id, key, alone=alone)
        except Missed:
            continue
    return None


def _edit(
    row_id: int, change: RowChange, verb: str, person_id: int, key: RequestKey | None, *, alone: bool
) -> SavedRow | None:
    stored = find_stored(row_id)
    if stored is None:
        return None
    if not change.is_wanted(stored, stored):
        return SavedRow()
    new = rewrite_row(stored, change, alone=alone)
    if new is None or stored.size + new.growth > DOCUMENT_BYTES_MAX:
        return None
    with transaction():
        return _write(new, verb, person_id, key)


def _write(new: Rewritten, verb: str, person_id: int, key: RequestKey | None) -> SavedRow:
    """Write the row and what follows from it. Raises Missed where something is not as it was read."""
    connection = db.session.connection()
    # Whoever writes to documents of a design begins with the design: so no two wait for each other.
    _write_design(connection, new)
    _write_document(connection, new)
    _write_row(connection, new)
    _write_entries(new)
    derive_row(new)
    stored = new.stored
    before = snapshot(ROW, stored)
    after = before | {"done": new.row.done, "cells": new.cells, "source": new.row.source}
    touched = Touched("row", stored.id, before, after)
    batch_id = write_batch(stored.design_id, verb, person_id=person_id, key=key)
    write_changes(batch_id, [touched])
    return SavedRow(batch_id, (touched,), row=_shown(new))


def _write_design(connection: Connection, new: Rewritten) -> None:
    had, has = registers.counters(new.stated.before), registers.counters(new.stated.after)
    values = {
        "on": new.stored.design_id,
        "now": utc_now(),
        "more_tasks": has.tasks - had.tasks,
        "more_done": has.tasks_done - had.tasks_done,
        "more_questions": has.open_questions - had.open_questions,
    }
    _change_one(connection, _DESIGN, values)


def _write_document(connection: Connection, new: Rewritten) -> None:
    stored = new.stored
    after = digest("row", stored.id, stored.block_id, stored.position, new.row.source)
    values = {
        "on": stored.document_id,
        "known": stored.document_version,
        "now": utc_now(),
        "difference": (after - row_digest(stored)) % MODULUS,
        "growth": new.growth,
        "signature": new.renderer,
    }
    _change_one(connection, _DOCUMENT, values)


def _write_row(connection: Connection, new: Rewritten) -> None:
    versions = new.around.versions | {new.stored.id: new.stored.version}
    values = {
        "on": new.stored.id,
        "looked_at": list(versions),
        "their_versions": sum(versions.values()),
        "now": utc_now(),
        "new_cells": new.cells,
        "new_html": new.html,
        "new_source": new.row.source,
        "new_done": new.row.done,
    }
    _change_one(connection, _ROW, values)


def _write_entries(new: Rewritten) -> None:
    stated: list[dict[int, list[Fact]]] = [{}, {}]
    for side, facts in zip(stated, (new.stated.before, new.stated.after), strict=True):
        side |= {row_id: [] for row_id in new.around.ids}
        for fact in facts:
            side[new.around.ids[fact.row or 0]].append(fact)
    stored = new.stored
    at = EntriesAt(stored.design_id, stored.document_id, stored.block_id, new.template)
    if not change_entries(at, *stated):
        raise Missed


def _shown(new: Rewritten) -> PageRow:
    stored = new.stored
    return PageRow(
        id=stored.id,
        block_id=stored.block_id,
        depth=stored.depth,
        marker=stored.marker,
        done=new.row.done,
        cells=new.cells,
        html=new.html,
        source=new.row.source,
    )


def _change_one(connection: Connection, statement: Update, values: dict[str, Any]) -> None:
    """Run an UPDATE that must change one row; its condition says how that was read."""
    if connection.execute(statement, values).rowcount != 1:
        raise Missed


# Of the tables, not the models: nothing is loaded that would have to follow. Made once, as all statements
# here: it takes longer to make one than to run it.
_design, _document, _row = (cast(Table, model.__table__) for model in (Design, Document, Row))
_seen = _row.alias()

_HOLD = (
    select(_design.c.id)
    .join(_document, _document.c.design_id == _design.c.id)
    .join(_row, _row.c.document_id == _document.c.id)
    .where(_row.c.id == bindparam("row_id"))
    .with_for_update(of=_design, key_share=True)
)

_DESIGN = (
    update(_design)
    .where(_design.c.id == bindparam("on"), _design.c.deleted_at.is_(None))
    .values(
        updated_at=bindparam("now"),
        tasks=_design.c.tasks + bindparam("more_tasks"),
        tasks_done=_design.c.tasks_done + bindparam("more_done"),
        open_questions=_design.c.open_questions + bindparam("more_questions"),
    )
)

_DOCUMENT = (
    update(_document)
    .where(
        _document.c.id == bindparam("on"),
        _document.c.version == bindparam("known"),
        _document.c.deleted_at.is_(None),
    )
    .values(
        checksum=(_document.c.checksum + bindparam("difference")) % MODULUS,
        revision="",
        size=_document.c.size + bindparam("growth"),
        renderer=bindparam("signature"),
        updated_at=bindparam("now"),
    )
)

# Versions only ever grow: their sum is what it was where each of them is.
_ROW = (
    update(_row)
    .where(
        _row.c.id == bindparam("on"),
        select(func.sum(_seen.c.version))
        .where(_seen.c.id.in_(bindparam("looked_at", expanding=True)))
        .scalar_subquery()
        == bindparam("their_versions", type_=ID),
    )
    .values(
        cells=bindparam("new_cells"),
        html=bindparam("new_html"),
        source=bindparam("new_source"),
        done=bindparam("new_done"),
        version=_row.c.version + 1,
        updated_at=bindparam("now"),
    )
)
