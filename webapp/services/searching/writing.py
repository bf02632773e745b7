"""What follows for the lines that can be found when documents and designs are written.

It works in the transaction of whoever wrote the document or the design.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from webapp.extensions import db
from webapp.markdown.outline import LIST_KINDS
from webapp.models import Design, Document, Entry, Person
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
from webapp.services.searching.stored import (
    OF_DESIGN,
    OF_DOCUMENTS,
    OWNER_PLACE,
    Changes,
    Stored,
    id_of,
    rewrite_rows,
    stored_of,
    values_of,
    write_difference,
)
from webapp.services.searching.vocabulary import learn

if TYPE_CHECKING:
    from webapp.services.editing.rewritten import Rewritten


def index_document(document: Document, reading: Reading, ids: Ids) -> None:
    """Bring the lines of a document to what it says now; lines that stay keep their ids."""
    design_id, document_id = document.design_id, document.id
    stored = stored_of(design_id)
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
    if changed and not rewrite_rows(stored.design_id, changed):
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
    changes = Changes()
    for design_id in db.session.scalars(select(Design.id).where(Design.owner_id == person.id)):
        *_, line = design_lines(design_id, "", "", person.name)
        changes.rewritten.append(values_of(id_of(line, design_id, OWNER_PLACE), line))
        learn(design_id, line.kind, line.text)
    changes.write()


def index_documents(design_id: int) -> None:
    """Bring the lines of a design to its living documents, in their order, as they are stored."""
    stored = stored_of(design_id)
    living = db.session.scalars(_LIVING, {"design_id": design_id}).all()
    indexed = list(dict.fromkeys(each.said.document_id for each in stored))
    if indexed != living:
        by_document = _by_document(stored)
        wanted = {each: by_document.get(each) or stored_lines(each) for each in living}
        _write_lines(design_id, stored, wanted)


def index_whole(design: Design) -> bool:
    """Make all lines of a design anew from what is stored; whether any differed."""
    own = _index_own(design)
    stored = stored_of(design.id)
    living = db.session.scalars(_LIVING, {"design_id": design.id}).all()
    return _write_lines(design.id, stored, {each: stored_lines(each) for each in living}) or own


def stored_lines(document_id: int) -> list[Line]:
    """The lines of a document by its stored pieces and entries."""
    pieces = load_pieces(document_id)
    found = db.session.connection().execute(_ENTRIES, {"document_id": document_id})
    stating: Stating = {(block_id, row_id, line): register for block_id, row_id, line, register in found}
    return list(document_lines(document_id, pieces.outline(), pieces.ids, stating))


def forget_design(design_id: int) -> bool:
    """Take every line of a design away; whether it had any."""
    return write_difference(
        design_id, {each.id: each for each in stored_of(design_id, *OF_DESIGN, *OF_DOCUMENTS)}, {}
    )


def _index_own(design: Design) -> bool:
    owner = db.session.get(Person, design.owner_id) if design.owner_id else None
    wanted = design_lines(design.id, design.key, design.title, owner.name if owner else None)
    stored = {each.id: each for each in stored_of(design.id, *OF_DESIGN)}
    return write_difference(
        design.id, stored, {id_of(line, design.id, place): line for place, line in enumerate(wanted)}
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
    new = {id_of(line, design_id, place): line for line, place in zip(lines, settled, strict=True)}
    return write_difference(design_id, {each.id: each for each in stored}, new)


_LIVING = (
    select(Document.id)
    .where(Document.design_id == bindparam("design_id"), Document.deleted_at.is_(None))
    .order_by(Document.position, Document.id)
)
_ENTRIES = select(Entry.block_id, Entry.row_id, Entry.line, Entry.register).where(
    Entry.document_id == bindparam("document_id")
)
