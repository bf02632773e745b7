"""Findings and clashes: what checks say of designs, and why something is no problem."""

from __future__ import annotations

from flask import Blueprint, Response

from webapp.api import schemas
from webapp.api.answers import answer, answer_nothing
from webapp.api.describing import answers, asks, takes
from webapp.api.errors import Refused
from webapp.api.etags import check_match
from webapp.api.faceting import answer_faceted
from webapp.api.gate import current_person
from webapp.api.loading.findings import (
    dismissible_clash,
    dismissible_finding,
    readable_clash,
    readable_finding,
)
from webapp.api.reading import read_body, read_query
from webapp.api.states import state_of
from webapp.models import Clash, Finding
from webapp.services.errors import Conflict, Missing
from webapp.services.findings.dismissing import dismiss, take_back
from webapp.services.findings.found import Found
from webapp.services.findings.listing import some_findings
from webapp.services.findings.narrowed import Narrowed
from webapp.services.findings.reading import load_clashes, load_findings
from webapp.services.transactions import transaction

bp = Blueprint("api_findings", __name__, url_prefix="/api/v1")

_CHOSEN = ("code", "project", "status", "dismissed", "design")


@bp.get("/findings")
@asks("finding.FindingsQuery")
@answers("finding.FindingsSchema")
def index() -> Response:
    """List findings and clashes: clashes first, then findings, those of the newest designs first."""
    query = read_query(schemas.finding.FindingsQuery)
    found = some_findings(
        current_person(),
        q=query["q"],
        narrowed=Narrowed(**{name: query[name] for name in _CHOSEN}),
        limit=query["limit"],
        offset=query["offset"],
    )
    return answer_faceted(
        map(schemas.finding.finding_body, found.items),
        total=found.total,
        facets=found.counts,
        remarks=found.unknown,
        query=query,
    )


@bp.get("/findings/<id:finding_id>")
@answers("finding.FindingSchema", etag=True)
def show(finding_id: int) -> Response:
    """Get a finding."""
    return _answer(readable_finding(finding_id))


@bp.put("/findings/<id:finding_id>/dismissal")
@takes("finding.DismissalBody")
@answers("finding.FindingSchema", etag=True, matches=True)
def dismiss_finding(finding_id: int) -> Response:
    """Say why a finding is no problem.

    If-Match names the state of the finding. It holds until what it is about changes.
    """
    return _dismiss(dismissible_finding(finding_id))


@bp.delete("/findings/<id:finding_id>/dismissal")
@answers(status=204, matches=True)
def take_back_finding(finding_id: int) -> Response:
    """Let a finding count again. If-Match names the state of the finding."""
    return _take_back(dismissible_finding(finding_id))


@bp.get("/clashes/<id:clash_id>")
@answers("finding.FindingSchema", etag=True)
def show_clash(clash_id: int) -> Response:
    """Get a clash, with those of its places that one may read."""
    return _answer(readable_clash(clash_id))


@bp.put("/clashes/<id:clash_id>/dismissal")
@takes("finding.DismissalBody")
@answers("finding.FindingSchema", etag=True, matches=True)
def dismiss_clash(clash_id: int) -> Response:
    """Say why a clash is no problem.

    For whoever may change one of its designs. If-Match names the state of the clash. It holds until what it
    is about changes.
    """
    return _dismiss(dismissible_clash(clash_id))


@bp.delete("/clashes/<id:clash_id>/dismissal")
@answers(status=204, matches=True)
def take_back_clash(clash_id: int) -> Response:
    """Let a clash count again. If-Match names the state of the clash."""
    return _take_back(dismissible_clash(clash_id))


def _dismiss(stored: Finding | Clash) -> Response:
    body, found_id, kind = read_body(schemas.finding.DismissalBody), stored.id, type(stored)
    with transaction():
        seen = _check(stored)
        try:
            dismiss(stored, reason=body["reason"], digest=seen.digest, by=current_person())
        except Conflict as conflict:
            raise Refused(
                412, current=lambda: schemas.finding.finding_body(_shown(kind, found_id))
            ) from conflict
    return _answer(_shown(kind, found_id))


def _take_back(stored: Finding | Clash) -> Response:
    with transaction():
        seen = _check(stored)
        if seen.dismissed is None:
            raise Missing
        take_back(stored)
    return answer_nothing()


def _check(stored: Finding | Clash) -> Found:
    """What there is to see now, where the request means this state. Raises as check_match does."""
    seen = _shown(type(stored), stored.id)
    body = schemas.finding.finding_body(seen)
    check_match(_state(seen), lambda: body)
    return seen


def _answer(found: Found) -> Response:
    return answer(schemas.finding.finding_body(found), etag=_state(found))


def _state(found: Found) -> str:
    """What is told of it, and what was checked: places and words may be the same for another text."""
    return state_of(schemas.finding.finding_body(found) | {"digest": found.digest})


def _shown(kind: type[Finding | Clash], found_id: int) -> Found:
    """It, as the person may see it. Raises Missing where it was put right meanwhile."""
    is_finding = issubclass(kind, Finding)
    shown = load_findings([found_id]) if is_finding else load_clashes([found_id], current_person())
    if not shown:
        raise Missing
    return shown[0]
