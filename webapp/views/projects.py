"""The pages of projects: the list, a new one, and a project's name and template."""

from __future__ import annotations

from flask import Blueprint, Response, flash, make_response, request, url_for

from webapp.forms.base import VersionedForm
from webapp.forms.filtering import read_typed
from webapp.forms.projects import NameForm, NewProjectForm, RestorationForm, TemplateForm
from webapp.models import Project
from webapp.services import projects
from webapp.services.errors import Conflict, InvalidValue
from webapp.services.permissions import check, may
from webapp.views.filtering import at
from webapp.views.gate import current_person
from webapp.views.loading import editable_project, readable_project
from webapp.views.rendering import go_to, render

bp = Blueprint("projects", __name__)


@bp.get("/projects")
def index() -> Response:
    """The list of projects with how many designs each holds, or those that the filter leaves."""
    person, q = current_person(), read_typed(request.args)
    check(person, "read")
    every = [each for each in projects.list_projects() if may(person, "read", each[0])]
    shown = projects.narrow_projects(every, q)
    answer = render("projects/index.html", "projects/_list.html", projects=shown, of=len(every), q=q)
    return at(url_for("projects.index", q=q or None), answer)


@bp.get("/projects/new")
def new() -> Response:
    """The form of a new project."""
    check(current_person(), "create")
    return render("projects/new.html", form=NewProjectForm())


@bp.post("/projects")
def create() -> Response:
    """Make a project."""
    check(current_person(), "create")
    form = NewProjectForm()
    if form.validate():
        try:
            project = projects.create_project(form.text("key"), name=form.text("name"))
            return go_to(url_for("projects.show", key=project.key))
        except InvalidValue as error:
            form.refuse(error)
    return render("projects/new.html", status=form.status, form=form)


@bp.get("/projects/<project:key>")
def show(key: str) -> Response:
    """A project's settings."""
    return _settings(readable_project(key))


@bp.post("/projects/<project:key>")
def rename(key: str) -> Response:
    """Give a project another name."""
    project = editable_project(key)
    form = NameForm()
    if form.validate():
        try:
            projects.rename_project(project, name=form.text("name"), version=form.seen)
            return _back(project, "The name is saved.")
        except (InvalidValue, Conflict) as error:
            form.refuse(error)
    return _settings(project, form)


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
    project = editable_project(key)
    form = TemplateForm()
    if form.validate():
        try:
            projects.set_template(project, data=form.file.data.read(), version=form.seen)
            return _back(project, "The template is replaced. New designs start from it.")
        except InvalidValue as error:
            form.refuse(InvalidValue("file", f"This file cannot be a template: {error.message}"))
        except Conflict as error:
            form.refuse(error)
    return _settings(project, form)


@bp.post("/projects/<project:key>/template/restoration")
def restore_template(key: str) -> Response:
    """Go back to the template that ships."""
    project = editable_project(key)
    form = RestorationForm()
    try:
        projects.set_template(project, data=None, version=form.seen)
        return _back(project, "New designs start from the template that ships.")
    except Conflict as error:
        form.refuse(error)
    return _settings(project, form)


def _settings(project: Project, refused: VersionedForm | None = None) -> Response:
    """The page; a form that was refused stands in it as it was sent."""
    forms = {kind: kind(formdata=None, obj=project) for kind in (NameForm, TemplateForm, RestorationForm)}
    if refused is not None:
        forms[type(refused)] = refused
        if refused.conflict:  # the page says so and shows what there is now: sent again, it is meant
            refused.version.data = str(project.version)
    return render(
        "projects/show.html",
        status=refused.status if refused else 200,
        project=project,
        count=projects.count_designs(project),
        form=forms[NameForm],
        template_form=forms[TemplateForm],
        restoration_form=forms[RestorationForm],
        template=projects.template_text(project),
    )


def _back(project: Project, message: str) -> Response:
    flash(message)
    return go_to(url_for("projects.show", key=project.key))
