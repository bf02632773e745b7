"""Tests: kinds of test and tests by name."""

from __future__ import annotations

import pytest

from tests.unit.registers.reading import recognised, register_of, values_of


@pytest.mark.parametrize(
    ("head", "roles"),
    [
        ("| Type | Coverage Target | Tools |", ["type", "coverage", "tools"]),
        ("| Test Type | Coverage | Tool |", ["type", "coverage", "tools"]),
        ("| Tipo | Cobertura | Herramientas |", ["type", "coverage", "tools"]),
        ("| Test | Steps | Expected Result |", ["test", "steps", "expected"]),
        ("| Caso de prueba | Pasos | Resultado esperado |", ["test", "steps", "expected"]),
    ],
)
def test_tables_need_no_heading(head: str, roles: list[str]) -> None:
    text = f"{head}\n|-|-|-|\n| Unit | 80%+ | pytest |\n"
    assert recognised(text) == ("tests", roles)
    assert values_of(text, "tests") == [dict(zip(roles, ["Unit", "80%+", "pytest"], strict=True))]


def test_everyday_names_count_under_the_heading() -> None:
    table = "| Scenario | Level | Status |\n|-|-|-|\n| Signs in | E2E | ✅ |\n"
    assert values_of(f"## Testing Strategy\n\n{table}", "tests") == [
        {"test": "Signs in", "type": "E2E", "status": "✅", "done": "yes"}
    ]
    assert values_of(f"## Estrategia de pruebas\n\n{table}", "tests") != []
    assert register_of(table) is None


def test_list_items_right_under_the_heading() -> None:
    assert values_of("## Unit tests\n\n- parser\n- [x] writer\n", "tests") == [
        {"test": "parser"},
        {"test": "writer", "done": "yes"},
    ]


@pytest.mark.parametrize(
    "text",
    [
        "## Tests\n\n### Why they fail\n\n- long story\n",
        "| Type | Size |\n|-|-|\n| int | 4 |\n",
        "| Result | Passed | Failed |\n|-|-|-|\n| all | 3 | 0 |\n",
        "| ID | Requirement | Priority |\n|-|-|-|\n| 1 | x | Must |\n",
    ],
)
def test_lookalikes_are_left_alone(text: str) -> None:
    assert register_of(text) is None
