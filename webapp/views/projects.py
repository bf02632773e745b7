"""The pages of projects: the list, a new one, and a project's name and template."""

from __future__ import annotations

from flask import Blueprint, Response, flash, make_response, url_for

from webapp.forms.base import Form
from webapp.forms.projects import NewProjectForm, ProjectForm, TemplateForm
from webapp.models import Project
from webapp.services import projects
from webapp.services.errors import InvalidValue
from webapp.services.permissions import check
from webapp.views.gate import current_person
from webapp.views.loading import editable_project, readable_project
from webapp.views.rendering import go_to, render

bp = Blueprint("projects", __name__)


@bp.get("/projects")
def index() -> Response:
    """The list of projects with how many designs each holds."""
    check(current_person(), "read")
    return render("projects/index.html", projects=projects.list_projects())


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
    project = readable_project(key)
    return _settings(project, ProjectForm(obj=project), TemplateForm())


@bp.post("/projects/<project:key>")
def rename(key: str) -> Response:
    """Give a project another name."""
    project = editable_project(key)
    form = ProjectForm()
    if form.validate():
        try:
            projects.rename_project(project, name=form.text("name"))
            return _back(project, "The name is saved.")
        except InvalidValue as error:
            form.refuse(error)
    return _settings(project, form, TemplateForm(formdata=None))


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
            projects.set_template(project, data=form.file.data.read())
            return _back(project, "The template is replaced. New designs start from it.")
        except InvalidValue as error:
            form.refuse(InvalidValue("file", f"This file cannot be a template: {error.message}"))
    return _settings(project, ProjectForm(formdata=None, obj=project), form)


@bp.post("/projects/<project:key>/template/restoration")
def restore_template(key: str) -> Response:
    """Go back to the template that ships."""
    project = editable_project(key)
    projects.set_template(project, data=None)
    return _back(project, "New designs start from the template that ships.")


def _settings(project: Project, form: ProjectForm, template_form: TemplateForm) -> Response:
    """The page, with the form in it that was refused, if one was."""
    forms: list[Form] = [form, template_form]
    return render(
        "projects/show.html",
        status=max(each.status for each in forms),
        project=project,
        form=form,
        template_form=template_form,
        template=projects.template_text(project),
    )


def _back(project: Project, message: str) -> Response:
    flash(message)
    return go_to(url_for("projects.show", key=project.key))
