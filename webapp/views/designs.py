"""The list of designs, and the form of a new one."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from webapp.forms.designs import DesignQuery, NewDesignForm
from webapp.models import Person, Project
from webapp.models.design import NOBODY, PRIORITIES, STATUSES
from webapp.services import designs, projects
from webapp.services.errors import InvalidValue
from webapp.services.permissions import check
from webapp.views.filtering import at
from webapp.views.gate import current_person
from webapp.views.loading import editable_project
from webapp.views.rendering import go_to, render

bp = Blueprint("designs", __name__)

Facet = tuple[str, str, list[tuple[str, str]]]


@bp.get("/")
def index() -> Response:
    """The list of designs, or the part of it that the address asks for."""
    check(current_person(), "read")
    owners, counted = designs.list_owners(), projects.list_projects()
    every_project = [project for project, _ in counted]
    query = DesignQuery.read(
        request.args,
        owners={str(owner.id) for owner in owners},
        projects={project.key for project in every_project},
    )
    page = designs.list_designs(**query.filters, sort=query.sort, page=query.page)
    answer = render(
        "designs/index.html",
        "designs/_list.html",
        query=query,
        page=page,
        of=sum(count for _, count in counted),
        facets=_facets(owners, every_project),
    )
    return at(query.address(), answer)


@bp.get("/designs/new")
def new() -> Response:
    """The form of a new design."""
    check(current_person(), "create")
    return render("designs/new.html", form=_new_form())


@bp.post("/designs")
def create() -> Response:
    """Make a design from its project's template."""
    check(current_person(), "create")
    form = _new_form()
    if form.validate():
        try:
            project = editable_project(form.text("project"))
            design = designs.create_design(
                project, title=form.text("title"), priority=form.text("priority"), by=current_person()
            )
            return go_to(url_for("documents.show", key=design.key))
        except InvalidValue as error:
            form.refuse(error)
    return render("designs/new.html", status=form.status, form=form)


def _new_form() -> NewDesignForm:
    form = NewDesignForm(project=request.args.get("project") or projects.default_project_key())
    form.offer([project for project, _ in projects.list_projects()])
    return form


def _facets(owners: list[Person], every_project: list[Project]) -> list[Facet]:
    """What narrows the list: name, label and the choices."""
    facets = [
        ("status", "Status", [(status, status) for status in STATUSES]),
        ("priority", "Priority", [(priority, priority) for priority in PRIORITIES]),
        (
            "owner",
            "Owner",
            [*((str(owner.id), owner.name) for owner in owners), (NOBODY, "Nobody")],
        ),
    ]
    if len(every_project) > 1:
        keys = [(project.key, project.label) for project in every_project]
        facets.append(("project", "Project", keys))
    return facets
