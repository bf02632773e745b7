"""From a reading to stored pieces: the one writer of sections, blocks and rows as a whole.

Whatever the number of pieces it takes a handful of statements: for each of the three tables one that
inserts, one that updates and one that deletes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, TypeVar

from sqlalchemy import update

from webapp.extensions import db
from webapp.markdown.reconcile import Matching, match
from webapp.models import Document
from webapp.models.types import utc_now
from webapp.services.bulk import insert_many
from webapp.services.history import Touched, Values
from webapp.services.pieces import Ids, Pieces
from webapp.services.readings import Reading
from webapp.services.wanted import BLOCK, ROW, SECTION, Family, PieceKind, Wanted, snapshot

T = TypeVar("T")

NOTHING = Pieces([], [], [])
DERIVED = ("html", "register", "columns")


def write_pieces(
    document: Document, reading: Reading, old: Pieces, matching: Matching
) -> tuple[Ids, list[Touched]]:
    """Make the stored pieces of a document those of the reading; matched pieces keep their ids.

    Returns the ids by the reading's indexes, and what was touched. A piece whose content differs
    gets a new version; one that only stands elsewhere or is drawn otherwise keeps its version.
    """
    family = Family(document, reading, old, matching)
    touched: list[Touched] = []
    section_ids = _write(SECTION, family.sections(), touched)
    blocks = family.blocks(section_ids)
    block_ids = _like(blocks, _write(BLOCK, _flat(blocks), touched))
    rows = family.rows(block_ids, blocks)
    by_block = _like(_flat(rows), _write(ROW, _flat(_flat(rows)), touched))
    for kind, pieces in family.gone():
        _delete(kind, pieces, touched)
    columns = [[[column["id"] for column in wanted.values["columns"]] for wanted in some] for some in blocks]
    return Ids(section_ids, block_ids, _like(rows, by_block), columns), touched


def derived_values(document: Document, old: Pieces, reading: Reading) -> Iterator[tuple[Any, Values]]:
    """For each stored piece of the same text what is derived anew: HTML, register, roles of columns."""
    family = Family(document, reading, old, match(reading.outline, reading.outline))
    sections = family.sections()
    blocks = family.blocks(old.ids.sections)
    rows = family.rows(old.ids.blocks, blocks)
    for wanted in chain(sections, _flat(blocks), _flat(_flat(rows))):
        yield wanted.old, {name: wanted.values[name] for name in DERIVED if name in wanted.values}


def _write(kind: PieceKind, wanted: Sequence[Wanted], touched: list[Touched]) -> list[int]:
    """Insert what is new and update what differs; the ids in the order of `wanted`."""
    new = [each for each in wanted if each.old is None]
    stamp = {"updated_at": utc_now()} if kind is ROW else {}
    new_ids = iter(_insert(kind, [{**each.values, **stamp} for each in new]))
    ids = [next(new_ids) if each.old is None else each.old.id for each in wanted]
    updates: list[Values] = []
    for each, piece_id in zip(wanted, ids, strict=True):
        after = snapshot(kind, each)
        before = None if each.old is None else snapshot(kind, each.old)
        if before != after:
            touched.append(Touched(kind.what, piece_id, before, after))
        if each.old is None or all(getattr(each.old, name) == value for name, value in each.values.items()):
            continue
        rewritten = _content(kind, before) != _content(kind, after)
        values = {**each.values, "id": piece_id, "version": each.old.version + rewritten}
        if kind is ROW:
            values["updated_at"] = stamp["updated_at"] if rewritten else each.old.updated_at
        updates.append(values)
    if updates:
        db.session.execute(update(kind.model), updates)
    return ids


def _insert(kind: PieceKind, values: list[Values]) -> list[int]:
    """Insert pieces, a thousand with a statement; their ids in the order of `values`.

    No database promises to return rows in the order in which they were given, so each is known again
    by its place.
    """
    if not values:
        return []
    statement = insert_many(kind.model)
    table = statement.table
    returned = db.session.execute(
        statement.returning(table.c.id, table.c[kind.parent], table.c.position), values
    )
    by_place = {(parent, position): piece_id for piece_id, parent, position in returned}
    return [by_place[each[kind.parent], each["position"]] for each in values]


def _delete(kind: PieceKind, pieces: Sequence[Any], touched: list[Touched]) -> None:
    if not pieces:
        return
    touched.extend(Touched(kind.what, piece.id, snapshot(kind, piece), None) for piece in pieces)
    now = utc_now()
    values = [{"id": piece.id, "deleted_at": now, "version": piece.version + 1} for piece in pieces]
    db.session.execute(update(kind.model), values)


def _content(kind: PieceKind, values: Values | None) -> Values:
    """A snapshot without the place among the siblings."""
    return {name: value for name, value in (values or {}).items() if name != "position"}


def _flat(nested: Sequence[Sequence[T]]) -> list[T]:
    return [each for some in nested for each in some]


def _like(shape: Sequence[Sequence[Any]], flat: Sequence[T]) -> list[list[T]]:
    """The flat values, parted as `shape` is."""
    rest = iter(flat)
    return [[next(rest) for _ in some] for some in shape]
