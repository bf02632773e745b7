"""Stored findings and clashes, read with their places and with what people said of them.

Only places in designs that the person may read come: of a clash nothing is told but what these contradict
each other in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, select
from sqlalchemy.orm import aliased

from webapp.extensions import db
from webapp.models import (
    Block,
    Clash,
    ClashSide,
    Design,
    Dismissal,
    Document,
    Entry,
    Finding,
    Person,
    Project,
    Row,
    Section,
)
from webapp.services.findings.found import Dismissed, Found, Place
from webapp.services.findings.seen import Seen, seen_in_part
from webapp.services.permissions import readable
from webapp.utils.keys import Key

AT_ONCE = 500
"""How many ids a statement names."""


def load_findings(ids: Sequence[int]) -> list[Found]:
    """These findings, in the order of their ids as given; what was put right meanwhile is left out."""
    found: dict[int, Found] = {}
    for some in parted(ids):
        for row in db.session.execute(_FINDINGS.where(Finding.id.in_(some))):
            place = _place(row, _fragment(row.row_id, row.block_id, row.section_id))
            found[row.id] = Found(
                "finding", row.id, row.code, row.about, row.digest, [place], _dismissed(row)
            )
    return [found[each] for each in ids if each in found]


def load_clashes(ids: Sequence[int], person: Person | None) -> list[Found]:
    """These clashes, in the order of their ids as given, each with its places that `person` may read."""
    places: dict[int, list[Place]] = defaultdict(list)
    found: dict[int, Found] = {}
    sides: dict[int, int] = {}
    for some in parted(ids):
        for row in db.session.execute(_CLASHES.where(Clash.id.in_(some), readable(person))):
            places[row.id].append(_place(row, _fragment(row.row_id, row.block_id, row.section_id)))
            said = _dismissed(row)
            found[row.id] = Found("clash", row.id, row.code, row.about, row.digest, places[row.id], said)
            sides[row.id] = row.sides
    in_part = [each for each in found if len(places[each]) < sides[each]]
    for some in parted(in_part):
        found |= _as_seen([found[each] for each in some], seen_in_part(some, person))
    return [found[each] for each in ids if each in found and _designs(found[each]) > 1]


def _as_seen(clashes: Iterable[Found], seen: Mapping[int, Seen]) -> dict[int, Found]:
    """Clashes with hidden sides, as those that may be read make them."""
    nothing = Seen({}, {})
    told = [(clash, seen.get(clash.id, nothing)) for clash in clashes]
    return {
        clash.id: replace(
            clash,
            about=left.about,
            places=[place for place in clash.places if place.entry_id in left.entries],
        )
        for clash, left in told
    }


def is_dismissed_finding() -> ColumnElement[bool]:
    """On what a finding is joined with the dismissal that holds."""
    return and_(
        Dismissal.code == Finding.code,
        Dismissal.subject == Finding.subject,
        Dismissal.digest == Finding.digest,
    )


def is_dismissed_clash() -> ColumnElement[bool]:
    """On what a clash is joined with the dismissal that holds."""
    return and_(
        Dismissal.code == Clash.code,
        Dismissal.subject == Clash.register.concat(":").concat(Clash.key),
        Dismissal.digest == Clash.digest,
    )


def parted(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    """These ids, so many at a time as a statement names."""
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def sides_of_clash() -> ScalarSelect[int]:
    """How many sides a clash has, whoever may read them."""
    side = aliased(ClashSide)
    return select(func.count()).where(side.clash_id == Clash.id).correlate(Clash).scalar_subquery()


_OF_DESIGN = (
    *(Design.id.label("design_id"), Project.key, Design.number, Design.title, Design.status),
    *(Design.project_id, Design.owner_id, Design.locked_at),
)
_PLACED = (Document.id.label("document_id"), Document.name, Section.title.label("section"))
_SAID = (Dismissal.reason, Person.name.label("by"), Dismissal.at)
_FINDINGS = (
    select(
        *(Finding.id, Finding.code, Finding.about, Finding.digest),
        *(Finding.section_id, Finding.block_id, Finding.row_id),
        *(*_OF_DESIGN, *_PLACED, *_SAID),
    )
    .join(Design, Design.id == Finding.design_id)
    .join(Project, Project.id == Design.project_id)
    .join(Document, Document.id == Finding.document_id)
    .join(Section, Section.id == Finding.section_id)
    .outerjoin(Dismissal, is_dismissed_finding())
    .outerjoin(Person, Person.id == Dismissal.person_id)
)
_CLASHES = (
    select(
        *(Clash.id, Clash.code, Clash.about, Clash.digest, sides_of_clash().label("sides")),
        *(Block.section_id, Entry.block_id, Entry.row_id, Entry.id.label("entry_id")),
        *(*_OF_DESIGN, *_PLACED, *_SAID),
    )
    .join(ClashSide, ClashSide.clash_id == Clash.id)
    .join(Entry, Entry.id == ClashSide.entry_id)
    .join(Design, Design.id == ClashSide.design_id)
    .join(Project, Project.id == Design.project_id)
    .join(Document, Document.id == Entry.document_id)
    .join(Block, Block.id == Entry.block_id)
    .join(Section, Section.id == Block.section_id)
    .outerjoin(Dismissal, is_dismissed_clash())
    .outerjoin(Person, Person.id == Dismissal.person_id)
    .order_by(Project.key, Design.number, Entry.id)
)


def in_order(ids: Iterable[int]) -> list[int]:
    """The findings with these ids in the order of their places; all of one design, say."""
    found = db.session.scalars(
        select(Finding.id)
        .join(Document, Document.id == Finding.document_id)
        .join(Section, Section.id == Finding.section_id)
        .outerjoin(Block, Block.id == Finding.block_id)
        .outerjoin(Row, Row.id == Finding.row_id)
        .where(Finding.id.in_(list(ids)))
        .order_by(
            *(Document.position, Document.id, Section.position, Section.id),
            *(func.coalesce(Block.position, ""), func.coalesce(Block.id, 0)),
            *(func.coalesce(Row.position, ""), func.coalesce(Row.id, 0)),
            *(func.coalesce(Finding.line, -1), Finding.id),
        )
    )
    return list(found)


def _place(row: Any, fragment: str) -> Place:
    key = str(Key(row.key, row.number))
    return Place(
        *(row.design_id, key, row.title, row.status, row.document_id, row.name, row.section, fragment),
        *(row.project_id, row.owner_id, row.locked_at),
        entry_id=row._mapping.get("entry_id"),
    )


def _fragment(row_id: int | None, block_id: int | None, section_id: int) -> str:
    if row_id is not None:
        return f"row-{row_id}"
    return f"section-{section_id}" if block_id is None else f"block-{block_id}"


def _dismissed(row: Any) -> Dismissed | None:
    return None if row.reason is None else Dismissed(row.reason, row.by, row.at)


def _designs(clash: Found) -> int:
    return len({place.design_id for place in clash.places})
