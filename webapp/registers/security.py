"""Security: what must hold, ticked off one by one."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.markdown.outline import Row
from webapp.registers.register import Column, Found, Headings, Register, Values, done_of, top_or_boxed
from webapp.registers.text import fold, listed, plain
from webapp.registers.values import done_by_status


def key(values: Values) -> str:
    """The check's words."""
    return fold(values.get("check", ""))


def from_list(rows: Sequence[Row], headings: Headings) -> Found:
    """Every item is a check."""
    return [
        (number, {"check": plain(row.cells[0])} | done_of(row))
        for number, row in top_or_boxed(rows)
        if plain(row.cells[0])
    ]


SECURITY = Register(
    name="security",
    headings=listed("security, seguridad, threats, threat model, amenazas, modelo de amenazas"),
    columns=(
        Column(
            "check",
            ("Check", "Threat", "Security Control", "Security Requirement"),
            ("Comprobación", "Amenaza", "Control de seguridad", "Requisito de seguridad"),
            loose=listed(
                "Aspect, Aspecto, Concern, Control, Measure, Medida, Requirement, Requisito, Risk, "
                "Riesgo, Item, Elemento, Area, Área, Consideration, Consideración, Vulnerability, "
                "Vulnerabilidad"
            ),
        ),
        Column(
            "approach",
            ("Mitigation", "Countermeasure"),
            ("Mitigación", "Contramedida"),
            loose=listed(
                "Approach, Enfoque, Implementation, Implementación, Solution, Solución, Description, "
                "Descripción, Handling, Measure, Details, Detalles, Strategy, Estrategia"
            ),
        ),
        Column(
            "severity",
            ("Severity",),
            ("Severidad", "Gravedad"),
            loose=("Impact", "Impacto", "Priority", "Prioridad"),
        ),
        Column("status", ("Status", "Done"), ("Estado", "Hecho"), value="state"),
    ),
    states=("check",),
    shown=("check", "approach"),
    sorted_by=("check",),
    facets=("severity", "done"),
    alone=(frozenset({"check", "approach"}),),
    under=(frozenset({"check", "approach"}), frozenset({"check", "status"})),
    key=key,
    from_row=done_by_status,
    from_list=from_list,
    recognised_by=(
        "checklists, lists and steps under a heading about security; a table there with a check or threat "
        "and its mitigation or status"
    ),
    key_in_words="the check’s words",
)
