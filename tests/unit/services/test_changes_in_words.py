"""Changes in words."""

from __future__ import annotations

from typing import Any

import pytest

from webapp.services.changes.headlines import headline
from webapp.services.changes.names import BlockName, Names
from webapp.services.changes.said import Said, excerpts
from webapp.services.changes.sentences import say
from webapp.services.history import Touched

NAMES = Names(
    documents={1: "design"},
    sections={3: "**Endpoints**", 4: "Tasks", 5: "Risks"},
    blocks={
        7: BlockName(
            "table", 3, {"c1": "Method", "c2": "Path", "c3": "Notes"}, {"c1": "method", "c2": "path"}
        ),
        8: BlockName("checklist", 4, {}, {}),
        9: BlockName("prose", 5, {}, {}),
    },
    people={1: "Our Owner", 2: "An Author"},
    designs={6: "FEAT-006"},
)


def row(
    block: int = 7, position: str = "a1", done: bool | None = None, depth: int = 0, **cells: str
) -> dict[str, Any]:
    return {
        "block_id": block,
        "position": position,
        "depth": depth,
        "marker": "",
        "done": done,
        "cells": cells,
        "source": repr(cells),
    }


ENDPOINT = row(c1="POST", c2="`/webhooks`", c3="")
TASK = row(8, text="write the tests", done=False)
TABLE = {
    "section_id": 3,
    "position": "a1",
    "kind": "table",
    "source": "| Method |",
    "columns": [{"id": "c1", "name": "Method"}, {"id": "c2", "name": "Path"}],
}
PROSE = {"section_id": 5, "position": "a1", "kind": "prose", "source": "One.", "columns": []}
SECTION = {"document_id": 1, "position": "a1", "level": 2, "title": "Risks", "source": "## Risks"}

SENTENCES = {
    "Notes of “POST /webhooks” set to “once”": (
        "row",
        ENDPOINT,
        {"cells": {**ENDPOINT["cells"], "c3": "once"}},
    ),
    "Path of “POST /webhooks” changed from “/webhooks” to “/hooks”": (
        "row",
        ENDPOINT,
        {"cells": {**ENDPOINT["cells"], "c2": "/hooks"}},
    ),
    "Method of “POST /webhooks” emptied; it was “POST”": (
        "row",
        ENDPOINT,
        {"cells": {**ENDPOINT["cells"], "c1": ""}},
    ),
    "Path of “POST /webhooks” changed from “`/webhooks`” to “**/webhooks**”": (
        "row",
        ENDPOINT,
        {"cells": {**ENDPOINT["cells"], "c2": "**/webhooks**"}},
    ),
    "“write the tests” ticked in Tasks": ("row", TASK, {"done": True}),
    "“write the tests” left without a box in Tasks": ("row", TASK, {"done": None}),
    "Item of Tasks changed from “write the tests” to “write them”": (
        "row",
        TASK,
        {"cells": {"text": "write them"}},
    ),
    "“write the tests” moved in Tasks": ("row", TASK, {"position": "a2"}),
    "“write the tests” nested deeper in Tasks": ("row", TASK, {"depth": 1}),
    "“POST /webhooks” moved from Endpoints to Tasks": ("row", ENDPOINT, {"block_id": 8}),
    "Column of Endpoints renamed from “Path” to “Route”": (
        "block",
        TABLE,
        {"columns": [TABLE["columns"][0], {"id": "c2", "name": "Route"}]},
    ),
    "Column Path deleted from Endpoints": ("block", TABLE, {"columns": TABLE["columns"][:1]}),
    "Column Auth added to Endpoints": (
        "block",
        TABLE,
        {"columns": [*TABLE["columns"], {"id": "c9", "name": "Auth"}]},
    ),
    "Columns of Endpoints moved": ("block", TABLE, {"columns": TABLE["columns"][::-1]}),
    "Table moved from Endpoints to Risks": ("block", TABLE, {"section_id": 5}),
    "Text in Risks changed from “One.” to “Two.”": ("block", PROSE, {"source": "Two."}),
    "Heading changed from “Risks” to “Dangers”": ("section", SECTION, {"title": "Dangers"}),
    "Section Risks moved": ("section", SECTION, {"position": "a0"}),
    "Document renamed from “tasks” to “work”": ("document", {"name": "tasks"}, {"name": "work"}),
    "Document design moved": ("document", {"position": "a1"}, {"position": "a0"}),
    "Status changed from “Draft” to “In review”": ("design", {"status": "Draft"}, {"status": "In review"}),
    "Owner changed from “Our Owner” to “An Author”": ("design", {"owner_id": 1}, {"owner_id": 2}),
    "Owner taken away; it was “Our Owner”": ("design", {"owner_id": 1}, {"owner_id": None}),
    "Parent set to “FEAT-006”": ("design", {"parent_id": None}, {"parent_id": 6}),
    "Contributors added: “An Author”": ("design", {"contributors": []}, {"contributors": [2]}),
    "Put into the bin": ("design", {"deleted": False}, {"deleted": True}),
    "Only spacing or numbering changed": ("row", TASK, {"source": "2. x", "marker": "2."}),
}


@pytest.mark.parametrize(("sentence", "case"), SENTENCES.items(), ids=SENTENCES.keys())
def test_a_change_is_told_in_one_sentence(
    sentence: str, case: tuple[Any, dict[str, Any], dict[str, Any]]
) -> None:
    what, before, after = case
    piece_id = 7 if before is TABLE else 1
    [said] = say([Touched(what, piece_id, before, {**before, **after})], NAMES)
    assert said.sentence == sentence


@pytest.mark.parametrize(
    ("what", "values", "added", "deleted"),
    [
        (
            "row",
            ENDPOINT,
            "Row “POST /webhooks” added to Endpoints",
            "Row “POST /webhooks” deleted from Endpoints",
        ),
        ("row", TASK, "Item “write the tests” added to Tasks", "Item “write the tests” deleted from Tasks"),
        ("block", TABLE, "Table added to Endpoints", "Table deleted from Endpoints"),
        ("block", PROSE, "Text added to Risks: “One.”", "Text deleted from Risks: “One.”"),
        ("section", SECTION, "Section Risks added", "Section Risks deleted"),
        ("document", {"name": "tasks"}, "Document tasks added", "Document tasks deleted"),
    ],
)
def test_what_comes_and_goes_is_told(what: Any, values: dict[str, Any], added: str, deleted: str) -> None:
    assert [said.sentence for said in say([Touched(what, 1, None, values)], NAMES)] == [added]
    assert [said.sentence for said in say([Touched(what, 1, values, None)], NAMES)] == [deleted]


def test_what_a_deleted_section_held_is_not_told_one_by_one() -> None:
    changes = [
        Touched("section", 5, SECTION, None),
        Touched("block", 9, PROSE, None),
        Touched("row", 2, row(9, text="x"), None),
    ]
    assert [said.sentence for said in say(changes[:2], NAMES)] == ["Section Risks deleted"]
    assert [said.sentence for said in say(changes, NAMES)] == ["Section Risks deleted"]


def test_the_heading_that_states_the_title_is_told_once() -> None:
    heading = {**SECTION, "level": 1}
    changes = [
        Touched("design", 1, {"title": "Old"}, {"title": "New"}),
        Touched("section", 1, heading, {**heading, "title": "FEAT-001: New"}),
    ]
    assert [said.sentence for said in say(changes, NAMES)] == ["Title changed from “Old” to “New”"]


@pytest.mark.parametrize(
    ("verb", "line"),
    [
        ("paste_cells", "2 cells pasted into Endpoints"),
        ("clear_cells", "2 cells cleared in Endpoints"),
        ("fill_cells", "2 cells filled from above in Endpoints"),
        ("set_section_text", "Endpoints edited as Markdown: 2 rows changed"),
        ("import", "Imported again: 2 rows changed"),
        ("anything", "2 rows changed in Endpoints"),
    ],
)
def test_a_batch_of_many_changes_has_one_line(verb: str, line: str) -> None:
    after = {**ENDPOINT, "cells": {**ENDPOINT["cells"], "c3": "once"}}
    changes = [Touched("row", number, ENDPOINT, after) for number in (1, 2)]
    assert headline(verb, changes, say(changes, NAMES), NAMES) == Said(line)


def test_long_texts_are_cut_to_where_they_differ() -> None:
    same = "the same words " * 30
    old, new = excerpts(f"{same}old end", f"{same}new end")
    assert old.startswith("…")
    assert old.endswith("old end")
    assert new.endswith("new end")
    assert len(new) < 160
