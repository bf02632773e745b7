"""Members of a project: the role that somebody has there beside what it gives to everyone."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from webapp.api import schemas
from webapp.api.answers import answer, answer_nothing
from webapp.api.describing import answers, asks, takes
from webapp.api.errors import conflicts_show
from webapp.api.etags import check_match
from webapp.api.gate import current_person
from webapp.api.idempotency import once
from webapp.api.loading.people import known_person
from webapp.api.loading.projects import member_of, project_with_members, readable_member, readable_project
from webapp.api.paging import answer_list, part
from webapp.api.reading import read_body, read_query
from webapp.models import Member, Person, Project
from webapp.services.errors import Conflict, InvalidValue, Missing
from webapp.services.members import (
    CHANGED_MEANWHILE,
    find_member,
    list_members,
    narrow_members,
    remove_member,
    set_member,
)
from webapp.services.transactions import transaction

bp = Blueprint("api_members", __name__, url_prefix="/api/v1")


@bp.get("/projects/<id:project_id>/members")
@asks("paging.TypedQuery")
@answers("project.MemberSchema", listed=True)
def index(project_id: int) -> Response:
    """List the members of a project by name; `q` are words of name and role."""
    project = readable_project(project_id)
    query = read_query(schemas.paging.TypedQuery)
    found = narrow_members(list_members(project), query["q"])
    return answer_list(map(schemas.project.member_body, part(found, query)), total=len(found), query=query)


@bp.post("/projects/<id:project_id>/members")
@takes("project.NewMember")
@answers("project.MemberSchema", 201, etag=True, once=True, refuses=(409,))
def create(project_id: int) -> Response:
    """Make somebody a member. For maintainers."""
    project = project_with_members(project_id)
    values = read_body(schemas.project.NewMember)
    person = _person(values["person_id"])
    return once(lambda: _made(project, person, values["role"]))


@bp.get("/projects/<id:project_id>/members/<id:person_id>")
@answers("project.MemberSchema", etag=True)
def show(project_id: int, person_id: int) -> Response:
    """Get a member of a project."""
    return _shown(readable_member(project_id, person_id))


@bp.put("/projects/<id:project_id>/members/<id:person_id>")
@takes("project.WholeMember")
@answers("project.MemberSchema", etag=True, matches=True)
def replace(project_id: int, person_id: int) -> Response:
    """Give a member a role. For maintainers."""
    project = project_with_members(project_id)
    member = member_of(project, person_id)
    return _changed(project, member, read_body(schemas.project.WholeMember)["role"])


@bp.patch("/projects/<id:project_id>/members/<id:person_id>")
@takes("project.MemberPatch")
@answers("project.MemberSchema", etag=True, matches=True)
def update(project_id: int, person_id: int) -> Response:
    """Give a member another role. For maintainers."""
    project = project_with_members(project_id)
    member = member_of(project, person_id)
    values = read_body(schemas.project.MemberPatch)
    return _changed(project, member, values["role"], values.get("base", {}).get("role"))


@bp.delete("/projects/<id:project_id>/members/<id:person_id>")
@answers(status=204, matches=True)
def delete(project_id: int, person_id: int) -> Response:
    """Take a member out. They keep what the project gives to everyone. For maintainers."""
    project = project_with_members(project_id)
    member = member_of(project, person_id)
    person = member.person
    with conflicts_show(lambda: schemas.project.member_body(member_of(project, person_id))), transaction():
        now = member_of(project, person_id)
        check_match(now.version, lambda: schemas.project.member_body(member_of(project, person_id)))
        remove_member(project, person, by=current_person(), version=now.version)
    return answer_nothing()


def _changed(project: Project, member: Member, role: str, base: str | None = None) -> Response:
    person = member.person
    with conflicts_show(lambda: schemas.project.member_body(member_of(project, person.id))), transaction():
        now = member_of(project, person.id)
        check_match(now.version, lambda: schemas.project.member_body(member_of(project, person.id)))
        if base not in {None, now.role}:
            raise Conflict(CHANGED_MEANWHILE)
        member = set_member(project, person, role=role, by=current_person(), version=now.version)
    return _shown(member)


def _made(project: Project, person: Person, role: str) -> Response:
    if find_member(project, person.id):
        raise InvalidValue("person_id", f"{person.name} is a member already. Change the role instead.")
    member = set_member(project, person, role=role, by=current_person())
    where = url_for("api_members.show", project_id=project.id, person_id=person.id)
    return _shown(member, 201, where)


def _shown(member: Member, status: int = 200, location: str | None = None) -> Response:
    return answer(schemas.project.member_body(member), status, etag=member.version, location=location)


def _person(person_id: int) -> Person:
    try:
        return known_person(person_id)
    except Missing:
        raise InvalidValue("person_id", f"There is nobody with the id {person_id}.") from None
