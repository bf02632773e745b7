"""Performance: aspects with their approach, under a heading about it."""

from __future__ import annotations

import pytest

from tests.unit.registers.reading import recognised, register_of, values_of


@pytest.mark.parametrize(
    ("heading", "head", "roles"),
    [
        ("Performance Considerations", "| Aspect | Approach |", ["aspect", "approach"]),
        ("Performance", "| Metric | Target |", ["aspect", "target"]),
        ("Rendimiento", "| Aspecto | Enfoque |", ["aspect", "approach"]),
        ("Consideraciones de rendimiento", "| Métrica | Objetivo |", ["aspect", "target"]),
    ],
)
def test_a_table_under_the_heading(heading: str, head: str, roles: list[str]) -> None:
    text = f"## {heading}\n\n{head}\n|-|-|\n| Caching | _TBD_ |\n"
    assert recognised(text) == ("performance", roles)
    assert values_of(text, "performance") == [{roles[0]: "Caching", roles[1]: "TBD"}]


def test_list_items_name_their_aspect_before_a_colon() -> None:
    text = "## Performance\n\n- Cache: 24 hours\n- Lazy pool\n- [x] Index on `users(name)`: done\n"
    assert values_of(text, "performance") == [
        {"aspect": "Cache", "approach": "24 hours"},
        {"approach": "Lazy pool"},
        {"aspect": "Index on users(name)", "approach": "done", "done": "yes"},
    ]


@pytest.mark.parametrize(
    "text",
    [
        "| Aspect | Approach |\n|-|-|\n| Caching | Redis |\n",
        "## Performance\n\n| Metric | Value |\n|-|-|\n| p99 | 3 ms |\n",
        "## Performance\n\n### Why it is slow\n\n- long story\n",
        "| Option | Pros | Cons |\n|-|-|-|\n| A | b | c |\n",
    ],
)
def test_lookalikes_are_left_alone(text: str) -> None:
    assert register_of(text) is None
