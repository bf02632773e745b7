"""A page of a register: its rows in order, each with the design, the block and the row that state it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select

from webapp.extensions import db
from webapp.models import Design, Document, Entry, Project
from webapp.models.design import STATUSES
from webapp.registers import Register
from webapp.services.pages import PageBlock, PageRow
from webapp.services.paging import PER_PAGE
from webapp.services.redrawing import load_blocks, load_rows
from webapp.services.registering.narrowing import DONE, PLACE, Narrowing, placed, rows, value
from webapp.services.searching.dialects import is_sqlite
from webapp.utils.keys import Key


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a register: what is stated, and where. `line` counts from 0 in the block's source.

    `row` is the document's row, None for an entry out of code. `values` are those of its first entry.
    """

    entry_id: int
    row_id: int | None
    block_id: int
    line: int | None
    values: dict[str, str]
    document: str
    design_id: int
    project_id: int
    owner_id: int | None
    locked_at: datetime | None
    project: str
    number: int
    title: str
    status: str
    block: PageBlock
    row: PageRow | None

    @property
    def key(self) -> str:
        """The design's key: FEAT-014."""
        return str(Key(self.project, self.number))


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a register: `page`, from 1; `more` says that others follow."""

    lines: Sequence[Line]
    page: int
    more: bool


def list_rows(narrowing: Narrowing, *, sort: str = "", page: int = 1) -> Page:
    """The rows that are asked for, PER_PAGE at a time, in three queries whatever their number.

    `sort` is `design`, `design-status` or a role, with a minus before it from the end to the beginning; '' is
    the register's own order. A page past the end has no rows.
    """
    found = _found(narrowing, sort, PER_PAGE + 1, (page - 1) * PER_PAGE)
    return Page(_lines(found[:PER_PAGE]), page, len(found) > PER_PAGE)


def some_rows(narrowing: Narrowing, *, sort: str = "", limit: int, offset: int = 0) -> list[Line]:
    """As `list_rows` orders them: `limit` of them, after the first `offset`."""
    return _lines(_found(narrowing, sort, limit, offset))


def sorts_of(register: Register) -> list[str]:
    """What a register can be sorted by: the design, its status and each column, both ways."""
    names = ["design", "design-status", DONE, *(column.role for column in register.columns)]
    return [sort for name in names for sort in (name, f"-{name}")]


def list_chosen(narrowing: Narrowing, row_ids: Sequence[int]) -> list[Line]:
    """These rows of documents as the register shows them, as far as the person may read them."""
    ids = [entry_id for entry_id, _ in entries_of(narrowing.register, row_ids)]
    return _lines(db.session.execute(rows(narrowing, *_COLUMNS).where(Entry.id.in_(ids))).all())


def entries_of(register: str, row_ids: Sequence[int]) -> list[tuple[int, int]]:
    """The ids of what these rows state in a register, each with its row's."""
    # As an expression the register cannot be looked up: SQLite would read all of it, and not the few rows.
    query = select(Entry.id, Entry.row_id).where(
        Entry.row_id.in_(row_ids), Entry.register.concat("") == register
    )
    found = db.session.execute(query) if row_ids else ()
    return [(entry_id, row_id) for entry_id, row_id in found if row_id is not None]


def every_row(narrowing: Narrowing, *, sort: str = "", at_most: int) -> list[Line]:
    """All rows that are asked for, up to a number, in order."""
    return some_rows(narrowing, sort=sort, limit=at_most)


def every_fact(narrowing: Narrowing, *, sort: str = "") -> Iterator[Any]:
    """All entries that are asked for, in order, read as they are wanted: a row may state several.

    Each has project, number, title, status, document, row_id, line and values.
    """
    query: Select[Any] = placed(
        narrowing,
        *(Project.key.label("project"), Design.number, Design.title, Design.status),
        *(Document.name.label("document"), Entry.row_id, Entry.line, Entry.values),
    )
    yield from db.session.execute(
        query.order_by(*_order(narrowing, sort)), execution_options={"yield_per": 500}
    )


_COLUMNS = (
    *(Entry.id, Entry.row_id, Entry.block_id, Entry.line, Entry.values, Document.name),
    *(Design.id, Design.project_id, Design.owner_id, Design.locked_at),
    *(Project.key, Design.number, Design.title, Design.status),
)
_STATUS_PLACES = {status: place for place, status in enumerate(STATUSES)}


def _found(narrowing: Narrowing, sort: str, limit: int, offset: int) -> Sequence[Any]:
    query = rows(narrowing, *_COLUMNS).order_by(*_order(narrowing, sort))
    return db.session.execute(query.limit(limit).offset(offset)).all()


def _order(narrowing: Narrowing, sort: str) -> list[ColumnElement[Any]]:
    """The columns to sort by. Ties go by the register's own order, and then as they stand in the designs."""
    name = sort.removeprefix("-")
    columns: list[Any] = [Entry.sort, Entry.document_id, PLACE, Entry.id]
    if name == "design":
        columns = [Project.key, Design.number, Entry.document_id, PLACE, Entry.id]
    elif name == "design-status":
        columns.insert(0, case(_STATUS_PLACES, value=Design.status, else_=len(STATUSES)))
    elif name and name != narrowing.of.leading:
        columns.insert(0, _by_bytes(func.lower(func.coalesce(value(Entry, name), ""))))
    return [column.desc() if sort.startswith("-") else column.asc() for column in columns]


def _by_bytes(text: ColumnElement[str]) -> ColumnElement[str]:
    """Compared byte by byte on both databases, and not by a language's rules."""
    return text if is_sqlite() else text.collate("C")


def _lines(found: Sequence[Any]) -> list[Line]:
    blocks = load_blocks({each.block_id for each in found})
    drawn = load_rows({each.row_id for each in found if each.row_id is not None})
    return [
        Line(*[*each, blocks[each.block_id], drawn.get(each.row_id)])
        for each in found
        if each.block_id in blocks and (each.row_id is None or each.row_id in drawn)
    ]
