"""Projects for their members only, for tests of what others may not know of."""

from __future__ import annotations

from tests.factories import make_project
from webapp.models import Project
from webapp.services.permissions import forget_rights
from webapp.services.transactions import transaction


def make_closed_project(key: str = "SECRET") -> Project:
    """A project that only administrators may read."""
    return open_for(None, make_project(key, "Out of sight"))


def open_for(role: str | None, project: Project) -> Project:
    """The project, open with this role from now on; None: for members only."""
    with transaction():
        project.open_role = role
        forget_rights()
    return project
