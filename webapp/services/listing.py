"""The list of designs: those that fit every filter, in order, a page at a time or all of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select

from webapp.extensions import db
from webapp.models import Design, Person, Project
from webapp.models.design import NOBODY, STATUSES
from webapp.utils.folding import fold
from webapp.utils.keys import Key

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class ListedDesign:
    """A line of the list: of a design what its model says under the same names.

    `project` is the project's key; `owner` is a name, None where nobody owns the design.
    """

    __tablename__: ClassVar = Design.__tablename__

    id: int
    project: str
    number: int
    title: str
    status: str
    priority: str
    owner: str | None
    owner_id: int | None
    tasks: int
    tasks_done: int
    open_questions: int
    updated_at: datetime

    @property
    def key(self) -> str:
        """FEAT-014."""
        return str(Key(self.project, self.number))


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list: `page` of `pages`, both from 1; `total` designs on all of them.

    `of` is how many designs there are outside the bin, whether they fit or not.
    """

    items: Sequence[ListedDesign]
    total: int
    of: int
    page: int
    pages: int

    @property
    def first(self) -> int:
        """The place of the first design on this page, from 1; 0 where there is none."""
        return (self.page - 1) * PER_PAGE + 1 if self.total else 0

    @property
    def last(self) -> int:
        """The place of the last design on this page."""
        return min(self.page * PER_PAGE, self.total)


def list_designs(
    *,
    q: str = "",
    status: str = "",
    priority: str = "",
    owner: str = "",
    project: str = "",
    sort: str = "-updated",
    page: int = 1,
) -> Page:
    """The designs outside the bin that fit every filter, in two or three queries whatever their number.

    `q` is words that must all stand in key, title or owner's name, whatever their case and accents.
    `owner` is a person's id or NOBODY, `project` a key; '' filters nothing. `sort` is a column
    of the list, with a minus before it from the end to the beginning; ties go by key. A page past the end
    is the last one.
    """
    chosen = _chosen(q, status, priority, owner, project)
    page = max(page, 1)
    items = _page(chosen, sort, page)
    if len(items) == PER_PAGE or (not items and page > 1):
        total, of = _count(chosen)
    else:  # the last page, which says how many fit without another look at all designs
        total, of = (page - 1) * PER_PAGE + len(items), count_living()
    pages = max(1, -(-total // PER_PAGE))
    if page > pages:
        page, items = pages, _page(chosen, sort, pages)
    return Page(items, total, of, page, pages)


def all_designs(
    *,
    q: str = "",
    status: str = "",
    priority: str = "",
    owner: str = "",
    project: str = "",
    sort: str = "-updated",
) -> list[ListedDesign]:
    """What `list_designs` lists on all its pages together, in one query."""
    return _listed(_ordered(_chosen(q, status, priority, owner, project), sort))


def list_chosen(design_ids: Collection[int]) -> list[ListedDesign]:
    """These designs as the list shows them, but for those in the bin; in no certain order."""
    return _listed(_LISTED.where(Design.id.in_(design_ids), _LIVING))


def count_living() -> int:
    """How many designs there are outside the bin."""
    return db.session.scalar(_ALL) or 0


def list_owners() -> dict[str, str]:
    """Everybody who owns a design outside the bin: ids with names, by name."""
    owns = exists().where(Design.owner_id == Person.id, _LIVING)
    found = db.session.execute(
        select(Person.id, Person.name).where(owns).order_by(Person.filter_name, Person.id)
    )
    return {str(person_id): name for person_id, name in found}


_LIVING = Design.deleted_at.is_(None)
_ALL = select(func.count(Design.id)).where(_LIVING)
_LISTED = (
    select(
        Design.id,
        Project.key,
        *(Design.number, Design.title, Design.status, Design.priority),
        Person.name,
        *(Design.owner_id, Design.tasks, Design.tasks_done, Design.open_questions, Design.updated_at),
    )
    .join(Design.project)
    .outerjoin(Design.owner)
)


def _page(chosen: Sequence[ColumnElement[bool]], sort: str, page: int) -> list[ListedDesign]:
    return _listed(_ordered(chosen, sort).limit(PER_PAGE).offset((page - 1) * PER_PAGE))


def _listed(query: Any) -> list[ListedDesign]:
    return [ListedDesign(*found) for found in db.session.execute(query)]


def _count(chosen: Sequence[ColumnElement[bool]]) -> tuple[int, int]:
    """How many designs fit, and how many there are: in one look at all of them."""
    fitting = func.count(Design.id).filter(and_(*chosen))
    of, total = db.session.execute(_ALL.add_columns(fitting)).one()
    return total, of


def _ordered(chosen: Sequence[ColumnElement[bool]], sort: str) -> Any:
    return _LISTED.where(*chosen).order_by(*_order(sort), Project.key, Design.number)


def _chosen(q: str, status: str, priority: str, owner: str, project: str) -> list[ColumnElement[bool]]:
    """What a design has to fit. It asks columns of the design alone, so that counting joins nothing."""
    return [_LIVING, *_filters(status, priority, owner, project), *map(_holds, fold(q).split())]


def _filters(status: str, priority: str, owner: str, project: str) -> list[ColumnElement[bool]]:
    chosen = [
        (status, Design.status == status),
        (priority, Design.priority == priority),
        (project, Design.project_id.in_(select(Project.id).where(Project.key == project))),
        (owner, _owned_by(owner)),
    ]
    return [condition for value, condition in chosen if value]


def _owned_by(owner: str) -> ColumnElement[bool]:
    if owner == NOBODY:
        return Design.owner_id.is_(None)
    return Design.owner_id == (int(owner) if owner.isascii() and owner.isdigit() else 0)


def _holds(word: str) -> ColumnElement[bool]:
    """Whether a word stands in the design's own text or in its owner's name."""
    owners = select(Person.id).where(Person.filter_name.contains(word, autoescape=True))
    return or_(Design.filter_text.contains(word, autoescape=True), Design.owner_id.in_(owners))


def _order(sort: str) -> list[ColumnElement[Any]]:
    """The columns to sort by; designs without an owner come last either way."""
    name = sort.removeprefix("-")
    columns = [column.desc() if sort.startswith("-") else column.asc() for column in _columns(name)]
    return [Design.owner_id.is_(None), *columns] if name == "owner" else columns


def _columns(name: str) -> list[Any]:
    statuses = {status: place for place, status in enumerate(STATUSES)}
    columns: dict[str, list[Any]] = {
        "key": [Project.key, Design.number],
        "title": [Design.filter_text],
        "status": [case(statuses, value=Design.status, else_=len(STATUSES))],
        "priority": [Design.priority],
        "owner": [Person.filter_name],
        "tasks": [Design.tasks, Design.tasks_done],
        "questions": [Design.open_questions],
        "updated": [Design.updated_at],
    }
    return columns.get(name, columns["updated"])
