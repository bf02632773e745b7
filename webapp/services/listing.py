"""The list of designs: those that fit every filter, in order, a page at a time or all of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, and_, exists, func, select

from webapp.extensions import db
from webapp.models import Design, Person, Project
from webapp.services.errors import InvalidValue
from webapp.services.narrowing import typed_over_list
from webapp.services.narrowing_designs import OPERATORS, conditions_of, fits_operator, order_of
from webapp.services.paging import PER_PAGE, Paged, pages_of
from webapp.services.permissions import readable
from webapp.utils.keys import Key


@dataclass(frozen=True, slots=True)
class ListedDesign:
    """A line of the list: of a design what its model says under the same names.

    `project` is the project's key; `owner` is a name, None where nobody owns the design. With `project_id`
    and `locked_at` it may be asked what somebody may do to it; `archived_at` is that of the project.
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
    project_id: int
    locked_at: datetime | None
    archived_at: datetime | None

    @property
    def design_id(self) -> int:
        """Its id, by the name that a place in it has for it."""
        return self.id

    @property
    def key(self) -> str:
        """FEAT-014."""
        return str(Key(self.project, self.number))


@dataclass(frozen=True, slots=True)
class Page(Paged):
    """One page of the list: `page` of `pages`, both from 1; `total` designs on all of them.

    `of` is how many designs there are that the person may read, whether they fit or not. `unknown` are
    sentences about operators that were typed and mean nothing: then nothing fits.
    """

    items: Sequence[ListedDesign]
    total: int
    of: int
    page: int
    pages: int
    unknown: Sequence[str] = ()


def list_designs(
    *,
    person: Person | None,
    q: str = "",
    status: str = "",
    priority: str = "",
    owner: str = "",
    project: str = "",
    sort: str = "-updated",
    page: int = 1,
) -> Page:
    """The designs that `person` may read and that fit every filter, in two or three queries for any number.

    `q` is what is typed over a list: words that must all stand in key, title or owner's name, whatever
    their case and accents, -words that must not, and OPERATORS. `owner` is a person's id or NOBODY,
    `project` a key; '' filters nothing. `sort` is a column of the list, with a minus before it from the
    end to the beginning; ties go by key. A page past the end is the last one. Raises InvalidValue for a
    `q` that cannot be looked for.
    """
    query = typed_over_list(q, OPERATORS)
    chosen = conditions_of(person, query, status, priority, owner, project)
    page = max(page, 1)
    items = _page(chosen, sort, page)
    if len(items) == PER_PAGE or (not items and page > 1):
        total, of = _count(person, chosen)
    else:  # the last page, which says how many fit without another look at all designs
        total, of = (page - 1) * PER_PAGE + len(items), count_readable(person)
    pages = pages_of(total)
    if page > pages:
        page, items = pages, _page(chosen, sort, pages)
    return Page(items, total, of, page, pages, query.unknown)


def find_design_ids(
    *,
    person: Person | None,
    q: str = "",
    status: str = "",
    priority: str = "",
    owner: str = "",
    project: str = "",
    key: str = "",
    updated_since: datetime | None = None,
    sort: str = "-updated",
    limit: int,
    offset: int = 0,
) -> tuple[list[int], int]:
    """The ids of `limit` designs after the first `offset` of those that `list_designs` lists; how many fit.

    `key` is a design's, in any spelling. Raises InvalidValue("q", …) also for an operator that narrows
    nothing here: a program that is answered with nothing would not know why.
    """
    query = typed_over_list(q, OPERATORS)
    if query.unknown:
        raise InvalidValue("q", query.unknown[0])
    chosen = conditions_of(person, query, status, priority, owner, project)
    if key:
        chosen.append(fits_operator("design", key, person))
    if updated_since:
        chosen.append(Design.updated_at >= updated_since)
    ordered = _ordered(chosen, sort).with_only_columns(Design.id).limit(limit).offset(offset)
    return list(db.session.scalars(ordered)), db.session.scalar(_ALL.where(*chosen)) or 0


def all_designs(
    *,
    person: Person | None,
    q: str = "",
    status: str = "",
    priority: str = "",
    owner: str = "",
    project: str = "",
    sort: str = "-updated",
) -> list[ListedDesign]:
    """What `list_designs` lists on all its pages together, in one query. Raises InvalidValue as it does."""
    query = typed_over_list(q, OPERATORS)
    return _listed(_ordered(conditions_of(person, query, status, priority, owner, project), sort))


def list_chosen(design_ids: Collection[int], *, person: Person | None) -> list[ListedDesign]:
    """These designs as the list shows them, but for those that `person` may not read; by their ids."""
    return _listed(_LISTED.where(Design.id.in_(design_ids), readable(person)).order_by(Design.id))


def count_readable(person: Person | None) -> int:
    """How many designs there are that `person` may read."""
    return db.session.scalar(_ALL.where(readable(person))) or 0


def list_owners(person: Person | None) -> dict[str, str]:
    """Everybody who owns a design that `person` may read: ids with names, by name."""
    owns = exists().where(Design.owner_id == Person.id, readable(person))
    found = db.session.execute(
        select(Person.id, Person.name).where(owns).order_by(Person.filter_name, Person.id)
    )
    return {str(person_id): name for person_id, name in found}


_ALL = select(func.count(Design.id))
_LISTED = (
    select(
        Design.id,
        Project.key,
        *(Design.number, Design.title, Design.status, Design.priority),
        Person.name,
        *(Design.owner_id, Design.tasks, Design.tasks_done, Design.open_questions, Design.updated_at),
        *(Design.project_id, Design.locked_at, Project.archived_at),
    )
    .join(Design.project)
    .outerjoin(Design.owner)
)


def _page(chosen: Sequence[ColumnElement[bool]], sort: str, page: int) -> list[ListedDesign]:
    return _listed(_ordered(chosen, sort).limit(PER_PAGE).offset((page - 1) * PER_PAGE))


def _listed(query: Any) -> list[ListedDesign]:
    return [ListedDesign(*found) for found in db.session.execute(query)]


def _count(person: Person | None, chosen: Sequence[ColumnElement[bool]]) -> tuple[int, int]:
    """How many designs fit, and how many there are: in one look at all of them."""
    fitting = func.count(Design.id).filter(and_(*chosen))
    of, total = db.session.execute(_ALL.where(readable(person)).add_columns(fitting)).one()
    return total, of


def _ordered(chosen: Sequence[ColumnElement[bool]], sort: str) -> Any:
    return _LISTED.where(*chosen).order_by(*order_of(sort), Project.key, Design.number)
