"""What is told beside a design and beside the lines of a register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import and_, or_, select

from webapp.extensions import db
from webapp.models import ClashSide, Design, Dismissal, Document, Entry, Finding, Person
from webapp.services.findings.found import Found
from webapp.services.findings.reading import (
    in_order,
    is_dismissed_finding,
    load_clashes,
    load_findings,
)

SHOWN_MAX = 300
"""How many findings stand beside a design; more are in the list."""


@dataclass(frozen=True)
class Remarks:
    """What was found in a design: clashes, then findings by their codes, each in the order of the text.

    `dismissed` is how many are left out since somebody said why they are no problem, `more` how many for
    which there was no room.
    """

    clashes: Sequence[Found] = ()
    groups: dict[str, list[Found]] = field(default_factory=dict)
    dismissed: int = 0
    more: int = 0

    @property
    def count(self) -> int:
        """How many there are to see to."""
        return len(self.clashes) + sum(map(len, self.groups.values())) + self.more


def remarks_of(design: Design, person: Person | None) -> Remarks:
    """What was found in all documents of a design, as far as `person` may know it."""
    mine = select(ClashSide.clash_id).where(ClashSide.design_id == design.id).distinct()
    loaded = load_clashes(sorted(db.session.scalars(mine)), person)
    clashes = [each for each in loaded if any(place.design_id == design.id for place in each.places)]
    found = db.session.execute(
        select(Finding.id, Dismissal.id.is_not(None).label("is_dismissed"))
        .join(Document, Document.id == Finding.document_id)
        .outerjoin(Dismissal, is_dismissed_finding())
        .where(Finding.design_id == design.id, Document.deleted_at.is_(None))
        .order_by(Finding.id)
    ).all()
    left = [each.id for each in found if not each.is_dismissed]
    groups: dict[str, list[Found]] = defaultdict(list)
    for each in load_findings(in_order(left[:SHOWN_MAX])):
        groups[each.label].append(each)
    open_clashes = [each for each in clashes if each.dismissed is None]
    dismissed = len(found) - len(left) + len(clashes) - len(open_clashes)
    return Remarks(open_clashes, dict(groups), dismissed, max(len(left) - SHOWN_MAX, 0))


def marks_of(entry_ids: Collection[int], person: Person | None) -> dict[int, list[Found]]:
    """What is told of entries, by their ids: clashes first; nothing that somebody dismissed.

    Four queries for as many entries as a page of a register has; an entry of which nothing is told is
    not there.
    """
    sides = select(ClashSide.entry_id, ClashSide.clash_id).where(ClashSide.entry_id.in_(entry_ids))
    clashes = db.session.execute(sides).all()
    stands_here = and_(
        Finding.block_id == Entry.block_id, Finding.line == Entry.line, Finding.row_id.is_(None)
    )
    told = (
        select(Entry.id, Finding.id)
        .join(Finding, or_(Finding.row_id == Entry.row_id, stands_here))
        .where(Entry.id.in_(entry_ids), Finding.document_id == Entry.document_id)
        .order_by(Finding.id)
    )
    findings = db.session.execute(told).all()
    loaded = {each.dom_id: each for each in load_clashes(sorted({number for _, number in clashes}), person)}
    loaded |= {each.dom_id: each for each in load_findings(sorted({number for _, number in findings}))}
    marks: dict[int, list[Found]] = defaultdict(list)
    for kind, pairs in (("clash", clashes), ("finding", findings)):
        for entry_id, number in pairs:
            found = loaded.get(f"{kind}-{number}")
            if found is not None and found.dismissed is None and _takes_part(entry_id, found):
                marks[entry_id].append(found)
    return dict(marks)


def _takes_part(entry_id: int, found: Found) -> bool:
    """Whether an entry is among the sides of a clash that may be told; a finding is told as it is."""
    return not found.is_clash or any(place.entry_id == entry_id for place in found.places)
