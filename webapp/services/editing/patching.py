"""What a program changes of a row at once: its cells, its box, its depth and its place, in one batch.

What of it is text and box alone takes the way of a single cell, which does not depend on the length of
the document; a place or a depth asks all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from webapp import markdown
from webapp.markdown.errors import Unwritable
from webapp.markdown.outline import Block
from webapp.models import Person
from webapp.services.editing.courses import Course, Fresh
from webapp.services.editing.engine import Desk, Edited, edit
from webapp.services.editing.named import ITEM, by_id, column_names, in_words
from webapp.services.editing.quick import edit_row
from webapp.services.editing.rows import row_after, row_moved, row_nested
from webapp.services.editing.saved import Saved, last_change
from webapp.services.editing.typed import check_rule, check_typed
from webapp.services.errors import CellConflict, Gone, InvalidValue, Missing

if TYPE_CHECKING:
    from webapp.markdown.drafts import Draft
    from webapp.markdown.following import At


class Unsaid(Enum):
    """What stands for a value that was not named, where None says something."""

    UNSAID = "unsaid"


UNSAID: Literal[Unsaid.UNSAID] = Unsaid.UNSAID
Done = bool | Literal[Unsaid.UNSAID] | None
"""Whether a task is done; None is no box."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What a row said when it was read. Only what is named is compared."""

    cells: Mapping[str, str] = field(default_factory=dict)
    done: Done = UNSAID
    depth: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPatch:
    """What is to become of a row; what is not named stays.

    `cells` are Markdown by the names of their columns (`named.names_of`); an item has its one text as ITEM.
    `after` is the row to stand behind, None for the first place, in `block_id` or in the row's own block;
    a block without it means its end. `seen` is asked, with the row's version, before anything is written:
    it may raise.
    """

    cells: Mapping[str, str] = field(default_factory=dict)
    done: Done = UNSAID
    depth: int | None = None
    after: int | Literal[Unsaid.UNSAID] | None = UNSAID
    block_id: int | None = None
    base: Base = field(default_factory=Base)
    seen: Callable[[int], None] | None = None

    @property
    def moves(self) -> bool:
        """Whether it is about more than what the row says."""
        return self.depth is not None or self.after is not UNSAID or self.block_id is not None


def patch_row(row_id: int, patch: RowPatch, *, by: Person) -> Saved:
    """Change a row as the patch says, in one batch; typed columns keep their rules.

    Raises CellConflict where the row says something else than the patch's base, and not what it is to say
    either; Gone for a row that was deleted, Missing for one that never was, InvalidValue(field, …) for what
    cannot be, under the name that a program knows: `cells.Method`, `depth`. Nothing is written then. Must
    not be called inside a transaction.
    """
    check_texts(patch.cells)
    saved = None if patch.moves else edit_row(row_id, _Said(patch), verb=_VERB, person_id=by.id, key=None)
    if saved is not None:
        return saved

    def change(desk: Desk) -> Edited:
        course = Course(desk)
        patch_in(course, row_id, patch)
        return course.edited()

    return edit("row", row_id, change, verb=_VERB, by=by)


def check_texts(cells: Mapping[str, str]) -> None:
    """Raise InvalidValue for texts that cannot be kept."""
    for name, text in cells.items():
        check_typed(text, field=in_words(name))


def patch_in(course: Course, row_id: int, patch: RowPatch) -> None:
    """Change a row of a document at work. Raises as `patch_row` does; the texts are checked already."""
    number, place, _ = at = course.desk.row_at(row_id, mine="\n".join(patch.cells.values()))
    said = _Said(patch)
    is_wanted = said.is_wanted(course.row_now(at), course.desk.stored_block((number, place)))
    if patch.after is not UNSAID or patch.block_id is not None:
        _move(course, row_id, patch)
    if patch.depth is not None:
        nest(course, row_id, patch.depth)
    if is_wanted:
        _write(course, row_id, said)


def nest(course: Course, row: int | Fresh, depth: int) -> None:
    """Nest an item as deep as it is to be, a step at a time. Raises InvalidValue("depth", …)."""
    steps = depth - _depth(course, row)
    with refused_as("depth"):
        for _ in range(abs(steps)):
            course.do(lambda desk: row_nested(desk, course.place_of(row), deeper=steps > 0))


def tick(course: Course, row: Fresh, done: bool | None) -> None:
    """Say what the box of a new item says. Raises InvalidValue("done", …) for the row of a table."""
    number, place, _ = course.place_of(row)
    if course.desk.block((number, place)).kind == "table":
        _refuse_box(done)
    else:
        _write(course, row, _Said(RowPatch(done=done)))


def last_item(desk: Desk, at: At, *, but: int = 0) -> int | None:
    """The place of the row behind which a block ends: its last outermost one, but this one."""
    ids = (row.id for row in desk.pieces.rows[at[0]][at[1]])
    rows = enumerate(zip(ids, desk.block(at).rows, strict=True))
    return max((place for place, (row_id, row) in rows if row.depth == 0 and row_id != but), default=None)


@contextmanager
def named_as(field: str, what: str) -> Iterator[None]:
    """Refuse under this name a piece beside the one that is changed, where it is not in the document."""
    try:
        yield
    except (Missing, Gone, InvalidValue) as error:
        if isinstance(error, InvalidValue) and error.field != what:
            raise
        raise InvalidValue(field, f"There is no {what} with this id in this document.") from error


@contextmanager
def refused_as(field: str) -> Iterator[None]:
    """Refuse under this name what Markdown cannot hold."""
    try:
        yield
    except Unwritable as error:
        raise InvalidValue(field, error.reason) from error


_VERB = "patch_row"


@dataclass(frozen=True, slots=True)
class _Said:
    """The part of a patch that is about what the row says."""

    patch: RowPatch

    @property
    def field(self) -> str:
        """What is refused where Markdown cannot hold it."""
        names = list(self.patch.cells)
        return "cells" if len(names) > 1 else in_words(names[0]) if names else "done"

    def is_wanted(self, row: Any, block: Any) -> bool:
        patch = self.patch
        if patch.seen:
            patch.seen(row.version)
        texts = _texts(patch.cells, block)
        _refuse_other_base(patch, texts, row, block)
        is_wanted = False
        for name, (column, mine) in zip(patch.cells, texts.items(), strict=True):
            if mine != row.cells.get(column, ""):
                check_rule(block, column, mine, field=in_words(name))
                is_wanted = True
        if isinstance(patch.done, Unsaid):
            return is_wanted
        if block.kind == "table":
            _refuse_box(patch.done)
        return is_wanted or row.done is not patch.done

    def drafts(self, block: Block, columns: Sequence[str], at: int) -> Iterator[Draft]:
        if block.kind != "table":
            row, done = block.rows[at], self.patch.done
            text = self.patch.cells.get(ITEM, row.cells[0])
            return markdown.writer.set_item(block, at, text, row.done if isinstance(done, Unsaid) else done)
        named = [{"id": column, "name": name} for column, name in zip(columns, block.columns, strict=True)]
        places = list(column_names(named))
        texts = {places.index(name): text for name, text in self.patch.cells.items()}
        if len(texts) == 1:
            return markdown.writer.set_cell(block, at, *texts.popitem())
        return markdown.writer.set_cells(block, {(at, each): text for each, text in texts.items()}, [])


def _texts(cells: Mapping[str, str], block: Any) -> dict[str, str]:
    """Texts by column ids, as the block holds them."""
    shape = Block(block.kind, "")
    return {column: markdown.writer.normal(shape, text) for column, text in by_id(block, cells).items()}


def _refuse_other_base(patch: RowPatch, texts: Mapping[str, str], row: Any, block: Any) -> None:
    """Raise CellConflict where a row says neither what it did when it was read nor what it is to say."""
    base = patch.base
    try:
        seen = _texts(base.cells, block)
    except InvalidValue as error:
        raise InvalidValue(f"base.{error.field}", error.message) from error
    for column, text in seen.items():
        theirs = row.cells.get(column, "")
        if theirs not in (text, texts.get(column, text)):
            _refuse(row.id, text, theirs, texts.get(column, text))
    if base.done is not UNSAID and row.done not in (base.done, patch.done):
        _refuse(row.id, *map(_box, (base.done, row.done, patch.done)))
    if base.depth is not None and row.depth not in (base.depth, patch.depth):
        _refuse(row.id, *map(str, (base.depth, row.depth, patch.depth)))


def _refuse(row_id: int, base: str, theirs: str, mine: str) -> NoReturn:
    by, at = last_change("row", row_id)
    raise CellConflict(base=base, theirs=theirs, mine=mine, by=by, at=at)


def _box(done: Done) -> str:
    return ("[x]" if done else "[ ]") if isinstance(done, bool) else ""


def _refuse_box(done: bool | None) -> None:
    if done is not None:
        raise InvalidValue("done", "A row of a table has no box. Write into its cell instead.")


def _write(course: Course, row: int | Fresh, said: _Said) -> None:
    def change(desk: Desk) -> Edited:
        *block, index = course.place_of(row)
        at = (block[0], block[1])
        return desk.rows_edited(at, said.drafts(desk.block(at), desk.columns(at), index))

    with refused_as(said.field):
        course.do(change)


def _move(course: Course, row_id: int, patch: RowPatch) -> None:
    desk = course.desk
    number, place, _ = at = desk.row_at(row_id)
    with named_as("block_id", "block"):
        target = (number, place) if patch.block_id is None else desk.block_at(patch.block_id)
    if isinstance(patch.after, Unsaid):
        after = last_item(desk, target, but=row_id)
    else:
        with named_as("after", "row"):
            after = row_after(desk, target, patch.after)
    with refused_as("after"):
        course.do(lambda desk: row_moved(desk, at, target, after=after))


def _depth(course: Course, row: int | Fresh) -> int:
    number, place, index = course.place_of(row)
    return course.desk.block((number, place)).rows[index].depth
