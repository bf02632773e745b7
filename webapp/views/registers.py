"""The registers: all entries of one meaning over all designs, as one table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Flask, Response, request

from webapp.forms.registers import ALSO, DONE, NONE, PROGRESS, TREE, RegisterQuery
from webapp.models.design import STATUSES
from webapp.registers import NAMES, REGISTERS, Register
from webapp.services.documents import MAIN
from webapp.services.editing.columns import missing_columns
from webapp.services.errors import Missing
from webapp.services.findings.found import Found
from webapp.services.narrowing import typed_over_list
from webapp.services.pages import PageBlock, PageRow
from webapp.services.paging import PER_PAGE, pages_of
from webapp.services.permissions import check, may
from webapp.services.registering import counting, listing, progress, tree
from webapp.services.registering.cells import Cell, cells_of, roles_of
from webapp.services.registering.counting import Counted
from webapp.services.registering.listing import Line
from webapp.services.registering.marking import marks_of_lines
from webapp.services.registering.narrowing import OPERATORS, Narrowing
from webapp.views.choices import Choices
from webapp.views.editors import Editor, editor_of
from webapp.views.filtering import at
from webapp.views.gate import current_person
from webapp.views.rendering import dom_id, render
from webapp.views.saved_views import views_of

bp = Blueprint("registers", __name__)

NOUNS = {
    "endpoints": ("endpoint", "endpoints"),
    "files": ("file", "files"),
    "entities": ("entity", "entities"),
    "packages": ("package", "packages"),
    "services": ("service", "services"),
    "errors": ("error", "errors"),
    "security": ("check", "checks"),
    "performance": ("aspect", "aspects"),
    "tests": ("test", "tests"),
    "tasks": ("task", "tasks"),
    "questions": ("question", "questions"),
    "references": ("reference", "references"),
}
"""What one row of each register is called, and several."""

NO_FLAGS = Editor("text")
"""What a table without a column of yes and no has."""

OPTIONS_MAX = 40
"""How many values of a facet are offered; those with most rows."""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: its role, its words, and how its cells are edited."""

    role: str
    words: str
    editor: Editor


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as the table draws it.

    `flags` are what its cells of yes and no hold, `marks` what was found in it.
    """

    line: Line
    cells: Sequence[Cell]
    editable: bool
    flags: Editor
    marks: Sequence[Found]

    @property
    def place(self) -> str:
        """The row's id on the page: that of the document's row, where it has one."""
        return f"row-{self.line.row.id}" if self.line.row else f"entry-{self.line.entry_id}"

    @property
    def address(self) -> str:
        """Where the row stands in its design; what stands in code, at its line."""
        line = self.line
        # What `url_for` gives, in a fraction of the time.
        home = f"/designs/{line.key}"
        if line.document != MAIN:
            home = f"{home}/documents/{quote(line.document, safe='')}"
        return f"{home}#{self.place}" if line.row else f"{home}?line={line.line}#{dom_id(line.block)}"


@dataclass(frozen=True, slots=True)
class Facet:
    """A choice beside the box: value, words and, where they are counted, how many rows fit."""

    name: str
    label: str
    options: Sequence[tuple[str, str, int | None]]


def init_app(app: Flask) -> None:
    """Give the templates the names of the registers, and what a table that lacks a column would call it."""
    app.jinja_env.globals["REGISTER_NAMES"] = NAMES
    app.jinja_env.filters["column_name"] = column_name


def column_name(role: str, block: PageBlock) -> str:
    """What a table that lacks a column would call it: in the language of those that it has."""
    columns = tuple((column["name"], column["role"]) for column in block.columns)
    return _lacking(block.register, columns).get(role, role)


@lru_cache(maxsize=512)  # most tables of a register have the same columns
def _lacking(register: str | None, columns: tuple[tuple[str, str], ...]) -> dict[str, str]:
    named = [{"name": name, "role": role} for name, role in columns]
    block = SimpleNamespace(kind="table", register=register, columns=named)
    return {column.role: column.name for column in missing_columns(block)}


@bp.get("/registers")
def index() -> Response:
    """The twelve registers, with how many entries each has."""
    check(current_person(), "read")
    return render("registers/index.html", counted=counting.count_registers(current_person()))


@bp.get("/registers/<name>")
def show(name: str) -> Response:
    """A register, or the part of it that the address asks for."""
    query, choices = read_query(name)
    narrowing = narrowing_of(query)
    context: dict[str, Any] = {TREE: _tree, PROGRESS: _progress}.get(query.shown, _table)(query, narrowing)
    answer = render(
        "registers/show.html",
        "registers/_piece.html",
        **_frame(query, choices, context.get("counted")),
        **context,
    )
    return at(query.address(), answer)


@bp.get("/registers/<name>/counts")
def count(name: str) -> Response:
    """How many rows fit, and how many with each other choice: for a page that did not wait for it."""
    query, choices = read_query(name)
    counted = counting.count_rows(narrowing_of(query))
    return render("registers/_counts.html", counted=counted, **_frame(query, choices, counted))


@bp.get("/registers/<name>/branches")
def branch(name: str) -> Response:
    """What stands in one folder of the tree."""
    query, _ = read_query(name)
    if ALSO.get(name) != TREE:
        raise Missing
    return render(
        "registers/_branches.html",
        query=query,
        nouns=NOUNS[name],
        tree=tree.list_branches(narrowing_of(query)),
    )


@bp.get("/registers/<name>/rows")
def rows(name: str) -> Response:
    """Some rows of the register as they are now, whatever narrows the list that they stand in."""
    read_query(name)
    ids = [
        int(each) for each in request.args.getlist("row")[:PER_PAGE] if each.isdecimal() and len(each) < 19
    ]
    roles = [each for each in request.args.getlist("role") if each in {*roles_in(name), "done"}]
    lines = listing.list_chosen(Narrowing(name, current_person()), ids)
    return render("registers/_rows.html", name=name, shown=shown_rows(name, lines, roles), columns=len(roles))


def read_query(name: str) -> tuple[RegisterQuery, Choices]:
    """The address, and what there is to choose. Raises Missing for a register that does not exist."""
    check(current_person(), "read")
    if name not in NAMES:
        raise Missing
    choices = Choices()
    return RegisterQuery.read(name, request.args, choices.projects), choices


def narrowing_of(query: RegisterQuery) -> Narrowing:
    """What the address asks of the register, for the person who asks."""
    return Narrowing(
        query.name,
        current_person(),
        typed_over_list(query.q, OPERATORS),
        query.facets,
        query.status,
        query.project,
        query.prefix,
    )


def _frame(query: RegisterQuery, choices: Choices, counted: Counted | None) -> dict[str, Any]:
    """What every view of a register has around it."""
    return {
        "query": query,
        "nouns": NOUNS[query.name],
        "also": ALSO.get(query.name),
        "facets": facets_of(query, choices.projects, counted),
        "views": views_of(f"registers/{query.name}", query.query),
    }


def _table(query: RegisterQuery, narrowing: Narrowing) -> dict[str, Any]:
    counted = counting.count_rows(narrowing) if counting.is_small(query.name) else None
    page = min(query.page, pages_of(counted.total)) if counted else query.page
    found = listing.list_rows(narrowing, sort=query.sort, page=page)
    if not found.lines and page > 1:
        counted = counted or counting.count_rows(narrowing)
        found = listing.list_rows(narrowing, sort=query.sort, page=pages_of(counted.total))
    roles = roles_of(query.register, found.lines)
    return {
        "page": found,
        "counted": counted,
        "heads": [head_of(query.name, role) for role in roles],
        "shown": shown_rows(query.name, found.lines, roles),
        "said": narrowing.query.unknown,
    }


def _tree(query: RegisterQuery, narrowing: Narrowing) -> dict[str, Any]:
    return {"tree": tree.list_branches(narrowing), "said": narrowing.query.unknown}


def _progress(query: RegisterQuery, narrowing: Narrowing) -> dict[str, Any]:
    found = progress.list_progress(narrowing, page=query.page)
    return {"page": found, "said": narrowing.query.unknown}


def head_of(name: str, role: str) -> Head:
    """The head of a column."""
    column = REGISTERS[name].column(role)
    return Head(role, column.names[0] if column else "Done", editor_of({"id": "", "role": role}, name, []))


def roles_in(name: str) -> list[str]:
    """The roles of a register's columns, in their order."""
    return [column.role for column in REGISTERS[name].columns]


def shown_rows(
    name: str, lines: Sequence[Line], roles: Sequence[str], *, on_paper: bool = False
) -> list[Shown]:
    """The rows as the table draws them: on paper nothing can be edited."""
    register, person = REGISTERS[name], current_person()
    marks = {} if on_paper else marks_of_lines(name, lines, person)
    flags = _flags(register, lines)
    return [
        Shown(
            line,
            cells_of(line, register, roles),
            editable=not on_paper and may(person, "edit", line),
            flags=flags.get(line.block_id, NO_FLAGS),
            marks=marks.get(line.entry_id, ()),
        )
        for line in lines
    ]


def _flags(register: Register, lines: Sequence[Line]) -> dict[int, Editor]:
    """What tables, by their ids, write for yes and no: as their rows on this page do."""
    roles = {column.role for column in register.columns if column.value == "flag"}
    rows_of: dict[int, list[PageRow]] = {}
    for line in lines if roles else ():
        if line.row:
            rows_of.setdefault(line.block_id, []).append(line.row)
    heads = {
        line.block_id: next((each for each in line.block.columns if each["role"] in roles), None)
        for line in lines
    }
    return {
        block_id: editor_of(head, register.name, rows_of[block_id])
        for block_id, head in heads.items()
        if head and block_id in rows_of
    }


def facets_of(query: RegisterQuery, projects: Mapping[str, str], counted: Counted | None) -> list[Facet]:
    """The choices beside the box; without counts those that are known."""
    names = [*query.register.facets, "status", *(["project"] if len(projects) > 1 else [])]
    return [
        Facet(name, _label(query, name), list(_options(query, name, projects, counted))) for name in names
    ]


def _label(query: RegisterQuery, name: str) -> str:
    if name in {"status", "project"}:
        return {"status": "Design status", "project": "Project"}[name]
    return head_of(query.name, name).words


def _options(
    query: RegisterQuery, name: str, projects: Mapping[str, str], counted: Counted | None
) -> Iterator[tuple[str, str, int | None]]:
    counts = counted.facets[name] if counted and name in counted.facets else {}
    known = _known(query, name, projects)
    chosen = query.chosen(name)
    often = sorted(counts.keys() - {*known, NONE}, key=lambda each: (-counts[each], each))[:OPTIONS_MAX]
    values = [*known, *sorted(often), NONE]
    for value in [*values, *([chosen] if chosen and chosen not in values else [])]:
        if counts.get(value) or value == chosen or counted is None:
            yield value, known.get(value, _words(value)), counts.get(value, 0) if counted else None


def _known(query: RegisterQuery, name: str, projects: Mapping[str, str]) -> Mapping[str, str]:
    if name == "status":
        return {status: status for status in STATUSES}
    if name == "project":
        return projects
    if name == "done":
        return DONE
    column = query.register.column(name)
    return {choice: _words(choice) for choice in column.choices} if column else {}


def _words(value: str) -> str:
    return {NONE: "Not stated", "yes": "Yes", "no": "No"}.get(value, value)


def chosen_words(query: RegisterQuery) -> list[tuple[str, str]]:
    """What is chosen beside the box, in words: label and value; '' where nothing is."""
    names = [*query.register.facets, "status", "project"]
    return [
        (_label(query, name), _known(query, name, {}).get(chosen, _words(chosen)))
        for name in names
        if (chosen := query.chosen(name))
    ]


def sorted_words(query: RegisterQuery) -> str:
    """By which column the list is sorted."""
    column = (query.sort or query.register.leading).removeprefix("-")
    words = {"design": "Design", "design-status": "Design status", "": "Design and place"}
    falling = ", falling" if query.sort.startswith("-") else ""
    return (words[column] if column in words else head_of(query.name, column).words) + falling
