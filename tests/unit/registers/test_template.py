"""The template that ships states exactly what it shows."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.sections import left_of
from webapp.markdown.reader import read
from webapp.registers import Counters, Entry, Left, counters, entries

TEMPLATE = Path(__file__).parents[3] / "templates" / "design.md"


@pytest.fixture(scope="module")
def found() -> list[Entry]:
    return entries(read(TEMPLATE.read_text(encoding="utf-8")))


def of(found: list[Entry], register: str) -> list[Entry]:
    return [entry for entry in found if entry.register == register]


def test_how_many_entries_each_register_has(found: list[Entry]) -> None:
    assert Counter(entry.register for entry in found) == {
        "files": 10,
        "entities": 2,
        "endpoints": 5,
        "services": 1,
        "packages": 1,
        "errors": 4,
        "security": 6,
        "performance": 4,
        "tests": 3,
        "tasks": 12,
        "questions": 2,
        "references": 2,
    }
    assert counters(found) == Counters(tasks=12, tasks_done=0, open_questions=2)


def test_new_files_are_created_and_the_others_modified(found: list[Entry]) -> None:
    actions = [(entry.values["file"], entry.values["action"]) for entry in of(found, "files")]
    assert actions[0] == ("src/models/[new_model].py", "create")
    assert [action for _, action in actions] == ["create"] * 7 + ["modify"] * 3


def test_the_entity_is_a_class_and_a_table(found: list[Entry]) -> None:
    values = [entry.values for entry in of(found, "entities")]
    assert [(one["kind"], one["entity"]) for one in values] == [("class", "Entity"), ("table", "entity")]
    assert "parent_id: Optional[int]" in values[0]["fields"].split("\n")
    assert "name: VARCHAR(255)" in values[1]["fields"].split("\n")


def test_every_endpoint_asks_for_authentication(found: list[Entry]) -> None:
    assert [(entry.key, entry.values["auth"]) for entry in of(found, "endpoints")] == [
        ("GET /api/v1/resource", "yes"),
        ("POST /api/v1/resource", "yes"),
        ("GET /api/v1/resource/{}", "yes"),
        ("PUT /api/v1/resource/{}", "yes"),
        ("DELETE /api/v1/resource/{}", "yes"),
    ]


def test_tasks_stand_in_six_phases(found: list[Entry]) -> None:
    phases = [entry.values["phase"] for entry in of(found, "tasks")]
    assert list(dict.fromkeys(phases)) == [
        "Phase 1: Foundation",
        "Phase 2: Core Logic",
        "Phase 3: API",
        "Phase 4: Integration",
        "Phase 5: Testing",
        "Phase 6: Polish",
    ]


def test_service_package_and_errors(found: list[Entry]) -> None:
    assert [entry.values["methods"] for entry in of(found, "services")] == ["create, get, list"]
    assert [entry.key for entry in of(found, "packages")] == ["package-name"]
    assert [entry.key for entry in of(found, "errors")] == ["404", "422", "401", "500"]


def test_what_its_sections_have_left() -> None:
    outline = read(TEMPLATE.read_text(encoding="utf-8"))
    by_title = {section.title: left_of(section) for section in outline.sections}
    assert by_title["Security Considerations"] == Left(0, 6, 0)
    assert by_title["Performance Considerations"] == Left(0, 0, 3)
    assert by_title["Endpoints"] == Left()
