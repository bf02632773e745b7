"""Where a row, a block or a section stands: everything around it in one query, deleted or not.

A row is edited most, and who edits one looks at nothing of its document: what a place says of that are ids,
and the rest comes with the query that is asked for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, null, select
from sqlalchemy.orm import contains_eager

from webapp.extensions import db
from webapp.models import Block, Design, Document, Row, Section
from webapp.services.pages import PageBlock, PageRow, PageSection

PlaceT = TypeVar("PlaceT", bound="Place")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A document, and what of it is meant. Inside a row its block and its section are known, too.

    `is_gone` says that it, or something that it stands in, was deleted; a design in the bin has no places.
    `project_id`, `owner_id` and `locked_at` tell who may do what here. `loaded` is the document where it
    came with the place.
    """

    document_id: int
    design_id: int
    project_id: int
    owner_id: int | None = None
    locked_at: datetime | None = None
    loaded: Document | None = None
    section: PageSection | None = None
    block: PageBlock | None = None
    row: PageRow | None = None
    is_gone: bool = False

    @property
    def document(self) -> Document:
        """The document that it is, or that it stands in."""
        return self.loaded or db.session.get_one(Document, self.document_id)

    @property
    def design(self) -> Design:
        """The design that all of it belongs to."""
        return self.document.design


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionPlace(Place):
    """A section in its document."""

    section: PageSection


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockPlace(SectionPlace):
    """A block in its section."""

    block: PageBlock


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPlace(BlockPlace):
    """A row in its block."""

    row: PageRow


def find_row(row_id: int) -> RowPlace | None:
    """The place of a row; None where there is none, or its design is in the bin."""
    # No object is loaded, and the connection's way is the shorter one.
    found = db.session.connection().execute(_ROW, {"id": row_id}).one_or_none()
    return _made(found, RowPlace, section=PageSection, block=PageBlock, row=PageRow)


def find_block(block_id: int) -> BlockPlace | None:
    """The place of a block."""
    found = db.session.execute(_BLOCK, {"id": block_id}).one_or_none()
    return _made(found, BlockPlace, section=PageSection, block=PageBlock)


def find_section(section_id: int) -> SectionPlace | None:
    """The place of a section."""
    found = db.session.execute(_SECTION, {"id": section_id}).one_or_none()
    return _made(found, SectionPlace, section=PageSection)


def find_document(document_id: int) -> Place | None:
    """The place of a document as a whole."""
    return _made(db.session.execute(_DOCUMENT, {"id": document_id}).one_or_none(), Place)


def _columns(model: Any, made: type[PageSection | PageBlock | PageRow]) -> Sequence[Any]:
    """What is read of a piece, and whether it was deleted."""
    table = model.__table__
    return [*(table.columns[each.name] for each in fields(made)), table.columns.deleted_at]


_IDS: Sequence[Any] = (
    *(Document.id, Document.design_id, Design.project_id, Design.owner_id, Design.locked_at),
    Document.deleted_at,
)
_LIVING = (
    select(*_IDS, Document)
    .join(Document.design)
    .join(Design.project)
    .outerjoin(Design.owner)
    .where(Design.deleted_at.is_(None))
    .options(
        contains_eager(Document.design).options(contains_eager(Design.project), contains_eager(Design.owner))
    )
)
_LIVING_IDS = select(*_IDS, null()).join(Document.design).where(Design.deleted_at.is_(None))


def _with_sections(query: Select[Any]) -> Select[Any]:
    return query.join(Section, Section.document_id == Document.id).add_columns(
        *_columns(Section, PageSection)
    )


def _with_blocks(query: Select[Any]) -> Select[Any]:
    return (
        _with_sections(query)
        .join(Block, Block.section_id == Section.id)
        .add_columns(*_columns(Block, PageBlock))
    )


def _with_rows(query: Select[Any]) -> Select[Any]:
    return _with_blocks(query).join(Row, Row.block_id == Block.id).add_columns(*_columns(Row, PageRow))


_DOCUMENT = _LIVING.where(Document.id == bindparam("id"))
_SECTION = _with_sections(_LIVING).where(Section.id == bindparam("id"))
_BLOCK = _with_blocks(_LIVING).where(Block.id == bindparam("id"))
_ROW = _with_rows(_LIVING_IDS).where(Row.id == bindparam("id"))


def _made(
    found: Sequence[Any] | None, kind: type[PlaceT], **pieces: type[PageSection | PageBlock | PageRow]
) -> PlaceT | None:
    """The place that was found, with its pieces."""
    if found is None:
        return None
    document_id, design_id, project_id, owner_id, locked_at, deleted_at, document, *values = found
    is_gone = deleted_at is not None
    made: dict[str, Any] = {}
    for name, piece in pieces.items():
        count = len(fields(piece))
        made[name] = piece(*values[:count])
        is_gone = is_gone or values[count] is not None
        values = values[count + 1 :]
    return kind(
        document_id=document_id,
        design_id=design_id,
        project_id=project_id,
        owner_id=owner_id,
        locked_at=locked_at,
        loaded=document,
        is_gone=is_gone,
        **made,
    )
