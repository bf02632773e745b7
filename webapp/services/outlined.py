"""Documents as programs read them: blocks and rows as plain dicts, in a statement for each kind of piece."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from webapp import markdown
from webapp.extensions import db
from webapp.markdown.outline import LIST_KINDS, TEXT_KINDS
from webapp.models import Block, Row, Section
from webapp.services.editing.named import column_names
from webapp.services.editing.texts import shown_section
from webapp.services.pieces import load_pieces
from webapp.services.rendered import LIST_COLUMN
from webapp.utils.moments import iso

Body = dict[str, Any]


def sections_of(document_id: int) -> list[Body]:
    """The sections of a document in order, what stands before the first heading among them (level 0)."""
    pieces = load_pieces(document_id)
    return [
        {
            "id": stored.id,
            "document_id": document_id,
            "level": section.level,
            "title": section.title,
            "text": shown_section(section),
        }
        for stored, section in zip(pieces.sections, pieces.outline().sections, strict=True)
    ]


def section_of(document_id: int, section_id: int) -> Body | None:
    """One of them; None where it is gone."""
    return next((each for each in sections_of(document_id) if each["id"] == section_id), None)


def blocks_of(
    document_id: int, *, section_id: int | None = None, kind: str | None = None, register: str | None = None
) -> list[Any]:
    """The blocks of a document in order, of one section, kind or register where these are named."""
    found = db.session.connection().execute(_BLOCKS, {"document_id": document_id})
    return [
        block
        for block in found
        if section_id in (None, block.section_id)
        and kind in (None, block.kind)
        and register in (None, block.register)
    ]


def block_bodies(blocks: Sequence[Any], *, rows: bool) -> list[Body]:
    """Blocks of one document that `blocks_of` found, with their rows where these are wanted."""
    of_block = _rows_of(blocks)
    bodies = []
    for block in blocks:
        found = of_block[block.id]
        body = _block_body(block, found)
        if rows and block.kind not in TEXT_KINDS:
            names = column_names(block.columns)
            body["rows"] = [_row_body(row, block.kind, names) for row in found]
        bodies.append(body)
    return bodies


def block_of(block_id: int) -> Body | None:
    """A block without its rows; None where it is gone."""
    found = db.session.connection().execute(_BLOCK, {"id": block_id}).one_or_none()
    return None if found is None else block_bodies([found], rows=False)[0]


def rows_of(block: Any) -> list[Body]:
    """The rows of a block, which has its kind and columns."""
    found = db.session.connection().execute(_ROWS_OF_BLOCKS, {"ids": [block.id]})
    names = column_names(block.columns)
    return [_row_body(row, block.kind, names) for row in found]


def row_of(row_id: int) -> tuple[Body, str] | None:
    """A row, and what names its state: it has another one where a column of its table was renamed, too.

    None where it is gone.
    """
    found = db.session.connection().execute(_ROW, {"id": row_id}).one_or_none()
    if found is None:
        return None
    body = _row_body(found, found.kind, column_names(found.columns))
    return body, f"{found.version:x}{found.block_version:08x}"


def rows_by_id(row_ids: Iterable[int]) -> dict[int, Body]:
    """Rows by their ids, without those that are gone."""
    found = db.session.connection().execute(_ROWS, {"ids": sorted(set(row_ids))})
    return {row.id: _row_body(row, row.kind, column_names(row.columns)) for row in found}


def columns_of(block: Any) -> list[dict[str, str]]:
    """The columns of a table: their ids, and their names as they stand in its head."""
    return [{"id": column["id"], "name": column["name"]} for column in block.columns]


def _rows_of(blocks: Sequence[Any]) -> Mapping[int, list[Any]]:
    ids = [block.id for block in blocks if block.kind not in TEXT_KINDS]
    of_block: dict[int, list[Any]] = defaultdict(list)
    if ids:
        for row in db.session.connection().execute(_ROWS_OF_BLOCKS, {"ids": ids}):
            of_block[row.block_id].append(row)
    return of_block


def _block_body(block: Any, rows: Iterable[Any]) -> Body:
    return {
        "id": block.id,
        "section_id": block.section_id,
        "document_id": block.document_id,
        "kind": block.kind,
        "info": block.info,
        "register": block.register,
        "columns": columns_of(block),
        "text": markdown.writer.normal_block(block.source + "".join(row.source for row in rows)),
        "version": block.version,
    }


def _row_body(row: Any, kind: str, names: Mapping[str, str]) -> Body:
    body = {
        "id": row.id,
        "block_id": row.block_id,
        "document_id": row.document_id,
        "depth": row.depth,
        "marker": row.marker,
        "done": row.done,
    }
    cells = row.cells
    if kind in LIST_KINDS:
        body["text"] = cells.get(LIST_COLUMN, "")
    else:
        body["cells"] = {name: cells.get(column, "") for name, column in names.items()}
    body["version"] = row.version
    body["updated_at"] = iso(row.updated_at)
    return body


# Made once, of the tables: no object is loaded, and making a statement takes longer than running it.
_block, _row, _section = Block.__table__, Row.__table__, Section.__table__
_ALL_BLOCKS = select(
    *(_block.c[name] for name in ("id", "section_id", "document_id", "kind", "info", "register")),
    *(_block.c[name] for name in ("columns", "source", "version")),
).where(_block.c.deleted_at.is_(None))
_BLOCKS = (
    _ALL_BLOCKS.join(_section, _section.c.id == _block.c.section_id)
    .where(_block.c.document_id == bindparam("document_id"))
    .order_by(_section.c.position, _section.c.id, _block.c.position, _block.c.id)
)
_BLOCK = _ALL_BLOCKS.where(_block.c.id == bindparam("id"))

_ALL_ROWS = select(
    *(_row.c[name] for name in ("id", "block_id", "document_id", "depth", "marker", "done")),
    *(_row.c[name] for name in ("cells", "source", "version", "updated_at")),
).where(_row.c.deleted_at.is_(None))
_ROWS_OF_BLOCKS = _ALL_ROWS.where(_row.c.block_id.in_(bindparam("ids", expanding=True))).order_by(
    _row.c.position, _row.c.id
)
_WITH_BLOCK = _ALL_ROWS.join(_block, _block.c.id == _row.c.block_id).add_columns(
    _block.c.kind, _block.c.columns, _block.c.version.label("block_version")
)
_ROW = _WITH_BLOCK.where(_row.c.id == bindparam("id"))
_ROWS = _WITH_BLOCK.where(_row.c.id.in_(bindparam("ids", expanding=True)))
