"""Several values of one project set together: all of them or none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from webapp.models import Person, Project
from webapp.services.errors import Conflict
from webapp.services.permissions import check
from webapp.services.projects import (
    CHANGED_MEANWHILE,
    archive_project,
    rename_project,
    set_open_role,
    unarchive_project,
)
from webapp.services.transactions import transaction


def change_project(
    project: Project, values: Mapping[str, Any], *, base: Mapping[str, Any] | None = None, by: Person
) -> None:
    """Set those of `name`, `open_role` and `archived` that `values` has.

    `base` names values as `by` read them. Raises Conflict where one of them differs now, NotAllowed where
    `by` may not set one that differs, and InvalidValue by the name of the value.
    """
    with transaction():
        now = values_of(project)
        if any(now[name] != value for name, value in (base or {}).items()):
            raise Conflict(CHANGED_MEANWHILE)
        differing = {name: value for name, value in values.items() if value != now[name]}
        if "archived" in differing:
            check(by, "administer")
        if differing.get("archived") is False:  # first: nothing else is changed in the archive
            unarchive_project(project, project.version)
        if differing.keys() & {"name", "open_role"}:
            check(by, "maintain", project)
        if "name" in differing:
            rename_project(project, name=differing["name"], version=project.version)
        if "open_role" in differing:
            set_open_role(project, differing["open_role"], project.version)
        if differing.get("archived"):
            archive_project(project, project.version)


def values_of(project: Project) -> dict[str, Any]:
    """The present values that can be set."""
    return {
        "name": project.name,
        "open_role": project.open_role,
        "archived": project.archived_at is not None,
    }
