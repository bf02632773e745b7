"""Which register a block belongs to: by the titles above it and, for a table, the names of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

from webapp.markdown.outline import LIST_KINDS, Block, Row
from webapp.registers import (
    endpoints,
    entities,
    errors,
    files,
    packages,
    performance,
    questions,
    references,
    security,
    services,
    tasks,
    tests,
)
from webapp.registers.entry import NAMES, Recognised
from webapp.registers.headings import TITLE_MAX, document_is_about, holds_other_things, says
from webapp.registers.register import Headings, column_names, named

COLUMNS_MAX = 100

REGISTERS = named(
    [
        endpoints.ENDPOINTS,
        files.FILES,
        entities.ENTITIES,
        packages.PACKAGES,
        services.SERVICES,
        errors.ERRORS,
        security.SECURITY,
        performance.PERFORMANCE,
        tests.TESTS,
        tasks.TASKS,
        questions.QUESTIONS,
        references.REFERENCES,
    ]
)
"""The twelve registers by name, in the order in which people see them."""

# In a plan a list under `Testing` or `API` is work to do; these three mean themselves wherever they stand.
_MORE_THAN_A_PLAN = frozenset({"security", "questions", "references"})
# Code is told by what it holds: the nearest title first, then in this order.
_CODE_ORDER = ("services", "entities", "files", "endpoints", "packages")


def recognise(headings: Headings, block: Block) -> Recognised:
    """What a block was recognised as.

    `headings` are the titles that lead to its section, outermost first, its own last.
    """
    if block.kind == "table":
        return _of_table(headings, block)
    if block.kind == "code":
        return _of_code(headings, block)
    return _of_list(headings, block.rows) if block.kind in LIST_KINDS else Recognised(None)


def registers_above(headings: Headings) -> list[str]:
    """The registers that the titles speak of, nearest title first, up to a title that speaks of other things.

    The outermost title is that of the whole document: it counts only where it says nothing else, or is
    that of a document of tasks.
    """
    above: dict[str, None] = {}
    for depth in range(len(headings) - 1, -1, -1):
        title = headings[depth][:TITLE_MAX]
        if holds_other_things(title):
            break
        named = _named_by_section(title) if depth else _named_by_document(title, alone=len(headings) == 1)
        above |= dict.fromkeys(named)
    return list(above)


@lru_cache(maxsize=4096)
def _named_by_section(title: str) -> tuple[str, ...]:
    """The registers that the title of a section speaks of."""
    named = [name for name, register in REGISTERS.items() if says(title, register.headings)]
    return (*named, "tasks") if tasks.begins_plan(title) else tuple(named)


@lru_cache(maxsize=1024)
def _named_by_document(title: str, *, alone: bool) -> tuple[str, ...]:
    """Those that the title of a document speaks of; `alone` says that no other title is below it."""
    headings = [title] if alone else [title, ""]
    named = [name for name, one in REGISTERS.items() if document_is_about(headings, one.headings)]
    is_plan = tasks.begins_plan(title) or tasks.is_tasks_title(title)
    return (*named, "tasks") if is_plan else tuple(named)


def _of_code(headings: Headings, block: Block) -> Recognised:
    nearest = [name for name in registers_above(headings) if name in _CODE_ORDER]
    for name in [*nearest, *(name for name in _CODE_ORDER if name not in nearest)]:
        if found := REGISTERS[name].from_code(block, headings):
            return Recognised(name, found=found)
    return Recognised(None)


def _of_list(headings: Headings, rows: Sequence[Row]) -> Recognised:
    for name in asked_of_lists(headings):
        if found := REGISTERS[name].from_list(rows, headings):
            return Recognised(name, found=found)
    if tasks.are_numbered(rows) and not any(map(holds_other_things, headings)):
        return Recognised("tasks", found=tasks.from_list(rows, headings))
    return Recognised(None)


def asked_of_lists(headings: Headings) -> list[str]:
    """The registers that a list under these headings may belong to: the first that it states something of."""
    above = registers_above(headings)
    if "tasks" not in above:
        return above
    place = above.index("tasks")
    before = [name for name in above[:place] if name in _MORE_THAN_A_PLAN]
    return [*before, "tasks", *(name for name in above if name not in before and name != "tasks")]


def _of_table(headings: Headings, block: Block) -> Recognised:
    above = registers_above(headings)
    names = column_names(block.columns[:COLUMNS_MAX])
    spellings = frozenset(chain.from_iterable(names))
    best: tuple[tuple[int, int, int], Recognised] | None = None
    for place, name in enumerate(NAMES):
        register = REGISTERS[name]
        if spellings.isdisjoint(register.spellings):
            continue
        near = name in above
        roles = register.roles_of(names, under_heading=near)
        known = frozenset(roles)
        if not any(needed <= known for needed in register.alone + (register.under if near else ())):
            continue
        nearness = -above.index(name) if near else -len(NAMES)
        rank = (len(known - {""}), nearness, -place)
        if best is None or rank > best[0]:
            best = (rank, Recognised(name, roles + [""] * (len(block.columns) - len(roles))))
    return best[1] if best else Recognised(None, [""] * len(block.columns))
