"""How pieces stand now, in the words of history: living or deleted, with the values that changes tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from webapp.extensions import db
from webapp.models import Block, Design, Document, Row, Section
from webapp.services.history import Touched, Values, What
from webapp.services.wanted import BLOCK, ROW, SECTION, PieceKind, snapshot

Piece = tuple[What, int]
"""What names a piece: its kind and its id."""

KINDS: dict[What, PieceKind] = {kind.what: kind for kind in (SECTION, BLOCK, ROW)}
HOLDS: dict[What, What] = {"document": "section", "section": "block", "block": "row"}
HELD_BY: dict[What, What] = {below: above for above, below in HOLDS.items()}
AT_ONCE = 500
"""How many ids a query names: an import touches more than a database lets one name."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A piece as it is now. `document_id` is None for a design."""

    values: Values
    living: bool
    document_id: int | None = None


def load_standing(pieces: Iterable[Piece]) -> dict[Piece, Standing]:
    """How each of these pieces stands; one that never was, or was purged, is not among them."""
    ids: dict[What, set[int]] = defaultdict(set)
    for what, piece_id in pieces:
        ids[what].add(piece_id)
    return {
        (what, piece.id): _standing(what, piece)
        for what, some in ids.items()
        for piece in _load(what, sorted(some))
    }


def living_children(pieces: Collection[Piece]) -> Iterator[tuple[Piece, Piece]]:
    """What living pieces stand in these sections and blocks: child and parent."""
    for above, below in HOLDS.items():
        parents = sorted(piece_id for what, piece_id in pieces if what == above)
        table = KINDS[below].model.__table__.c
        parent = table[KINDS[below].parent]
        for some in _in_parts(parents):
            found = select(table.id, parent).where(parent.in_(some), table.deleted_at.is_(None))
            for child, holder in db.session.execute(found):
                yield (below, child), (above, holder)


def by_document(touched: Iterable[Touched]) -> dict[int, list[Touched]]:
    """What was touched in each document, of pieces below documents."""
    below = [each for each in touched if each.what in KINDS]
    standing = load_standing((each.what, each.piece_id) for each in below)
    found: dict[int, list[Touched]] = defaultdict(list)
    for each in below:
        where = standing.get((each.what, each.piece_id))
        if where and where.document_id:
            found[where.document_id].append(each)
    return found


def parent_of(what: What, values: Values) -> Piece | None:
    """The piece that one with these values stands in; None for a document and a design."""
    return (HELD_BY[what], values[KINDS[what].parent]) if what in KINDS else None


def design_values(design: Design) -> Values:
    """What changes tell of a design."""
    return {
        "title": design.title,
        "status": design.status,
        "priority": design.priority,
        "owner_id": design.owner_id,
        "parent_id": design.parent_id,
        "contributors": sorted(person.id for person in design.contributors),
        "deleted": design.deleted_at is not None,
        "locked": design.locked_at is not None,
    }


def _standing(what: What, piece: Any) -> Standing:
    if what == "design":
        return Standing(design_values(piece), piece.deleted_at is None)
    if what == "document":
        return Standing({"name": piece.name, "position": piece.position}, piece.deleted_at is None, piece.id)
    return Standing(snapshot(KINDS[what], piece), piece.deleted_at is None, piece.document_id)


def _load(what: What, ids: Sequence[int]) -> Iterator[Any]:
    models = {"design": Design, "document": Document, "section": Section, "block": Block, "row": Row}
    model: Any = models[what]
    for some in _in_parts(ids):
        if what in KINDS:  # as plain tuples: no session keeps thousands of rows
            yield from db.session.execute(select(*model.__table__.c).where(model.id.in_(some)))
        else:
            found = select(model).where(model.id.in_(some))
            yield from db.session.scalars(found.execution_options(populate_existing=True))


def _in_parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
