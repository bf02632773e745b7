"""Registers over all designs: what is listed, counted, summed up, and for whom."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest

from tests.factories import make_design, make_project
from tests.statements import statements
from webapp.extensions import db
from webapp.models import Design, Document, Entry, Person
from webapp.models.types import utc_now
from webapp.services.documents import documents_of
from webapp.services.editing.rows import add_row
from webapp.services.editing.texts import set_document_text
from webapp.services.permissions import rights_of
from webapp.services.registering import counting, listing, progress, tree
from webapp.services.registering.cells import cells_of, roles_of
from webapp.services.registering.narrowing import NONE, Narrowing, rows
from webapp.services.transactions import transaction
from webapp.utils.queries import parse

ENDPOINTS = """\
# FEAT-001: Users

## API Endpoints

| Method | Endpoint | Description | Auth |
|--------|----------|-------------|------|
| GET, POST | /api/v1/users | List and add | ✅ |
| DELETE | /api/v1/users/{id} | Forget one | ❌ |
| GET | /api/v1/Orders | Their orders | |
"""

IN_CODE = """\
# FEAT-002: Payments

## API Endpoints

```
GET /api/v1/payments  List them
POST /api/v1/users    Add one
```
"""

FILES = """\
# FEAT-003: Files

## Files to Create

| File | Action | Description |
|------|--------|-------------|
| src/main.py | Create | start |
| src/api/Users.py | Create | users |
| README.md | Modify | words |
"""

TASKS = """\
# FEAT-004: Work

## Implementation Order

### Phase 1: Foundation

- [x] Write it
- [ ] Test it

### Phase 2: Polish

- [x] Ship it
"""

QUESTIONS = "# FEAT-005: Why\n\n## Open Questions\n\n- [x] Is it safe?\n- [ ] Who pays?\n- [ ] When?\n"


@pytest.fixture
def two(reader: Person) -> list[Design]:
    """A design with a table of endpoints, and one with some in code."""
    return [make_design(ENDPOINTS, title="Users"), make_design(IN_CODE, title="Payments", status="Approved")]


def listed(narrowing: Narrowing, **how: Any) -> list[tuple[str, str, str]]:
    """Design, method and path of each row of a page."""
    found = listing.list_rows(narrowing, **how)
    return [(line.key, line.values.get("method", ""), line.values["path"]) for line in found.lines]


@contextmanager
def unreadable(design: Design) -> Iterator[None]:
    """Nobody may read this design meanwhile."""
    with (
        patch.multiple(
            "webapp.services.registering.narrowing", readable=lambda person: Design.id != design.id
        ),
        patch("webapp.services.registering.counting.readable", lambda person: Design.id != design.id),
    ):
        yield


@pytest.mark.usefixtures("two")
def test_rows_of_all_designs_stand_in_the_registers_order(reader: Person) -> None:
    assert listed(Narrowing("endpoints", reader)) == [
        ("FEAT-001", "GET", "/api/v1/Orders"),
        ("FEAT-002", "GET", "/api/v1/payments"),
        ("FEAT-001", "GET", "/api/v1/users"),
        ("FEAT-002", "POST", "/api/v1/users"),
        ("FEAT-001", "DELETE", "/api/v1/users/{id}"),
    ]


@pytest.mark.usefixtures("two")
def test_a_page_is_read_in_three_statements_however_many_designs_it_shows(reader: Person) -> None:
    make_design(ENDPOINTS)
    rights_of(reader)  # asked once in a request
    with statements("SELECT") as sent:
        listing.list_rows(Narrowing("endpoints", reader))
    assert len(sent) == 3


@pytest.mark.usefixtures("two")
def test_the_order_turns_and_goes_by_any_column(reader: Person) -> None:
    narrowing = Narrowing("endpoints", reader)
    plain = listed(narrowing)
    assert listed(narrowing, sort="-path") == plain[::-1]
    assert [key for key, *_ in listed(narrowing, sort="design")] == ["FEAT-001"] * 3 + ["FEAT-002"] * 2
    assert [key for key, *_ in listed(narrowing, sort="-design-status")] == ["FEAT-002"] * 2 + [
        "FEAT-001"
    ] * 3
    assert [method for _, method, _ in listed(narrowing, sort="method")] == ["DELETE", *["GET"] * 3, "POST"]


@pytest.mark.usefixtures("two")
def test_a_row_with_two_methods_is_one_row_and_fits_either(reader: Person) -> None:
    row = ("FEAT-001", "POST", "/api/v1/users")
    assert row in listed(Narrowing("endpoints", reader, facets={"method": "POST"}))
    counted = counting.count_rows(Narrowing("endpoints", reader))
    assert counted.total == counted.of == 5
    assert counted.facets["method"] == {"GET": 3, "POST": 2, "DELETE": 1}
    assert counted.facets["auth"] == {"yes": 1, "no": 1, NONE: 3}


@pytest.mark.usefixtures("two")
def test_a_choice_narrows_the_list_and_what_the_other_choices_count(reader: Person) -> None:
    counted = counting.count_rows(Narrowing("endpoints", reader, facets={"auth": NONE}))
    assert (counted.total, counted.of) == (3, 5)
    assert counted.facets["method"] == {"GET": 2, "POST": 1}
    assert counted.facets["auth"] == {"yes": 1, "no": 1, NONE: 3}
    assert counted.facets["status"] == {"Draft": 1, "Approved": 2}
    assert len(listed(Narrowing("endpoints", reader, facets={"auth": NONE}))) == 3


@pytest.mark.usefixtures("two")
def test_designs_narrow_it_by_status_and_project(reader: Person) -> None:
    make_design(ENDPOINTS, project=make_project("PAY"))
    assert len(listed(Narrowing("endpoints", reader, status="Approved"))) == 2
    assert {key for key, *_ in listed(Narrowing("endpoints", reader, project="PAY"))} == {"PAY-001"}


@pytest.mark.usefixtures("two")
def test_the_words_of_the_search_filter_a_register(reader: Person) -> None:
    def keys(typed: str) -> list[tuple[str, str, str]]:
        return listed(Narrowing("endpoints", reader, parse(typed)))

    assert len(keys("users")) == 3 + 1  # and all of the design called Users
    assert keys("forget") == [("FEAT-001", "DELETE", "/api/v1/users/{id}")]
    assert len(keys("design:FEAT-002")) == 2
    assert keys("nowhere-to-be-found") == []


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    ("typed", "few"), [("forget", True), ("design:FEAT-002", True), ("status:draft", False), ("", False)]
)
def test_few_entries_are_looked_up_and_the_register_is_not_walked(
    reader: Person, typed: str, few: bool
) -> None:
    query = str(rows(Narrowing("endpoints", reader, parse(typed)), Entry.id))
    # As an expression the register cannot be looked up, so that neither its index nor its order is taken.
    assert ("WHERE entry.register =" not in query) == few


@pytest.mark.usefixtures("two")
def test_a_beginning_of_a_path_ends_where_a_part_of_it_ends(reader: Person) -> None:
    make_design(ENDPOINTS.replace("/api/v1/users/{id}", "/api/v1/users-old"))
    paths = [path for *_, path in listed(Narrowing("endpoints", reader, prefix="/api/v1/users"))]
    assert sorted(set(paths)) == ["/api/v1/users", "/api/v1/users/{id}"]


@pytest.mark.usefixtures("two")
def test_nothing_of_a_design_that_may_not_be_read_is_listed_or_counted(
    reader: Person, two: list[Design]
) -> None:
    make_design(FILES)
    make_design(TASKS)
    everything = Narrowing("endpoints", reader)
    with unreadable(two[0]):
        assert {key for key, *_ in listed(everything)} == {"FEAT-002"}
        assert counting.count_rows(everything).of == 2
        assert counting.count_registers(reader)["endpoints"] == 2
        assert [each.designs for each in tree.list_branches(everything).items] == [1]
    assert counting.count_rows(everything).of == 5


def test_a_deleted_design_and_a_deleted_document_state_nothing(reader: Person, two: list[Design]) -> None:
    with transaction():
        two[0].deleted_at = utc_now()
        for document in db.session.scalars(db.select(Document).filter_by(design_id=two[1].id)):
            document.deleted_at = utc_now()
    narrowing = Narrowing("endpoints", reader)
    assert listed(narrowing) == []
    assert counting.count_rows(narrowing).of == 0
    assert counting.count_registers(reader)["endpoints"] == 0


def test_a_cell_is_the_documents_own_where_its_table_has_the_column(
    reader: Person, two: list[Design]
) -> None:
    make_design("# T\n\n## Endpoints\n\n| Method | Path |\n|---|---|\n| PUT | /x |\n\n- GET /y: list item\n")
    found = listing.list_rows(Narrowing("endpoints", reader)).lines
    register = Narrowing("endpoints", reader).of
    roles = roles_of(register, found)
    assert roles == ["method", "path", "description", "auth"]
    kinds = {line.values["path"]: [cell.kind for cell in cells_of(line, register, roles)] for line in found}
    assert kinds["/api/v1/Orders"] == ["own"] * 4
    assert kinds["/api/v1/payments"] == ["said", "code", "said", "said"]
    assert kinds["/x"] == ["own", "own", "lacking", "lacking"]


def test_open_questions_come_first(reader: Person) -> None:
    make_design(QUESTIONS)
    found = listing.list_rows(Narrowing("questions", reader)).lines
    assert [line.values["question"] for line in found] == ["Who pays?", "When?", "Is it safe?"]


def test_tasks_stand_as_in_their_design_those_too_that_were_put_between(reader: Person) -> None:
    make_design(TASKS)
    narrowing = Narrowing("tasks", reader)
    [first, *_] = listing.list_rows(narrowing).lines
    add_row(first.block_id, after=first.row_id, cells={"text": "Read it"}, by=reader)
    expected = ["Write it", "Read it", "Test it", "Ship it"]
    assert [line.values["task"] for line in listing.list_rows(narrowing).lines] == expected
    assert [fact.values["task"] for fact in listing.every_fact(narrowing, sort="-design")] == expected[::-1]


def test_phases_stand_as_in_their_design_those_too_that_were_put_between(reader: Person) -> None:
    design = make_design(TASKS)
    between = "### Phase 1b: Between\n\n- [ ] Read it\n\n### Phase 2"
    [document] = documents_of(design)
    set_document_text(document.id, TASKS.replace("### Phase 2", between), base=TASKS, by=reader)
    [summed] = progress.list_progress(Narrowing("tasks", reader)).designs
    assert [each.name for each in summed.phases] == [
        "Phase 1: Foundation",
        "Phase 1b: Between",
        "Phase 2: Polish",
    ]


def test_tasks_are_summed_up_by_design_and_by_phase(reader: Person) -> None:
    make_design("# None\n")
    make_design(TASKS, title="Work")
    [design] = progress.list_progress(Narrowing("tasks", reader)).designs
    assert (design.key, design.title, design.done, design.total) == ("FEAT-002", "Work", 2, 3)
    assert [(each.name, each.done, each.total) for each in design.phases] == [
        ("Phase 1: Foundation", 1, 2),
        ("Phase 2: Polish", 1, 1),
    ]
    [open_alone] = progress.list_progress(Narrowing("tasks", reader, facets={"done": "no"})).designs
    assert (open_alone.done, open_alone.total) == (0, 1)


def test_files_are_a_tree_that_says_how_many_designs_touch_each(reader: Person) -> None:
    make_design(FILES)
    make_design(FILES.replace("src/main.py", "src/other.py").replace("README.md", "src/main.py"))

    def branches(prefix: str) -> list[tuple[str, str, int, int, bool]]:
        found = tree.list_branches(Narrowing("files", reader, prefix=prefix)).items
        return [(each.name, each.path, each.designs, each.entries, each.opens) for each in found]

    assert branches("") == [("README.md", "README.md", 1, 1, False), ("src", "src", 2, 5, True)]
    assert branches("src") == [
        ("api", "src/api", 2, 2, True),
        ("main.py", "src/main.py", 2, 2, False),
        ("other.py", "src/other.py", 1, 1, False),
    ]
    assert branches("src/api") == [("Users.py", "src/api/Users.py", 2, 2, False)]


@pytest.mark.usefixtures("two")
def test_endpoints_are_a_tree_of_the_parts_of_their_paths(reader: Person) -> None:
    found = tree.list_branches(Narrowing("endpoints", reader, prefix="/api/v1")).items
    assert [(each.name, each.path, each.designs, each.entries, each.opens) for each in found] == [
        ("Orders", "/api/v1/Orders", 1, 1, False),
        ("payments", "/api/v1/payments", 1, 1, False),
        ("users", "/api/v1/users", 2, 4, True),
    ]


def test_a_folder_with_more_than_can_be_shown_says_so(reader: Person) -> None:
    make_design(FILES)
    with patch.object(tree, "BRANCHES_MAX", 1):
        found = tree.list_branches(Narrowing("files", reader))
    assert found.more
    assert [each.name for each in found.items] == ["README.md"]


@pytest.mark.usefixtures("two")
def test_everything_is_given_out_fact_by_fact(reader: Person) -> None:
    facts = list(listing.every_fact(Narrowing("endpoints", reader)))
    assert len(facts) == 6
    assert {fact.row_id is None for fact in facts if fact.number == 2} == {True}
