"""The audit: its list for administrators, and what each answer leaves in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO

from flask import Blueprint, Flask, Response, current_app, g, request, send_file

from webapp.forms.audit import AuditQuery
from webapp.limits import SAFE
from webapp.logs import asked_from, masked
from webapp.models import AuditEvent
from webapp.services.audit import note, note_later
from webapp.services.audit_events import Events, list_events, people_of_events
from webapp.services.audit_verbs import VERBS
from webapp.services.paging import PER_PAGE, Paged, pages_of
from webapp.services.people_list import names_of
from webapp.services.permissions import check
from webapp.utils.moments import iso
from webapp.utils.spreadsheets import csv_line
from webapp.views.filtering import at
from webapp.views.gate import current_person
from webapp.views.rendering import render

bp = Blueprint("audit", __name__)

EXPORTED_MAX = 100_000
"""How many events a file has: the newest. Narrow the list, by a day for instance, to see others."""
PEOPLE = ("person", "to")
"""Details whose number is a person."""
_PERSON = re.compile(r"person ([1-9][0-9]{0,17})")
HEADS = ("at", "person", "name", "verb", "about", "result", "address", "request", "details")


@dataclass(frozen=True, slots=True)
class Page(Paged):
    """A page of the list: `page` of `pages`, both from 1; `total` fit, `of` there are."""

    events: Events
    page: int
    pages: int

    @property
    def total(self) -> int:  # type: ignore[override]
        """How many fit."""
        return self.events.total


def init_app(app: Flask) -> None:
    """Leave a trace of what is refused and of what is taken away as a file, whichever view answers."""
    app.after_request(note_answer)


@bp.get("/audit")
def index() -> Response:
    """The newest events, or those that the filter leaves."""
    check(current_person(), "administer")
    query = AuditQuery.read(request.args)
    page = _page(query)
    answer = render(
        "audit/index.html",
        "audit/_list.html",
        query=query,
        page=page,
        verbs=VERBS,
        people=people_of_events(),
        told=PEOPLE,
        names=names_of(_people_told_of(page.events.items)),
    )
    return at(query.address(page=page.page), answer)


@bp.get("/audit.csv")
def show_csv() -> Response:
    """All that fits, as lines for a spreadsheet."""
    check(current_person(), "administer")
    query = AuditQuery.read(request.args)
    found = list_events(query.q, **query.chosen, limit=EXPORTED_MAX)
    text = "".join([csv_line(HEADS), *_lines(found)])
    name = f"audit-{query.day}.csv" if query.day else "audit.csv"
    return send_file(
        BytesIO(text.encode()), "text/csv; header=present", as_attachment=True, download_name=name
    )


def note_answer(response: Response) -> Response:
    """Note what was refused, and what was given out as a file.

    What somebody may not know of is noted once the answer is sent: who measures how long it takes would
    learn otherwise that there is something.
    """
    person = g.get("person")
    if response.status_code == 403:
        note("access", about=f"{request.method} {masked(request.path)}", by=person, result="refused")
    elif "hidden" in g:
        address, number, _ = asked_from()
        later = note_later(
            "access", about=g.hidden, by=person, result="refused", address=address, request_id=number
        )
        app = current_app._get_current_object()  # type: ignore[attr-defined]

        def write() -> None:
            with app.app_context():
                later()

        response.call_on_close(write)
    elif response.status_code == 200 and request.method in SAFE - {"HEAD", "OPTIONS"} and _is_file(response):
        note("export", about=masked(request.path), by=person)
    return response


def _is_file(response: Response) -> bool:
    return response.headers.get("Content-Disposition", "").startswith("attachment")


def _page(query: AuditQuery) -> Page:
    found = list_events(query.q, **query.chosen, offset=(query.page - 1) * PER_PAGE)
    pages = pages_of(found.total)
    page = min(query.page, pages)
    if page < query.page:
        found = list_events(query.q, **query.chosen, offset=(page - 1) * PER_PAGE)
    return Page(found, page, pages)


def _people_told_of(events: Iterable[AuditEvent]) -> set[int]:
    """The ids of whom events are about, and of whom their details name."""
    about = {int(found[1]) for each in events if (found := _PERSON.fullmatch(each.about))}
    named = [each.details.get(name) for each in events for name in PEOPLE]
    return about | {each for each in named if type(each) is int}


def _lines(found: Events) -> Iterator[str]:
    for each in found.items:
        yield csv_line(
            [
                *(iso(each.at), str(each.person_id or ""), each.person.name if each.person else ""),
                *(each.verb, each.about, each.result, each.address, each.request_id),
                details_of(each),
            ]
        )


def details_of(event: AuditEvent) -> str:
    """Whatever else is known, in a line: `from: author, to: reader`."""
    return ", ".join(f"{name}: {value}" for name, value in event.details.items())
