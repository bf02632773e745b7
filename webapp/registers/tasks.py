"""Tasks: what is to be done, with its phase and whether it is done."""

from __future__ import annotations

import re
from collections.abc import Sequence

from webapp.markdown.outline import Row
from webapp.registers.headings import is_only, is_phase, says, title_parts, words
from webapp.registers.register import Column, Found, Headings, Register, Values
from webapp.registers.text import fold, listed, plain
from webapp.registers.values import state_is_done

_ID = re.compile(
    r"((?:T|TASK|TAREA)[-_ ]?\d{1,5}[a-z]?|\d{1,3}(?:\.\d{1,3})+\.?|\d{1,3}\.)"
    r"(?=[\s:：(（)—–-])[\s:：—–)-]*(?=\S)",
    re.IGNORECASE,
)
# `Tasks` says it about a whole document; `Implementation` alone says it about a section.
_WHOLE_TITLES = frozenset({"implementation", "implementacion"})


def key(values: Values) -> str:
    """The task's words."""
    return fold(values.get("task", ""))


def from_row(values: Values, headings: Headings) -> list[Values]:
    """The phase comes from its column, else from the heading; the status says whether it is done."""
    said = dict(values)
    if "phase" not in said and (phase := phase_of(headings)):
        said["phase"] = phase
    if status := said.get("status"):
        said["done"] = "yes" if state_is_done(status) else "no"
    return [said]


def from_list(rows: Sequence[Row], headings: Headings) -> Found:
    """Boxes are tasks. A step is a task, or the phase of the items right under it.

    An item with a box and boxes under it is their phase. Items without a box under one with a box are
    its details. Items without a box count only right under the plan's own heading (steps) or that of
    one of its phases (steps and bullets): elsewhere in a plan they explain.
    """
    steps_count, bullets_count = _plain_items_count(headings)
    boxed_below = _boxed_below(rows)
    parents = _parents(rows)
    phase_above = phase_of(headings)
    phases: dict[int, str] = {}
    found: Found = []
    for number, row in enumerate(rows):
        parent = parents[number]
        has_items = number + 1 < len(rows) and rows[number + 1].depth > row.depth
        at_top_counts = steps_count if row.marker[:1].isdigit() else bullets_count
        if boxed_below[number] or (row.done is None and parent < 0 and at_top_counts and has_items):
            phases[number] = plain(row.cells[0])
            continue
        in_phase = parent in phases and rows[parent].done is None and not boxed_below[parent]
        if row.done is not None or in_phase or (parent < 0 and at_top_counts):
            phase = phases.get(parent, phase_above)
            if text := plain(row.cells[0]):
                found.append((number, _task(text, phase, row)))
    return found


def phase_of(headings: Headings) -> str:
    """The phase that headings name: the nearest `Phase …`, else the section's own title under the plan's."""
    for title in reversed(headings):
        if is_phase(title):
            return plain(title)
    above = headings[:-1]
    in_plan = any(map(_is_about, above)) or (bool(above) and is_tasks_title(above[0]))
    return plain(headings[-1]) if in_plan and not _is_about(headings[-1]) else ""


def is_tasks_title(title: str) -> bool:
    """Whether a document's title says that it is a list of tasks: `FEAT-001: Sign in - Tasks`."""
    return is_only(title, _PHRASES) or any(
        len(words(part).split()) <= 3 and says(part, ("tasks", "tareas", "task breakdown"))
        for part in title_parts(title)
    )


def begins_plan(title: str) -> bool:
    """Whether a title without one of the phrases speaks of the plan: `Phase 2: API`, `Implementation`."""
    return is_phase(title) or words(title) in _WHOLE_TITLES


def are_numbered(rows: Sequence[Row]) -> bool:
    """Whether most boxes of a list have a number of their own (`T001`, `2.1`): tasks in any language."""
    boxes, with_number = numbered(rows)
    return boxes > 1 and with_number * 2 > boxes


def numbered(rows: Sequence[Row]) -> tuple[int, int]:
    """How many items have a box, and how many of those a number of their own."""
    boxed = [row for row in rows if row.done is not None]
    return len(boxed), sum(1 for row in boxed if _ID.match(plain(row.cells[0])))


def _is_about(title: str) -> bool:
    return (says(title, _PHRASES) or words(title) in _WHOLE_TITLES) and not is_phase(title)


def _plain_items_count(headings: Headings) -> tuple[bool, bool]:
    """Whether steps and whether bullets without a box are tasks right under these headings."""
    if not headings:
        return False, False
    own, above = headings[-1], headings[-2] if len(headings) > 1 else ""
    in_phase = is_phase(own) and (_is_about(above) or is_tasks_title(above))
    return in_phase or (_is_about(own) and (len(headings) > 1 or is_only(own, _PHRASES))), in_phase


def _boxed_below(rows: Sequence[Row]) -> list[bool]:
    """For each item whether an item under it has a box."""
    below = [False] * len(rows)
    open_items: list[int] = []
    for number, row in enumerate(rows):
        while open_items and rows[open_items[-1]].depth >= row.depth:
            open_items.pop()
        if row.done is not None:
            # Those further up are already marked once the nearest one is.
            for item in reversed(open_items):
                if below[item]:
                    break
                below[item] = True
        open_items.append(number)
    return below


def _parents(rows: Sequence[Row]) -> list[int]:
    """For each item the number of the item it stands under, -1 at the top."""
    parents: list[int] = []
    open_items: list[int] = []
    for number, row in enumerate(rows):
        while open_items and rows[open_items[-1]].depth >= row.depth:
            open_items.pop()
        parents.append(open_items[-1] if open_items else -1)
        open_items.append(number)
    return parents


def _task(text: str, phase: str, row: Row) -> Values:
    match = _ID.match(text)
    said = {
        "id": match[1].rstrip(".") if match else "",
        "task": text[match.end() :] if match else text,
        "phase": phase,
    }
    if row.done is not None:
        said["done"] = "yes" if row.done else "no"
    return {role: value for role, value in said.items() if value}


_PHRASES = listed(
    "implementation order, implementation plan, implementation steps, implementation tasks, "
    "implementation phases, phased implementation, implementation roadmap, tasks, task list, task "
    "checklist, task breakdown, work plan, work breakdown, action items, orden de implementacion, plan "
    "de implementacion, pasos de implementacion, fases de implementacion, tareas, lista de tareas, plan "
    "de trabajo, desglose de tareas"
)

TASKS = Register(
    name="tasks",
    headings=_PHRASES,
    columns=(
        Column("id", ("ID", "Task ID", "#"), ("Nº", "ID de tarea"), loose=("No", "Number", "Número")),
        Column(
            "task",
            ("Task",),
            ("Tarea",),
            loose=listed("Description, Descripción, Activity, Actividad, Step, Paso"),
        ),
        Column("status", ("Status", "Done", "State"), ("Estado", "Hecho", "Hecha"), value="state"),
        Column("phase", ("Phase", "Stage"), ("Fase", "Etapa")),
        Column(
            "points",
            ("SP", "Points", "Story Points", "Estimate", "Effort"),
            ("Puntos", "Estimación", "Esfuerzo"),
        ),
        Column("owner", ("Owner", "Assignee", "Responsible"), ("Responsable", "Asignado", "Asignada a")),
        Column("priority", ("Priority",), ("Prioridad",)),
        Column("depends", ("Depends On", "Dependencies", "Depends"), ("Depende de", "Dependencias")),
        Column("notes", ("Notes", "Comments"), ("Notas", "Comentarios")),
    ),
    states=("task",),
    shown=("task", "phase"),
    facets=("done", "owner", "priority"),
    alone=(
        frozenset({"task", "id"}),
        frozenset({"task", "status"}),
        frozenset({"task", "phase"}),
        frozenset({"task", "owner"}),
        frozenset({"task", "points"}),
    ),
    under=(frozenset({"task", "notes"}),),
    key=key,
    from_row=from_row,
    from_list=from_list,
    recognised_by=(
        "a table with a task and its number, status, phase, owner or points; under a heading about the "
        "implementation, a phase or in a document of tasks every item with a box, and there every step "
        "without items and every item of a step"
    ),
    key_in_words="the task’s words",
)
