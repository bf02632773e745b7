"""A deleted row put back as itself, with a text that somebody typed into it meanwhile."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from webapp import markdown
from webapp.extensions import db
from webapp.markdown.errors import Unwritable
from webapp.markdown.outline import LIST_KINDS, Block
from webapp.models import Block as StoredBlock
from webapp.models import Person, Row
from webapp.services.editing.engine import Desk, Edited, edit
from webapp.services.editing.lost import refuse_lost
from webapp.services.editing.saved import Saved, last_change
from webapp.services.editing.typed import check_typed
from webapp.services.errors import CellConflict, InvalidValue
from webapp.services.history import RequestKey
from webapp.services.pieces import Pieces
from webapp.services.rendered import LIST_COLUMN

At = tuple[int, int]


def restore_row(
    row_id: int, *, column: str | None = None, text: str = "", by: Person, key: RequestKey | None = None
) -> Saved:
    """Put a deleted row back, with `text` in `column` (None: as it was), about where it stood.

    What was nested in it stays deleted. Where its table or list went with it, that comes back with this
    one row. Raises Gone where the section is deleted as well, CellConflict where the row is back already
    and says something else, InvalidValue for a column that is no longer there.
    """
    check_typed(text)

    def change(desk: Desk) -> Edited:
        row = _load(Row, row_id)
        if row.deleted_at is None:
            return _is_back(desk, row, column, text)
        cells = row.cells if column is None else {**row.cells, column: text}
        block = _load(StoredBlock, row.block_id)
        if block.deleted_at is not None:
            return _with_block(desk, block, row, cells, text)
        at = desk.block_at(block.id)
        if column is not None:
            _refuse_unknown(column, desk.columns(at))
        return _into_block(desk, at, row, cells)

    return edit("row", row_id, change, verb="restore_row", by=by, key=key)


def _load(model: Any, piece_id: int) -> Any:
    return db.session.execute(select(*model.__table__.c).where(model.id == piece_id)).one()


def _is_back(desk: Desk, row: Any, column: str | None, text: str) -> Edited:
    number, place, _ = desk.row_at(row.id)
    if column is None:
        return desk.unchanged()
    _refuse_unknown(column, desk.columns((number, place)))
    theirs, mine = row.cells.get(column, ""), markdown.writer.normal(desk.block((number, place)), text)
    if theirs != mine:
        by, at = last_change("row", row.id)
        raise CellConflict(base="", theirs=theirs, mine=mine, by=by, at=at)
    return desk.unchanged()


def _refuse_unknown(column: str, columns: list[str]) -> None:
    if column not in columns:
        raise InvalidValue("column", "There is no such column here any more. Put the row back without it.")


def _into_block(desk: Desk, at: At, row: Any, cells: dict[str, str]) -> Edited:
    block, number = desk.block(at), len(desk.block(at).rows)
    before = [
        place for place, each in enumerate(desk.pieces.rows[at[0]][at[1]]) if each.position < row.position
    ]
    after = before[-1] if before else None
    texts = [cells.get(name, "") for name in desk.columns(at)]
    source = _as_list(row, texts[0]) if block.kind in LIST_KINDS else None
    if source:
        candidates = markdown.writer.graft_row(block, after, source, 0)
    else:
        candidates = markdown.writer.add_row(block, after, texts)
    edited = desk.rows_edited(at, candidates)
    rows = edited.outline.sections[at[0]].blocks[at[1]].rows
    new = next(place for place in range(len(rows)) if (*at, place) not in edited.matching.rows)
    edited.matching.rows[*at, new] = (*at, number)
    return replace(edited, pieces=_beside(desk.pieces, at, row))


def _with_block(desk: Desk, block: Any, row: Any, cells: dict[str, str], text: str) -> Edited:
    """Bring a table or list back that went with its last row."""
    number = desk.section_at(block.section_id, mine=text)
    names = [LIST_COLUMN] if block.kind in LIST_KINDS else [column["id"] for column in block.columns]
    way = _alone(block, row, [cells.get(name, "") for name in names])
    place = sum(each.position < block.position for each in desk.pieces.blocks[number])
    candidates = markdown.writer.insert_block(desk.section(number), place, way)
    plan = markdown.following.as_it_was(desk.outline)
    plan[number].blocks.insert(place, None)
    edited = desk.blocks_as_planned(number, candidates, plan)
    made = edited.outline.sections[number].blocks[place] if edited else None
    if edited is None or made is None or made.kind != block.kind or len(made.rows) != 1:
        refuse_lost("block", block.id, design_id=desk.document.design_id, mine=text)
    old = len(desk.pieces.blocks[number])
    edited.matching.blocks[number, place] = (number, old)
    edited.matching.rows[number, place, 0] = (number, old, 0)
    if block.kind == "table":
        edited.matching.columns[number, place] = {column: column for column in range(len(names))}
    return replace(edited, pieces=_beside(desk.pieces, (number, old), row, block))


def _alone(block: Any, row: Any, texts: list[str]) -> str:
    """The Markdown of a block that has this one row."""
    if block.kind == "table":
        head = markdown.reader.read(block.source).sections[0].blocks[0]
        return markdown.guard.apply(
            markdown.reader.read(block.source), (0, 0), markdown.writer.add_row(head, None, texts)
        ).outline.text
    found = _as_list(row, texts[0])
    if found is None:
        raise Unwritable("This item cannot be put back alone. Add a new one with its text.")
    return found.own_text


def _as_list(row: Any, text: str) -> Block | None:
    """A list of this one item with another text, all else of it as it was; None where it reads otherwise."""
    indent = len(row.source) - len(row.source.lstrip(" \t"))
    lines = markdown.writer.outdented(row.source, indent)
    outline = markdown.reader.read(lines)
    blocks = outline.sections[0].blocks
    if len(outline.sections) != 1 or len(blocks) != 1 or len(blocks[0].rows) != 1:
        return None
    candidates = markdown.writer.set_cell(blocks[0], 0, 0, text)
    return markdown.guard.apply(outline, (0, 0), candidates).outline.sections[0].blocks[0]


def _beside(pieces: Pieces, at: At, row: Any, block: Any | None = None) -> Pieces:
    """The stored pieces with a deleted row, and the block that it stood in, behind their siblings."""
    number, place = at
    blocks, rows = [*pieces.blocks], [*pieces.rows]
    if block is not None:
        blocks[number] = [*blocks[number], block]
        rows[number] = [*rows[number], []]
    rows[number] = [[*some, row] if index == place else some for index, some in enumerate(rows[number])]
    return Pieces(pieces.sections, blocks, rows)
