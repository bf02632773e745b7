"""What a design names in one place and does not declare in another; entities without a key."""

from __future__ import annotations

import pytest

from tests.unit.checks.asking import codes_in, findings_in
from webapp.checks import Told, check_design, row_affects_design
from webapp.markdown.reader import read
from webapp.registers import Entry, entries

ENDPOINTS = (
    "# T\n\n## API Design\n\n| Method | Endpoint | Description |\n|---|---|---|\n"
    "| GET | `/api/v1/users/{id}` | One |\n| POST | `/api/v1/users` | Make one |\n\n## Testing Strategy\n\n"
)
FILES = (
    "# T\n\n## Files\n\n| File | Action |\n|---|---|\n| `src/users/model.py` | Create |\n"
    "| `docs/` | Modify |\n\n## Implementation Order\n\n"
)
PHRASE = "is named here and is not among the design’s"


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("`POST /api/v1/users` makes one", None),
        ("POST /users makes one", None),
        ("`GET /api/v1/users/17` gives one", None),
        ("GET /users/{user_id} gives one", None),
        ("POST https://example.org/api/v1/users?dry=1 makes one", None),
        ("GET /api/v1/users/… gives one", None),
        ("`DELETE /api/v1/users/{id}` takes one away", "DELETE /api/v1/users/{}"),
        ("GET /api/v1/orders, again", "GET /api/v1/orders"),
        ("`/api/v1/users/{id}` gives one, and all stands under /api/v1", None),
        ("`/api/v1/orders` is empty", "/api/v1/orders"),
        ("Write src/api/v1/orders.py", None),
        ("Look at https://example.org/api/v1/orders", None),
        ("POST /api/v1/users/{id}/photo", "POST /api/v1/users/{}/photo"),
    ],
)
def test_an_endpoint_that_a_test_names_is_declared(named: str, told: str | None) -> None:
    expected = [(12, "endpoint-not-declared", f"{told} {PHRASE} endpoints.")] if told else []
    assert findings_in(f"{ENDPOINTS}- {named}\n") == expected


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("Write `src/users/model.py`", None),
        ("Write users/model.py:", None),
        ("Write `model.py`", None),
        ("Describe it in docs/users/guide.md", None),
        ("Look at https://example.org/src/other.py", None),
        ("Either and/or e.g. this/that", None),
        ("Write `src/users/views.py`", "src/users/views.py"),
        ("(src/mail.py)", "src/mail.py"),
    ],
)
def test_a_file_that_a_phase_names_is_declared(named: str, told: str | None) -> None:
    expected = [(12, "file-not-declared", f"{told} {PHRASE} files.")] if told else []
    assert findings_in(f"{FILES}1. {named}\n") == expected


def test_a_design_that_declares_none_may_name_any() -> None:
    assert codes_in("# T\n\n## Tests\n\n- GET /api/v1/users with tests/test_users.py\n") == []


def test_what_is_named_often_is_told_once() -> None:
    assert codes_in(f"{ENDPOINTS}- GET /api/v1/orders, then `/api/v1/orders`\n") == ["endpoint-not-declared"]
    found = findings_in(f"{FILES}1. Write src/a.py\n2. Test src/a.py, again src/a.py\n")
    assert [(line, code) for line, code, _ in found] == [(12, "file-not-declared")]


def test_what_is_told_does_not_hang_on_the_order_of_entries() -> None:
    rows = f"## Data Model\n\n{ROWS}| at | date | not null |\n| page | text | |\n"
    facts = entries(read(f"{FILES}1. Write src/a.py\n2. Test src/a.py\n\n{rows}"))
    told = {each for _, each in map(freely, check_design(facts))}
    assert told == {each for _, each in map(freely, check_design(facts[::-1]))}
    assert len(told) == 2


def freely(told: tuple[int, Told]) -> tuple[int, tuple[object, ...]]:
    return told[0], (told[1].code, told[1].section, told[1].block, told[1].row, told[1].checked)


def test_what_another_document_of_the_design_declares_is_declared() -> None:
    tasks = entries(read("# Tasks\n\n## Phase 1\n\n- [ ] Write src/users/model.py and src/users/views.py\n"))
    [(number, told)] = check_design([*entries(read(FILES)), *tasks])
    assert told.about == {"file": "src/users/views.py"}
    assert number == len(entries(read(FILES)))


DATA = "# T\n\n## Data Model\n\n"
ROWS = "### Table `visits`\n\n| Field | Type | Constraints |\n|---|---|---|\n"


@pytest.mark.parametrize(
    "text",
    [
        "```sql\nCREATE TABLE visits (at TIMESTAMP, page TEXT);\n```",
        "```sql\nCREATE TABLE visits (user_id INT, page_id INT, at TIMESTAMP);\n```",
        "```python\nclass Visits:\n    at: datetime\n    page: str\n```",
        "```python\nclass Visits:\n    name: str\n    created_at: datetime\n    parent_id: int | None\n```",
        f"{ROWS}| at | timestamp | not null |\n| page | text | |",
        f"{ROWS}| a | int |\n| b | int |\n| c | int |\n| d | int |",
    ],
)
def test_an_entity_has_a_key(text: str) -> None:
    [(_, code, sentence)] = findings_in(f"{DATA}{text}\n")
    assert (code, sentence.casefold()) == ("entity-without-key", "visits has no key.")


@pytest.mark.parametrize(
    "text",
    [
        "```sql\nCREATE TABLE visits (at TIMESTAMP PRIMARY KEY, page TEXT);\n```",
        "```sql\nCREATE TABLE visits (at TIMESTAMP, page TEXT, PRIMARY KEY (at, page));\n```",
        "```python\nclass Visit:\n    id: int\n    page: str\n```",
        "```python\nclass Visit:\n    visit_id: int\n    created_at: datetime\n```",
        "```python\nclass Visit:\n    user_id: int\n    page_id: int\n    created_at: datetime\n```",
        "```python\nclass Visit:\n    user_id: int\n    created_at: datetime\n```",
        "```python\nclass Money:\n    amount: Decimal\n    currency: str\n```",
        "```python\nclass Visit:\n    # existing fields\n    page: str\n    n: int\n```",
        "```python\nclass VisitCreate(BaseModel):\n    page: str\n    n: int\n```",
        "```python\nclass Visit:\n    at: datetime\n    page: str\n```\n\n"
        "```sql\nCREATE TABLE visits (id INT PRIMARY KEY);\n```",
        f"{ROWS}| at | timestamp | PK |\n| page | text | |",
        f"{ROWS}| added | int |",
    ],
)
def test_one_that_has_or_that_is_only_added_to_is_fine(text: str) -> None:
    assert codes_in(f"{DATA}{text}\n") == []


def task(text: str) -> Entry:
    return Entry("tasks", text, 0, 0, 0, values={"task": text})


def test_only_what_is_named_or_declared_affects_the_design() -> None:
    assert not row_affects_design([task("Write it")], [task("Write it well")])
    assert not row_affects_design([task("Write src/a.py")], [task("Then write src/a.py")])
    assert row_affects_design([task("Write src/a.py")], [task("Write src/b.py")])
    assert row_affects_design([], [Entry("files", "src/a.py", 0, 0, 0, values={"file": "src/a.py"})])
    assert not row_affects_design([task("Write it")], [])
    assert not row_affects_design([], [Entry("packages", "flask", 0, 0, 0, values={"package": "flask"})])
