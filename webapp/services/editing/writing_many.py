"""Many writes to the rows of one design, in one or several of its documents: all of them or none, one batch.

Each write finds the documents as those before it have left them. Every document is read once and stored
once, so that five hundred writes cost little more than the edits themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import select

from webapp.extensions import db
from webapp.models import Block, Design, Document, Person, Row
from webapp.services.editing.adding import Add, add_in
from webapp.services.editing.courses import Course, Fresh
from webapp.services.editing.engine import open_desk, store
from webapp.services.editing.patching import RowPatch, check_texts, patch_in, refused_as
from webapp.services.editing.rows import row_deleted
from webapp.services.editing.saved import Saved
from webapp.services.errors import Conflict, InvalidValue, Missing
from webapp.services.history import Action, Touched
from webapp.services.permissions import check
from webapp.services.transactions import hold, transaction

WRITES_MAX = 500
"""How many rows one request may write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Change a row as a patch says."""

    row_id: int
    patch: RowPatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Delete:
    """Delete a row and what is nested in it."""

    row_id: int


RowWrite = Change | Delete | Add


@dataclass(frozen=True, slots=True)
class Written(Saved):
    """What was written. `row_ids` names the row of each write, in their order; a new one has its id here."""

    row_ids: tuple[int, ...] = ()


class WriteConflict(Conflict):
    """A write met what somebody else did; nothing was written. `number` counts the writes from 0."""

    def __init__(self, number: int, row_id: int | None, conflict: Conflict) -> None:
        super().__init__(conflict.message)
        self.number = number
        self.row_id = row_id


def write_rows(design: Design, writes: Sequence[RowWrite], *, by: Person) -> Written:
    """Do all of these in their order, or none, in one batch of a design.

    Raises NotAllowed where `by` may not edit it, Missing for one in the bin, WriteConflict for a base that
    differs and for a row that was deleted, and InvalidValue(field, …) with the place of the write in its
    name, `writes.3.cells.Method`: also for a row of another design.
    """
    if len(writes) > WRITES_MAX:
        raise InvalidValue("writes", f"These are {len(writes):,} writes. Send at most {WRITES_MAX} at once.")
    for number, write in enumerate(writes):
        with _numbered(number, write):
            check_texts(_texts(write))
    with transaction():
        held = hold(design.id)
        check(by, "edit", held)
        if held.deleted_at is not None:
            raise Missing
        return _write(held, writes, Action(held, "write_rows", by))


def _write(design: Design, writes: Sequence[RowWrite], action: Action) -> Written:
    rows, blocks = _documents_of(design, writes)
    courses: dict[int, Course] = {}
    made: list[int | Fresh] = []
    for number, write in enumerate(writes):
        with _numbered(number, write):
            known, piece_id = (blocks, write.block_id) if isinstance(write, Add) else (rows, write.row_id)
            if piece_id not in known:
                what = "block" if isinstance(write, Add) else "row"
                raise InvalidValue(f"{what}_id", f"There is no such {what} in this design.")
            document_id = known[piece_id]
            if document_id not in courses:
                courses[document_id] = Course(open_desk("document", document_id))
            made.append(_do(courses[document_id], write))
    return _stored(courses, made, action)


def _stored(courses: Mapping[int, Course], made: Sequence[int | Fresh], action: Action) -> Written:
    touched: list[Touched] = []
    ids: dict[Fresh, int] = {}
    for document_id in sorted(courses):
        course = courses[document_id]
        saved = store(course.first, course.edited(), action)
        touched += saved.touched
        # A row that came where another one like it went is no change of the text: nothing is new then.
        ids.update(zip(course.fresh_rows(), saved.added("row"), strict=False))
    row_ids = tuple(each if isinstance(each, int) else ids.get(each, 0) for each in made)
    return Written(action.batch_id, tuple(touched), row_ids)


def _do(course: Course, write: RowWrite) -> int | Fresh:
    """Make one write in its document; the row that it is about."""
    if isinstance(write, Add):
        return add_in(course, write)
    if isinstance(write, Change):
        patch_in(course, write.row_id, write.patch)
    else:
        with refused_as("row_id"):
            course.do(lambda desk: row_deleted(desk, write.row_id))
    return write.row_id


def _documents_of(design: Design, writes: Iterable[RowWrite]) -> tuple[dict[int, int], dict[int, int]]:
    """The documents of the rows, and of the blocks, that are named: of those of this design."""
    rows = {write.row_id for write in writes if not isinstance(write, Add)}
    blocks = {write.block_id for write in writes if isinstance(write, Add)}
    return _in_design(design, Row, rows), _in_design(design, Block, blocks)


def _in_design(design: Design, model: type[Row] | type[Block], ids: set[int]) -> dict[int, int]:
    if not ids:
        return {}
    found = db.session.execute(
        select(model.id, model.document_id)
        .join(Document, Document.id == model.document_id)
        .where(model.id.in_(ids), Document.design_id == design.id)
    )
    return {each.id: each.document_id for each in found}


def _texts(write: RowWrite) -> Mapping[str, str]:
    if isinstance(write, Add):
        return write.cells
    return write.patch.cells if isinstance(write, Change) else {}


@contextmanager
def _numbered(number: int, write: RowWrite) -> Iterator[None]:
    """Say of what is refused inside which of the writes it is."""
    try:
        yield
    except InvalidValue as error:
        field = {"row": "row_id", "block": "block_id"}.get(error.field, error.field)
        raise InvalidValue(f"writes.{number}.{field}", error.message) from error
    except Conflict as conflict:
        row_id = None if isinstance(write, Add) else write.row_id
        raise WriteConflict(number, row_id, conflict) from conflict
