"""Designs: listed, made, changed, copied, undone, put into the bin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, url_for

from webapp.api import schemas
from webapp.api.answers import answer, answer_nothing
from webapp.api.describing import answers, asks, takes
from webapp.api.errors import conflicts_show
from webapp.api.etags import check_match
from webapp.api.gate import current_person
from webapp.api.idempotency import once
from webapp.api.loading.designs import changeable_design, copyable_design, own_design, readable_design
from webapp.api.paging import answer_list
from webapp.api.reading import read_body, read_nothing, read_query
from webapp.api.states import state_of
from webapp.models import Design, Project
from webapp.services import undoing
from webapp.services.backlinks import backlinks_of
from webapp.services.bin import delete_designs
from webapp.services.copies import copy_design
from webapp.services.design_changing import change_design
from webapp.services.design_records import load_records
from webapp.services.design_values.many import set_many
from webapp.services.designs import create_design, find_design_by_id
from webapp.services.errors import InvalidValue, Missing
from webapp.services.listing import find_design_ids
from webapp.services.permissions import check, may
from webapp.services.projects import default_project_key, find_project, find_project_by_id
from webapp.services.transactions import SEVERAL_DESIGNS, hold, take_turns, transaction
from webapp.services.undoing import Undone

bp = Blueprint("api_designs", __name__, url_prefix="/api/v1")

UNKNOWN = "There is none with the id {}."


@bp.get("/designs")
@asks("design.DesignQuery")
@answers("design.DesignSchema", listed=True)
def index() -> Response:
    """List designs.

    Those that you may read and that fit every filter.
    """
    query = read_query(schemas.design.DesignQuery)
    ids, total = find_design_ids(person=current_person(), **query)
    records = load_records(ids, person=current_person())
    return answer_list(map(schemas.design.design_body, records), total=total, query=query)


@bp.post("/designs")
@takes("design.NewDesign")
@answers("design.DesignSchema", 201, etag=True, once=True)
def create() -> Response:
    """Make a design from its project’s template. You own it."""
    check(current_person(), "create")
    values = read_body(schemas.design.NewDesign)
    project = _project(values.pop("project_id", None))
    check(current_person(), "create", project)
    return once(lambda: _made(create_design(project, by=current_person(), **values)))


@bp.patch("/designs")
@takes("design.ManyDesigns")
@answers("design.ManySet")
def update_many() -> Response:
    """Give several designs one status, priority or owner: one action, which one undo takes back."""
    values = read_body(schemas.design.ManyDesigns)
    ids = list(dict.fromkeys(values.pop("ids")))
    [(name, value)] = values.items()
    designs = [_named(design_id) for design_id in ids]
    field = name.removesuffix("_id")
    try:
        saved = set_many(designs, field, value, by=current_person())
    except InvalidValue as error:
        raise InvalidValue(name, error.message) from error
    items = [schemas.design.design_body(each) for each in load_records(ids, person=current_person())]
    return answer({"change_id": saved.batch_id, "items": items})


@bp.get("/designs/<id:design_id>")
@answers("design.DesignSchema", etag=True)
def show(design_id: int) -> Response:
    """Get a design."""
    return _shown(readable_design(design_id))


@bp.put("/designs/<id:design_id>")
@takes("design.WholeDesign")
@answers("design.DesignSchema", etag=True, matches=True)
def replace(design_id: int) -> Response:
    """Set all values of a design."""
    design = changeable_design(design_id)
    return _changed(design, read_body(schemas.design.WholeDesign))


@bp.patch("/designs/<id:design_id>")
@takes("design.DesignPatch")
@answers("design.DesignSchema", etag=True, matches=True)
def update(design_id: int) -> Response:
    """Set some values of a design.

    All of them are set, or none. Status, owner, contributors and lock are its owner’s to set.
    """
    design = changeable_design(design_id)
    values = read_body(schemas.design.DesignPatch)
    return _changed(design, values, values.pop("base", None))


@bp.delete("/designs/<id:design_id>")
@answers(status=204, matches=True)
def delete(design_id: int) -> Response:
    """Put a design into the bin, where it waits and can be taken out."""
    design = own_design(design_id)
    with transaction():
        _hold(design)
        delete_designs([design], by=current_person())
    return answer_nothing()


@bp.post("/designs/<id:design_id>/copies")
@answers("design.DesignSchema", 201, etag=True, once=True)
def copy(design_id: int) -> Response:
    """Make the next design of the same project with the same documents. You own it."""
    design = copyable_design(design_id)
    read_nothing()
    return once(lambda: _made(copy_design(design, by=current_person())))


@bp.post("/designs/<id:design_id>/undo")
@answers("design.UndoneSchema", once=True, refuses=(409,))
def undo(design_id: int) -> Response:
    """Take back what you did last in a design."""
    design = changeable_design(design_id)
    read_nothing()
    return _last(design, undoing.undo_last)


@bp.post("/designs/<id:design_id>/redo")
@answers("design.UndoneSchema", once=True, refuses=(409,))
def redo(design_id: int) -> Response:
    """Do again what you undid last in a design."""
    design = changeable_design(design_id)
    read_nothing()
    return _last(design, undoing.redo_last)


@bp.get("/designs/<id:design_id>/backlinks")
@answers("design.BacklinksSchema")
def show_backlinks(design_id: int) -> Response:
    """List the designs that refer to a design."""
    found = backlinks_of(readable_design(design_id), current_person())
    return answer({"items": [asdict(each) for each in found.designs], "more": found.more})


def body_of(design_id: int) -> dict[str, Any]:
    """A design as it is answered. Raises Missing where it is in the bin, or no longer to be read."""
    found = load_records([design_id], person=current_person())
    if not found:
        raise Missing
    return schemas.design.design_body(found[0])


def _shown(design: Design, status: int = 200, location: str | None = None) -> Response:
    body = body_of(design.id)
    return answer(body, status, etag=state_of(body, version=body["version"]), location=location)


def _made(design: Design) -> Response:
    return _shown(design, 201, url_for("api_designs.show", design_id=design.id))


def _changed(design: Design, values: dict[str, Any], base: dict[str, Any] | None = None) -> Response:
    for sent in filter(None, (values, base)):
        if "contributor_ids" in sent:
            sent["contributor_ids"] = sorted(set(sent["contributor_ids"]))
    with conflicts_show(lambda: body_of(design.id)), transaction():
        _hold(design)
        change_design(design, values, base=base, by=current_person())
    return _shown(design)


def _hold(design: Design) -> None:
    """Keep other writers of a design waiting, and see that the request means it as it is now."""
    take_turns(SEVERAL_DESIGNS)
    held = hold(design.id)
    if held.deleted_at is not None:
        raise Missing
    check_match(held.version, lambda: body_of(design.id))


def _last(design: Design, work: Callable[..., Undone]) -> Response:
    def taken_back() -> Response:
        undone = work(design, by=current_person())
        return answer({"change_id": undone.batch_id, "undone_id": undone.undone_id})

    with conflicts_show(lambda: body_of(design.id)):
        return once(taken_back)


def _project(project_id: int | None) -> Project:
    """The project that was named, or the first one. Raises InvalidValue where `person` may not read it."""
    found = find_project(default_project_key()) if project_id is None else find_project_by_id(project_id)
    if found is None or not may(current_person(), "read", found):
        raise InvalidValue("project_id", UNKNOWN.format(project_id) if project_id else "Name a project.")
    return found


def _named(design_id: int) -> Design:
    """A design that a body names. What its person may not read is as if it were not there."""
    design = find_design_by_id(design_id)
    if design is None or not may(current_person(), "read", design):
        raise InvalidValue("ids", UNKNOWN.format(design_id))
    return design
