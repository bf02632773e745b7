"""The one writer of findings: what checks say of documents, of rows and of designs, by difference.

A finding that says what it said keeps its id. What one row says alone is brought up to date with that
row; what takes all of a document or of a design is asked once, at the end of the transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Select, Table, bindparam, delete, exists, select, union_all, update

from webapp import checks
from webapp.checks import migrations
from webapp.extensions import db
from webapp.markdown.outline import Outline, Row
from webapp.models import Block, Dismissal, Document, Entry, Finding, Section
from webapp.models import Row as StoredRow
from webapp.registers.entry import Entry as Fact
from webapp.registers.entry import Recognised
from webapp.services.bulk import insert_many
from webapp.services.findings.clashing import recheck_clashes
from webapp.services.findings.spots import Spot
from webapp.services.findings.templates import template_of
from webapp.services.pieces import Ids, Pieces, load_pieces
from webapp.services.transactions import leave_for_the_end

if TYPE_CHECKING:
    from webapp.checks import Told
    from webapp.services.editing.rewritten import Rewritten

Known = Sequence[Sequence[Recognised]]
Values = dict[str, Any]
Subject = tuple[int, str, str]
"""What tells one finding from the next: its document's id, its code, and the place in words."""

OF_DESIGNS = frozenset({"endpoint-not-declared", "file-not-declared", "entity-without-key"})
"""The codes that take all documents of a design. All others are told of one document alone."""
AT_ONCE = 500
"""How many ids a statement names."""


def check_document(document: Document, outline: Outline, known: Known, ids: Ids) -> None:
    """Bring the findings of a document up to date with an outline whose pieces have these ids.

    Its entries must be stored already. What takes all documents of its design is asked at the end of the
    transaction.
    """
    told = checks.check_document(
        outline, known, _facts(document.id, ids), template_of(document.design.project)
    )
    found = [Spot.at(document.design_id, document.id, each, ids).finding(each) for each in told]
    _bring(_OF_DOCUMENT, {"document_id": document.id}, found)
    leave_for_the_end(_check_designs, [document.design_id])


def check_row(new: Rewritten) -> None:
    """Bring the findings of a row that was rewritten up to date, and of those that it is read with.

    Only what differs is written. What may be told otherwise of anything else is left for the end of the
    transaction.
    """
    around = new.around
    place = _place(new, _labels(new))
    before = around.rows[around.at]
    if checks.row_affects_document(place, before, new.row) or _may_be_of_a_plan(new, before):
        leave_for_the_end(_check_documents, [new.stored.document_id])
        return
    had, has = (_by_row(facts, len(around.rows)) for facts in (new.stated.before, new.stated.after))
    for at, row in enumerate(around.rows):
        now = new.row if at == around.at else row
        if (row, had[at]) != (now, has[at]):
            was, told = (
                checks.check_row(place, at, *each, new.template) for each in ((row, had[at]), (now, has[at]))
            )
            spot = _spot(new, around.ids[at])
            _change([spot.finding(each) for each in was], [spot.finding(each) for each in told])
    if checks.row_affects_design(*_without_equals(new.stated.before, new.stated.after)):
        leave_for_the_end(_check_designs, [new.stored.design_id])


def _labels(new: Rewritten) -> frozenset[str]:
    """The labels of the links that the document defines, where they can matter to what rows say."""
    if not any(checks.may_be_links(row.cells) for row in (*new.around.rows, new.row)):
        return frozenset()
    found = db.session.connection().execute(_DEFINING, {"document_id": new.stored.document_id})
    return frozenset().union(*(checks.labels_in(source) for (source,) in found))


def _may_be_of_a_plan(new: Rewritten, before: Row) -> bool:
    """Whether a row whose headings were not looked at may be one of a plan to migrate.

    They are looked at where they matter to what a row states; here it matters what it says of a way back.
    """
    return not new.around.headings and migrations.says(before) != migrations.says(new.row)


def _spot(new: Rewritten, row_id: int) -> Spot:
    stored = new.stored
    return Spot(stored.design_id, stored.document_id, stored.section_id, stored.block_id, row_id)


def check_documents(document_ids: Iterable[int]) -> None:
    """Ask at the end of the transaction what these documents say, their texts as they are stored then."""
    leave_for_the_end(_check_documents, document_ids)


def check_design(design_id: int) -> None:
    """Ask at the end of the transaction what all documents of a design say together, and what clashes."""
    leave_for_the_end(_check_designs, [design_id])
    found = db.session.connection().execute(_KEYS, {"design_id": design_id})
    recheck_clashes((register, key) for register, key in found)


def forget_design(design_id: int) -> None:
    """Take away what was found in a design and what people said of it."""
    for statement in (_FORGET_DISMISSALS, _FORGET):
        db.session.connection().execute(statement, {"design_id": design_id})


def _check_documents(document_ids: set[int]) -> None:
    for document_id in sorted(document_ids):
        pieces = load_pieces(document_id)
        document = db.session.get_one(Document, document_id)
        check_document(document, pieces.outline(), _known(pieces), pieces.ids)


def _check_designs(design_ids: set[int]) -> None:
    for design_id in sorted(design_ids):
        found = db.session.connection().execute(_CONCERNED, {"design_id": design_id}).all()
        facts = [
            Fact(each.register, each.key, each.section_id, each.block_id, each.row_id, each.line, each.values)
            for each in found
        ]
        told = [
            Spot(design_id, found[number].document_id, *_ids(each)).finding(each)
            for number, each in checks.check_design(facts)
        ]
        _bring(_OF_DESIGN, {"design_id": design_id}, told)


def _ids(told: Told) -> tuple[int, int | None, int | None]:
    return told.section, told.block, told.row


def _facts(document_id: int, ids: Ids) -> list[Fact]:
    """The stored entries of a document, in its order, by the indexes of its pieces."""
    blocks = {
        block: (number, place) for number, some in enumerate(ids.blocks) for place, block in enumerate(some)
    }
    rows = {row: at for some in ids.rows for in_block in some for at, row in enumerate(in_block)}
    found = db.session.connection().execute(_FACTS, {"document_id": document_id})
    facts = [
        Fact(register, key, *blocks[block_id], None if row_id is None else rows[row_id], line, values)
        for register, key, block_id, row_id, line, values in found
    ]
    return sorted(facts, key=lambda fact: (fact.section, fact.block, fact.row or 0, fact.line or 0))


def _known(pieces: Pieces) -> Known:
    return [
        [Recognised(block.register, [column["role"] for column in block.columns]) for block in blocks]
        for blocks in pieces.blocks
    ]


def _place(new: Rewritten, labels: frozenset[str]) -> checks.Place:
    stored = new.stored
    names = [column["name"] for column in stored.columns]
    roles = [column["role"] for column in stored.columns]
    known = Recognised(stored.register, roles)
    return checks.Place(new.around.headings, stored.kind, names, known, labels=labels)


def _by_row(facts: Iterable[Fact], count: int) -> list[list[Fact]]:
    by_row: list[list[Fact]] = [[] for _ in range(count)]
    for fact in facts:
        by_row[fact.row or 0].append(fact)
    return by_row


def _without_equals(one: Sequence[Fact], other: Sequence[Fact]) -> tuple[list[Fact], list[Fact]]:
    return [each for each in one if each not in other], [each for each in other if each not in one]


def _bring(stored: Select[Any], of: Mapping[str, int], found: Iterable[Values]) -> None:
    """Make what `stored` selects for these values what was found; the first of what is told twice counts."""
    wanted: dict[Subject, Values] = {}
    for each in found:
        wanted.setdefault(_subject(each), each)
    had = {_subject(row._mapping): row for row in db.session.connection().execute(stored, of)}
    _delete([row.id for subject, row in had.items() if subject not in wanted])
    _update(
        [
            {"of": had[subject].id, **{f"new_{name}": each[name] for name in _TOLD}}
            for subject, each in wanted.items()
            if subject in had and any(getattr(had[subject], name) != each[name] for name in _TOLD)
        ]
    )
    _insert([each for subject, each in wanted.items() if subject not in had])


def _change(before: Sequence[Values], after: Sequence[Values]) -> None:
    """Make what was found in a row what is found now, without asking what is stored."""
    had, has = ({_subject(each): each for each in reversed(some)} for some in (before, after))
    changed = {subject for subject in had if had[subject] != has.get(subject)}
    if changed:
        gone = [
            {f"old_{name}": had[each][name] for name in ("row_id", "code", "subject")} for each in changed
        ]
        db.session.connection().execute(_DELETE_TOLD, gone)
    _insert([each for subject, each in has.items() if subject not in had or subject in changed])


def _subject(finding: Any) -> Subject:
    return finding["document_id"], finding["code"], finding["subject"]


def _delete(ids: Sequence[int]) -> None:
    for start in range(0, len(ids), AT_ONCE):
        db.session.connection().execute(_DELETE, {"gone": ids[start : start + AT_ONCE]})


def _update(changed: Sequence[Values]) -> None:
    if changed:
        db.session.connection().execute(_UPDATE, changed)


def _insert(new: Sequence[Values]) -> None:
    if new:
        db.session.connection().execute(insert_many(Finding), new)


# Of the tables, not the models: nothing is loaded that would have to follow. Made once, as it takes longer to
# make a statement than to run it.
_finding, _entry, _block, _document, _dismissal = (
    cast(Table, model.__table__) for model in (Finding, Entry, Block, Document, Dismissal)
)
_TOLD = ("section_id", "block_id", "row_id", "line", "register", "about", "digest")
_STORED = select(_finding)
_OF_DOCUMENT = _STORED.where(
    _finding.c.document_id == bindparam("document_id"), _finding.c.code.not_in(OF_DESIGNS)
)
_OF_DESIGN = _STORED.where(_finding.c.design_id == bindparam("design_id"), _finding.c.code.in_(OF_DESIGNS))
_DELETE = delete(_finding).where(_finding.c.id.in_(bindparam("gone", expanding=True)))
_DELETE_TOLD = delete(_finding).where(
    *(_finding.c[name] == bindparam(f"old_{name}") for name in ("row_id", "code", "subject"))
)
_UPDATE = (
    update(_finding)
    .where(_finding.c.id == bindparam("of"))
    .values({name: bindparam(f"new_{name}") for name in _TOLD})
)
_FACTS = select(
    *(_entry.c[name] for name in ("register", "key", "block_id", "row_id", "line", "values"))
).where(_entry.c.document_id == bindparam("document_id"))
_CONCERNED = (
    select(
        *(_entry.c[name] for name in ("register", "key", "document_id", "block_id", "row_id", "line")),
        _entry.c["values"],
        _block.c.section_id,
    )
    .join(_block, _block.c.id == _entry.c.block_id)
    .join(_document, _document.c.id == _entry.c.document_id)
    .where(
        _entry.c.design_id == bindparam("design_id"),
        _entry.c.register.in_(sorted(checks.CONCERNED)),
        _document.c.deleted_at.is_(None),
    )
    .order_by(*(_entry.c[name] for name in ("document_id", "block_id", "row_id", "line", "id")))
)
_DEFINING = union_all(
    *(
        select(text).where(
            table.c.document_id == bindparam("document_id"),
            table.c.deleted_at.is_(None),
            text.contains(checks.DEFINES, autoescape=True),
        )
        for table in (cast(Table, model.__table__) for model in (Section, Block, StoredRow))
        for text in (table.c[name] for name in ("source", "tail") if name in table.c)
    )
)
_KEYS = (
    select(_entry.c.register, _entry.c.key)
    .where(_entry.c.design_id == bindparam("design_id"), _entry.c.from_template.is_(False))
    .distinct()
)
_MINE = _finding.c.design_id == bindparam("design_id")
_FORGET_DISMISSALS = delete(_dismissal).where(
    exists().where(_MINE, _finding.c.code == _dismissal.c.code, _finding.c.subject == _dismissal.c.subject)
)
_FORGET = delete(_finding).where(_MINE)
