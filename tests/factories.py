"""Builders of what tests need stored: people by role, projects, designs with documents.

Each commits and returns what it made. Defaults are plain; a test names only what it is about.
"""

from __future__ import annotations

from datetime import datetime
from itertools import count

from webapp.extensions import db
from webapp.models import Design, Document, Person, Project
from webapp.models.design import PRIORITY
from webapp.models.types import utc_now
from webapp.services.documents import store_document
from webapp.services.people import set_name
from webapp.services.permissions import forget_rights
from webapp.services.readings import read_text
from webapp.services.rendered import project_keys
from webapp.services.titles import set_title
from webapp.services.transactions import transaction

_addresses = count(1)


def make_person(
    role: str = "author", *, name: str = "", email: str = "", is_admin: bool | None = None
) -> Person:
    """Somebody with an account and no password yet; an `administrator` is one."""
    person = Person(
        email=email or f"{role}{next(_addresses)}@example.org",
        is_admin=role == "administrator" if is_admin is None else is_admin,
    )
    set_name(person, name or role.capitalize())
    with transaction():
        db.session.add(person)
    return person


def make_project(key: str = "FEAT", name: str = "Features", *, template: str | None = None) -> Project:
    """The project with this key, made where there is none."""
    with transaction():
        project = db.session.scalar(db.select(Project).filter_by(key=key))
        if project is None:
            project = Project(key=key, name=name, template=template)
            db.session.add(project)
            forget_rights()
    return project


def make_design(
    text: str = "# Title\n",
    *,
    title: str = "Title",
    project: Project | None = None,
    number: int | None = None,
    owner: Person | None = None,
    status: str = "Draft",
    priority: str = PRIORITY,
    updated_at: datetime | None = None,
    deleted: bool = False,
    documents: dict[str, str] | None = None,
) -> Design:
    """A design whose document `design` holds `text`; `documents` adds others by name."""
    project = project or make_project()
    with transaction():
        taken = db.session.scalar(db.select(db.func.max(Design.number)).filter_by(project_id=project.id)) or 0
        design = Design(
            project=project,
            number=taken + 1 if number is None else number,
            owner=owner,
            status=status,
            priority=priority,
        )
        set_title(design, title)
        project.next_number = max(project.next_number, design.number + 1)
        db.session.add(design)
        db.session.flush()
        for name, content in {"design": text, **(documents or {})}.items():
            make_document(design, name, content)
        design.updated_at = updated_at or utc_now()
        design.deleted_at = utc_now() if deleted else None
    return design


def make_document(design: Design, name: str = "tasks", text: str = "# Tasks\n") -> Document:
    """One more document of a design."""
    with transaction():
        return store_document(design, name, read_text(text, project_keys()))
