"""Backlinks: the designs that name a key, and the places where they do."""

from __future__ import annotations

import pytest

from tests.factories import make_design, make_project
from webapp.models import Design, Person
from webapp.services import backlinks
from webapp.services.backlinks import Mention, backlinks_of
from webapp.services.documents import documents_of
from webapp.services.pieces import load_pieces
from webapp.services.transactions import transaction

pytestmark = pytest.mark.usefixtures("app")

READER = Person()
"""Somebody who reads."""


def named_by(design: Design, person: Person | None = READER) -> list[str]:
    """The keys of the designs that refer to this one."""
    return [each.key for each in backlinks_of(design, person).designs]


def test_a_key_is_found_in_a_row_a_text_a_heading_a_title_and_in_code() -> None:
    design = make_design("# FEAT-001\n", title="Login")
    texts = (
        "# A\n\n| Id | Note |\n|---|---|\n| 1 | see feat-001 |\n",
        "# B\n\nAs FEAT-001 says.\n",
        "# C\n\n## What FEAT-1 leaves\n",
        "# D\n\n- [ ] after (FEAT-001)\n",
        "# E\n\n```\nFEAT-001\n```\n",
    )
    for text in texts:
        make_design(text)
    make_design("# F\n", title="More of FEAT-001")
    assert named_by(design) == ["FEAT-007", "FEAT-004", "FEAT-002", "FEAT-003", "FEAT-005", "FEAT-006"]


def test_the_places_are_told_in_their_order() -> None:
    design = make_design()
    other = make_design(
        "# B\n\nAs FEAT-001 says.\n\n## Rows\n\n- one\n- FEAT-001\n",
        documents={"tasks": "# T\n\n- FEAT-001\n"},
    )
    main, tasks = documents_of(other)
    ids, task_ids = load_pieces(main.id).ids, load_pieces(tasks.id).ids
    (found,) = backlinks_of(design, READER).designs
    assert (found.title, found.status, found.relation) == ("Title", "Draft", "")
    assert found.mentions == [
        Mention("block", ids.blocks[-2][0], "B", "design"),
        Mention("row", ids.rows[-1][0][1], "Rows", "design"),
        Mention("row", task_ids.rows[-1][0][0], "T", "tasks"),
    ]


@pytest.mark.parametrize("text", ["FEAT-0010", "XFEAT-001", "FEAT-001.5", "FEAT-011", "FEAT 001", "PAY-001"])
def test_what_only_looks_like_the_key_is_no_reference(text: str) -> None:
    design = make_design()
    make_design(f"# A\n\nAs {text} says.\n")
    assert named_by(design) == []
    make_design(f"# A\n\nAs {text} says, and FEAT-001.\n")
    assert named_by(design) == ["FEAT-003"]


def test_a_design_does_not_refer_to_itself() -> None:
    assert named_by(make_design("# FEAT-001: A\n\nThis is FEAT-001.\n", title="FEAT-001")) == []


def test_parent_and_children_come_first() -> None:
    parent, design, child = make_design(), make_design(), make_design("# C\n\nFEAT-002\n")
    make_design("# D\n\nFEAT-002\n")
    with transaction():
        design.parent_id, child.parent_id = parent.id, design.id
    found = backlinks_of(design, READER).designs
    assert [(each.key, each.relation, len(each.mentions)) for each in found] == [
        ("FEAT-001", "parent", 0),
        ("FEAT-003", "child", 1),
        ("FEAT-004", "", 1),
    ]


def test_nothing_is_told_of_a_design_that_one_may_not_read() -> None:
    design = make_design()
    gone = make_design("# A\n\nFEAT-001\n", deleted=True)
    with transaction():
        gone.parent_id = design.id
    assert named_by(design) == []
    make_design("# A\n\nFEAT-001\n")
    assert named_by(design) == ["FEAT-003"]
    assert named_by(design, None) == []


def test_more_designs_than_can_be_told_are_said_to_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backlinks, "DESIGNS_MAX", 2)
    design = make_design(project=make_project("A", "A"))
    for _ in range(2):
        make_design("# A\n\nA-001\n")
    assert not backlinks_of(design, READER).more
    make_design("# A\n\nA-1\n")
    found = backlinks_of(design, READER)
    assert ([each.key for each in found.designs], found.more) == (["FEAT-001", "FEAT-002"], True)
