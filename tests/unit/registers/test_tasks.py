"""Tasks: boxes, steps and tables of the plan, with their phase."""

from __future__ import annotations

import pytest

from tests.unit.registers.reading import entries_of, recognised, register_of, values_of


def test_a_table_with_a_task_needs_no_heading() -> None:
    text = (
        "| ID | Task | Status | SP | Notes |\n|-|-|-|-|-|\n"
        "| T-001 | Make `it` | ✅ | 2 | a |\n| T-002 | Sell it | ⬜ | 1 | |\n"
    )
    assert recognised(text) == ("tasks", ["id", "task", "status", "points", "notes"])
    assert values_of(text, "tasks") == [
        {"id": "T-001", "task": "Make it", "status": "✅", "points": "2", "notes": "a", "done": "yes"},
        {"id": "T-002", "task": "Sell it", "status": "⬜", "points": "1", "done": "no"},
    ]


@pytest.mark.parametrize(
    "head", ["| Tarea | Estado |", "| Task | Done |", "| # | Tarea |", "| Tarea | Responsable |"]
)
def test_its_synonyms(head: str) -> None:
    assert register_of(f"{head}\n|-|-|\n| a | b |\n") == "tasks"


def test_a_column_may_be_called_by_a_sign_but_not_by_nothing() -> None:
    assert recognised("| # | Task |\n|-|-|\n| 1 | a |\n") == ("tasks", ["id", "task"])
    assert recognised("|  | Task | Status |\n|-|-|-|\n| 1 | a | b |\n") == ("tasks", ["", "task", "status"])


@pytest.mark.parametrize(
    ("status", "done"),
    [("✅", "yes"), ("Done", "yes"), ("hecho", "yes"), ("[x]", "yes"), ("Done (late)", "yes")]
    + [(status, "no") for status in ("🔄", "⏸️", "In progress", "[ ]", "❌", "not done")],
)  # fmt: skip
def test_a_status_says_whether_a_task_is_done(status: str, done: str) -> None:
    assert values_of(f"| Task | Status |\n|-|-|\n| a | {status} |\n", "tasks")[0]["done"] == done


def test_the_phase_is_a_column_or_the_title_above() -> None:
    table = "| Task | Status |\n|-|-|\n| a | ✅ |\n"
    text = f"# X - Tasks\n\n## Phase 1: Data\n\n{table}\n## Testing\n\n{table}"
    assert [one["phase"] for one in values_of(text, "tasks")] == ["Phase 1: Data", "Testing"]
    own = "## Fase 2\n\n| Tarea | Fase |\n|-|-|\n| a | la otra |\n"
    assert values_of(own, "tasks")[0]["phase"] == "la otra"


def test_a_step_with_items_is_their_phase_and_one_without_is_a_task() -> None:
    text = (
        "## Implementation Order\n\n1. **Phase 1: Foundation**\n   - Create models\n"
        "     - in detail\n   - Create migrations\n\n"
        "2. Ship it\n"
    )
    assert values_of(text, "tasks") == [
        {"task": "Create models", "phase": "Phase 1: Foundation"},
        {"task": "Create migrations", "phase": "Phase 1: Foundation"},
        {"task": "Ship it"},
    ]


def test_boxes_are_tasks_and_items_without_one_their_details() -> None:
    text = (
        "# Tareas\n\n- [x] 1. First\n  - how\n- [ ] 2. Second\n  - [ ] 2.1 Part one\n"
        "    - how\n  - [x] 2.2 Part two\n"
    )
    assert values_of(text, "tasks") == [
        {"id": "1", "task": "First", "done": "yes"},
        {"id": "2.1", "task": "Part one", "phase": "2. Second", "done": "no"},
        {"id": "2.2", "task": "Part two", "phase": "2. Second", "done": "yes"},
    ]


def test_boxes_under_a_step_and_remarks_beside_them() -> None:
    text = (
        "## Implementation Plan\n\n1. Phase A\n   - [ ] do\n   - a remark\n2. Phase B\n   1. [x] numbered\n"
    )
    assert values_of(text, "tasks") == [
        {"task": "do", "phase": "Phase A", "done": "no"},
        {"task": "numbered", "phase": "Phase B", "done": "yes"},
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "Task Checklist",
        "Plan de implementación",
        "Lista de tareas",
        "Implementation",
        "Phase 3: API",
        "Sprint 2",
    ],
)
def test_headings_that_speak_of_the_plan(heading: str) -> None:
    found = values_of(f"# FEAT-001: Sign in\n\n## {heading}\n\n- [ ] do it\n", "tasks")
    assert [one["task"] for one in found] == ["do it"]


@pytest.mark.parametrize(
    "title",
    [
        "FEAT-001: Sign in - Tasks",
        "Tasks: sign in",
        "Evolution Tasks: the whole",
        "Implementation Plan",
        "Feature Tasks Template",
    ],
)
def test_a_document_of_tasks_is_known_by_its_title(title: str) -> None:
    text = f"# {title}\n\n## Testing\n\n- [ ] try it\n\n## Notes\n\n- [ ] a thought\n"
    assert [one["task"] for one in values_of(text, "tasks")] == ["try it"]


def test_numbered_boxes_are_tasks_in_any_language() -> None:
    text = "# 实现计划\n\n- [x] 1. 配置\n- [ ] 2. 数据\n"
    assert [one["done"] for one in values_of(text, "tasks")] == ["yes", "no"]
    assert entries_of("# 实现计划\n\n- [x] 配置\n- [ ] 数据\n") == []


def test_bullets_are_tasks_only_right_under_a_phase_of_the_plan() -> None:
    assert [
        one["task"] for one in values_of("## Implementation Plan\n\n### Phase 1\n\n- a\n- b\n", "tasks")
    ] == ["a", "b"]
    assert entries_of("## Implementation Plan\n\n- a\n- b\n") == []
    assert entries_of("## Implementation Plan\n\n### Why\n\n1. a\n2. b\n") == []
    assert entries_of("## History\n\n### Phase 1\n\n- a\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "# X - Tasks\n\n## Definition of Done\n\n- [x] merged\n",
        "# X - Tareas\n\n## Criterios de aceptación\n\n- [ ] va\n",
        "## Acceptance Criteria\n\n- [ ] T001 works\n- [ ] T002 works\n",
        "| Phase | Tasks | Done | Progress |\n|-|-|-|-|\n| 1 | 4 | 4 | ✅ |\n",
        "| Metric | Value |\n|-|-|\n| Total Tasks | 16 |\n",
        "| Milestone | Target Date | Status |\n|-|-|-|\n| a | b | c |\n",
        "## Migration Plan\n\n1. Step 1\n2. Step 2\n",
        "## Next Steps\n\n1. Create PR\n",
        "# X - Tasks\n\n## Rules\n\n- never push\n1. or pull\n",
    ],
)
def test_lookalikes_are_left_alone(text: str) -> None:
    assert entries_of(text) == []


def test_security_and_questions_in_a_plan_stay_themselves() -> None:
    text = (
        "# X - Tasks\n\n## Security\n\n- [ ] a\n\n## Open questions\n\n- [ ] b\n\n## API\n\n- [ ] `GET /a`\n"
    )
    assert [entry.register for entry in entries_of(text)] == ["security", "questions", "tasks"]


@pytest.mark.parametrize(
    ("text", "number", "task"),
    [("T001 - Do", "T001", "Do"), ("**T-12**: Do", "T-12", "Do"), ("1.2.3 Do", "1.2.3", "Do")]
    + [("T7a Do", "T7a", "Do")]
    + [(text, None, text) for text in ("3 endpoints", "Try it", "2.")],
)  # fmt: skip
def test_a_tasks_number_is_told_from_its_words(text: str, number: str | None, task: str) -> None:
    found = values_of(f"## Tasks\n\n- [ ] {text}\n", "tasks")[0]
    assert (found.get("id"), found["task"]) == (number, task)
