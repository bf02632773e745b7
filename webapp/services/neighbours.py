"""What stands around a piece: where it goes one step up and one step down, and what it says as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from webapp import markdown
from webapp.extensions import db
from webapp.models import Block, Row, Section
from webapp.services.documents import documents_of
from webapp.services.places import BlockPlace, Place, RowPlace, SectionPlace


@dataclass(frozen=True, slots=True)
class Step:
    """A place to go to: after the piece with this id, None for the first place."""

    after: int | None


@dataclass(frozen=True, slots=True)
class Around:
    """One step up and one step down; None where there is no way."""

    up: Step | None
    down: Step | None


def around_row(place: RowPlace) -> Around:
    """Where a row goes among its siblings."""
    found = db.session.execute(_ROWS, {"id": place.block.id})
    return _around([(row.id, row.depth) for row in found], place.row.id)


def around_block(place: BlockPlace) -> Around:
    """Where a block goes in its section."""
    found = db.session.scalars(_BLOCKS, {"id": place.section.id})
    return _around([(block_id, 0) for block_id in found], place.block.id)


def around_section(place: SectionPlace) -> Around:
    """Where a section goes among those of its level."""
    found = db.session.execute(_SECTIONS, {"id": place.document.id}).all()
    around = _around([(each.id, each.level) for each in found], place.section.id)
    opening = next((each.id for each in found if not each.level), None)
    if around.up and around.up.after == opening:
        return Around(Step(None), around.down)
    return around


def around_document(place: Place) -> Around:
    """Where a document goes; the main one stays in front."""
    main, *others = documents_of(place.design)
    around = _around([(each.id, 0) for each in others], place.document.id)
    if around.up and around.up.after is None:
        return Around(Step(main.id), around.down)
    return around


def markdown_of(place: BlockPlace) -> str:
    """The Markdown of a block as an editor opens with it."""
    block = place.block
    rows = db.session.execute(_ROWS, {"id": block.id})
    return markdown.writer.normal_block(block.source + "".join(row.source for row in rows))


def last_row(place: BlockPlace) -> int | None:
    """The last row of a block."""
    found = db.session.execute(_ROWS, {"id": place.block.id}).all()
    return found[-1].id if found else None


def last_block(place: SectionPlace) -> int | None:
    """The last block of a section."""
    found = db.session.scalars(_BLOCKS, {"id": place.section.id}).all()
    return found[-1] if found else None


def _around(pieces: Sequence[tuple[int, int]], piece_id: int) -> Around:
    """The steps among siblings. `pieces` are ids and depths in order; what is deeper is nested."""
    at = next((index for index, (each, _) in enumerate(pieces) if each == piece_id), None)
    if at is None:
        return Around(None, None)
    before = _sibling(pieces, at, -1)
    after = _sibling(pieces, at, 1)
    up = None if before is None else Step(pieces[before - 1][0] if before else None)
    return Around(up, None if after is None else Step(pieces[after][0]))


def _sibling(pieces: Sequence[tuple[int, int]], at: int, step: int) -> int | None:
    """The index of the next piece of the same depth before or after this one; None at an end."""
    depth = pieces[at][1]
    index = at + step
    while 0 <= index < len(pieces) and pieces[index][1] > depth:
        index += step
    return index if 0 <= index < len(pieces) and pieces[index][1] == depth else None


_ROWS = (
    select(Row.id, Row.depth, Row.source)
    .where(Row.block_id == bindparam("id"), Row.deleted_at.is_(None))
    .order_by(Row.position, Row.id)
)
_BLOCKS = (
    select(Block.id)
    .where(Block.section_id == bindparam("id"), Block.deleted_at.is_(None))
    .order_by(Block.position, Block.id)
)
_SECTIONS = (
    select(Section.id, Section.level)
    .where(Section.document_id == bindparam("id"), Section.deleted_at.is_(None))
    .order_by(Section.position, Section.id)
)
