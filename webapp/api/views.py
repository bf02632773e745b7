"""Saved views: lists under a name, for one person or for a project."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from webapp.api import schemas
from webapp.api.answers import answer, answer_nothing
from webapp.api.describing import answers, asks, takes
from webapp.api.etags import check_match
from webapp.api.gate import current_person, current_token
from webapp.api.idempotency import once
from webapp.api.loading.projects import readable_project
from webapp.api.loading.views import changeable_view, readable_view
from webapp.api.naming import naming
from webapp.api.paging import answer_list, part
from webapp.api.reading import read_body, read_query
from webapp.api.states import state_of
from webapp.services.errors import NotAllowed
from webapp.services.permissions import check
from webapp.services.saved_views import all_views, delete_view, design_of_list, rename_view, save_view
from webapp.services.transactions import transaction

bp = Blueprint("api_views", __name__, url_prefix="/api/v1")


@bp.get("/views")
@asks("view.ViewsQuery")
@answers("view.ViewSchema", listed=True)
def index() -> Response:
    """List saved views, by list and name: one’s own, and those of projects that one may read.

    A token of one project knows those of that project.
    """
    query, within = read_query(schemas.view.ViewsQuery), current_token().project_id
    found = all_views(current_person(), list_name=query["list"], q=query["q"])
    seen = [each for each in found if within is None or each.project_id == within]
    return answer_list(map(schemas.view.view_body, part(seen, query)), total=len(seen), query=query)


@bp.post("/views")
@takes("view.NewView")
@answers("view.ViewSchema", 201, etag=True, once=True)
def create() -> Response:
    """Save a view.

    For `project_id` it is seen by everybody who may read that project; without it by its person alone, which
    a token of one project cannot save.
    """
    body, person = read_body(schemas.view.NewView), current_person()
    with naming("list", "There is no list with this name that views are kept of."):
        design_of_list(body["list"], person)
    with naming("project_id", "There is no project with this id."):
        project = None if body["project_id"] is None else readable_project(body["project_id"])
    if project is not None:
        check(person, "create", project)
    elif current_token().project_id is not None:
        raise NotAllowed

    def work() -> Response:
        view = save_view(
            body["list"],
            name=body["name"],
            query=body["query"],
            project=project,
            replacing=body["replacing"],
            by=person,
        )
        made = schemas.view.view_body(view)
        where = url_for("api_views.show", view_id=view.id)
        return answer(made, 201, etag=state_of(made), location=where)

    return once(work)


@bp.get("/views/<id:view_id>")
@answers("view.ViewSchema", etag=True)
def show(view_id: int) -> Response:
    """Get a saved view."""
    body = schemas.view.view_body(readable_view(view_id))
    return answer(body, etag=state_of(body))


@bp.patch("/views/<id:view_id>")
@takes("view.ViewPatch")
@answers("view.ViewSchema", etag=True, matches=True)
def update(view_id: int) -> Response:
    """Give a saved view another name."""
    view = changeable_view(view_id)
    body = read_body(schemas.view.ViewPatch)
    with transaction():
        check_match(state_of(schemas.view.view_body(view)), lambda: schemas.view.view_body(view))
        if "name" in body:
            view = rename_view(view, name=body["name"])
    told = schemas.view.view_body(view)
    return answer(told, etag=state_of(told))


@bp.delete("/views/<id:view_id>")
@answers(status=204, matches=True)
def delete(view_id: int) -> Response:
    """Delete a saved view; its list stays as it is."""
    view = changeable_view(view_id)
    with transaction():
        check_match(state_of(schemas.view.view_body(view)), lambda: schemas.view.view_body(view))
        delete_view(view)
    return answer_nothing()
