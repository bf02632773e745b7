"""A row as a program adds it: by the names of its columns, ticked and nested as it is to be, in one batch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from webapp.markdown.outline import TEXT_KINDS
from webapp.models import Person
from webapp.services.editing.courses import Course, Fresh
from webapp.services.editing.engine import Desk, Edited, edit
from webapp.services.editing.named import by_id, in_words, names_of
from webapp.services.editing.patching import (
    UNSAID,
    Done,
    Unsaid,
    check_texts,
    last_item,
    named_as,
    nest,
    refused_as,
    tick,
)
from webapp.services.editing.rows import row_added, row_after
from webapp.services.editing.saved import Saved
from webapp.services.errors import InvalidValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Add:
    """A row for a block, with texts by the names of its columns.

    It comes after the row `after` and what is nested in that; None: before the first; unsaid: at the end. An
    item has the depth and the kind of box of the one it comes after, unless it is told otherwise.
    """

    block_id: int
    after: int | Literal[Unsaid.UNSAID] | None = UNSAID
    cells: Mapping[str, str] = field(default_factory=dict)
    done: Done = UNSAID
    depth: int | None = None


def add(wanted: Add, *, by: Person) -> Saved:
    """Add a row; typed columns keep their rules. The new row's id is `saved.added("row")[0]`.

    Raises Gone for a block that was deleted, Missing for one that never was, and InvalidValue(field, …) for
    what cannot be, under the name that a program knows.
    """
    check_texts(wanted.cells)

    def change(desk: Desk) -> Edited:
        course = Course(desk)
        add_in(course, wanted)
        return course.edited()

    return edit("block", wanted.block_id, change, verb="add_row", by=by)


def add_in(course: Course, wanted: Add) -> Fresh:
    """Add a row to a document at work. Raises as `add` does; the texts are checked already."""
    at = course.desk.block_at(wanted.block_id)
    block = course.desk.stored_block(at)
    if block.kind in TEXT_KINDS:
        raise InvalidValue("block_id", "Only tables and lists have rows. Write the block’s text instead.")
    cells = by_id(block, wanted.cells)
    with named_as("after", "row"):
        after = (
            last_item(course.desk, at)
            if isinstance(wanted.after, Unsaid)
            else row_after(course.desk, at, wanted.after)
        )
    known = set(course.fresh_rows())
    names = {column: in_words(name) for name, column in names_of(block).items()}
    try:
        with refused_as("cells" if course.desk.block(at).kind == "table" else "text"):
            course.do(lambda desk: row_added(desk, at, after=after, cells=cells, typed=True))
    except InvalidValue as error:
        raise InvalidValue(names.get(error.field, error.field), error.message) from error
    row = next(row for row in course.fresh_rows() if row not in known)
    if wanted.depth is not None:
        nest(course, row, wanted.depth)
    if not isinstance(wanted.done, Unsaid):
        tick(course, row, wanted.done)
    return row
