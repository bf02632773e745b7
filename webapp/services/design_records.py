"""Designs with all that is told of them, for programs: three statements for any number of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from webapp.extensions import db
from webapp.models import Design, Document, Person, Project, design_contributor
from webapp.services.permissions import readable
from webapp.utils.keys import Key


@dataclass(slots=True)
class DesignRecord:
    """A design: what its model says under the same names, and `documents` as (id, name) in their order."""

    id: int
    project: str
    number: int
    title: str
    status: str
    priority: str
    project_id: int
    owner_id: int | None
    parent_id: int | None
    locked_at: datetime | None
    tasks: int
    tasks_done: int
    open_questions: int
    created_at: datetime
    updated_at: datetime
    version: int
    contributor_ids: list[int] = field(default_factory=list)
    documents: list[tuple[int, str]] = field(default_factory=list)

    @property
    def key(self) -> str:
        """FEAT-014."""
        return str(Key(self.project, self.number))


def load_records(design_ids: Sequence[int], *, person: Person) -> list[DesignRecord]:
    """These designs in this order, but for those in the bin and those that `person` may not read.

    The parent of one is None where `person` may not read that.
    """
    found = db.session.execute(_RECORDS.where(Design.id.in_(design_ids), readable(person)))
    records = {row[0]: DesignRecord(*row) for row in found}
    _add_contributors(records)
    _add_documents(records)
    _hide_parents(records, person)
    return [records[design_id] for design_id in design_ids if design_id in records]


_RECORDS: Any = select(
    Design.id,
    Project.key,
    *(Design.number, Design.title, Design.status, Design.priority, Design.project_id),
    *(Design.owner_id, Design.parent_id, Design.locked_at),
    *(Design.tasks, Design.tasks_done, Design.open_questions),
    *(Design.created_at, Design.updated_at, Design.version),
).join(Design.project)


def _add_contributors(records: dict[int, DesignRecord]) -> None:
    links = design_contributor.c
    query = select(links.design_id, links.person_id).where(links.design_id.in_(records))
    for design_id, person_id in db.session.execute(query.order_by(links.person_id)):
        records[design_id].contributor_ids.append(person_id)


def _add_documents(records: dict[int, DesignRecord]) -> None:
    found = db.session.execute(
        select(Document.design_id, Document.id, Document.name)
        .where(Document.design_id.in_(records), Document.deleted_at.is_(None))
        .order_by(Document.position, Document.id)
    )
    for design_id, document_id, name in found:
        records[design_id].documents.append((document_id, name))


def _hide_parents(records: dict[int, DesignRecord], person: Person) -> None:
    wanted: Collection[int] = {each.parent_id for each in records.values() if each.parent_id is not None}
    if wanted:
        known = set(db.session.scalars(select(Design.id).where(Design.id.in_(wanted), readable(person))))
        for record in records.values():
            record.parent_id = record.parent_id if record.parent_id in known else None
