"""The stored pieces of a document, and the outline that they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from sqlalchemy import Select, bindparam, select

from webapp.extensions import db
from webapp.markdown import outline
from webapp.markdown.outline import LIST_KINDS, Outline
from webapp.models import Block, Row, Section
from webapp.services.rendered import LIST_COLUMN


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids of stored pieces by their indexes in the outline; a table's columns have ids, too."""

    sections: list[int]
    blocks: list[list[int]]
    rows: list[list[list[int]]]
    columns: list[list[list[str]]]


@dataclass(frozen=True, slots=True)
class Pieces:
    """The living pieces of a document by their indexes: `rows[section][block][row]`.

    Each has the attributes of its model, or those of them that were asked for.
    """

    sections: list[Any]
    blocks: list[list[Any]]
    rows: list[list[list[Any]]]

    @property
    def ids(self) -> Ids:
        """The ids alone."""
        return Ids(
            [section.id for section in self.sections],
            [[block.id for block in blocks] for blocks in self.blocks],
            [[[row.id for row in rows] for rows in blocks] for blocks in self.rows],
            [[[column["id"] for column in block.columns] for block in blocks] for blocks in self.blocks],
        )

    @property
    def text(self) -> str:
        """The document: all sources joined."""
        return "".join(self._sources())

    def _sources(self) -> Iterator[str]:
        for section, blocks, block_rows in zip(self.sections, self.blocks, self.rows, strict=True):
            yield section.source
            yield section.tail
            for block, rows in zip(blocks, block_rows, strict=True):
                yield block.source
                yield from (row.source for row in rows)
                yield block.tail

    def outline(self) -> Outline:
        """The outline that these pieces are."""
        return Outline(
            [
                outline.Section(
                    section.level,
                    section.title,
                    section.source,
                    section.tail,
                    [_block(block, rows) for block, rows in zip(blocks, block_rows, strict=True)],
                )
                for section, blocks, block_rows in zip(self.sections, self.blocks, self.rows, strict=True)
            ]
        )


def load_pieces(document_id: int) -> Pieces:
    """The pieces as plain tuples, in three queries."""
    return family(*(db.session.execute(of, {"document_id": document_id}).all() for of in _WHOLE))


def living(model: type[Section | Block | Row], columns: Iterable[str]) -> Select[Any]:
    """A query for columns of the living pieces of the document `document_id`, in their order.

    It is made once for all documents: making it takes as long as running it.
    """
    return (
        select(*(model.__table__.columns[name] for name in columns))
        .where(model.document_id == bindparam("document_id"), model.deleted_at.is_(None))
        .order_by(model.position, model.id)
    )


_WHOLE = tuple(living(model, model.__table__.columns.keys()) for model in (Section, Block, Row))


def family(sections: Sequence[Any], blocks: Sequence[Any], rows: Sequence[Any]) -> Pieces:
    """The pieces of a document, each with those it holds."""
    of_section = _grouped(blocks, "section_id")
    of_block = _grouped(rows, "block_id")
    found = [of_section[section.id] for section in sections]
    return Pieces(list(sections), found, [[of_block[block.id] for block in each] for each in found])


def _grouped(pieces: Iterable[Any], parent: str) -> dict[int, list[Any]]:
    by_parent = attrgetter(parent)
    groups: dict[int, list[Any]] = defaultdict(list)
    for piece in pieces:
        groups[by_parent(piece)].append(piece)
    return groups


def _block(block: Any, rows: Sequence[Any]) -> outline.Block:
    names = [LIST_COLUMN] if block.kind in LIST_KINDS else [column["id"] for column in block.columns]
    return outline.Block(
        kind=block.kind,
        source=block.source,
        rows=[_row(row, names) for row in rows],
        tail=block.tail,
        info=block.info,
        columns=[column["name"] for column in block.columns],
        aligns=[column["align"] for column in block.columns],
        reason=block.reason,
    )


def _row(row: Any, names: Sequence[str]) -> outline.Row:
    cells = [row.cells.get(name, "") for name in names]
    return outline.Row(row.source, cells, row.depth, row.marker, row.done)
