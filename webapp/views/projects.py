"""The pages of projects: the list, a new one, and a project's name and template."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, flash, make_response, request, url_for

from webapp.forms.base import Form, VersionedForm
from webapp.forms.filtering import read_typed
from webapp.forms.projects import (
    ArchiveForm,
    LeavingForm,
    MemberForm,
    NameForm,
    NewMemberForm,
    NewProjectForm,
    OpenForm,
    RestorationForm,
    TemplateForm,
)
from webapp.models import Project
from webapp.models.project import ROLES
from webapp.services import members, projects
from webapp.services.errors import Conflict, InvalidValue
from webapp.services.permissions import check, may, role_of
from webapp.views.filtering import at, is_filtering
from webapp.views.gate import current_person
from webapp.views.loading import administered_project, maintained_project, readable_project
from webapp.views.rendering import go_to, render
from webapp.views.writing import nothing_else

bp = Blueprint("projects", __name__)

_FORMS: tuple[type[Form], ...] = (NameForm, OpenForm, TemplateForm, RestorationForm, NewMemberForm)


@bp.get("/projects")
def index() -> Response:
    """The list of projects with how many designs each holds, or those that the filter leaves."""
    person, q = current_person(), read_typed(request.args)
    check(person, "read")
    every = projects.list_projects(person=person)
    shown = projects.narrow_projects(every, q)
    answer = render("projects/index.html", "projects/_list.html", projects=shown, of=len(every), q=q)
    return at(url_for("projects.index", q=q or None), answer)


@bp.get("/projects/new")
def new() -> Response:
    """The form of a new project."""
    check(current_person(), "administer")
    return render("projects/new.html", form=NewProjectForm())


@bp.post("/projects")
def create() -> Response:
    """Make a project."""
    check(current_person(), "administer")
    form = nothing_else(NewProjectForm())
    if form.validate():
        try:
            project = projects.create_project(
                form.text("key"), name=form.text("name"), open_role=form.open_role.data or None
            )
            return go_to(url_for("projects.show", key=project.key))
        except InvalidValue as error:
            form.refuse(error)
    return render("projects/new.html", status=form.status, form=form)


@bp.get("/projects/<project:key>")
def show(key: str) -> Response:
    """A project's settings."""
    return settings(readable_project(key))


@bp.post("/projects/<project:key>")
def rename(key: str) -> Response:
    """Give a project another name."""
    project = maintained_project(key)
    form = nothing_else(NameForm())
    if form.validate():
        try:
            projects.rename_project(project, name=form.text("name"), version=form.seen)
            return back(project, "The name is saved.")
        except (InvalidValue, Conflict) as error:
            form.refuse(error)
    return settings(project, form)


@bp.post("/projects/<project:key>/openness")
def open_up(key: str) -> Response:
    """Say what everyone signed in may do in a project, or that it is for its members only."""
    project = maintained_project(key)
    form = nothing_else(OpenForm())
    if form.validate():
        try:
            projects.set_open_role(project, form.open_role.data or None, form.seen)
            return back(project, "What everyone may do here is saved.")
        except (InvalidValue, Conflict) as error:
            form.refuse(error)
    return settings(project, form)


@bp.get("/projects/<project:key>/archive")
def confirm_archive(key: str) -> Response:
    """Say what the archive means, and ask; of an archived project, whether it is to be taken out."""
    return _ask(administered_project(key), ArchiveForm(formdata=None))


@bp.post("/projects/<project:key>/archive")
def archive(key: str) -> Response:
    """Put a project into the archive."""
    return _archive(key, projects.archive_project, "The project is archived: it is there to be read.")


@bp.post("/projects/<project:key>/archive/restoration")
def unarchive(key: str) -> Response:
    """Take a project out of the archive."""
    return _archive(key, projects.unarchive_project, "The project is out of the archive, and as it was.")


@bp.get("/projects/<project:key>/template")
def show_template(key: str) -> Response:
    """The template's exact bytes, as a download."""
    answer = make_response(projects.template_text(readable_project(key)).encode())
    answer.headers["Content-Type"] = "text/markdown; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{key}-template.md"'
    return answer


@bp.post("/projects/<project:key>/template")
def replace_template(key: str) -> Response:
    """Put an uploaded Markdown file in the place of the template."""
    project = maintained_project(key)
    form = nothing_else(TemplateForm())
    if form.validate():
        try:
            projects.set_template(project, data=form.file.data.read(), version=form.seen)
            return back(project, "The template is replaced. New designs start from it.")
        except InvalidValue as error:
            form.refuse(InvalidValue("file", f"This file cannot be a template: {error.message}"))
        except Conflict as error:
            form.refuse(error)
    return settings(project, form)


@bp.post("/projects/<project:key>/template/restoration")
def restore_template(key: str) -> Response:
    """Go back to the template that ships."""
    project = maintained_project(key)
    form = nothing_else(RestorationForm())
    try:
        projects.set_template(project, data=None, version=form.seen)
        return back(project, "New designs start from the template that ships.")
    except Conflict as error:
        form.refuse(error)
    return settings(project, form)


def _archive(key: str, change: Callable[[Project, int], None], message: str) -> Response:
    project = administered_project(key)
    form = nothing_else(ArchiveForm())
    try:
        change(project, form.seen)
        return back(project, message)
    except Conflict as error:
        form.refuse(error)
    return _ask(project, form)


def _ask(project: Project, form: ArchiveForm) -> Response:
    form.version.data = str(project.version)
    return render(
        "projects/archive.html",
        status=form.status,
        project=project,
        form=form,
        count=projects.count_designs(project),
    )


def settings(project: Project, refused: Form | None = None) -> Response:
    """The page; a form that was refused stands in it as it was sent."""
    forms: dict[type[Form], Form] = {kind: kind(formdata=None, obj=project) for kind in _FORMS}
    if refused is not None:
        forms[type(refused)] = refused
        if refused.conflict and isinstance(refused, VersionedForm):
            # The page says so and shows what there is now: sent again, it is meant.
            refused.version.data = str(project.version)
    q = read_typed(request.args)
    every = members.list_members(project)
    answer = render(
        "projects/show.html",
        "projects/_member_list.html" if is_filtering() else None,
        status=refused.status if refused else 200,
        project=project,
        count=projects.count_designs(project),
        role=role_of(current_person(), project),
        q=q,
        members=members.narrow_members(every, q),
        of=len(every),
        may_change_members=members.may_change_members(current_person(), project),
        problem_of_member=_problem(refused) if isinstance(refused, MemberForm | LeavingForm) else "",
        newcomers=members.newcomers,
        roles=ROLES,
        forms={kind.__name__: form for kind, form in forms.items()},
        template=projects.template_text(project),
    )
    return at(url_for("projects.show", key=project.key, q=q or None), answer)


def _problem(form: Form) -> str:
    """All that was refused of a form that is drawn once for each member."""
    return " ".join([*form.form_errors, *(said for field in form for said in field.errors)])


def back(project: Project, message: str) -> Response:
    flash(message)
    if not may(current_person(), "read", project):  # it was the last thing they could do to it
        return go_to(url_for("projects.index"))
    return go_to(url_for("projects.show", key=project.key))
