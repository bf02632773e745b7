"""What narrows the list of designs, chosen or typed, and what orders it: conditions on its columns."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, not_, or_, select

from webapp.models import Design, Person, Project
from webapp.models.design import NOBODY, STATUSES
from webapp.services.permissions import readable
from webapp.utils.folding import fold
from webapp.utils.keys import parse_key
from webapp.utils.queries import ME, Query

OPERATORS = ("status", "owner", "project", "design", "is:open")
"""What narrows the list when it is typed: open is a design with a task or a question that is."""


def conditions_of(
    person: Person | None, query: Query, status: str, priority: str, owner: str, project: str
) -> list[ColumnElement[bool]]:
    """What a design has to fit. It asks columns of the design alone, so that counting joins nothing."""
    return [readable(person), *_filters(status, priority, owner, project), *_typed(query, person)]


def _filters(status: str, priority: str, owner: str, project: str) -> list[ColumnElement[bool]]:
    chosen = [
        (status, Design.status == status),
        (priority, Design.priority == priority),
        (project, _in_project(project)),
        (owner, _owned_by(owner)),
    ]
    return [condition for value, condition in chosen if value]


def _in_project(key: str) -> ColumnElement[bool]:
    return Design.project_id.in_(select(Project.id).where(Project.key == key))


def _owned_by(owner: str) -> ColumnElement[bool]:
    if owner == NOBODY:
        return Design.owner_id.is_(None)
    return Design.owner_id == (int(owner) if owner.isascii() and owner.isdigit() else 0)


def _typed(query: Query, person: Person | None) -> list[ColumnElement[bool]]:
    """What was typed: every word, no -word, and any of the values of an operator."""
    if query.unknown:
        return [false()]
    wanted = dict.fromkeys(each.name for each in query.operators if each.wanted)
    return [
        *map(_holds, query.texts),
        *(not_(_holds(word)) for word in query.without),
        *(or_(*(fits_operator(name, value, person) for value in query.values(name))) for name in wanted),
        *(not_(fits_operator(each.name, each.value, person)) for each in query.operators if not each.wanted),
    ]


def _holds(word: str) -> ColumnElement[bool]:
    """Whether a word stands in the design's own text or in its owner's name."""
    is_owned = func.coalesce(Design.owner_id, 0).in_(_called(word))
    return or_(Design.filter_text.contains(word, autoescape=True), is_owned)


def _called(word: str) -> Any:
    """The ids of the people in whose name a word stands."""
    return select(Person.id).where(Person.filter_name.contains(word, autoescape=True))


def fits_operator(name: str, value: str, person: Person | None) -> ColumnElement[bool]:
    """Whether a design fits an operator with this value; true or false for every design, never unknown."""
    if name == "status":
        return Design.status == _STATUSES[value]
    if name == "project":
        return _in_project(value)
    if name == "design":
        key = parse_key(value)
        return and_(_in_project(key.project), Design.number == key.number) if key else false()
    if name == "is":
        return or_(Design.tasks > Design.tasks_done, Design.open_questions > 0)
    if value == NOBODY:
        return Design.owner_id.is_(None)
    if value == ME and person:
        return func.coalesce(Design.owner_id, 0) == person.id
    return func.coalesce(Design.owner_id, 0).in_(_called(value))


_STATUSES = {fold(status): status for status in STATUSES}


def order_of(sort: str) -> list[ColumnElement[Any]]:
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
