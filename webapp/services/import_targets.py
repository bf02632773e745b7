"""Where a design’s files go: which project, which design, whether somebody may, and what it is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import bindparam, select
from sqlalchemy.orm import contains_eager

from webapp.extensions import db
from webapp.models import Design, Person, Project
from webapp.services.errors import InvalidValue
from webapp.services.naming import Group
from webapp.services.permissions import may
from webapp.services.readings import Reading
from webapp.services.titles import fitting, title_in
from webapp.utils.keys import parse_key

Status = Literal["new", "updated", "unchanged", "refused"]
Readings = dict[str, Reading]
"""The documents of one design by name."""
IN_THE_BIN = "{} is in the bin, and its number is not given again: give the file or its folder another key."
NO_PROJECT = (
    "there is no project {} in which you may make designs: ask one of its maintainers, or an administrator "
    "to make it."
)
NOT_YOURS = (
    "you may read {} and not change it: it is locked, its project is archived, or you are a reader there. "
    "Ask its owner, or give the file or its folder another key."
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a design, and of each of its documents by name. `before` is the title it had."""

    key: str
    title: str
    before: str
    statuses: dict[str, Status]


def find_target(group: Group) -> tuple[Project | None, Design | None]:
    """The project of a group, and the design with its key, in the bin as well."""
    found = db.session.execute(_FOUND, asked_for(group)).one_or_none()
    return (found[0], found[1]) if found else (None, None)


def asked_for(group: Group) -> dict[str, object]:
    """What a statement over :project and :number asks for; no design has the number None."""
    return {"project": group.project, "number": group.key.number if group.key else None}


# Made once: it takes longer to make a statement than to run it.
_FOUND = (
    select(Project, Design)
    .outerjoin(Design, (Design.project_id == Project.id) & (Design.number == bindparam("number")))
    .where(Project.key == bindparam("project"))
    .options(contains_eager(Design.project))
)


def refuse(by: Person | None, group: Group, project: Project | None, design: Design | None) -> None:
    """Raise InvalidValue for what `by` may not make or change; alike for what they may not know of."""
    if by is None or (project is None and may(by, "administer")):
        return
    if project is None or not may(by, "read" if design else "create", project):
        raise InvalidValue("key", NO_PROJECT.format(group.project))
    if design is not None and not may(by, "edit", design):
        raise InvalidValue("key", NOT_YOURS.format(design.key))


def refusal_of(key: str, *, by: Person) -> str:
    """Why `by` could bring nothing in under this key at this moment; '' where they could."""
    found = parse_key(key)
    if found is None:
        return ""
    group = Group(found, found.project, "")
    try:
        refuse(by, group, *find_target(group))
    except InvalidValue as error:
        return error.message
    return ""


def title_of(group: Group, readings: Readings) -> str:
    """What the first document with an H1 says, else what folder or file are called."""
    key = str(group.key) if group.key else None
    stated = (title_in(reading.outline, key) for reading in readings.values())
    said = fitting(group.title.replace("-", " ").replace("_", " "))
    return next((title for title in stated if title), said[:1].upper() + said[1:])
