"""How much of a register is done: by design, and in each by phase."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func

from webapp.extensions import db
from webapp.models import Design, Entry, Project
from webapp.services.paging import PER_PAGE
from webapp.services.registering.narrowing import DONE, PLACE, Narrowing, entries, value
from webapp.utils.keys import Key

PHASE = "phase"


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of a design, '' where none is named, and how many of its tasks are done."""

    name: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Progress:
    """A design and how much of it is done, with its phases in the order of the text."""

    id: int
    key: str
    title: str
    status: str
    done: int
    total: int
    phases: Sequence[Phase]


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """Designs by key: `page`, from 1; `more` says that others follow."""

    designs: Sequence[Progress]
    page: int
    more: bool


def list_progress(narrowing: Narrowing, *, page: int = 1) -> ProgressPage:
    """The designs that state something that is asked for, PER_PAGE at a time, in two queries."""
    designs = (
        entries(
            narrowing,
            *(Design.id, Project.key, Design.number, Design.title, Design.status, func.count(), _DONE),
        )
        .join(Project, Project.id == Design.project_id)
        .group_by(Design.id, Project.key, Design.number, Design.title, Design.status)
        .order_by(Project.key, Design.number)
    )
    found = db.session.execute(designs.limit(PER_PAGE + 1).offset((page - 1) * PER_PAGE)).all()
    phases = _phases(narrowing, [each.id for each in found[:PER_PAGE]])
    return ProgressPage(
        [
            Progress(design_id, str(Key(project, number)), title, status, done, total, phases[design_id])
            for design_id, project, number, title, status, total, done in found[:PER_PAGE]
        ],
        page,
        len(found) > PER_PAGE,
    )


_DONE = func.sum(case((value(Entry, DONE) == "yes", 1), else_=0))


def _phases(narrowing: Narrowing, design_ids: Sequence[int]) -> dict[int, list[Phase]]:
    phase = func.coalesce(value(Entry, PHASE), "")
    query: Any = (
        entries(narrowing, Entry.design_id, phase, func.count(), _DONE)
        .where(Entry.design_id.in_(design_ids))
        .group_by(Entry.design_id, phase)
        .order_by(func.min(Entry.document_id), func.min(PLACE))
    )
    found: dict[int, list[Phase]] = defaultdict(list)
    for design_id, name, total, done in db.session.execute(query) if design_ids else ():
        found[design_id].append(Phase(name, done, total))
    return found
