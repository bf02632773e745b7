"""Designs: found in the list, and made from a template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func, or_, select
from sqlalchemy.orm import contains_eager

from webapp.extensions import db
from webapp.models import Design, Person, Project
from webapp.models.design import NOBODY, PRIORITIES, PRIORITY, STATUSES, TITLE_MAX
from webapp.services.documents import MAIN, as_new, store_document
from webapp.services.errors import InvalidValue
from webapp.services.history import Action
from webapp.services.projects import take_number, template_text
from webapp.services.readings import read_text
from webapp.services.rendered import project_keys
from webapp.services.templates import fill_template
from webapp.services.titles import set_title
from webapp.services.transactions import transaction
from webapp.utils.folding import fold
from webapp.utils.keys import parse_key
from webapp.utils.lines import one_line

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list: `page` of `pages`, both from 1; `total` designs on all of them."""

    items: Sequence[Design]
    total: int
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
    total = db.session.scalar(_joined(select(func.count(Design.id))).where(*chosen)) or 0
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(page, 1), pages)
    query = _ordered(chosen, sort).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    return Page(db.session.scalars(query).all(), total, page, pages)


def all_designs(
    *,
    q: str = "",
    status: str = "",
    priority: str = "",
    owner: str = "",
    project: str = "",
    sort: str = "-updated",
) -> Sequence[Design]:
    """What `list_designs` lists on all its pages together, in one query."""
    return db.session.scalars(_ordered(_chosen(q, status, priority, owner, project), sort)).all()


def list_owners() -> list[Person]:
    """Everybody who owns a design outside the bin, by name."""
    owns = exists().where(Design.owner_id == Person.id, Design.deleted_at.is_(None))
    return list(db.session.scalars(select(Person).where(owns).order_by(Person.filter_name, Person.id)))


def find_design(key: str) -> Design | None:
    """The design with this key, in any spelling; None also for one in the bin."""
    parsed = parse_key(key)
    if parsed is None:
        return None
    return db.session.scalar(
        select(Design)
        .join(Design.project)
        .where(Project.key == parsed.project, Design.number == parsed.number, Design.deleted_at.is_(None))
    )


def create_design(
    project: Project, *, title: str, priority: str = PRIORITY, by: Person | None, today: date | None = None
) -> Design:
    """Make the project's next design from its template; `by` owns it.

    Its number is given once, whoever else makes a design at the same moment. Raises InvalidValue for
    a title that is empty or too long and for an unknown priority.
    """
    title = _clean_title(title)
    if priority not in PRIORITIES:
        raise InvalidValue("priority", f"A priority is one of {', '.join(PRIORITIES)}.")
    with transaction():
        design = Design(project=project, number=take_number(project), priority=priority, owner=by)
        set_title(design, title)
        db.session.add(design)
        db.session.flush()
        text = fill_template(template_text(project), design.key, title, today or date.today())
        document = store_document(design, MAIN, read_text(text, project_keys()))
        Action(design, "create", by).record([as_new(document)])
    return design


def _chosen(q: str, status: str, priority: str, owner: str, project: str) -> list[ColumnElement[bool]]:
    return [Design.deleted_at.is_(None), *_filters(status, priority, owner, project), *_words(q)]


def _ordered(chosen: list[ColumnElement[bool]], sort: str) -> Any:
    return (
        _joined(select(Design))
        .options(contains_eager(Design.project), contains_eager(Design.owner))
        .where(*chosen)
        .order_by(*_order(sort), Project.key, Design.number)
    )


def _joined(query: Any) -> Any:
    return query.join(Design.project).outerjoin(Design.owner)


def _filters(status: str, priority: str, owner: str, project: str) -> list[ColumnElement[bool]]:
    chosen = [
        (status, Design.status == status),
        (priority, Design.priority == priority),
        (project, Project.key == project),
        (owner, _owned_by(owner)),
    ]
    return [condition for value, condition in chosen if value]


def _owned_by(owner: str) -> ColumnElement[bool]:
    if owner == NOBODY:
        return Design.owner_id.is_(None)
    return Design.owner_id == (int(owner) if owner.isascii() and owner.isdigit() else 0)


def _words(q: str) -> list[ColumnElement[bool]]:
    """Each word stands in the design's own text or in its owner's name."""
    return [
        or_(
            Design.filter_text.contains(word, autoescape=True),
            Person.filter_name.contains(word, autoescape=True),
        )
        for word in fold(q).split()
    ]


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


def _clean_title(title: str) -> str:
    try:
        title = one_line(title)
    except ValueError as error:
        raise InvalidValue("title", str(error)) from error
    if len(title) > TITLE_MAX:
        raise InvalidValue("title", f"A title has at most {TITLE_MAX} characters; this has {len(title)}.")
    return title
