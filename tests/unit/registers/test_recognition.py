"""What a block is recognised as, where several registers could be meant."""

from __future__ import annotations

import pytest

from tests.unit.registers.reading import entries_of, recognised, register_of
from webapp.markdown.outline import Block, Row
from webapp.registers import NAMES, REGISTERS, VERSION, Recognised, entries_of_block, recognise, rule_for


def test_the_registers_are_the_twelve_in_their_order() -> None:
    assert tuple(REGISTERS) == NAMES
    assert all(name == register.name for name, register in REGISTERS.items())
    assert VERSION > 0


def test_prose_dividers_and_raw_blocks_belong_to_no_register() -> None:
    for kind in ("prose", "divider", "raw"):
        block = Block(kind, "GET /api\n")  # type: ignore[arg-type]
        assert recognise(["API"], block) == Recognised(None)
        assert entries_of_block(["API"], block, 1, 2) == []


def test_a_table_has_one_role_a_column_even_when_nobody_knows_it() -> None:
    assert recognised("| A | B |\n|-|-|\n| 1 | 2 |\n") == (None, ["", ""])
    assert recognised("| Method | Path | Path |\n|-|-|-|\n") == ("endpoints", ["method", "path", ""])


def test_entries_say_where_they_stand() -> None:
    block = Block("table", "", rows=[Row("", ["-", ""]), Row("", ["GET", "/a"])], columns=["Method", "Path"])
    found = entries_of_block(["API"], block, 4, 7)
    assert [(one.section, one.block, one.row, one.line) for one in found] == [(4, 7, 1, None)]


def test_the_nearest_title_decides_between_everyday_names() -> None:
    table = "| Aspect | Approach |\n|-|-|\n| a | b |\n"
    assert register_of(f"# T\n\n## Security\n\n### Performance\n\n{table}") == "performance"
    assert register_of(f"# T\n\n## Performance\n\n### Security\n\n{table}") == "security"
    assert register_of(f"# T\n\n## Performance\n\n### Notes\n\n{table}") is None


def test_more_known_columns_outweigh_a_nearer_title() -> None:
    text = "## Testing\n\n| Method | Endpoint | Description | Auth |\n|-|-|-|-|\n| GET | /a | b | ✅ |\n"
    assert register_of(text) == "endpoints"
    assert register_of("## Questions\n\n| Question | ID | Task | Status |\n|-|-|-|-|\n") == "tasks"
    assert register_of("## Questions\n\n| Question | Task | Status |\n|-|-|-|\n") == "questions"


def test_a_documents_title_is_not_what_all_its_lists_are_about() -> None:
    for title in ("FEAT-002: Security - Technical Design", "Error handling for files, and their tests"):
        assert entries_of(f"# {title}\n\n## Goals of it\n\n- a\n- [ ] b\n") == []
    code = "```python\nclass A:\n    id: int\n\n    def f(self): ...\n```\n"
    assert entries_of(f"# FEAT-002: Service models - Technical Design\n\n## Encryption\n\n{code}") == []


def test_the_nearest_title_decides_what_a_class_is() -> None:
    code = "```python\nclass A:\n    id: int\n\n    def f(self): ...\n```\n"
    assert register_of(f"# T\n\n## Service layer\n\n### Data model\n\n{code}") == "entities"
    assert register_of(f"# T\n\n## Data model\n\n### Services\n\n{code}") == "services"


@pytest.mark.parametrize(
    "head",
    [
        "| Option | Pros | Cons |",
        "| Option | Pros | Cons | Decision |",
        "| Metric | Value |",
        "| Field | Value |",
        "| Decision | Value | Rationale |",
        "| Component | Responsibility |",
        "| Symbol | Meaning |",
        "| Blocker | Impact | Action |",
        "| Role | Name | Date | Signature |",
        "| Opción | Ventajas | Desventajas |",
        "| Riesgo | Probabilidad | Impacto |",
        "|  |  |",
    ],
)
@pytest.mark.parametrize("heading", ["Overview", "Architecture", "Notes", "Decisions"])
def test_unrelated_tables_are_left_alone(head: str, heading: str) -> None:
    width = head.count("|") - 1
    text = f"# FEAT-001: Sign in\n\n## {heading}\n\n{head}\n{'|-' * width}|\n{'| x ' * width}|\n"
    assert recognised(text) == (None, [""] * width)


def test_rules_belong_to_roles_that_have_one() -> None:
    assert rule_for("endpoints", "path") is not None
    assert rule_for("endpoints", "description") is None
    assert rule_for("endpoints", "nothing") is None
    assert rule_for("nothing", "path") is None


def test_keys_stay_short_enough_for_an_index() -> None:
    long = "word " * 2000
    one, other = entries_of(f"## Tasks\n\n- [ ] {long}\n- [ ] {long[:-6]} else\n")
    assert len(one.key) <= 300
    assert len(other.key) <= 300
    one, other = entries_of(f"## Files\n\n```\n{'a' * 350}.py\n{'a' * 350}.pyc\n```\n")
    assert one.key != other.key
