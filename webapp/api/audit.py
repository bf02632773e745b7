"""The audit, for administrators."""

from __future__ import annotations

from flask import Blueprint, Response

from webapp.api import schemas
from webapp.api.describing import answers, asks
from webapp.api.gate import current_person
from webapp.api.paging import answer_list
from webapp.api.reading import read_query
from webapp.services.audit_events import list_events
from webapp.services.permissions import check

bp = Blueprint("api_audit", __name__, url_prefix="/api/v1")


@bp.get("/audit")
@asks("event.AuditQuery")
@answers("event.EventSchema", listed=True, refuses=(403,))
def index() -> Response:
    """List what was done or refused in matters of access, the newest first.

    For administrators. `q` are words of the name, the verb, the thing, the address or the details.
    """
    check(current_person(), "administer")
    query = read_query(schemas.event.AuditQuery)
    found = list_events(**query)
    return answer_list(map(schemas.event.event_body, found.items), total=found.total, query=query)
