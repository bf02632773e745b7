"""Projects by their ids, and their members by those of the people."""

from __future__ import annotations

from webapp.api.gate import current_person
from webapp.models import Member, Project
from webapp.services.members import check_changes_members, find_member
from webapp.services.projects import find_project_by_id
from webapp.services.reaching import reach, reach_to_set, there


def readable_project(project_id: int) -> Project:
    """A project, to look at."""
    return reach(current_person(), "read", find_project_by_id(project_id))


def maintained_project(project_id: int) -> Project:
    """A project, to change its name, template or open role."""
    return reach(current_person(), "maintain", find_project_by_id(project_id))


def changeable_project(project_id: int) -> Project:
    """A project, to change something about it; which of its values, its service asks."""
    return reach_to_set(current_person(), readable_project(project_id))


def project_with_members(project_id: int) -> Project:
    """A project, to change who its members are."""
    project = readable_project(project_id)
    check_changes_members(current_person(), project)
    return project


def readable_member(project_id: int, person_id: int) -> Member:
    """A member of a project, to look at."""
    return member_of(readable_project(project_id), person_id)


def member_of(project: Project, person_id: int) -> Member:
    """A member of a project that was loaded."""
    return there(find_member(project, person_id))
