"""The one writer of entries and of the counters that are taken from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Executable, Table, bindparam, delete, select, update

from webapp import registers
from webapp.extensions import db
from webapp.models import Design, Document, Entry
from webapp.registers.entry import Entry as Fact
from webapp.services.bulk import insert_many
from webapp.services.pieces import Ids

COUNTED = ("tasks", "questions")
AT_ONCE = 500
"""How many ids a statement names."""

# What it is ordered by follows from the values, but for entries that an older version stored.
_TOLD = ("sort", "block_id", "row_id", "line", "register", "key", "values")


def add_entries(document: Document, facts: Sequence[Fact], ids: Ids) -> None:
    """Store what the text of a new document states."""
    if facts:
        db.session.execute(insert_many(Entry), [_values(document, fact, ids) for fact in facts])


def replace_entries(document: Document, facts: Sequence[Fact], ids: Ids) -> None:
    """Replace the entries of a document by what its text states now, and count its design's again."""
    db.session.execute(delete(Entry).where(Entry.document_id == document.id))
    add_entries(document, facts, ids)
    count_entries(document.design)


def update_entries(
    document: Document, facts: Sequence[Fact], ids: Ids, blocks: Collection[int], *, whole: bool
) -> None:
    """Make the entries of these blocks, by their ids, what they state now; of the document where `whole`.

    Only entries that differ are written; the design's are counted again where one of those counts.
    """
    stored = select(Entry.id, *(getattr(Entry, name) for name in _TOLD))
    stored = stored.where(Entry.document_id == document.id if whole else Entry.block_id.in_(blocks))
    left: dict[tuple[Any, ...], list[tuple[int, Any]]] = defaultdict(list)
    for entry_id, *told, values in db.session.execute(stored):
        left[tuple(told)].append((entry_id, values))
    missing = []
    for wanted in (_values(document, fact, ids) for fact in facts):
        same = left[tuple(wanted[name] for name in _TOLD[:-1])]
        found = next((each for each in same if each[1] == wanted["values"]), None)
        if found:
            same.remove(found)
        else:
            missing.append(wanted)
    gone = [(entry_id, told[-2]) for told, some in left.items() for entry_id, _ in some]
    for start in range(0, len(gone), AT_ONCE):
        some_ids = [entry_id for entry_id, _ in gone[start : start + AT_ONCE]]
        db.session.execute(delete(Entry).where(Entry.id.in_(some_ids)))
    if missing:
        db.session.execute(insert_many(Entry), missing)
    if any(each["register"] in COUNTED for each in missing) or any(name in COUNTED for _, name in gone):
        count_entries(document.design)


def change_entries(
    design_id: int,
    document_id: int,
    block_id: int,
    before: Mapping[int, Sequence[Fact]],
    after: Mapping[int, Sequence[Fact]],
) -> bool:
    """Bring the entries of some rows, by their ids, from what they stated to what they state now.

    False where what is stored is not what they stated: then all of the document has to be told again.
    Counters are left to whoever knows the difference.
    """
    changed = {row_id for row_id in before if _told(before[row_id]) != _told(after[row_id])}
    if len(changed) == 1 and all(len(side[row_id]) == 1 for side in (before, after) for row_id in changed):
        (row_id,) = changed
        fact = after[row_id][0]
        return _run(_CHANGE, _changed(row_id, fact)) == 1
    if not changed:
        return True
    gone = _run(delete(Entry).where(Entry.row_id.in_(changed)), {})
    common = {"design_id": design_id, "document_id": document_id, "block_id": block_id, "line": None}
    new = [{**common, "row_id": row_id, **_stated(fact)} for row_id in changed for fact in after[row_id]]
    if new:
        db.session.execute(insert_many(Entry), new)
    return gone == sum(len(before[row_id]) for row_id in changed)


# Of the table, not the model: what is loaded of an entry is nobody's business here.
_entry = cast(Table, Entry.__table__)
_CHANGE = (
    update(_entry)
    .where(_entry.c.row_id == bindparam("of"))
    .values(key=bindparam("new_key"), values=bindparam("new_values"), sort=bindparam("new_sort"))
)


def _changed(row_id: int, fact: Fact) -> dict[str, Any]:
    """What the statement above is given."""
    new = _stated(fact)
    return {"of": row_id, "new_key": new["key"], "new_values": new["values"], "new_sort": new["sort"]}


def _stated(fact: Fact) -> dict[str, Any]:
    """What is stored of a fact itself, wherever it stands."""
    sort = registers.REGISTERS[fact.register].sort(fact.values)
    return {"register": fact.register, "key": fact.key, "values": fact.values, "sort": sort}


def _told(facts: Sequence[Fact]) -> list[tuple[str, str, dict[str, str]]]:
    return [(fact.register, fact.key, fact.values) for fact in facts]


def _run(statement: Executable, values: Mapping[str, object]) -> int:
    """How many rows a statement changed."""
    return db.session.connection().execute(statement, values).rowcount


def count_entries(design: Design) -> None:
    """Count the tasks and open questions of all documents of a design."""
    # As an expression it cannot be looked up: SQLite would read every task there is by the index of the
    # registers, and pick this design's out of them.
    register = Entry.register.concat("")
    found = db.session.execute(
        select(Entry.register, Entry.key, Entry.values)
        .join(Document, Document.id == Entry.document_id)
        .where(Document.design_id == design.id, Document.deleted_at.is_(None), register.in_(COUNTED))
    )
    count_facts(design, [Fact(row.register, row.key, 0, 0, values=row.values) for row in found])


def count_facts(design: Design, facts: Iterable[Fact]) -> None:
    """Count the tasks and open questions of a design whose documents state these facts, and no other."""
    counted = registers.counters(facts)
    design.tasks = counted.tasks
    design.tasks_done = counted.tasks_done
    design.open_questions = counted.open_questions


def _values(document: Document, fact: Fact, ids: Ids) -> dict[str, Any]:
    return {
        "design_id": document.design_id,
        "document_id": document.id,
        "block_id": ids.blocks[fact.section][fact.block],
        "row_id": None if fact.row is None else ids.rows[fact.section][fact.block][fact.row],
        "line": fact.line,
        **_stated(fact),
    }
