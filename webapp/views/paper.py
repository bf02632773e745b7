"""Pages for paper: a design or parts of it, a hand-out to tick off, the list of designs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for

from webapp.forms.designs import DesignQuery
from webapp.forms.paper import PAPERS, HandoutChoices, ListChoices, PaperChoices, Query
from webapp.models import Design, Document
from webapp.models.design import NOBODY
from webapp.models.types import utc_now
from webapp.services import listing
from webapp.services.paper import Part, Source, load_handout, load_sheets, sources_of
from webapp.services.permissions import check
from webapp.utils.css import css_string
from webapp.views.choices import Choices
from webapp.views.gate import current_person
from webapp.views.loading import readable_design, readable_documents, redirect_to_one_spelling
from webapp.views.rendering import render

bp = Blueprint("paper", __name__)
bp.before_request(redirect_to_one_spelling)

Chapters = tuple[Document, list[Part]]

HEADS = {
    "key": "Key",
    "title": "Title",
    "status": "Status",
    "priority": "Priority",
    "owner": "Owner",
    "tasks": "Tasks",
    "questions": "Questions",
    "updated": "Updated",
}
"""The columns of the list, by the names by which it is sorted."""

HEADER_LETTERS = 70
"""How much of a title stands in the running header: what fits beside the key on one line."""


@bp.get("/designs/<key:key>/print")
def show_design(key: str) -> Response:
    """A design's documents, or what the address chooses of them."""
    documents = readable_documents(key)
    sources = sources_of(documents)
    choices = PaperChoices.read(
        request.args,
        known={source.document.name: [part.id for part in source.parts] for source in sources},
        offered={source.document.name: [part.id for part in source.offered] for source in sources},
    )
    printed = [source for source in sources if source.document.name in choices.documents]
    chosen = {each for source in printed for each in source.chosen(choices.sections)}
    return _render(
        "paper/design.html",
        "paper/_design.html",
        choices.query,
        design=documents[0].design,
        sources=sources,
        choices=choices,
        chosen=chosen,
        contents=_contents(printed, chosen) if choices.contents else [],
        sheets=load_sheets(printed, choices.sections, choices.breaks, code=choices.code),
    )


@bp.get("/designs/<key:key>/handout")
def show_handout(key: str) -> Response:
    """The lists and tables that the address chooses, else the tasks, with boxes to tick."""
    documents = readable_documents(key)
    handout = load_handout(documents)
    choices = HandoutChoices.read(request.args, handout.ids)
    return _render(
        "paper/handout.html",
        "paper/_handout.html",
        choices.query,
        design=documents[0].design,
        choices=choices,
        offered=handout.offered,
        ids=handout.ids,
        handed_out=handout.handed_out(choices.blocks),
        sheets=handout.laid_out(choices.blocks),
    )


@bp.get("/designs/print")
def show_list() -> Response:
    """The list of designs as the address filters and sorts it, all of it."""
    check(current_person(), "read")
    known = Choices()
    query = DesignQuery.read(request.args, known)
    designs = listing.all_designs(person=current_person(), **query.filters, sort=query.sort)
    choices = ListChoices.read(request.args)
    return _render(
        "paper/list.html",
        "paper/_list.html",
        query.query | choices.query,
        query=query,
        choices=choices,
        designs=designs,
        of=listing.count_readable(current_person()) if query.narrows else len(designs),
        filters=_filters(query, known.owners if query.owner else {}),
        heads=HEADS,
        sorted_by=f"{HEADS[query.sort.removeprefix('-')]}{', falling' if query.sort.startswith('-') else ''}",
        now=utc_now(),
    )


@bp.get("/designs/<key:key>/running.css")
def show_running(key: str) -> Response:
    """What runs along the head of every sheet of a design: its key and its title.

    A style sheet of its own, since the policy forbids styles inside a page.
    """
    design = readable_design(key)
    answer = make_response(render_template("paper/running.css", words=css_string(_running_words(design))))
    answer.headers["Content-Type"] = "text/css; charset=utf-8"
    return answer


def _running_words(design: Design) -> str:
    title = design.title
    if len(title) > HEADER_LETTERS:
        title = title[: HEADER_LETTERS - 1].rstrip() + "…"
    return f"{design.key} · \u2068{title}\u2069"


def _filters(query: DesignQuery, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """What narrows the list, in words: label and value."""
    owner = "Nobody" if query.owner == NOBODY else names.get(query.owner, "")
    words = [
        ("Filter", f"“{query.q}”" if query.q else ""),
        ("Status", query.status),
        ("Priority", query.priority),
        ("Owner", owner),
        ("Project", query.project),
    ]
    return [(label, value) for label, value in words if value]


def _contents(printed: list[Source], chosen: Collection[int]) -> list[Chapters]:
    """The chief sections of each printed document; nothing where there is but one to turn to."""
    contents = [
        (source.document, [part for part in source.offered if part.id in chosen and not part.is_opening])
        for source in printed
    ]
    return contents if len(printed) > 1 or len(contents[0][1]) > 1 else []


def _render(page: str, piece: str, address: Query, /, **context: Any) -> Response:
    answer = render(page, piece, papers=PAPERS, address=address, **context)
    if request.headers.get("HX-Source") == "form#choices":
        # The form sends every box; the address bar needs only what differs from the whole.
        answer.headers["HX-Replace-Url"] = url_for(
            str(request.endpoint), **(request.view_args or {}), **address
        )
    return answer
