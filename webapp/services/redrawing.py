"""What of a page is drawn anew after an edit: the least that shows everything that the edit changed.

Sections that came, went or moved take the whole document; blocks take their sections; rows alone take
themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields

from sqlalchemy import bindparam, select

from webapp.extensions import db
from webapp.markdown.outline import TEXT_KINDS
from webapp.models import Block, Row
from webapp.services.editing.saved import Saved
from webapp.services.history import Touched, Values
from webapp.services.pages import PageBlock, PageRow

_OF_BLOCK = ("kind", "info", "columns", "reason", "section_id", "position")
_OF_ROW = ("cells", "done", "marker", "depth")
_PLACE = ("block_id", "position")


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row that comes to stand somewhere: after `after`, or as the first of its block."""

    block: PageBlock
    row: PageRow
    after: int | None


@dataclass(frozen=True, slots=True)
class Redrawn:
    """What is drawn anew, and where.

    `whole` says that it is all of the document; `sections` are ids of sections, `titles` of those whose
    heading alone differs. Rows that are `gone` are taken out first, then rows come in the order of
    `placed`; those of `changed` stay where they stand.
    """

    whole: bool = False
    sections: frozenset[int] = frozenset()
    titles: frozenset[int] = frozenset()
    gone: Sequence[int] = ()
    placed: Sequence[NewRow] = ()
    changed: Sequence[tuple[PageBlock, PageRow]] = field(default=())


def redrawn(saved: Saved, *, but: int | None = None) -> Redrawn:
    """What an edit asks to be drawn anew. Reads the rows concerned as they are now.

    The row `but` is left out where it stays in its place: whoever asks draws it.
    """
    sections = [each for each in saved.touched if each.what == "section"]
    if any(_moves(each, ("position", "level")) for each in sections):
        return Redrawn(whole=True)
    concerned = frozenset(_sections_of(each for each in saved.touched if each.what == "block"))
    titles = frozenset(each.piece_id for each in sections if _differs(each, ("title",))) - concerned
    rows = [
        each
        for each in saved.touched
        if each.what == "row" and (each.piece_id != but or _moves(each, _PLACE))
    ]
    blocks = load_blocks(
        {values["block_id"] for each in rows for values in (each.before, each.after) if values}
    )
    alone = [each for each in rows if not _blocks_of(each, blocks) & concerned]
    gone = [each.piece_id for each in alone if each.before and _moves(each, _PLACE)]
    come = {each.piece_id for each in alone if each.after and _moves(each, _PLACE)}
    stay = {each.piece_id for each in alone if not _moves(each, _PLACE) and _differs(each, _OF_ROW)}
    found = load_rows(come | stay)
    return Redrawn(
        sections=concerned,
        titles=titles,
        gone=tuple(gone),
        placed=tuple(new for block in blocks.values() for new in _placed(block, come, found)),
        changed=tuple((blocks[found[each].block_id], found[each]) for each in sorted(stay & found.keys())),
    )


def load_row(row_id: int) -> tuple[PageBlock, PageRow] | None:
    """A row as it is now, with its block; None where it was deleted."""
    found = db.session.execute(_ROW, {"id": row_id}).one_or_none()
    if found is None:
        return None
    block, row = found[: len(_BLOCK_COLUMNS)], found[len(_BLOCK_COLUMNS) :]
    return PageBlock(*block), PageRow(*row)


def _moves(touched: Touched, places: Iterable[str]) -> bool:
    """Whether a piece is new, gone, or stands elsewhere."""
    return touched.before is None or touched.after is None or _differs(touched, places)


def _differs(touched: Touched, names: Iterable[str]) -> bool:
    before, after = touched.before, touched.after
    if before is None or after is None:
        return True
    return any(before.get(name) != after.get(name) for name in names)


def _sections_of(blocks: Iterable[Touched]) -> Iterable[int]:
    """The sections in which blocks look otherwise than before, blank lines between them aside."""
    for each in blocks:
        either: list[Values] = [values for values in (each.before, each.after) if values]
        has_text = any(values.get("kind") in TEXT_KINDS for values in either)
        if _differs(each, (*_OF_BLOCK, *(["source"] if has_text else []))):
            yield from (values["section_id"] for values in either)


def _blocks_of(row: Touched, blocks: Mapping[int, PageBlock]) -> set[int]:
    """The sections of the blocks in which a row stood and stands."""
    ids = {values["block_id"] for values in (row.before, row.after) if values}
    return {blocks[each].section_id for each in ids if each in blocks}


def _placed(block: PageBlock, come: set[int], found: Mapping[int, PageRow]) -> Iterable[NewRow]:
    before: int | None = None
    for row_id in _order(block.id) if any(row.block_id == block.id for row in found.values()) else ():
        if row_id in come:
            yield NewRow(block, found[row_id], before)
        before = row_id


_BLOCK_COLUMNS = [Block.__table__.columns[each.name] for each in fields(PageBlock)]
_ROW_COLUMNS = [Row.__table__.columns[each.name] for each in fields(PageRow)]
_BLOCKS = select(*_BLOCK_COLUMNS).where(Block.id.in_(bindparam("ids", expanding=True)))
_ROWS = select(*_ROW_COLUMNS).where(Row.id.in_(bindparam("ids", expanding=True)), Row.deleted_at.is_(None))
_ROW = (
    select(*_BLOCK_COLUMNS, *_ROW_COLUMNS)
    .join_from(Row, Block, Block.id == Row.block_id)
    .where(Row.id == bindparam("id"), Row.deleted_at.is_(None))
)
_ORDER = (
    select(Row.id)
    .where(Row.block_id == bindparam("block_id"), Row.deleted_at.is_(None))
    .order_by(Row.position, Row.id)
)


def load_blocks(ids: set[int]) -> dict[int, PageBlock]:
    """These blocks as pages draw them, by their ids."""
    found = (PageBlock(*each) for each in db.session.execute(_BLOCKS, {"ids": sorted(ids)})) if ids else ()
    return {block.id: block for block in found}


def load_rows(ids: set[int]) -> dict[int, PageRow]:
    """These rows as pages draw them, by their ids; without those that were deleted."""
    found = (PageRow(*each) for each in db.session.execute(_ROWS, {"ids": sorted(ids)})) if ids else ()
    return {row.id: row for row in found}


def _order(block_id: int) -> Sequence[int]:
    return db.session.scalars(_ORDER, {"block_id": block_id}).all()
