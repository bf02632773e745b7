"""Performance: how fast, how much, and by which means."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.markdown.outline import Row
from webapp.registers.register import Column, Found, Headings, Register, Values, done_of, own
from webapp.registers.text import fold, listed, plain, split_label


def key(values: Values) -> str:
    """The aspect's words."""
    return fold(values.get("aspect", "") or values.get("approach", ""))


def from_list(rows: Sequence[Row], headings: Headings) -> Found:
    """`Caching: five minutes` names its aspect before the colon; other items are all approach."""
    found: Found = []
    for number, row in own(rows, headings, PERFORMANCE.headings):
        aspect, approach = split_label(plain(row.cells[0]))
        said = {"aspect": aspect, "approach": approach}
        if approach:
            found.append((number, {role: text for role, text in said.items() if text} | done_of(row)))
    return found


PERFORMANCE = Register(
    name="performance",
    headings=("performance", "rendimiento", "desempeno"),
    columns=(
        Column(
            "aspect",
            ("Aspect",),
            ("Aspecto",),
            loose=listed(
                "Concern, Metric, Métrica, Operation, Operación, Area, Área, Consideration, "
                "Consideración, Scenario, Escenario, Item, Requirement, Requisito"
            ),
        ),
        Column(
            "approach",
            ("Approach",),
            ("Enfoque",),
            loose=listed(
                "Strategy, Estrategia, Solution, Solución, Optimization, Optimización, Description, "
                "Descripción, Mitigation, Mitigación, Implementation, Implementación, Notes, Notas"
            ),
        ),
        Column(
            "target",
            ("Target", "Goal"),
            ("Objetivo", "Meta"),
            loose=("Limit", "Límite", "Threshold", "Umbral"),
        ),
        Column("actual", ("Actual", "Measured"), ("Medido", "Real")),
    ),
    states=("aspect", "approach"),
    shown=("aspect", "approach", "target"),
    sorted_by=("aspect", "approach"),
    facets=("done",),
    under=(frozenset({"aspect", "approach"}), frozenset({"aspect", "target"})),
    key=key,
    from_list=from_list,
    recognised_by=(
        "under a heading about performance: a table with an aspect and its approach or target, and list items"
    ),
    key_in_words="the aspect’s words",
)
