"""The one writer of lines that can be found, and of their full-text index.

It works in the transaction of whoever wrote the document or the design.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Table, bindparam, delete, or_, select, text, update

from webapp.extensions import db
from webapp.markdown.outline import LIST_KINDS
from webapp.models import Design, Document, Entry, Person, SearchLine
from webapp.models.search import DESIGN_SHIFT, ENTRY, FULL_TEXT, HEADING, KEY, KIND_SHIFT, TEXT, TITLE
from webapp.models.types import ID
from webapp.services.bulk import insert_many
from webapp.services.continuing import Continued
from webapp.services.pieces import Ids, load_pieces
from webapp.services.readings import Reading
from webapp.services.searching.lines import (
    Line,
    Place,
    Stating,
    block_lines,
    design_lines,
    document_lines,
    heading_lines,
    row_line,
    stating_of,
)
from webapp.services.searching.spacing import settle_places
from webapp.services.searching.vocabulary import learn

if TYPE_CHECKING:
    from webapp.services.editing.rewritten import Rewritten

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
        return self.id & PLACE_MASK


def index_document(document: Document, reading: Reading, ids: Ids) -> None:
    """Bring the lines of a document to what it says now; lines that stay keep their ids."""
    design_id, document_id = document.design_id, document.id
    stored = _stored_of(design_id)
    if not isinstance(reading, Continued) or not reading.unchanged:
        wanted = list(document_lines(document_id, reading.outline, ids, stating_of(reading.entries, ids)))
    elif own := [each.said for each in stored if each.said.document_id == document_id]:
        wanted = list(_continued(document_id, reading, ids, own))
    else:
        wanted = stored_lines(document_id)
    _write_lines(design_id, stored, {**_by_document(stored), document_id: wanted})


def index_row(new: Rewritten) -> None:
    """Bring the lines of a row, and of the items that it is read with, to what they say now."""
    stored = new.stored
    place = Place(stored.document_id, stored.section_id, stored.block_id)
    in_list = stored.kind in LIST_KINDS
    stated = [
        {fact.row or 0: fact.register for fact in side} for side in (new.stated.before, new.stated.after)
    ]
    changed = []
    for number, (row_id, row) in enumerate(zip(new.around.ids, new.around.rows, strict=True)):
        now = new.row if number == new.around.at else row
        before, after = (
            row_line(place, each, row_id, side.get(number), in_list=in_list)
            for each, side in zip((row, now), stated, strict=True)
        )
        if before != after:
            changed.append((before, after))
    if changed and not _rewrite(stored.design_id, changed):
        index_whole(db.session.get_one(Design, stored.design_id))


def index_design(design: Design, *changed: str) -> None:
    """Bring the lines of a design itself to its key, title and owner; of its documents where they changed.

    Where it was "created" the lines of its documents are there already.
    """
    if {"title", "owner_id"} & set(changed):
        _index_own(design)
    if "documents" in changed and "created" not in changed:
        index_documents(design.id)


def index_owner(person: Person) -> None:
    """Bring the lines of all designs that somebody owns to that person's name."""
    changes = _Changes()
    for design_id in db.session.scalars(select(Design.id).where(Design.owner_id == person.id)):
        *_, line = design_lines(design_id, "", "", person.name)
        changes.rewritten.append(_values(_id_of(line, design_id, OWNER_PLACE), line))
        learn(design_id, line.kind, line.text)
    changes.write()


def index_documents(design_id: int) -> None:
    """Bring the lines of a design to its living documents, in their order, as they are stored."""
    stored = _stored_of(design_id)
    living = db.session.scalars(_LIVING, {"design_id": design_id}).all()
    indexed = list(dict.fromkeys(each.said.document_id for each in stored))
    if indexed != living:
        by_document = _by_document(stored)
        wanted = {each: by_document.get(each) or stored_lines(each) for each in living}
        _write_lines(design_id, stored, wanted)


def index_whole(design: Design) -> bool:
    """Make all lines of a design anew from what is stored; whether any differed."""
    own = _index_own(design)
    stored = _stored_of(design.id)
    living = db.session.scalars(_LIVING, {"design_id": design.id}).all()
    return _write_lines(design.id, stored, {each: stored_lines(each) for each in living}) or own


def lines_of(design_id: int) -> list[Line]:
    """All lines of a design, in their order."""
    return [each.said for each in _stored_of(design_id, *OF_DESIGN, *OF_DOCUMENTS)]


def titles() -> Iterator[tuple[int, str]]:
    """The lines of all designs' titles and owners: the design, and the text."""
    first, last = _bound(TITLE, 0), _bound(TITLE + 1, 0)
    found = select(_line.c.id, _line.c.text).where(_line.c.id >= first, _line.c.id < last)
    for line_id, said in db.session.connection().execute(found):
        yield _design_of(line_id), said


def indexed_designs() -> set[int]:
    """The ids of all designs that have any line."""
    return {_design_of(line_id) for line_id in db.session.connection().execute(select(_line.c.id)).scalars()}


def stored_lines(document_id: int) -> list[Line]:
    """The lines of a document by its stored pieces and entries."""
    pieces = load_pieces(document_id)
    found = db.session.connection().execute(_ENTRIES, {"document_id": document_id})
    stating: Stating = {(block_id, row_id, line): register for block_id, row_id, line, register in found}
    return list(document_lines(document_id, pieces.outline(), pieces.ids, stating))


def unindexed_designs() -> Sequence[int]:
    """The ids of living designs without a line of their own."""
    has_line = select(_line.c.id).where(_line.c.id == Design.id * (1 << DESIGN_SHIFT)).exists()
    return db.session.scalars(select(Design.id).where(Design.deleted_at.is_(None), ~has_line)).all()


def forget_design(design_id: int) -> bool:
    """Take every line of a design away; whether it had any."""
    return _write(design_id, {each.id: each for each in _stored_of(design_id, *OF_DESIGN, *OF_DOCUMENTS)}, {})


def _index_own(design: Design) -> bool:
    owner = db.session.get(Person, design.owner_id) if design.owner_id else None
    wanted = design_lines(design.id, design.key, design.title, owner.name if owner else None)
    stored = {each.id: each for each in _stored_of(design.id, *OF_DESIGN)}
    return _write(
        design.id, stored, {_id_of(line, design.id, place): line for place, line in enumerate(wanted)}
    )


def _continued(document_id: int, reading: Continued, ids: Ids, own: Iterable[Line]) -> Iterator[Line]:
    """The lines of a document of which some blocks say and mean what they did: those are not read again."""
    stating = stating_of(reading.fresh_entries, ids)
    known = defaultdict(list)
    for line in own:
        known[line.block_id].append(line)
    for number, section in enumerate(reading.outline.sections):
        section_id = ids.sections[number]
        yield from heading_lines(document_id, section_id, section)
        for at, (block, block_id) in enumerate(zip(section.blocks, ids.blocks[number], strict=True)):
            if (number, at) in reading.unchanged:
                yield from (line._replace(section_id=section_id) for line in known[block_id])
            else:
                place = Place(document_id, section_id, block_id)
                yield from block_lines(place, block, ids.rows[number][at], stating)


def _by_document(stored: Iterable[Stored]) -> dict[int, list[Line]]:
    found: dict[int, list[Line]] = defaultdict(list)
    for each in stored:
        found[each.said.document_id or 0].append(each.said)
    return found


def _write_lines(design_id: int, stored: Sequence[Stored], wanted: dict[int, list[Line]]) -> bool:
    """Make the stored lines of a design's documents the wanted ones; whether anything differed."""
    order = list(wanted)
    if len(order) > 1:
        living = db.session.scalars(_LIVING, {"design_id": design_id}).all()
        order = [each for each in living if each in wanted]
    lines = [line for document_id in order for line in wanted[document_id]]
    begins = [at == 0 for document_id in order for at in range(len(wanted[document_id]))]
    places = {each.said.piece: each.place for each in stored}
    settled = settle_places([places.get(line.piece) for line in lines], begins)
    new = {_id_of(line, design_id, place): line for line, place in zip(lines, settled, strict=True)}
    return _write(design_id, {each.id: each for each in stored}, new)


def _write(design_id: int, stored: dict[int, Stored], wanted: dict[int, Line]) -> bool:
    """Write the difference between lines by their ids; whether there was any."""
    changes = _Changes()
    new: dict[int, list[str]] = defaultdict(list)
    for line_id, line in sorted(wanted.items()):  # FTS5 writes to its disk whenever an id is smaller
        old = stored.get(line_id)
        if old is None:
            changes.new.append(_values(line_id, line))
            new[line.kind].append(line.text)
        elif old.said.text != line.text:
            changes.rewritten.append(_values(line_id, line))
            learn(design_id, line.kind, line.text, old.said.text)
        elif old.said != line:
            changes.moved.append(_values(line_id, line))
    for kind, texts in new.items():
        learn(design_id, kind, " ".join(texts))
    changes.gone = [line_id for line_id in stored if line_id not in wanted]
    return changes.write()


@dataclass
class _Changes:
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


def _rewrite(design_id: int, changed: Sequence[tuple[Line, Line]]) -> bool:
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


def _stored_of(design_id: int, *kinds: int) -> list[Stored]:
    """The stored lines of a design of these kinds, or those of its documents, in their order."""
    bounds = {
        f"{end}{number}": _bound(kind, design_id + (end == "to"))
        for number, kind in enumerate(kinds or OF_DOCUMENTS)
        for end in ("from", "to")
    }
    found = db.session.connection().execute(_RANGES[len(bounds) // 2], bounds)
    lines = [Stored(each[0], Line(each[0] >> KIND_SHIFT, *each[1:])) for each in found]
    return sorted(lines, key=lambda each: each.place)


def _bound(kind: int, design_id: int) -> int:
    return kind << KIND_SHIFT | design_id << DESIGN_SHIFT


def _design_of(line_id: int) -> int:
    return line_id >> DESIGN_SHIFT & (1 << KIND_SHIFT - DESIGN_SHIFT) - 1


def _id_of(line: Line, design_id: int, place: int) -> int:
    return _bound(line.kind, design_id) | place


def _values(line_id: int, line: Line) -> dict[str, Any]:
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
_LIVING = (
    select(Document.id)
    .where(Document.design_id == bindparam("design_id"), Document.deleted_at.is_(None))
    .order_by(Document.position, Document.id)
)
_ENTRIES = select(Entry.block_id, Entry.row_id, Entry.line, Entry.register).where(
    Entry.document_id == bindparam("document_id")
)
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
