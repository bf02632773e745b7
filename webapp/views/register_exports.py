"""A register given out: on paper, as CSV for spreadsheets, as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import Any

from flask import Blueprint, Response, request, send_file, url_for

from webapp.forms.paper import PAPERS, ListChoices
from webapp.forms.registers import RegisterQuery
from webapp.models.types import utc_now
from webapp.services.registering import counting, listing
from webapp.services.registering.cells import roles_of
from webapp.utils.keys import Key
from webapp.utils.spreadsheets import csv_line
from webapp.views.registers import (
    NOUNS,
    chosen_words,
    head_of,
    narrowing_of,
    read_query,
    roles_in,
    shown_rows,
    sorted_words,
)
from webapp.views.rendering import render

bp = Blueprint("register_exports", __name__)

IN_MEMORY_MAX = 2_000_000
"""How many bytes of a list are kept in memory before they go to disk."""

PRINTED_MAX = 2_000
"""How many rows are made ready for paper: some sixty sheets."""


@bp.get("/registers/<name>/print")
def show_print(name: str) -> Response:
    """The register as the address narrows and sorts it, on paper."""
    query, _ = read_query(name)
    choices = ListChoices.read(request.args)
    narrowing = narrowing_of(query)
    lines = listing.every_row(narrowing, sort=query.sort, at_most=PRINTED_MAX)
    roles = roles_of(query.register, lines)
    address = query.query | choices.query
    answer = render(
        "registers/print.html",
        "registers/_print.html",
        query=query,
        nouns=NOUNS[name],
        choices=choices,
        papers=PAPERS,
        address={"name": name, **address},
        heads=[head_of(name, role) for role in roles],
        shown=shown_rows(name, lines, roles, on_paper=True),
        counted=counting.count_rows(narrowing),
        filters=_filters(query),
        sorted_by=sorted_words(query),
        now=utc_now(),
    )
    if request.headers.get("HX-Source") == "form#choices":
        answer.headers["HX-Replace-Url"] = url_for("register_exports.show_print", name=name, **address)
    return answer


@bp.get("/registers/<name>.csv")
def show_csv(name: str) -> Response:
    """Every entry as a line for a spreadsheet; a row that states two is two lines."""
    query, _ = read_query(name)
    roles = roles_in(name)
    lines = chain(
        [csv_line(["design", "title", "status", "document", "row", *roles])],
        (
            csv_line(
                [
                    *(fact["design"], fact["title"], fact["status"], fact["document"], _number(fact["row"])),
                    *(str(fact["values"].get(role, "")) for role in roles),
                ]
            )
            for fact in _facts(query)
        ),
    )
    return _download(lines, "text/csv; header=present", f"{name}.csv")


@bp.get("/registers/<name>.json")
def show_json(name: str) -> Response:
    """Every entry as an object, in a list."""
    query, _ = read_query(name)
    facts = (json.dumps(fact, ensure_ascii=False) for fact in _facts(query))
    lines = chain(["["], (f"{',' if place else ''}\n{fact}" for place, fact in enumerate(facts)), ["\n]\n"])
    return _download(lines, "application/json", f"{name}.json")


def _facts(query: RegisterQuery) -> Iterator[dict[str, Any]]:
    for each in listing.every_fact(narrowing_of(query), sort=query.sort):
        yield {
            "design": str(Key(each.project, each.number)),
            "title": each.title,
            "status": each.status,
            "document": each.document,
            "row": each.row_id,
            "values": each.values,
        }


def _download(lines: Iterator[str], mimetype: str, name: str) -> Response:
    """The lines as a file, which is on disk where it is large.

    Nobody reads the database for as long as a slow line takes, and what goes wrong is said before the
    first byte is sent.
    """
    file = SpooledTemporaryFile(max_size=IN_MEMORY_MAX)  # noqa: SIM115 - whoever sends it closes it
    for line in lines:
        file.write(line.encode())
    size = file.tell()
    file.seek(0)
    answer = send_file(file, mimetype, as_attachment=True, download_name=name)
    answer.content_length = size
    return answer


def _number(row_id: int | None) -> str:
    return "" if row_id is None else str(row_id)


def _filters(query: RegisterQuery) -> list[tuple[str, str]]:
    """What narrows the list, in words: label and value."""
    words = [("Filter", f"“{query.q}”" if query.q else ""), ("Under", query.prefix)]
    return [(label, value) for label, value in [*words, *chosen_words(query)] if value]
