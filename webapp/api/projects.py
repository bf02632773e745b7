"""Projects: listed, made, changed; and their template."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Blueprint, Response, url_for

from webapp.api import schemas
from webapp.api.answers import answer, answer_text
from webapp.api.describing import answers, asks, takes
from webapp.api.errors import conflicts_show
from webapp.api.etags import check_match
from webapp.api.gate import current_person
from webapp.api.idempotency import once
from webapp.api.loading.projects import changeable_project, maintained_project, readable_project
from webapp.api.paging import answer_list, part
from webapp.api.reading import MARKDOWN, read_body, read_markdown, read_query
from webapp.api.states import state_of
from webapp.models import Project
from webapp.services.permissions import check
from webapp.services.project_changing import change_project
from webapp.services.projects import (
    create_project,
    hold_project,
    list_projects,
    narrow_projects,
    set_template,
    template_text,
)
from webapp.services.transactions import transaction

bp = Blueprint("api_projects", __name__, url_prefix="/api/v1")


@bp.get("/projects")
@asks("paging.TypedQuery")
@answers("project.ProjectSchema", listed=True)
def index() -> Response:
    """List projects by key.

    Those that you may read; `q` are words of key and name.
    """
    query = read_query(schemas.paging.TypedQuery)
    found = narrow_projects(list_projects(person=current_person()), query["q"])
    items = [_body(project) for project, _ in part(found, query)]
    return answer_list(items, total=len(found), query=query)


@bp.post("/projects")
@takes("project.NewProject")
@answers("project.ProjectSchema", 201, etag=True, once=True)
def create() -> Response:
    """Make a project. For administrators."""
    check(current_person(), "administer")
    values = read_body(schemas.project.NewProject)

    def made() -> Response:
        project = create_project(values.pop("key"), **values)
        return _shown(project, 201, url_for("api_projects.show", project_id=project.id))

    return once(made)


@bp.get("/projects/<id:project_id>")
@answers("project.ProjectSchema", etag=True)
def show(project_id: int) -> Response:
    """Get a project."""
    return _shown(readable_project(project_id))


@bp.put("/projects/<id:project_id>")
@takes("project.WholeProject")
@answers("project.ProjectSchema", etag=True, matches=True)
def replace(project_id: int) -> Response:
    """Set a project’s name, what everyone is in it, and whether it is archived."""
    project = changeable_project(project_id)
    return _changed(project, read_body(schemas.project.WholeProject))


@bp.patch("/projects/<id:project_id>")
@takes("project.ProjectPatch")
@answers("project.ProjectSchema", etag=True, matches=True)
def update(project_id: int) -> Response:
    """Set some values of a project.

    Name and open role are its maintainers’ to set, the archive is the administrators’.
    """
    project = changeable_project(project_id)
    values = read_body(schemas.project.ProjectPatch)
    return _changed(project, values, values.pop("base", None))


@bp.get("/projects/<id:project_id>/template")
@answers(gives=MARKDOWN, etag=True)
def show_template(project_id: int) -> Response:
    """Get the Markdown that new designs of a project start from."""
    return _template(readable_project(project_id))


@bp.put("/projects/<id:project_id>/template")
@takes(markdown=True)
@answers(gives=MARKDOWN, etag=True, matches=True)
def replace_template(project_id: int) -> Response:
    """Put a template in the place of a project’s."""
    project = maintained_project(project_id)
    text = read_markdown()
    with _changing_template(project):
        set_template(project, data=text.encode(), version=project.version)
    return _template(project)


@bp.delete("/projects/<id:project_id>/template")
@answers(gives=MARKDOWN, etag=True, matches=True)
def restore_template(project_id: int) -> Response:
    """Go back to the template that ships, which is answered."""
    project = maintained_project(project_id)
    with _changing_template(project):
        set_template(project, data=None, version=project.version)
    return _template(project)


def _changed(project: Project, values: dict[str, Any], base: dict[str, Any] | None = None) -> Response:
    with conflicts_show(lambda: _body(project)), transaction():
        hold_project(project)
        check_match(project.version, lambda: _body(project))
        change_project(project, values, base=base, by=current_person())
    return _shown(project)


@contextmanager
def _changing_template(project: Project) -> Iterator[None]:
    with conflicts_show(lambda: _body(project)), transaction():
        hold_project(project)
        check_match(_digest(template_text(project)), lambda: _body(project))
        yield


def _template(project: Project) -> Response:
    text = template_text(project)
    return answer_text(text, etag=_digest(text))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _body(project: Project) -> dict[str, Any]:
    return schemas.project.project_body(project, current_person())


def _shown(project: Project, status: int = 200, location: str | None = None) -> Response:
    body = _body(project)
    return answer(body, status, etag=state_of(body, version=project.version), location=location)
