"""What one design says of itself that is not finished: each check with a twin that is fine."""

from __future__ import annotations

import pytest

from tests.unit.checks.asking import SHIPPED, SHIPPED_TEXT, codes_in, findings_in, told_of
from webapp.markdown.reader import read

ENDPOINTS = "## API Design\n\n| Method | Endpoint | Description | Auth |\n|---|---|---|---|\n"


@pytest.mark.parametrize(
    "text",
    [
        "_TBD_",
        "_[why]_",
        "*[Falta decir cuántos]*",
        "| Aspect | Approach |\n|---|---|\n| Caching | _TBD_ |",
        "- [ ] Question 1?",
        "1. Step 1",
        "*Created: {date}*",
        "See [Link to relevant docs]",
        "### [Feature name]",
        "| Package | Version |\n|---|---|\n| package-name | ^1.0.0 |",
        "| Task | Status |\n|---|---|\n| TODO | Open |",
        "| Task | Status |\n|---|---|\n| Write it | TBD |",
    ],
)
def test_a_placeholder_is_told(text: str) -> None:
    assert codes_in(f"# T\n\n{text}\n") == ["placeholder"]


@pytest.mark.parametrize(
    "text",
    [
        "We write `_TBD_` where we do not know.",
        "```python\nnames[index] = f'{date}'\n```",
        "- [ ] Does question 1 belong here",
        "See [the guide](https://example.org) and [RFC 2119].",
        "See [the guide].\n\n[the guide]: https://example.org",
        "See [the guide].\r\r[the guide]: https://example.org\r",
        "| A | B |\n|---|---|\n| see [The Guide] | x |\n\n[the  guide]: https://example.org",
        "<!-- TODO: [something] -->",
        "---\ntags: [design]\n---",
        "| Task | Status |\n|---|---|\n| Write it | TODO |",
        "| Trabajo | Estado |\n|---|---|\n| Escribir | **TODO** |",
        "## TODO\n\nNothing.",
    ],
)
def test_what_only_looks_like_one_is_not(text: str) -> None:
    assert codes_in(f"{text}\n") == []


def test_a_placeholder_in_a_tree_is_told_at_its_line() -> None:
    tree = "## File Structure\n\n### New Files to Create\n\n```\nsrc/\n├── mail.py\n└── [new_model].py\n```\n"
    assert findings_in(f"# T\n\n{tree}") == [(10, "placeholder", "Still to be filled in: “[new_model]”.")]


def test_several_placeholders_of_a_row_are_one_finding() -> None:
    text = "| A | B |\n|---|---|\n| _TBD_ | _[why]_ |\n"
    assert findings_in(text) == [(3, "placeholder", "Still to be filled in: “TBD”, “[why]”.")]


def test_a_fresh_design_is_told_its_placeholders_and_examples_and_nothing_else() -> None:
    found = findings_in(SHIPPED_TEXT.replace("FEAT-XXX", "FEAT-001").replace("{date}", "2026-11-23"), SHIPPED)
    assert {code for _, code, _ in found} == {"placeholder", "template-example"}
    assert len(found) < 40
    # What the template says of errors, security and tests is meant to stay.
    headings = ("## Error Handling", "## Security Considerations", "## Testing Strategy")
    lines = SHIPPED_TEXT.splitlines()
    for heading in headings:
        start = lines.index(heading) + 1
        end = lines.index("---", start)
        assert not [line for line, _, _ in found if start <= line <= end], heading


def test_a_row_of_the_template_is_told_until_it_is_changed() -> None:
    row = "| GET | `/api/v1/resource` | List resources | ✅ |\n"
    [found] = findings_in(f"# T\n\n{ENDPOINTS}{row}", SHIPPED)
    assert found == (7, "template-example", "Still the template’s example: “GET /api/v1/resource”.")
    assert codes_in(f"# T\n\n{ENDPOINTS}{row.replace('resource', 'books')}", SHIPPED) == []
    assert codes_in(f"# T\n\n{ENDPOINTS}{row}") == []


def test_code_of_the_template_is_told_once() -> None:
    start = SHIPPED_TEXT.index("### Component Diagram")
    diagram = SHIPPED_TEXT[start : SHIPPED_TEXT.index("### Data Flow")]
    assert findings_in(diagram, SHIPPED) == [
        (3, "template-example", "Still the template’s example: the code under “Component Diagram”.")
    ]
    assert codes_in(diagram.replace("Layer 1", "Screen"), SHIPPED) == []


@pytest.mark.parametrize("below", ["", "---\n", "| Aspect | Approach |\n|---|---|\n"])
def test_a_section_that_the_template_fills_is_not_empty(below: str) -> None:
    text = f"# T\n\n## Security Considerations\n\n{below}\n## Rest\n\nText.\n"
    sentence = "“Security Considerations” is empty; the template has something there."
    assert findings_in(text, SHIPPED) == [(3, "empty-section", sentence)]


@pytest.mark.parametrize(
    "text",
    [
        "## Security Considerations\n\nNone.\n",
        "## Security Considerations\n\n### Ours\n\nNone.\n",
        "## What nobody asked for\n\n## Rest\n\nText.\n",
    ],
)
def test_a_section_with_a_word_or_one_of_ones_own_may_be_as_it_is(text: str) -> None:
    assert codes_in(f"# T\n\n{text}", SHIPPED) == []


@pytest.mark.parametrize(
    ("row", "sentences"),
    [
        ("| GET | users | List | ✅ |", ["Endpoint “users”: A path starts with “/”."]),
        ("| GET | /my users | List | ✅ |", ["Endpoint “/my users”: A path has no blanks."]),
        (
            "| FETCH | /users/{id | List | ✅ |",
            [
                "Endpoint “/users/{id”: A parameter in a path stands between “{” and “}”.",
                "Method “FETCH”: A method is one of GET, POST, PUT, PATCH, DELETE, HEAD and OPTIONS.",
            ],
        ),
        ("| GET | /users/{id} | List | ✅ |", []),
    ],
)
def test_rules_of_typed_columns(row: str, sentences: list[str]) -> None:
    found = findings_in(f"# T\n\n{ENDPOINTS}{row}\n")
    assert found == [(7, "rule-broken", sentence) for sentence in sentences]


@pytest.mark.parametrize(
    ("auth", "told"), [("", True), ("?", True), ("✅", False), ("—", False), ("Admin", False)]
)
def test_an_endpoint_decides_on_authentication_where_its_table_asks(auth: str, told: bool) -> None:
    found = findings_in(f"# T\n\n{ENDPOINTS}| GET, POST | /users | List | {auth} |\n")
    sentence = "Whether GET /users, POST /users needs authentication is not decided."
    assert found == ([(7, "endpoint-without-auth", sentence)] if told else [])


def test_a_table_without_such_a_column_leaves_it_to_the_text() -> None:
    table = "| Method | Endpoint | Description |\n|---|---|---|\n| GET | /users | List |\n"
    assert codes_in(f"# T\n\n## API Design\n\n{table}") == []


def test_a_question_is_told_until_it_is_ticked_or_answered() -> None:
    text = "# T\n\n## Open Questions\n\n- [ ] Who pays?\n- [x] Who prints?\n"
    assert findings_in(text) == [(5, "question-unanswered", "“Who pays?” has no answer yet.")]
    table = "# T\n\n## Open Questions\n\n| Question | Answer |\n|---|---|\n| Who pays? | {} |\n"
    assert codes_in(table.format("")) == ["question-unanswered"]
    assert codes_in(table.format("The town")) == []


PLAN = "# T\n\n## Migration Plan\n\n1. Add the column\n2. Fill it\n"


@pytest.mark.parametrize(
    "more",
    [
        "",
        "\nIt takes an hour.\n",
        "\n### Checks\n\n- Count the rows\n",
    ],
)
def test_a_migration_says_how_to_go_back(more: str) -> None:
    assert findings_in(PLAN + more) == [
        (3, "migration-without-rollback", "“Migration Plan” does not say how to go back.")
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"{PLAN}3. Rollback plan: drop it\n",
        f"{PLAN}\n### Rollback\n\nDrop it.\n",
        f"{PLAN}\nTo undo it, drop the column.\n",
        "# T\n\n## Plan de migración\n\n1. Crear la tabla\n2. Revertir: borrarla\n",
        "# T\n\n## Migration Plan\n\nNo migration is needed.\n",
        "# T\n\n## Migration Plan\n\n1. None needed\n",
        "# T\n\n## Migration\n\n- The old call is kept for a year\n",
        "# T\n\n## Phase 2: Migration\n\n- [ ] Write it\n",
        "# Migration plan of the archive\n\n## Steps\n\n1. Copy it\n",
    ],
)
def test_one_that_does_or_that_is_none_is_fine(text: str) -> None:
    assert "migration-without-rollback" not in codes_in(text)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_editors_count_them(newline: str) -> None:
    text = (
        f"\ufeff\n# T\n\n{ENDPOINTS}| GET | /a\x0bb | _TBD_ | ✅ |\n\nText\u2028more.\n\n"
        "- a\n  b\n\n- _TBD_\n\nAt {date}\n"
    )
    found = findings_in(text.replace("\n", newline))
    assert [line for line, code, _ in found if code == "placeholder"] == [8, 15, 17]


def test_nothing_is_told_of_nothing() -> None:
    assert told_of(read(""), SHIPPED) == []
