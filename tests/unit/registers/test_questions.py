"""Questions: what is open under a heading about questions."""

from __future__ import annotations

import pytest

from tests.unit.registers.reading import entries_of, recognised, values_of


@pytest.mark.parametrize(
    "heading",
    [
        "Open Questions",
        "Open Technical Questions",
        "Questions",
        "Preguntas abiertas",
        "Dudas",
        "7. Open questions",
    ],
)
def test_list_items_under_the_heading(heading: str) -> None:
    text = f"# A design\n\n## {heading}\n\n- [ ] Which?\n  - maybe this\n- [x] When?\n- Why?\n"
    assert values_of(text, "questions") == [
        {"question": "Which?", "done": "no"},
        {"question": "When?", "done": "yes"},
        {"question": "Why?", "done": "no"},
    ]


def test_an_answer_a_status_or_the_heading_closes_a_question() -> None:
    table = "| Question | Decision |\n|-|-|\n| Why? | Because |\n| How? | |\n"
    assert [one["done"] for one in values_of(f"## Open questions\n\n{table}", "questions")] == ["yes", "no"]
    resolved = values_of(f"## Open Questions (Resolved)\n\n{table}\n- Else?\n", "questions")
    assert [one["done"] for one in resolved] == ["yes", "yes", "yes"]
    status = "## Preguntas\n\n| Pregunta | Estado |\n|-|-|\n| ¿Qué? | Resuelta |\n| ¿Cuál? | Abierta |\n"
    assert [one["done"] for one in values_of(status, "questions")] == ["yes", "no"]
    assert recognised(status) == ("questions", ["question", "status"])


def test_under_a_title_of_its_own_only_boxes_and_question_marks_ask() -> None:
    text = "## Questions\n\n### Do we need it?\n\n- it costs\n- who pays?\n- [ ] ask the bank\n"
    assert [one["question"] for one in values_of(text, "questions")] == ["who pays?", "ask the bank"]


@pytest.mark.parametrize(
    "text",
    [
        "## Interview\n\n| Question | Decision |\n|-|-|\n| a | b |\n",
        "## Frequently Asked Questions\n\n- Why?\n",
        "## Notes\n\n- Why?\n",
    ],
)
def test_lookalikes_are_left_alone(text: str) -> None:
    assert entries_of(text) == []
