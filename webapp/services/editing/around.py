"""A stored row with as much around it as an edit of it needs: a few queries, however long the document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select

from webapp import markdown
from webapp.extensions import db
from webapp.markdown import outline
from webapp.markdown.outline import TEXT_KINDS
from webapp.models import Block, Design, Document, Project, Row, Section
from webapp.models.types import ID, POSITION
from webapp.registers.register import Headings
from webapp.services.rendered import LIST_COLUMN

if TYPE_CHECKING:
    from webapp.markdown.windows import Window

_row, _block, _section = Row.__table__, Block.__table__, Section.__table__
_document, _design, _project = Document.__table__, Design.__table__, Project.__table__
_POSITION = bindparam("position", type_=POSITION)
_ID = bindparam("id", type_=ID)


@dataclass(frozen=True, slots=True)
class Around:
    """What an edit of a row has to be read with.

    `rows` are those of the row's own outermost item, it among them, with their `ids`; a table's row is
    alone. `at` is its index. `headings` are the titles that lead to its section, outermost first, where
    it can matter what they are. `versions` has the version of every row that was looked at, by its id.
    """

    window: Window
    rows: Sequence[outline.Row]
    ids: Sequence[int]
    at: int
    headings: Headings
    versions: dict[int, int]


def find_stored(row_id: int) -> Any | None:
    """A living row with what an edit asks of its block and its document; None for any other."""
    return next(iter(_ask(_STORED, {"row_id": row_id})), None)


def look_around(stored: Any) -> Around | None:
    """What a row that `find_stored` found has to be read with; None where only the whole document will do."""
    if stored.kind == "table":
        return _around_line(stored)
    return _around_item(stored)


def definitions(document_id: int) -> outline.Outline:
    """The blocks of a document in which links may be defined, as an outline."""
    found = _ask(_DEFINITIONS, {"document_id": document_id})
    blocks = [outline.Block(kind, source) for kind, source in found]
    return outline.Outline([outline.Section(0, "", "", blocks=blocks)])


def other_sources(stored: Any) -> Iterator[str]:
    """The sources of all living pieces of a row's document but the row, in no certain order."""
    for table in (_section, _block, _row):
        query = select(table.c.source).where(
            table.c.document_id == stored.document_id, table.c.deleted_at.is_(None)
        )
        yield from db.session.scalars(query if table is not _row else query.where(table.c.id != stored.id))


def outline_row(stored: Any, columns: Sequence[str]) -> outline.Row:
    """A stored row as the outline has it."""
    cells = [stored.cells.get(name, "") for name in columns]
    return outline.Row(stored.source, cells, stored.depth, stored.marker, stored.done)


def _around_line(stored: Any) -> Around | None:
    columns = stored.columns
    row = outline_row(stored, [column["id"] for column in columns])
    names, aligns = [column["name"] for column in columns], [column["align"] for column in columns]
    window = markdown.windows.window_of_line(stored.head, names, aligns, row)
    headings = _headings(stored)[0] if stored.register else []
    return Around(window, [row], [stored.id], 0, headings, {stored.id: stored.version}) if window else None


def _around_item(stored: Any) -> Around | None:
    found = _ask(_ITEMS, {"block_id": stored.block_id, "position": stored.position})
    at = next(number for number, row in enumerate(found) if row.id == stored.id)
    start, stop = markdown.windows.span([row.depth for row in found], at)
    rows, at = found[start:stop], at - start
    versions = {row.id: row.version for row in rows}
    first, last = markdown.windows.tree([row.depth for row in rows], at)
    headings, next_heading = _headings(stored)
    before, after, heading = "", "", None
    if first == 0 or last == len(rows):
        previous, following = _beside(stored)
        if first == 0 and previous and not previous.tail:
            if previous.kind not in TEXT_KINDS:
                return None
            before = previous.source
        if last == len(rows):
            after, heading = _text_after(stored, following, next_heading)
            versions |= {following.row_id: following.row_version} if following and following.row_id else {}
    items = [outline_row(row, [LIST_COLUMN]) for row in rows]
    window = markdown.windows.window_of_item(items, at, before=before, after=after, heading=heading)
    if window is None:
        return None
    ids = [row.id for row in rows[first:last]]
    return Around(window, items[first:last], ids, at - first, headings, versions)


def _text_after(stored: Any, following: Any | None, next_heading: str) -> tuple[str, str | None]:
    """What stands after a list, and the heading where that comes next, as `windows.window_of_item` asks."""
    if following is None:
        return stored.tail, next_heading
    return stored.tail + (following.source or following.row_source), None


def _headings(stored: Any) -> tuple[Headings, str]:
    """The titles that lead to the section of a row, outermost first, and the source of the next heading."""
    found = _ask(_SECTIONS, {"document_id": stored.document_id})
    at = next(number for number, section in enumerate(found) if section.id == stored.section_id)
    sections = [outline.Section(each.level, each.title, "") for each in found[: at + 1]]
    rest = found[at + 1 :]
    return outline.Outline(sections).heading_paths()[-1], rest[0].source if rest else ""


def _beside(stored: Any) -> tuple[Any | None, Any | None]:
    """The blocks before and after the row's own in its section, each with its first row."""
    own = (stored.block_position, stored.block_id)
    values = {"section_id": stored.section_id, "position": own[0], "id": own[1]}
    found = {(block.position, block.id) < own: block for block in _ask(_BESIDE, values)}
    return found.get(True), found.get(False)


def _ask(query: Select[Any], values: dict[str, Any]) -> Sequence[Any]:
    # The connection's way is the shorter one where no object is loaded.
    return db.session.connection().execute(query, values).all()


def _is_before(table: Any) -> ColumnElement[bool]:
    """Whether a sibling stands before the place (`position`, `id`)."""
    position, number = _POSITION, _ID
    return or_(table.c.position < position, and_(table.c.position == position, table.c.id < number))


def _is_after(table: Any) -> ColumnElement[bool]:
    position, number = _POSITION, _ID
    return or_(table.c.position > position, and_(table.c.position == position, table.c.id > number))


# Made once: it takes longer to make a statement than to run it.
_STORED = (
    select(
        *(_row.c[name] for name in ("id", "block_id", "document_id", "position", "depth", "marker", "done")),
        *(_row.c[name] for name in ("cells", "html", "source", "version")),
        *(_block.c[name] for name in ("kind", "columns", "register", "tail", "section_id")),
        _block.c.source.label("head"),
        _block.c.position.label("block_position"),
        _section.c.position.label("section_position"),
        _document.c.version.label("document_version"),
        *(_document.c[name] for name in ("renderer", "size", "design_id")),
        _project.c.id.label("project_id"),
        _project.c.updated_at.label("project_updated_at"),
        _project.c.template.is_not(None).label("has_own_template"),
    )
    .join(_block, _block.c.id == _row.c.block_id)
    .join(_section, _section.c.id == _block.c.section_id)
    .join(_document, _document.c.id == _row.c.document_id)
    .join(_design, _design.c.id == _document.c.design_id)
    .join(_project, _project.c.id == _design.c.project_id)
    .where(
        _row.c.id == bindparam("row_id"),
        *(table.c.deleted_at.is_(None) for table in (_row, _block, _document, _design)),
    )
)

_SECTIONS = (
    select(*(_section.c[name] for name in ("id", "level", "title", "source")))
    .where(_section.c.document_id == bindparam("document_id"), _section.c.deleted_at.is_(None))
    .order_by(_section.c.position, _section.c.id)
)


def _blocks_beside() -> Select[Any]:
    siblings = select(_block.c.id).where(
        _block.c.section_id == bindparam("section_id"), _block.c.deleted_at.is_(None)
    )
    before = siblings.where(_is_before(_block)).order_by(_block.c.position.desc(), _block.c.id.desc())
    after = siblings.where(_is_after(_block)).order_by(_block.c.position, _block.c.id)
    block, first = _block.alias(), _row.alias()
    first_row = (
        select(first.c.id)
        .where(first.c.block_id == block.c.id, first.c.deleted_at.is_(None))
        .order_by(first.c.position, first.c.id)
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            *(block.c[name] for name in ("id", "position", "kind", "source", "tail")),
            *(_row.c[name].label(f"row_{name}") for name in ("id", "version", "source")),
        )
        .select_from(block)
        .outerjoin(_row, _row.c.id == first_row)
        .where(or_(*(block.c.id == each.limit(1).scalar_subquery() for each in (before, after))))
    )


_BESIDE = _blocks_beside()

_DEFINITIONS = (
    select(_block.c.kind, _block.c.source)
    .join(_section, _section.c.id == _block.c.section_id)
    .where(
        _block.c.document_id == bindparam("document_id"),
        _block.c.deleted_at.is_(None),
        _block.c.kind.in_(["raw", "prose"]),
        _block.c.source.contains("]:"),
    )
    .order_by(_section.c.position, _section.c.id, _block.c.position, _block.c.id)
)


def _items() -> Select[Any]:
    """The items from the outermost one before the row's own to the one after it."""
    position = _POSITION
    own = _root(lambda table: table.c.position <= position, last=True)
    previous = _root(lambda table: table.c.position < own, last=True)
    following = _root(lambda table: table.c.position > position, last=False)
    return (
        select(
            *(
                _row.c[name]
                for name in ("id", "depth", "marker", "done", "cells", "html", "source", "version")
            )
        )
        .where(
            *_living(_row),
            _row.c.position >= func.coalesce(previous, own),
            or_(following.is_(None), _row.c.position <= following),
        )
        .order_by(_row.c.position, _row.c.id)
    )


def _root(condition: Callable[[Any], ColumnElement[bool]], *, last: bool) -> Any:
    """The position of the last, or the first, outermost item of the block that fulfils a condition."""
    table = _row.alias()
    order = table.c.position.desc() if last else table.c.position
    return (
        select(table.c.position)
        .where(*_living(table), table.c.depth == 0, condition(table))
        .order_by(order)
        .limit(1)
        .scalar_subquery()
    )


def _living(table: Any) -> tuple[ColumnElement[bool], ...]:
    return table.c.block_id == bindparam("block_id"), table.c.deleted_at.is_(None)


_ITEMS = _items()
