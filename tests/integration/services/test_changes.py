"""The history of a design in words."""

from __future__ import annotations

import pytest

from tests.factories import make_design
from tests.integration.services.test_undoing import TEXT, replace, write
from tests.statements import statements
from webapp.extensions import db
from webapp.models import Batch, Block, Change, Design, Person, Row, Section
from webapp.services.bulk import insert_many
from webapp.services.changes.conflicts import tell_conflict
from webapp.services.changes.listing import life_of, list_changes
from webapp.services.errors import UndoConflict
from webapp.services.transactions import transaction
from webapp.services.undoing import redo_last, undo_batch, undo_last

pytestmark = pytest.mark.usefixtures("app")

HOOKS = replace("| POST | /webhooks | yes |", "| POST | /hooks | yes |")


def told(design: Design, owner: Person, q: str = "") -> list[str]:
    """The headlines, newest first."""
    return [each.headline.sentence for each in list_changes(design, person=owner, q=q).items]


def test_batches_are_told_newest_first_by_whom(owner: Person, author: Person) -> None:
    design = make_design(TEXT)
    write(design, owner, HOOKS)
    write(design, author, replace("3. third\n", "3. third\n4. fourth\n"))
    assert told(design, owner) == [
        "Item “fourth” added to Tasks",
        "Path of “POST /webhooks” changed from “/webhooks” to “/hooks”",
    ]
    assert [each.by for each in list_changes(design, person=owner).items] == ["An Author", "Our Owner"]
    assert [each.can for each in list_changes(design, person=owner).items] == ["undo", "undo"]


def test_an_undo_says_what_it_took_back(owner: Person) -> None:
    design = make_design(TEXT)
    write(design, owner, HOOKS)
    undo_last(design, by=owner)
    undone, original = list_changes(design, person=owner).items
    assert undone.headline.sentence == "Undone: Path of “POST /webhooks” changed from “/webhooks” to “/hooks”"
    assert undone.can == "redo"
    assert original.undone
    assert original.can == ""
    redo_last(design, by=owner)
    redone, _, original = list_changes(design, person=owner).items
    assert redone.headline.words.startswith("Done again: Path")
    assert redone.can == ""
    assert original.can == "undo"


def test_changes_are_filtered_by_words_and_by_person(owner: Person, author: Person) -> None:
    design = make_design(TEXT)
    write(design, owner, HOOKS)
    write(design, author, replace("third", "Dernière étape"))
    assert len(told(design, owner, "hooks path")) == 1
    assert len(told(design, owner, "DERNIERE author")) == 1
    assert told(design, owner, "derniere owner") == []
    page = list_changes(design, person=owner, q="owner")
    assert (page.total, page.of) == (1, 2)


def test_a_page_of_two_thousand_batches_takes_a_few_queries(owner: Person) -> None:
    design = make_design(TEXT)
    row = db.session.scalars(db.select(Row)).first()
    assert row is not None
    with transaction():
        numbers = range(1, 2001)
        db.session.execute(
            insert_many(Batch),
            [
                {"id": number, "design_id": design.id, "person_id": owner.id, "verb": "set_cell"}
                for number in numbers
            ],
        )
        db.session.execute(
            insert_many(Change),
            [
                {
                    "batch_id": number,
                    "what": "row",
                    "piece_id": row.id,
                    "before": {"block_id": row.block_id, "cells": {"c1": "GET", "c3": f"{number}"}},
                    "after": {"block_id": row.block_id, "cells": {"c1": "GET", "c3": f"{number + 1}"}},
                }
                for number in numbers
            ],
        )
    with statements("SELECT") as asked:
        page = list_changes(design, person=owner, page=40)
    assert len(asked) <= 8
    assert (page.total, page.pages, len(page.items)) == (2000, 40, 50)
    assert page.items[-1].headline.sentence == "Auth of “GET” changed from “1” to “2”"
    assert list_changes(design, person=owner, page=9999).page == 40
    found = list_changes(design, person=owner, q="1777")
    assert [each.id for each in found.items] == [1777, 1776]


def test_the_life_of_a_row_a_cell_a_block_and_a_section(owner: Person) -> None:
    design = make_design(TEXT)
    write(design, owner, HOOKS)
    write(design, owner, replace("| /hooks | yes |", "| /hooks | no |"))
    write(design, owner, replace("third", "3rd!"))
    rows = db.session.scalars(db.select(Row).order_by(Row.position)).all()
    [row] = [row for row in rows if row.cells.get("c2") == "/hooks"]
    assert len(life_of("row", row.id).items) == 2
    [cell] = life_of("row", row.id, column="c3").items
    assert cell.headline.sentence == "Auth of “POST /hooks” changed from “yes” to “no”"
    assert len(life_of("block", row.block_id).items) == 2
    section_id = db.session.get_one(Block, row.block_id).section_id
    assert len(life_of("section", section_id).items) == 2
    [tasks] = db.session.scalars(db.select(Section.id).where(Section.title == "Tasks"))
    assert len(life_of("section", tasks).items) == 1


def test_a_conflict_of_an_undo_is_told_with_all_three_texts(owner: Person, author: Person) -> None:
    design = make_design(TEXT)
    batch_id = write(design, owner, HOOKS)
    write(design, author, replace("/hooks", "/callbacks"))
    with pytest.raises(UndoConflict) as refused:
        undo_batch(batch_id, by=owner)
    [said] = tell_conflict(refused.value)
    assert said.words == "An Author changed Path of “POST /callbacks” of Endpoints since."
    assert (said.base, said.theirs, said.mine) == ("/hooks", "/callbacks", "/webhooks")


def test_a_conflict_about_a_deleted_row_is_told(owner: Person, author: Person) -> None:
    design = make_design(TEXT)
    batch_id = write(design, owner, HOOKS)
    write(design, author, replace("| POST | /hooks | yes |\n", ""))
    with pytest.raises(UndoConflict) as refused:
        undo_batch(batch_id, by=owner)
    [said] = tell_conflict(refused.value)
    assert said.words == "An Author deleted “POST /hooks” of Endpoints since."
