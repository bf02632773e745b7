"""Registers: all entries of one meaning over all designs that one may read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response

from webapp.api import schemas
from webapp.api.describing import among, answers, asks
from webapp.api.errors import Refused
from webapp.api.faceting import answer_faceted
from webapp.api.gate import current_person
from webapp.api.loading.registers import known_register
from webapp.api.paging import answer_list, part
from webapp.api.reading import read_query
from webapp.registers import REGISTERS, Register
from webapp.services.narrowing import typed_over_list
from webapp.services.registering.counting import count_registers, count_rows
from webapp.services.registering.listing import some_rows, sorts_of
from webapp.services.registering.marking import marks_of_lines
from webapp.services.registering.narrowing import FOLDERS, OPERATORS, Narrowing

bp = Blueprint("api_registers", __name__, url_prefix="/api/v1")


@bp.get("/registers")
@asks("paging.PageQuery")
@answers("register.RegisterSchema", listed=True)
def index() -> Response:
    """List the registers, with how many entries each has."""
    query = read_query(schemas.paging.PageQuery)
    counted = list(count_registers(current_person()).items())
    items = [schemas.register.register_body(name, entries) for name, entries in part(counted, query)]
    return answer_list(items, total=len(counted), query=query)


@bp.get("/registers/<name>")
@among(name=tuple(REGISTERS))
@asks("register.RegisterQuery")
@answers("register.EntriesSchema")
def show(name: str) -> Response:
    """List the rows of a register, with what else it can be narrowed to.

    A row of a table is one item, also where it states several entries. Rows are changed at /rows.
    """
    register = known_register(name)
    query = read_query(schemas.register.RegisterQuery)
    _refuse_strangers(register, query)
    narrowing = Narrowing(
        name,
        current_person(),
        typed_over_list(query["q"], OPERATORS),
        {role: query[role] for role in register.facets if query[role]},
        *(query["status"], query["project"], query["prefix"]),
    )
    lines = some_rows(narrowing, sort=query["sort"], limit=query["limit"], offset=query["offset"])
    marks = marks_of_lines(name, lines, current_person())
    counted = count_rows(narrowing)
    return answer_faceted(
        [schemas.register.entry_body(each, marks.get(each.entry_id, ())) for each in lines],
        total=counted.total,
        facets=counted.facets,
        remarks=narrowing.query.unknown,
        query=query,
    )


def _refuse_strangers(register: Register, query: Mapping[str, Any]) -> None:
    """Refuse what other registers can be asked for, and not this one."""
    strange = [role for role in schemas.register.FACETS if query[role] and role not in register.facets]
    if query["prefix"] and register.name not in FOLDERS:
        strange.append("prefix")
    details = [
        {"field": each, "message": f"The register {register.name} is not narrowed by this."}
        for each in strange
    ]
    if query["sort"] and query["sort"] not in (allowed := sorts_of(register)):
        told = ", ".join(each for each in allowed if not each.startswith("-"))
        details.append({"field": "sort", "message": f"{register.name.capitalize()} are sorted by {told}."})
    if details:
        raise Refused(422, details=details)
