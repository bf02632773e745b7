"""From a reading to stored pieces: the one writer of sections, blocks and rows as a whole.

Whatever the number of pieces it takes a handful of statements: for each of the three tables one that
inserts, one that updates and one that deletes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import update

from webapp import markdown
from webapp.extensions import db
from webapp.models import Document
from webapp.models.types import utc_now
from webapp.services.bulk import insert_returning
from webapp.services.checksums import digest, total
from webapp.services.history import Touched, Values
from webapp.services.pieces import Ids, Pieces
from webapp.services.readings import Reading
from webapp.services.wanted import BLOCK, ROW, SECTION, Family, PieceKind, Wanted, snapshot

if TYPE_CHECKING:
    from webapp.markdown.reconcile import Matching

T = TypeVar("T")

DERIVED = ("html", "register", "columns")


Written = tuple[PieceKind, Sequence[Wanted], Sequence[int]]
"""Pieces of one kind as they were wanted, and the ids that they have now."""


def add_pieces(document: Document, reading: Reading) -> Ids:
    """Store the pieces of a document that has none yet. Returns the ids by the reading's indexes."""
    ids, written = _write_family(Family(document, reading, Pieces([], [], []), markdown.reconcile.Matching()))
    document.checksum = _checksum(written)
    return ids


def write_pieces(
    document: Document, reading: Reading, old: Pieces, matching: Matching
) -> tuple[Ids, list[Touched]]:
    """Make the stored pieces of a document those of the reading; matched pieces keep their ids.

    Deleted ones that stand among `old` and are matched come back as themselves.

    Returns the ids by the reading's indexes, and what was touched. A piece whose content differs
    gets a new version; one that only stands elsewhere or is drawn otherwise keeps its version.
    """
    family = Family(document, reading, old, matching)
    ids, written = _write_family(family)
    document.checksum = _checksum(written)
    touched = [each for kind, wanted, its_ids in written for each in _touched(kind, wanted, its_ids)]
    for kind, pieces in family.gone():
        _delete(kind, pieces, touched)
    return ids, touched


def derived_values(document: Document, old: Pieces, reading: Reading) -> Iterator[tuple[Any, Values]]:
    """For each stored piece of the same text what is derived anew: HTML, register, roles of columns."""
    family = Family(document, reading, old, markdown.reconcile.match(reading.outline, reading.outline))
    sections = family.sections()
    blocks = family.blocks(old.ids.sections)
    rows = family.rows(old.ids.blocks, blocks)
    for wanted in chain(sections, _flat(blocks), _flat(_flat(rows))):
        yield wanted.old, {name: wanted.values[name] for name in DERIVED if name in wanted.values}


def _write_family(family: Family) -> tuple[Ids, list[Written]]:
    sections = family.sections()
    section_ids = _write(SECTION, sections)
    blocks = family.blocks(section_ids)
    flat_blocks = _flat(blocks)
    flat_block_ids = _write(BLOCK, flat_blocks)
    block_ids = _like(blocks, flat_block_ids)
    rows = family.rows(block_ids, blocks)
    flat_rows = _flat(_flat(rows))
    row_ids = _write(ROW, flat_rows)
    columns = [[[column["id"] for column in wanted.values["columns"]] for wanted in some] for some in blocks]
    ids = Ids(section_ids, block_ids, _like(rows, _like(_flat(rows), row_ids)), columns)
    return ids, [
        (SECTION, sections, section_ids),
        (BLOCK, flat_blocks, flat_block_ids),
        (ROW, flat_rows, row_ids),
    ]


def _write(kind: PieceKind, wanted: Sequence[Wanted]) -> list[int]:
    """Insert what is new and update what differs; the ids in the order of `wanted`."""
    now = utc_now()
    new_ids = iter(_insert(kind, [each.values for each in wanted if each.old is None], now))
    changed = [
        _rewritten(kind, each, now)
        for each in wanted
        if each.old is not None
        and (
            each.old.deleted_at is not None
            or any(getattr(each.old, name) != value for name, value in each.values.items())
        )
    ]
    if changed:
        db.session.execute(update(kind.model), changed)
    return [next(new_ids) if each.old is None else each.old.id for each in wanted]


def _rewritten(kind: PieceKind, wanted: Wanted, now: datetime) -> Values:
    """The values of a stored piece once it is as wanted."""
    old: Any = wanted.old
    has_other_content = _content(snapshot(kind, old)) != _content(snapshot(kind, wanted))
    values = {**wanted.values, "id": old.id, "version": old.version + has_other_content}
    if old.deleted_at is not None:
        values |= {"deleted_at": None, "version": old.version + 1}
    if kind is ROW:
        values["updated_at"] = now if has_other_content else old.updated_at
    return values


def _touched(kind: PieceKind, wanted: Sequence[Wanted], ids: Sequence[int]) -> Iterator[Touched]:
    names = (kind.parent, "position", *kind.content)
    for each, piece_id in zip(wanted, ids, strict=True):
        if _stays(each, names):
            continue  # most do, and to tell them is what costs
        before = None if each.old is None or each.old.deleted_at is not None else snapshot(kind, each.old)
        after = snapshot(kind, each)
        if before != after:
            yield Touched(kind.what, piece_id, before, after)


def _stays(wanted: Wanted, names: Sequence[str]) -> bool:
    """Whether a stored piece says and stands as it did."""
    old, values = wanted.old, wanted.values
    return (
        old is not None
        and old.deleted_at is None
        and all(getattr(old, name) == values[name] for name in names)
    )


def _insert(kind: PieceKind, values: list[Values], now: datetime) -> list[int]:
    """Insert pieces, a thousand with a statement; their ids in the order of `values`.

    No database promises to return rows in the order in which they were given, so each is known again
    by its place.
    """
    if not values:
        return []
    if kind is ROW:
        values = [{**each, "updated_at": now} for each in values]
    returned = db.session.execute(insert_returning(kind.model, "id", kind.parent, "position"), values)
    by_place = {(parent, position): piece_id for piece_id, parent, position in returned}
    return [by_place[each[kind.parent], each["position"]] for each in values]


def _delete(kind: PieceKind, pieces: Sequence[Any], touched: list[Touched]) -> None:
    if not pieces:
        return
    touched.extend(Touched(kind.what, piece.id, snapshot(kind, piece), None) for piece in pieces)
    now = utc_now()
    values = [{"id": piece.id, "deleted_at": now, "version": piece.version + 1} for piece in pieces]
    db.session.execute(update(kind.model), values)


def _checksum(written: Sequence[Written]) -> int:
    """The checksum of a document whose living pieces are these."""
    return total(
        digest(
            kind.what,
            piece_id,
            each.values[kind.parent],
            each.position,
            each.source,
            each.values.get("tail", ""),
        )
        for kind, wanted, ids in written
        for each, piece_id in zip(wanted, ids, strict=True)
    )


def _content(values: Values) -> Values:
    """A snapshot without the place among the siblings."""
    return {name: value for name, value in values.items() if name != "position"}


def _flat(nested: Sequence[Sequence[T]]) -> list[T]:
    return [each for some in nested for each in some]


def _like(shape: Sequence[Sequence[Any]], flat: Sequence[T]) -> list[list[T]]:
    """The flat values, parted as `shape` is."""
    rest = iter(flat)
    return [[next(rest) for _ in some] for some in shape]
