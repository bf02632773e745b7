"""Members of a project: added, given another role, taken out; the list is on the project's page."""

from __future__ import annotations

from flask import Blueprint, Response

from webapp.forms.base import Form
from webapp.forms.projects import LeavingForm, MemberForm, NewMemberForm
from webapp.models import Member, Project
from webapp.services.errors import Conflict, InvalidValue, Missing
from webapp.services.members import find_member, find_newcomer, remove_member, set_member
from webapp.views.gate import current_person
from webapp.views.loading import project_with_members
from webapp.views.projects import back, settings
from webapp.views.writing import nothing_else

bp = Blueprint("members", __name__)


@bp.post("/projects/<project:key>/members")
def create(key: str) -> Response:
    """Make somebody a member."""
    project, form = project_with_members(key), nothing_else(NewMemberForm())
    if not form.validate():
        return settings(project, form)
    try:
        person = find_newcomer(form.text("person"))
        if find_member(project, person.id):
            raise InvalidValue("person", f"{person.name} is a member already; change the role in the list.")
        member = set_member(project, person, role=form.text("role"), by=current_person())
        return back(project, f"{person.name} is {member.role} here now.")
    except (InvalidValue, Conflict) as error:
        return _refused(project, form, error)


@bp.post("/projects/<project:key>/members/<id:person_id>")
def update(key: str, person_id: int) -> Response:
    """Give a member another role."""
    project = project_with_members(key)
    member, form = _member(project, person_id), nothing_else(MemberForm())
    person = member.person
    try:
        set_member(project, person, role=form.text("role"), by=current_person(), version=form.seen)
        return back(project, f"{person.name} is {form.text('role')} here now.")
    except (InvalidValue, Conflict) as error:
        return _refused(project, form, error)


@bp.post("/projects/<project:key>/members/<id:person_id>/deletion")
def delete(key: str, person_id: int) -> Response:
    """Take a member out."""
    project = project_with_members(key)
    person, form = _member(project, person_id).person, nothing_else(LeavingForm())
    try:
        remove_member(project, person, by=current_person(), version=form.seen)
        return back(project, f"{person.name} is no member any more.")
    except Conflict as error:
        return _refused(project, form, error)


def _member(project: Project, person_id: int) -> Member:
    member = find_member(project, person_id)
    if member is None:
        raise Missing
    return member


def _refused(project: Project, form: Form, error: InvalidValue | Conflict) -> Response:
    form.refuse(error)
    return settings(project, form)
