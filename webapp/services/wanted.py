"""The pieces that a reading asks for, beside the stored ones that they go on from. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from webapp.markdown.outline import LIST_KINDS
from webapp.models import Block, Document, Row, Section
from webapp.services.history import Values, What
from webapp.services.pieces import Pieces
from webapp.services.readings import Reading
from webapp.services.rendered import LIST_COLUMN, REST
from webapp.utils.positions import settle

if TYPE_CHECKING:
    from webapp.markdown.reconcile import Matching


@dataclass(frozen=True, slots=True)
class PieceKind:
    """A table of pieces: what people wrote in it, and where a piece stands."""

    model: type[Section] | type[Block] | type[Row]
    what: What
    parent: str
    content: tuple[str, ...]


SECTION = PieceKind(Section, "section", "document_id", ("level", "title", "source", "tail"))
BLOCK = PieceKind(
    Block, "block", "section_id", ("kind", "info", "columns", "column_seq", "reason", "source", "tail")
)
ROW = PieceKind(Row, "row", "block_id", ("depth", "marker", "done", "cells", "source"))


@dataclass(slots=True)
class Wanted:
    """A piece as it should be; `old` is the stored piece that it goes on from."""

    old: Any | None
    values: Values

    def __getattr__(self, name: str) -> Any:
        return self.values[name]


class Family:
    """The pieces of the reading beside the stored ones that they go on from."""

    def __init__(self, document: Document, reading: Reading, old: Pieces, matching: Matching) -> None:
        self.document_id = document.id
        self.reading = reading
        self.outline = reading.outline
        self.old = old
        self.matching = matching

    def sections(self) -> list[Wanted]:
        """Every section."""
        olds = self.matching.sections
        wanted = [
            Wanted(
                self.old.sections[olds[index]] if index in olds else None,
                {
                    "document_id": self.document_id,
                    "level": section.level,
                    "title": section.title,
                    "source": section.source,
                    "tail": section.tail,
                    "html": self.reading.drawn.sections[index],
                },
            )
            for index, section in enumerate(self.outline.sections)
        ]
        return _placed(SECTION, wanted)

    def blocks(self, section_ids: Sequence[int]) -> list[list[Wanted]]:
        """The blocks of each section."""
        return [
            _placed(BLOCK, [self._block(index, number, section_id) for number in range(len(section.blocks))])
            for index, (section, section_id) in enumerate(
                zip(self.outline.sections, section_ids, strict=True)
            )
        ]

    def rows(
        self, block_ids: Sequence[Sequence[int]], blocks: Sequence[Sequence[Wanted]]
    ) -> list[list[list[Wanted]]]:
        """The rows of each block of each section."""
        return [
            [
                _placed(ROW, self._rows(index, number, block_ids[index][number], blocks[index][number]))
                for number in range(len(section.blocks))
            ]
            for index, section in enumerate(self.outline.sections)
        ]

    def gone(self) -> Iterable[tuple[PieceKind, list[Any]]]:
        """The stored pieces that nothing goes on from."""
        kept_sections = set(self.matching.sections.values())
        kept_blocks = set(self.matching.blocks.values())
        kept_rows = set(self.matching.rows.values())
        sections = [each for index, each in enumerate(self.old.sections) if index not in kept_sections]
        blocks = [
            each
            for index, some in enumerate(self.old.blocks)
            for number, each in enumerate(some)
            if (index, number) not in kept_blocks
        ]
        rows = [
            each
            for index, some in enumerate(self.old.rows)
            for number, few in enumerate(some)
            for place, each in enumerate(few)
            if (index, number, place) not in kept_rows
        ]
        return ((SECTION, sections), (BLOCK, blocks), (ROW, rows))

    def _block(self, index: int, number: int, section_id: int) -> Wanted:
        block = self.outline.sections[index].blocks[number]
        at = self.matching.blocks.get((index, number))
        old = self.old.blocks[at[0]][at[1]] if at else None
        recognised = self.reading.recognised[index][number]
        columns, sequence = self._columns(index, number, old, recognised.roles)
        values = {
            "section_id": section_id,
            "document_id": self.document_id,
            "kind": block.kind,
            "info": block.info,
            "columns": columns,
            "column_seq": sequence,
            "register": recognised.register,
            "reason": block.reason,
            "source": block.source,
            "tail": block.tail,
            "html": self.reading.drawn.blocks[index][number],
        }
        return Wanted(old, values)

    def _columns(
        self, index: int, number: int, old: Any | None, roles: Sequence[str]
    ) -> tuple[list[dict[str, str]], int]:
        """The columns of a table, and the last number given to one; a new column gets the next."""
        block = self.outline.sections[index].blocks[number]
        known = self.matching.columns.get((index, number), {})
        sequence = old.column_seq if old else 0
        columns = []
        for place, name in enumerate(block.columns):
            if old and place in known:
                column_id = old.columns[known[place]]["id"]
            else:
                sequence += 1
                column_id = f"c{sequence}"
            columns.append(
                {
                    "id": column_id,
                    "name": name,
                    "align": block.aligns[place],
                    "role": roles[place] if place < len(roles) else "",
                    "html": self.reading.drawn.columns[index][number][place],
                }
            )
        return columns, sequence

    def _rows(self, index: int, number: int, block_id: int, wanted: Wanted) -> list[Wanted]:
        block = self.outline.sections[index].blocks[number]
        names = [column["id"] for column in wanted.values["columns"]]
        if block.kind in LIST_KINDS:
            names = [LIST_COLUMN, REST]
        made = []
        for place, row in enumerate(block.rows):
            at = self.matching.rows.get((index, number, place))
            drawn = zip(names, self.reading.drawn.rows[index][number][place], strict=True)
            values = {
                "block_id": block_id,
                "document_id": self.document_id,
                "depth": row.depth,
                "marker": row.marker,
                "done": row.done,
                "cells": dict(zip(names, row.cells, strict=False)),
                "html": {name: html for name, html in drawn if html},
                "source": row.source,
            }
            made.append(Wanted(self.old.rows[at[0]][at[1]][at[2]] if at else None, values))
        return made


def _placed(kind: PieceKind, wanted: list[Wanted]) -> list[Wanted]:
    """Give siblings their positions; who stays with the same parent and in order keeps the old one."""
    positions = settle(
        [
            each.old.position
            if each.old and getattr(each.old, kind.parent) == each.values[kind.parent]
            else None
            for each in wanted
        ]
    )
    for each, position in zip(wanted, positions, strict=True):
        each.values["position"] = position
    return wanted


def snapshot(kind: PieceKind, piece: Any) -> Values:
    """What a change keeps of a piece: what people wrote and where it stands, nothing derived."""
    values = {name: getattr(piece, name) for name in (kind.parent, "position", *kind.content)}
    if "columns" in values:
        values["columns"] = [
            {"id": column["id"], "name": column["name"], "align": column["align"]}
            for column in values["columns"]
        ]
    return values
