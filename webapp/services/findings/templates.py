"""What the templates of projects state, read once for each text."""

from __future__ import annotations

from datetime import datetime
from functools import cache, lru_cache

from sqlalchemy import bindparam, select

from webapp import checks, markdown
from webapp.extensions import db
from webapp.models import Project
from webapp.services.templates import shipped_template

KEPT_MAX = 200
"""How many projects' templates a process keeps read."""


def template_of(project: Project) -> checks.Template:
    """What the template of a project states. Its text is loaded only where it is not known yet."""
    return template_at(project.id, project.updated_at, own=project.has_own_template)


def template_at(project_id: int, updated_at: datetime, *, own: bool) -> checks.Template:
    """The same of a project that was changed last at that moment, and has a template of its `own` or none."""
    return _own(db.engine.url, project_id, updated_at) if own else _shipped()


@cache
def _shipped() -> checks.Template:
    return _read(shipped_template())


# The moment of the last change is what tells one text from the next: a template is long, and asked for
# with every save.
@lru_cache(maxsize=KEPT_MAX)
def _own(database: object, project_id: int, updated_at: datetime) -> checks.Template:
    text = db.session.connection().execute(_TEXT, {"id": project_id}).scalar_one()
    return _read(text or "")


def _read(text: str) -> checks.Template:
    return checks.read_template(markdown.reader.read(text))


_TEXT = select(Project.__table__.c.template).where(Project.__table__.c.id == bindparam("id"))
