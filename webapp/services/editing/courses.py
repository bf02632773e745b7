"""Several edits of one document made one after the other and stored as one: a single batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from webapp import markdown
from webapp.markdown.outline import Outline
from webapp.services.editing.engine import Desk, Edited, RowAt
from webapp.services.pieces import Pieces

if TYPE_CHECKING:
    from webapp.markdown.following import At
    from webapp.markdown.reconcile import Matching


@dataclass(frozen=True, slots=True, eq=False)
class Fresh:
    """A piece that an edit of the course made. It has no id yet: what names it is the object itself."""

    kind: str = ""
    id: None = None
    register: None = None
    columns: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RowNow:
    """A row as the edits before have left it, with what an edit asks of a stored one."""

    id: int
    cells: Mapping[str, str]
    done: bool | None
    depth: int
    version: int


class Course:
    """A document at work: each edit finds it as those before have left it, and nothing is stored between."""

    def __init__(self, desk: Desk) -> None:
        self.first = self.desk = desk
        self._matching = markdown.following.identity(desk.outline)

    def do(self, change: Callable[[Desk], Edited]) -> Edited:
        """Make an edit. Raises what it raises; the course is over then."""
        edited = change(self.desk)
        self._matching = markdown.following.after_both(self._matching, edited.matching)
        self.desk = Desk(
            self.desk.document,
            _carried(self.desk.pieces, edited.outline, edited.matching),
            edited.outline,
        )
        return edited

    def edited(self) -> Edited:
        """All of the edits as one."""
        return Edited(self.desk.outline, self._matching)

    def row_now(self, at: RowAt) -> RowNow:
        """A stored row as it is by now."""
        number, place, index = at
        stored = self.desk.pieces.rows[number][place][index]
        row = self.desk.block((number, place)).rows[index]
        cells = dict(zip(self.desk.columns((number, place)), row.cells, strict=True))
        return RowNow(stored.id, cells, row.done, row.depth, stored.version)

    def fresh_rows(self) -> list[Fresh]:
        """The rows that are new, in the order of the document."""
        return [row for _, row in self._rows() if isinstance(row, Fresh)]

    def place_of(self, row: int | Fresh) -> RowAt:
        """Where a row stands, by its id or as a new one. Raises as `Desk.row_at` does."""
        if isinstance(row, int):
            return self.desk.row_at(row)
        return next(at for at, each in self._rows() if each is row)

    def _rows(self) -> Iterator[tuple[RowAt, Any]]:
        for number, blocks in enumerate(self.desk.pieces.rows):
            for place, rows in enumerate(blocks):
                for index, row in enumerate(rows):
                    yield (number, place, index), row


def _carried(old: Pieces, outline: Outline, matching: Matching) -> Pieces:
    """The stored pieces where they stand in the outline that an edit made."""
    sections: list[Any] = []
    blocks: list[list[Any]] = []
    rows: list[list[list[Any]]] = []
    for number, section in enumerate(outline.sections):
        was = matching.sections.get(number)
        sections.append(Fresh() if was is None else old.sections[was])
        places = range(len(section.blocks))
        blocks.append(
            [_block(old, section.blocks[at].kind, matching.blocks.get((number, at))) for at in places]
        )
        rows.append([_rows(old, matching, (number, at), len(section.blocks[at].rows)) for at in places])
    return Pieces(sections, blocks, rows)


def _block(old: Pieces, kind: str, was: At | None) -> Any:
    return Fresh(kind) if was is None else old.blocks[was[0]][was[1]]


def _rows(old: Pieces, matching: Matching, at: At, count: int) -> list[Any]:
    olds = (matching.rows.get((*at, index)) for index in range(count))
    return [Fresh() if was is None else old.rows[was[0]][was[1]][was[2]] for was in olds]
