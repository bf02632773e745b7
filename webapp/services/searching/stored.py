"""Lines as they are stored: read by design, written by difference, with the full-text index of SQLite."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, or_, select, text, update

from webapp.extensions import db
from webapp.models import Design, SearchLine
from webapp.models.search import DESIGN_SHIFT, ENTRY, FULL_TEXT, HEADING, KEY, KIND_SHIFT, TEXT, TITLE
from webapp.models.types import ID
from webapp.services.bulk import insert_many
from webapp.services.searching.lines import Line
from webapp.services.searching.vocabulary import learn

OF_DESIGN = (KEY, TITLE)
OWNER_PLACE = 2
"""Where its owner stands among the lines of a design: behind key and title."""
OF_DOCUMENTS = (ENTRY, HEADING, TEXT)
PLACE_MASK = (1 << DESIGN_SHIFT) - 1


@dataclass(frozen=True, slots=True)
class Stored:
    """A line as it stands in the index."""

    id: int
    said: Line

    @property
    def place(self) -> int:
        """Where it stands among the lines of its design, of whatever kind."""
        return self.id & PLACE_MASK


def stored_of(design_id: int, *kinds: int) -> list[Stored]:
    """The stored lines of a design of these kinds, or those of its documents, in their order."""
    bounds = {
        f"{end}{number}": bound(kind, design_id + (end == "to"))
        for number, kind in enumerate(kinds or OF_DOCUMENTS)
        for end in ("from", "to")
    }
    found = db.session.connection().execute(_RANGES[len(bounds) // 2], bounds)
    lines = [Stored(each[0], Line(each[0] >> KIND_SHIFT, *each[1:])) for each in found]
    return sorted(lines, key=lambda each: each.place)


def lines_of(design_id: int) -> list[Line]:
    """All lines of a design, in their order."""
    return [each.said for each in stored_of(design_id, *OF_DESIGN, *OF_DOCUMENTS)]


def titles() -> Iterator[tuple[int, str]]:
    """The lines of all designs' titles and owners: the design, and the text."""
    first, last = bound(TITLE, 0), bound(TITLE + 1, 0)
    found = select(_line.c.id, _line.c.text).where(_line.c.id >= first, _line.c.id < last)
    for line_id, said in db.session.connection().execute(found):
        yield design_of(line_id), said


def indexed_designs() -> set[int]:
    """The ids of all designs that have any line."""
    return {design_of(line_id) for line_id in db.session.connection().execute(select(_line.c.id)).scalars()}


def unindexed_designs() -> Sequence[int]:
    """The ids of living designs without a line of their own."""
    has_line = select(_line.c.id).where(_line.c.id == Design.id * (1 << DESIGN_SHIFT)).exists()
    return db.session.scalars(select(Design.id).where(Design.deleted_at.is_(None), ~has_line)).all()


def write_difference(design_id: int, stored: dict[int, Stored], wanted: dict[int, Line]) -> bool:
    """Write the difference between lines by their ids; whether there was any."""
    changes = Changes()
    new: dict[int, list[str]] = defaultdict(list)
    for line_id, line in sorted(wanted.items()):  # FTS5 gathers rows while their ids grow
        old = stored.get(line_id)
        if old is None:
            changes.new.append(values_of(line_id, line))
            new[line.kind].append(line.text)
        elif old.said.text != line.text:
            changes.rewritten.append(values_of(line_id, line))
            learn(design_id, line.kind, line.text, old.said.text)
        elif old.said != line:
            changes.moved.append(values_of(line_id, line))
    for kind, texts in new.items():
        learn(design_id, kind, " ".join(texts))
    changes.gone = [line_id for line_id in stored if line_id not in wanted]
    return changes.write()


@dataclass
class Changes:
    """What is to be written, each line as the values of its columns."""

    new: list[dict[str, Any]] = field(default_factory=list)
    rewritten: list[dict[str, Any]] = field(default_factory=list)
    moved: list[dict[str, Any]] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)

    def write(self) -> bool:
        """Write them; whether there were any. The full-text table looks at a line before it changes."""
        connection = db.session.connection()
        has_full_text = connection.dialect.name == "sqlite"
        if self.gone:
            gone = [{"of": line_id} for line_id in self.gone]
            if has_full_text:
                connection.execute(_FORGET, gone)
            connection.execute(_DELETE, gone)
        if self.rewritten and has_full_text:
            connection.execute(_RELEARN, [{"of": each["id"], "new": each["text"]} for each in self.rewritten])
        if changed := self.rewritten + self.moved:
            connection.execute(_UPDATE, [{**each, "of": each["id"]} for each in changed])
        if self.new:
            connection.execute(insert_many(SearchLine), self.new)
            if has_full_text:
                connection.execute(_LEARN, [{"of": each["id"], "new": each["text"]} for each in self.new])
        return bool(self.gone or changed or self.new)


def rewrite_rows(design_id: int, changed: Sequence[tuple[Line, Line]]) -> bool:
    """Bring lines of rows from what they were to what they are, unread; False where one is not there."""
    connection = db.session.connection()
    said = [
        {
            "row": after.piece_id,
            "shift": (after.kind - before.kind) << KIND_SHIFT,
            "new": after.text,
            "new_register": after.register,
            "new_undecided": after.undecided,
        }
        for before, after in changed
    ]
    if connection.dialect.name == "sqlite":
        other = [(before.kind, before.text) != (after.kind, after.text) for before, after in changed]
        if told := [each for each, differs in zip(said, other, strict=True) if differs]:
            connection.execute(_RELEARN_ROW, told)
    if connection.execute(_UPDATE_ROW, said).rowcount != len(said):
        return False
    for before, after in changed:
        learn(design_id, after.kind, after.text, before.text if before.kind == after.kind else "")
    return True


def bound(kind: int, design_id: int) -> int:
    """Where the ids of a design's lines of a kind begin."""
    return kind << KIND_SHIFT | design_id << DESIGN_SHIFT


def design_of(line_id: int) -> int:
    """The design to which the line with this id belongs."""
    return line_id >> DESIGN_SHIFT & (1 << KIND_SHIFT - DESIGN_SHIFT) - 1


def id_of(line: Line, design_id: int, place: int) -> int:
    """The id of a line that stands at a place of its design."""
    return bound(line.kind, design_id) | place


def values_of(line_id: int, line: Line) -> dict[str, Any]:
    """A line as the values of its columns."""
    values = line._asdict()
    del values["kind"]
    return {"id": line_id, **values}


# Made once: it takes longer to make a statement than to run it.
_line = cast(Table, SearchLine.__table__)
_COLUMNS = ("id", *Line._fields[1:])


def _ranges(count: int) -> Any:
    """A query for the lines between so many pairs of ids."""
    bounds = [
        (_line.c.id >= bindparam(f"from{number}", type_=ID))
        & (_line.c.id < bindparam(f"to{number}", type_=ID))
        for number in range(count)
    ]
    return select(*(_line.c[name] for name in _COLUMNS)).where(or_(*bounds))


_RANGES = {
    count: _ranges(count) for count in (len(OF_DESIGN), len(OF_DOCUMENTS), len(OF_DESIGN + OF_DOCUMENTS))
}
_DELETE = delete(_line).where(_line.c.id == bindparam("of", type_=ID))
_UPDATE = (
    update(_line)
    .where(_line.c.id == bindparam("of", type_=ID))
    .values({name: bindparam(name) for name in _COLUMNS[1:]})
)
_UPDATE_ROW = (
    update(_line)
    .where(_line.c.piece_id == bindparam("row", type_=ID), _line.c.what == "row")
    .values(
        id=_line.c.id + bindparam("shift", type_=ID),
        text=bindparam("new"),
        register=bindparam("new_register"),
        undecided=bindparam("new_undecided"),
    )
)
_LEARN = text(f"INSERT INTO {FULL_TEXT} (rowid, text) VALUES (:of, :new)")
_RELEARN = text(f"UPDATE {FULL_TEXT} SET text = :new WHERE rowid = :of")
_FORGET = text(f"DELETE FROM {FULL_TEXT} WHERE rowid = :of")
_RELEARN_ROW = text(
    f"UPDATE {FULL_TEXT} SET rowid = rowid + :shift, text = :new "
    "WHERE rowid = (SELECT id FROM search_line WHERE piece_id = :row AND what = 'row')"
)
