"""Where a row, a block or a section stands: everything around it in one query, deleted or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import contains_eager, lazyload

from webapp.extensions import db
from webapp.models import Block, Design, Document, Row, Section
from webapp.services.pages import PageBlock, PageRow, PageSection

PlaceT = TypeVar("PlaceT", bound="Place")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A document, and what of it is meant. Inside a row its block and its section are known, too.

    `is_gone` says that it, or something that it stands in, was deleted; a design in the bin has no places.
    `document_id` is known without a query after a transaction, which forgets what was loaded before.
    """

    document: Document
    document_id: int
    section: PageSection | None = None
    block: PageBlock | None = None
    row: PageRow | None = None
    is_gone: bool = False

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
    return _find(_ROW, row_id, RowPlace, section=PageSection, block=PageBlock, row=PageRow)


def find_block(block_id: int) -> BlockPlace | None:
    """The place of a block."""
    return _find(_BLOCK, block_id, BlockPlace, section=PageSection, block=PageBlock)


def find_section(section_id: int) -> SectionPlace | None:
    """The place of a section."""
    return _find(_SECTION, section_id, SectionPlace, section=PageSection)


def find_document(document_id: int) -> Place | None:
    """The place of a document as a whole."""
    return _find(_DOCUMENT, document_id, Place)


def _columns(model: Any, made: type[PageSection | PageBlock | PageRow]) -> Sequence[Any]:
    """What is read of a piece, and whether it was deleted."""
    table = model.__table__
    return [*(table.columns[each.name] for each in fields(made)), table.columns.deleted_at]


_LIVING = (
    select(Document)
    .join(Document.design)
    .join(Design.project)
    .outerjoin(Design.owner)
    .where(Design.deleted_at.is_(None))
    .options(
        contains_eager(Document.design).options(contains_eager(Design.project), contains_eager(Design.owner))
    )
)
# A row is edited most, and who edits one does not look at its design: owner and project come when asked for.
_LIVING_ALONE = (
    select(Document)
    .join(Document.design)
    .where(Design.deleted_at.is_(None))
    .options(contains_eager(Document.design).options(lazyload(Design.project), lazyload(Design.owner)))
)


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
_ROW = _with_rows(_LIVING_ALONE).where(Row.id == bindparam("id"))


def _find(
    query: Select[Any], piece_id: int, kind: type[PlaceT], **pieces: type[PageSection | PageBlock | PageRow]
) -> PlaceT | None:
    found = db.session.execute(query, {"id": piece_id}).one_or_none()
    if found is None:
        return None
    document, *values = found
    is_gone = document.deleted_at is not None
    made: dict[str, Any] = {}
    for name, piece in pieces.items():
        count = len(fields(piece))
        made[name] = piece(*values[:count])
        is_gone = is_gone or values[count] is not None
        values = values[count + 1 :]
    return kind(document=document, document_id=document.id, is_gone=is_gone, **made)
