"""Projects: made, renamed, given a template; each gives a number once and never again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import cast

from sqlalchemy import Table, bindparam, func, select, update
from sqlalchemy.exc import IntegrityError

from webapp.extensions import db
from webapp.models import Design, Person, Project
from webapp.models.project import PROJECT_KEY_MAX, PROJECT_NAME_MAX, ROLES
from webapp.models.types import utc_now
from webapp.services.audit import note
from webapp.services.errors import Conflict, InvalidValue
from webapp.services.findings.following import follow_entries, follow_findings
from webapp.services.findings.templates import template_of
from webapp.services.narrowing import fits, typed_over_list
from webapp.services.permissions import forget_rights, may, readable_projects
from webapp.services.readings import read_bytes
from webapp.services.rendered import project_keys
from webapp.services.templates import shipped_template
from webapp.services.transactions import change_rows, transaction
from webapp.utils.lines import one_line

FIRST_KEY = "FEAT"
RIGHTS = frozenset({"open_role", "archived_at"})
"""What of a project says who may do what in it."""
CHANGED_MEANWHILE = (
    "Somebody else changed this project meanwhile, and nothing of yours was saved. "
    "This page shows it as it is now; if you still want your change, send it once more."
)

_KEY = re.compile(rf"[A-Z][A-Z0-9]{{0,{PROJECT_KEY_MAX - 1}}}")


def list_projects(*, person: Person) -> list[tuple[Project, int]]:
    """Every project that `person` may read, by key, with the number of its designs outside the bin."""
    living = Design.deleted_at.is_(None)
    found = db.session.execute(
        select(Project, func.count(Design.id))
        .outerjoin(Design, (Design.project_id == Project.id) & living)
        .where(readable_projects(person))
        .group_by(Project.id)
        .order_by(Project.key)
    )
    return [(project, count) for project, count in found]


def all_projects() -> list[Project]:
    """Every project by key."""
    return list(db.session.scalars(select(Project).order_by(Project.key)))


def projects_to_fill(person: Person) -> list[Project]:
    """The projects in which `person` may make designs, by key."""
    return [project for project in all_projects() if may(person, "create", project)]


def count_designs(project: Project) -> int:
    """How many designs the project has outside the bin."""
    return (
        db.session.scalar(
            select(func.count(Design.id)).where(Design.project_id == project.id, Design.deleted_at.is_(None))
        )
        or 0
    )


def narrow_projects(listed: Iterable[tuple[Project, int]], words: str) -> list[tuple[Project, int]]:
    """Those of a list whose key or name holds what was typed over it."""
    query = typed_over_list(words)
    return [(project, count) for project, count in listed if fits(f"{project.key} {project.name}", query)]


def find_project(key: str) -> Project | None:
    """The project with this key, in capitals; None where there is none."""
    return db.session.scalar(select(Project).where(Project.key == key))


def find_project_by_id(project_id: int) -> Project | None:
    """The project with this id."""
    return db.session.scalar(select(Project).where(Project.id == project_id))


def default_project_key(person: Person | None = None) -> str:
    """The key of the project for what names none: FEAT, else the oldest; FEAT as well without any.

    For `person` one in which they may make designs.
    """
    every = db.session.scalars(select(Project).order_by(Project.id))
    keys = [each.key for each in every if person is None or may(person, "create", each)]
    return FIRST_KEY if FIRST_KEY in keys or not keys else keys[0]


def create_project(key: str, *, name: str = "", open_role: str | None = "author") -> Project:
    """Make a project; without a name it is called by its key. `open_role` as `set_open_role` takes it.

    Raises InvalidValue for a key that is not one to ten capitals and digits, or is taken, for a name that is
    too long and for a role that there is not.
    """
    key, open_role = clean_key(key), clean_open_role(open_role)
    taken = InvalidValue("key", f"The project {key} exists already.")
    with transaction():
        if find_project(key):
            raise taken
        project = Project(key=key, name=_clean_name(name or key), open_role=open_role)
        db.session.add(project)
        try:
            db.session.flush()
        except IntegrityError as error:  # made by somebody else since the line above
            raise taken from error
        note("project-add", about=f"project {key}", by=None, details={"open": open_role})
        forget_rights()
    return project


def clean_key(key: str) -> str:
    """A project's key as it is stored, in capitals. Raises InvalidValue where it cannot be one."""
    key = key.strip().upper()
    if not _KEY.fullmatch(key):
        raise InvalidValue(
            "key", f"A key is a letter and up to {PROJECT_KEY_MAX - 1} letters or digits, such as FEAT."
        )
    return key


def rename_project(project: Project, *, name: str, version: int) -> None:
    """Change the name. `version` is the one the person saw; Conflict where it moved since.

    The same name again writes nothing. Raises InvalidValue for a name that is empty or too long.
    """
    name = _clean_name(name)
    if name != project.name:
        with transaction():
            _change(project, version, {"name": name})
            note("project-change", about=f"project {project.key}", by=None, details={"what": "name"})


def set_open_role(project: Project, role: str | None, version: int) -> None:
    """Say which role of ROLES everyone signed in has here; None: the project is for its members only.

    `version` is the one the person saw; Conflict where it moved since. The same role again writes nothing.
    Raises InvalidValue("open_role", …) for a role that there is not.
    """
    role = clean_open_role(role)
    if role != project.open_role:
        with transaction():
            note("open-role", about=f"project {project.key}", by=None, details={"to": role})
            _change(project, version, {"open_role": role})


def archive_project(project: Project, version: int) -> None:
    """Keep a project to be read: nobody changes anything in it until it is taken out of the archive.

    Conflict where `version` is not the present one. What is archived already stays as it is.
    """
    if project.archived_at is None:
        with transaction():
            _change(project, version, {"archived_at": utc_now()})
            note("project-archive", about=f"project {project.key}", by=None)


def unarchive_project(project: Project, version: int) -> None:
    """Let a project be changed again by who may; raises as `archive_project` does."""
    if project.archived_at is not None:
        with transaction():
            _change(project, version, {"archived_at": None})
            note("project-restore", about=f"project {project.key}", by=None)


def clean_open_role(role: str | None) -> str | None:
    """A role of ROLES, or None for members only. Raises InvalidValue("open_role", …) for any other."""
    if role is not None and role not in ROLES:
        raise InvalidValue("open_role", f"Everyone signed in is {', '.join(ROLES)} or nothing here.")
    return role


def hold_project(project: Project) -> None:
    """Keep every other writer of a project waiting. Must be called inside a transaction."""
    db.session.refresh(project, with_for_update={"of": Project, "key_share": True})


def set_template(project: Project, *, data: bytes | None, version: int) -> None:
    """Replace the template by a Markdown file's bytes; None goes back to the one that ships.

    `version` is the one the person saw. Raises InvalidValue for what could not be a document,
    Conflict where the project was changed since. The same template again writes nothing. What its designs
    have of the template, and what is found in them, follows.
    """
    template = None if data is None else read_bytes(data, project_keys()).text
    if template == project.template:
        return
    with transaction():
        before = template_of(project)
        _change(project, version, {"template": template})
        note("project-change", about=f"project {project.key}", by=None, details={"what": "template"})
        is_another = follow_entries(project, before)
    if is_another:
        follow_findings(project)


def template_text(project: Project) -> str:
    """The text that new designs of a project start from."""
    if project.template is not None:
        return project.template
    return shipped_template()


def ensure_project(key: str) -> Project:
    """The project with this key, made where there is none. Must be called inside a transaction.

    Where somebody else makes it at the same moment, theirs is taken.
    """
    project = find_project(key)
    if project is not None:
        return project
    try:
        with db.session.begin_nested():  # what is refused must not end the transaction around it
            return create_project(key)
    except InvalidValue:
        project = find_project(key)
        if project is None:
            raise
        return project


# Made once, of the table: an import asks for it with every design.
_PASS = (
    update(cast(Table, Project.__table__))
    .where(Project.id == bindparam("project_id"), Project.next_number < bindparam("following"))
    .values(next_number=bindparam("following"))
)


def take_number(project: Project) -> int:
    """The next number, given to nobody else. Must be called inside a transaction.

    A transaction that fails gives it back: nobody has seen it.
    """
    following = db.session.execute(
        update(Project)
        .where(Project.id == project.id)
        .values(next_number=Project.next_number + 1)
        .returning(Project.next_number)
        .execution_options(synchronize_session=False)
    ).scalar_one()
    db.session.expire(project, ["next_number"])
    return following - 1


def pass_number(project: Project, number: int) -> None:
    """Never give this number, which a file brought with it. Must be called inside a transaction."""
    db.session.execute(_PASS, {"project_id": project.id, "following": number + 1})
    db.session.expire(project, ["next_number"])


def _change(project: Project, version: int, values: dict[str, object]) -> None:
    with transaction():
        changed = change_rows(
            update(Project)
            .where(Project.id == project.id, Project.version == version)
            .values(**values, version=version + 1, updated_at=utc_now())
        )
        if not changed:
            raise Conflict(CHANGED_MEANWHILE)
        db.session.expire(project)
        if not RIGHTS.isdisjoint(values):
            forget_rights()


def _clean_name(name: str) -> str:
    try:
        name = one_line(name)
    except ValueError as error:
        raise InvalidValue("name", str(error)) from error
    if len(name) > PROJECT_NAME_MAX:
        raise InvalidValue("name", f"A name has at most {PROJECT_NAME_MAX} characters; this has {len(name)}.")
    return name
