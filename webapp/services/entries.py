"""The one writer of entries and of the counters that are taken from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Executable, Table, bindparam, delete, select, update

from webapp import registers
from webapp.checks import Template
from webapp.extensions import db
from webapp.models import Design, Document, Entry
from webapp.registers.entry import Entry as Fact
from webapp.services.bulk import insert_many
from webapp.services.findings.clashing import claims_otherwise, recheck_clashes
from webapp.services.findings.templates import template_of
from webapp.services.pieces import Ids

COUNTED = ("tasks", "questions")
AT_ONCE = 500
"""How many ids a statement names."""

# The order follows from the values, but for entries that an older version stored.
_TOLD = ("sort", "block_id", "row_id", "line", "register", "key", "from_template", "values")


@dataclass(frozen=True, slots=True)
class EntriesAt:
    """Where the entries of rows stand, and the template that they may have come from."""

    design_id: int
    document_id: int
    block_id: int
    template: Template


def add_entries(document: Document, facts: Sequence[Fact], ids: Ids) -> None:
    """Store what the text of a new document states."""
    _insert(_wanted(document, facts, ids))


def replace_entries(document: Document, facts: Sequence[Fact], ids: Ids) -> None:
    """Make the entries of a document what its text states now, and count its design's again."""
    update_entries(document, facts, ids, (), whole=True)
    count_entries(document.design)


def update_entries(
    document: Document, facts: Sequence[Fact], ids: Ids, blocks: Collection[int], *, whole: bool
) -> None:
    """Make the entries of these blocks, by their ids, what they state now; of the document where `whole`.

    Only entries that differ are written; the design's are counted again where one of those counts.
    """
    stored = select(Entry.id, *(getattr(Entry, name) for name in _TOLD))
    all_read = whole or len(blocks) > AT_ONCE
    stored = stored.where(Entry.document_id == document.id if all_read else Entry.block_id.in_(blocks))
    left: dict[tuple[Any, ...], list[tuple[int, Any]]] = defaultdict(list)
    for entry_id, *told, values in db.session.execute(stored):
        if whole or told[_TOLD.index("block_id")] in blocks:
            left[tuple(told)].append((entry_id, values))
    missing = []
    for wanted in _wanted(document, facts, ids):
        same = left[tuple(wanted[name] for name in _TOLD[:-1])]
        found = next((each for each in same if each[1] == wanted["values"]), None)
        if found:
            same.remove(found)
        else:
            missing.append(wanted)
    gone = [(entry_id, *told[-3:]) for told, some in left.items() for entry_id, _ in some]
    for start in range(0, len(gone), AT_ONCE):
        some_ids = [entry_id for entry_id, *_ in gone[start : start + AT_ONCE]]
        db.session.execute(delete(Entry).where(Entry.id.in_(some_ids)))
    recheck_clashes((register, key) for _, register, key, from_template in gone if not from_template)
    _insert(missing)
    if any(each["register"] in COUNTED for each in missing) or any(name in COUNTED for _, name, *_ in gone):
        count_entries(document.design)


def change_entries(
    at: EntriesAt, before: Mapping[int, Sequence[Fact]], after: Mapping[int, Sequence[Fact]]
) -> bool:
    """Bring the entries of some rows, by their ids, from what they stated to what they state now.

    False where what is stored is not what they stated: then all of the document has to be told again.
    Counters are left to whoever knows the difference.
    """
    changed = {row_id for row_id in before if _told(before[row_id]) != _told(after[row_id])}
    if len(changed) == 1 and all(len(side[row_id]) == 1 for side in (before, after) for row_id in changed):
        (row_id,) = changed
        return _change_one(row_id, before[row_id][0], after[row_id][0], at.template)
    if not changed:
        return True
    gone = _run(delete(Entry).where(Entry.row_id.in_(changed)), {})
    had = [fact for row_id in changed for fact in before[row_id]]
    recheck_clashes((fact.register, fact.key) for fact in had if not at.template.holds(fact))
    common = {"design_id": at.design_id, "document_id": at.document_id, "block_id": at.block_id, "line": None}
    _insert(
        [
            {**common, "row_id": row_id, **_stated(fact, at.template)}
            for row_id in changed
            for fact in after[row_id]
        ]
    )
    return gone == len(had)


def _change_one(row_id: int, before: Fact, after: Fact, template: Template) -> bool:
    """Change the one entry of a row; False where it is not stored."""
    stated = {f"new_{name}": value for name, value in _stated(after, template).items()}
    was, remains = template.holds(before), template.holds(after)
    if (
        was != remains
        or (before.register, before.key) != (after.register, after.key)
        or claims_otherwise(after.register, before.values, after.values)
    ):
        told = [fact for fact, is_example in ((before, was), (after, remains)) if not is_example]
        recheck_clashes((fact.register, fact.key) for fact in told)
    return _run(_CHANGE, {"of": row_id, **stated}) == 1


def sort_entries(design_id: int) -> None:
    """Work out again what the entries of a design are ordered by, and store what differs."""
    found = select(_entry.c.id, _entry.c.register, _entry.c["values"], _entry.c.sort)
    changed = [
        {"of": entry_id, "new_sort": new}
        for entry_id, register, values, sort in db.session.execute(
            found.where(_entry.c.design_id == design_id)
        )
        if (new := registers.REGISTERS[register].sort(values)) != sort
    ]
    if changed:
        db.session.connection().execute(_SORT, changed)


# Of the table, not the model: what is loaded of an entry is nobody's business here.
_entry = cast(Table, Entry.__table__)
_STATED = ("register", "key", "values", "sort", "from_template")
_CHANGE = (
    update(_entry)
    .where(_entry.c.row_id == bindparam("of"))
    .values({name: bindparam(f"new_{name}") for name in _STATED})
)
_SORT = update(_entry).where(_entry.c.id == bindparam("of")).values(sort=bindparam("new_sort"))


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


def _insert(wanted: Sequence[dict[str, Any]]) -> None:
    if wanted:
        db.session.execute(insert_many(Entry), wanted)
        recheck_clashes((each["register"], each["key"]) for each in wanted if not each["from_template"])


def _wanted(document: Document, facts: Sequence[Fact], ids: Ids) -> list[dict[str, Any]]:
    """What a document's facts are stored as."""
    if not facts:
        return []
    template = template_of(document.design.project)
    common = {"design_id": document.design_id, "document_id": document.id}
    return [
        {
            **common,
            "block_id": ids.blocks[fact.section][fact.block],
            "row_id": None if fact.row is None else ids.rows[fact.section][fact.block][fact.row],
            "line": fact.line,
            **_stated(fact, template),
        }
        for fact in facts
    ]


def _stated(fact: Fact, template: Template) -> dict[str, Any]:
    """What an entry says, wherever it stands: the columns of _STATED."""
    return {
        "register": fact.register,
        "key": fact.key,
        "values": fact.values,
        "sort": registers.REGISTERS[fact.register].sort(fact.values),
        "from_template": template.holds(fact),
    }
