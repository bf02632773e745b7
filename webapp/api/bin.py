"""The bin: what waits there, and the way out of it."""

from __future__ import annotations

from flask import Blueprint, Response

from webapp.api import schemas
from webapp.api.answers import answer
from webapp.api.describing import answers, asks
from webapp.api.designs import body_of
from webapp.api.gate import current_person
from webapp.api.idempotency import once
from webapp.api.loading.designs import binned_design, binned_or_back
from webapp.api.paging import answer_list, part
from webapp.api.reading import read_nothing, read_query
from webapp.api.states import state_of
from webapp.services.bin import list_bin, restore_design
from webapp.services.errors import Missing

bp = Blueprint("api_bin", __name__, url_prefix="/api/v1")


@bp.get("/bin")
@asks("paging.TypedQuery")
@answers("project.BinnedSchema", listed=True)
def index() -> Response:
    """List the designs in the bin that you may take out, last in first."""
    query = read_query(schemas.paging.TypedQuery)
    found, _ = list_bin(query["q"], person=current_person())
    return answer_list(map(schemas.project.binned_body, part(found, query)), total=len(found), query=query)


@bp.get("/bin/<id:design_id>")
@answers("project.BinnedSchema", etag=True)
def show(design_id: int) -> Response:
    """Get a design in the bin that you may take out."""
    design = binned_design(design_id)
    found, _ = list_bin(f"design:{design.key}", person=current_person())
    if not found:
        raise Missing
    body = schemas.project.binned_body(found[0])
    return answer(body, etag=state_of(body, version=design.version))


@bp.post("/bin/<id:design_id>/restoration")
@answers("design.DesignSchema", etag=True, once=True)
def restore(design_id: int) -> Response:
    """Take a design out of the bin, as it went in. One that is out already stays as it is."""
    design = binned_or_back(design_id)
    read_nothing()

    def restored() -> Response:
        restore_design(design, by=current_person())
        body = body_of(design_id)
        return answer(body, etag=state_of(body, version=body["version"]))

    return once(restored)
