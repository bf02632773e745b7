"""What checks say of all that is stored, worked out from scratch, to compare with what is stored of it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from webapp import checks
from webapp.extensions import db
from webapp.markdown.reader import read
from webapp.models import Clash, Design, Document, Entry, Finding
from webapp.registers.entry import Entry as Fact
from webapp.services.documents import document_text, documents_of
from webapp.services.findings.templates import template_of
from webapp.services.pieces import Ids, load_pieces
from webapp.services.readings import read_text
from webapp.services.rendered import project_keys

NOT_LIVING = ("Rejected", "Superseded")

Told = tuple[Any, ...]


def assert_checked() -> None:
    """Findings, clashes, and which entries come from a template are what a fresh look at all texts gives."""
    db.session.expire_all()
    designs = db.session.scalars(db.select(Design)).all()
    living = [design for design in designs if design.deleted_at is None]
    assert stored_findings(living) == {told for design in living for told in wanted_findings(design)}
    assert stored_clashes() == wanted_clashes(living)
    for design in living:
        template = template_of(design.project)
        for entry in _entries(design):
            assert entry.from_template == template.states(entry.register, entry.key, entry.values), entry.key


def stored_findings(designs: list[Design]) -> set[Told]:
    """The findings of living documents of these designs."""
    found = db.session.scalars(
        db.select(Finding)
        .join(Document, Document.id == Finding.document_id)
        .where(Finding.design_id.in_([design.id for design in designs]), Document.deleted_at.is_(None))
    ).all()
    told = [
        (
            each.document_id,
            each.code,
            each.section_id,
            each.block_id,
            each.row_id,
            each.line,
            _about(each.about),
        )
        for each in found
    ]
    assert len(set(told)) == len(told), "told twice"
    return set(told)


def wanted_findings(design: Design) -> Iterator[Told]:
    """What is told of a design by its texts and nothing else."""
    facts: list[Fact] = []
    homes: list[tuple[int, Ids]] = []
    for document in documents_of(design):
        ids = load_pieces(document.id).ids
        reading = read_text(document_text(document), project_keys())
        assert read(reading.text) == reading.outline
        template = template_of(design.project)
        for told in checks.check_document(reading.outline, reading.recognised, reading.entries, template):
            yield _told(document.id, told, ids)
        facts += [_by_ids(fact, ids) for fact in reading.entries]
        homes += [(document.id, ids)] * len(reading.entries)
    for number, told in checks.check_design(facts):
        yield (homes[number][0], told.code, *_place(told), told.line, _about(told.about))


def stored_clashes() -> set[Told]:
    """Code, register, key and words of every clash, with the entries that take part."""
    return {
        (
            *(each.code, each.register, each.key, _about(each.about)),
            frozenset((side.design_id, side.entry_id) for side in each.sides),
        )
        for each in db.session.scalars(db.select(Clash))
    }


def wanted_clashes(designs: list[Design]) -> set[Told]:
    """What clashes among the entries of these designs."""
    claims: dict[tuple[str, str], list[checks.Claim]] = defaultdict(list)
    for design in designs:
        for entry in _entries(design) if design.status not in NOT_LIVING else ():
            if not template_of(design.project).states(entry.register, entry.key, entry.values):
                claims[entry.register, entry.key].append(checks.Claim(design.id, entry.id, entry.values))
    wanted: set[Told] = set()
    for (register, key), some in claims.items():
        designs_of = {claim.entry: claim.design for claim in some}
        for found in checks.clashes(register, sorted(some, key=lambda claim: str(claim.entry).zfill(12))):
            sides = frozenset((designs_of[side], side) for side in found.sides)
            wanted.add((found.code, register, key, _about(found.about), sides))
    return wanted


def _entries(design: Design) -> list[Entry]:
    ids = [document.id for document in documents_of(design)]
    return list(db.session.scalars(db.select(Entry).where(Entry.document_id.in_(ids)).order_by(Entry.id)))


def _told(document_id: int, told: checks.Told, ids: Ids) -> Told:
    block = None if told.block is None else ids.blocks[told.section][told.block]
    row = None
    if told.block is not None and told.row is not None:
        row = ids.rows[told.section][told.block][told.row]
    return document_id, told.code, ids.sections[told.section], block, row, told.line, _about(told.about)


def _by_ids(fact: Fact, ids: Ids) -> Fact:
    row = None if fact.row is None else ids.rows[fact.section][fact.block][fact.row]
    block = ids.blocks[fact.section][fact.block]
    return Fact(fact.register, fact.key, ids.sections[fact.section], block, row, fact.line, fact.values)


def _place(told: checks.Told) -> tuple[int, int | None, int | None]:
    return told.section, told.block, told.row


def _about(about: dict[str, str]) -> str:
    return json.dumps(about, sort_keys=True)
