"""Projects, their members, and what waits in the bin."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from webapp.api.schemas.fields import Id, Inside, Moment, Schema, Text, Yes, one_of, project_key
from webapp.models import Member, Person, Project
from webapp.models.project import PROJECT_NAME_MAX, ROLES
from webapp.services.bin import Binned
from webapp.services.permissions import role_of
from webapp.utils.moments import iso


class ProjectSchema(Schema):
    """A project. `role` is one’s own; `open_role` what everyone signed in is, null where only members get in.

    Its ETag is its version with a digest of what is told here; If-Match may name the version.
    """

    id = Id(required=True)
    key = fields.String(required=True, metadata={"example": "FEAT"})
    name = fields.String(required=True)
    open_role = one_of(ROLES, required=True, allow_none=True)
    archived = Yes(required=True)
    has_own_template = Yes(required=True)
    next_key = fields.String(required=True, metadata={"example": "FEAT-015"})
    role = one_of(ROLES, required=True, allow_none=True)
    version = fields.Integer(required=True)
    created_at = Moment(required=True)
    updated_at = Moment(required=True)


class NewProject(Schema):
    """A project; without a name it is called by its key."""

    key = project_key(required=True)
    name = Text(PROJECT_NAME_MAX, load_default="")
    open_role = one_of(ROLES, allow_none=True, load_default="author")


class ProjectValues(Schema):
    """What can be set. The archive is the administrators’."""

    name = Text(PROJECT_NAME_MAX, least=1)
    open_role = one_of(ROLES, allow_none=True)
    archived = Yes()


class ProjectPatch(ProjectValues):
    """Values to set; `base` names values as they were read, and nothing is set where one of them differs."""

    base = Inside(ProjectValues)


class WholeProject(Schema):
    """All values that can be set."""

    name = Text(PROJECT_NAME_MAX, least=1, required=True)
    open_role = one_of(ROLES, required=True, allow_none=True)
    archived = Yes(required=True)


class MemberSchema(Schema):
    """Somebody’s role in a project, beside what it gives to everyone. Its ETag is its version."""

    person_id = Id(required=True)
    project_id = Id(required=True)
    name = fields.String(required=True)
    role = one_of(ROLES, required=True)
    version = fields.Integer(required=True)
    created_at = Moment(required=True)
    updated_at = Moment(required=True)


class NewMember(Schema):
    """Somebody who becomes a member."""

    person_id = Id(required=True)
    role = one_of(ROLES, required=True)


class WholeMember(Schema):
    """What can be set of a member."""

    role = one_of(ROLES, required=True)


class MemberPatch(WholeMember):
    """Another role; `base` is the one that was read."""

    base = Inside(WholeMember)


class BinnedSchema(Schema):
    """A design in the bin; `left` are the days that it still waits there, `deleted_by` a name."""

    id = Id(required=True)
    key = fields.String(required=True)
    title = fields.String(required=True)
    deleted_by = fields.String(required=True, allow_none=True)
    deleted_at = Moment(required=True)
    left = fields.Integer(required=True)


def project_body(project: Project, person: Person) -> dict[str, Any]:
    """A project as the API answers it to somebody."""
    return {
        "id": project.id,
        "key": project.key,
        "name": project.name,
        "open_role": project.open_role,
        "archived": project.archived_at is not None,
        "has_own_template": project.has_own_template,
        "next_key": project.next_key,
        "role": role_of(person, project),
        "version": project.version,
        "created_at": iso(project.created_at),
        "updated_at": iso(project.updated_at),
    }


def member_body(member: Member) -> dict[str, Any]:
    """A member as the API answers it."""
    return {
        "person_id": member.person_id,
        "project_id": member.project_id,
        "name": member.person.name,
        "role": member.role,
        "version": member.version,
        "created_at": iso(member.created_at),
        "updated_at": iso(member.updated_at),
    }


def binned_body(binned: Binned) -> dict[str, Any]:
    """A design in the bin as the API answers it."""
    return {
        "id": binned.id,
        "key": binned.key,
        "title": binned.title,
        "deleted_by": binned.by,
        "deleted_at": iso(binned.at),
        "left": binned.left,
    }
