"""Rows: added, moved, nested, deleted and put back, in the text and in the store."""

from __future__ import annotations

import threading

import pytest
from flask import Flask

from tests.edited import Edited
from tests.factories import make_design, make_person
from tests.statements import statements
from webapp.extensions import db
from webapp.models import Batch, Document, Person, Row
from webapp.models.types import utc_now
from webapp.services.documents import documents_of
from webapp.services.editing import blocks, rows
from webapp.services.errors import CellConflict, Gone, InvalidValue, Missing
from webapp.services.history import RequestKey

pytestmark = pytest.mark.usefixtures("app")

TEXT = """\
# FEAT-001: Login - Technical Design

## API Endpoints

| Method | Path |
|--------|------|
| GET | `/users` |
| POST | `/users` |

| Method | Path |
|--------|------|
| PUT | `/x` |

## Tasks

- [ ] First
  - [ ] Inner
- [x] Second

Words.

- [ ] Other

## Steps

1. one
2. two
"""


@pytest.fixture
def design() -> Edited:
    return Edited(TEXT)


def test_a_row_is_added_after_another_in_its_style(design: Edited) -> None:
    table = design.block("table")

    saved = rows.add_row(table, after=design.row("GET"), cells={"c1": "PUT", "c2": "a|b"}, by=design.by)

    assert design.text == TEXT.replace("| POST |", "| PUT | a\\|b |\n| POST |", 1)
    row = design.stored(saved.added("row")[0])
    assert (row.cells, row.block_id) == ({"c1": "PUT", "c2": "a|b"}, table)
    assert [(what, before) for what, _, before, _ in design.changes()] == [("row", None)]
    batch = db.session.get_one(Batch, saved.batch_id)
    assert (batch.verb, batch.person_id, batch.design_id) == ("add_row", design.by.id, design.design.id)


def test_a_row_is_added_before_the_first(design: Edited) -> None:
    rows.add_row(design.block("table"), after=None, cells={"c1": "HEAD"}, by=design.by)

    assert "|--------|------|\n| HEAD |  |\n| GET |" in design.text


def test_a_new_task_is_open_and_counted(design: Edited) -> None:
    before = design.design.tasks

    saved = rows.add_row(
        design.block("checklist"), after=design.row("Second"), cells={"text": "Third"}, by=design.by
    )

    assert "- [x] Second\n- [ ] Third\n" in design.text
    assert design.stored(saved.added("row")[0]).done is False
    assert design.design.tasks == before + 1


def test_a_new_item_after_one_with_others_nested_in_it_stands_behind_those(design: Edited) -> None:
    rows.add_row(design.block("checklist"), after=design.row("First"), cells={"text": "New"}, by=design.by)

    assert "- [ ] First\n  - [ ] Inner\n- [ ] New\n- [x] Second\n" in design.text


def test_a_new_step_moves_the_numbers_after_it(design: Edited) -> None:
    saved = rows.add_row(
        design.block("steps"), after=design.row("one"), cells={"text": "between"}, by=design.by
    )

    assert design.text.endswith("1. one\n2. between\n3. two\n")
    assert saved.changed("row") == [design.row("two")]


def test_only_what_the_new_row_says_is_written(design: Edited) -> None:
    table, after = design.block("table"), design.row("GET")
    db.session.commit()

    with statements("INSERT", "UPDATE", "DELETE") as writes:
        rows.add_row(table, after=after, cells={"c1": "PATCH", "c2": "`/y`"}, by=design.by)

    tables = [write.split()[2 if write.startswith("INSERT") else 1].strip('"') for write in writes]
    written = [table for table in tables if not table.startswith("search_")]
    assert sorted(written) == ["batch", "change", "design", "document", "entry", "row"]
    assert tables.count("search_line") == 1


def test_a_row_moves_up_and_keeps_its_id(design: Edited) -> None:
    row = design.row("POST")

    saved = rows.move_row(row, block_id=design.block("table"), after=None, by=design.by)

    assert "|------|\n| POST | `/users` |\n| GET | `/users` |\n" in design.text
    assert saved.changed("row") == [row]
    assert design.rows(design.block("table"))[0] == row


def test_a_row_moves_to_a_table_with_the_same_columns(design: Edited) -> None:
    row, other = design.row("POST"), design.block("table", 1)

    rows.move_row(row, block_id=other, after=design.row("PUT"), by=design.by)

    assert "| GET | `/users` |\n\n| Method" in design.text
    assert "| PUT | `/x` |\n| POST | `/users` |\n" in design.text
    assert design.stored(row).block_id == other


def test_an_item_takes_what_is_nested_in_it_to_another_list(design: Edited) -> None:
    first, inner = design.row("First"), design.row("Inner")

    saved = rows.move_row(
        first, block_id=design.block("checklist", 1), after=design.row("Other"), by=design.by
    )

    assert (
        "## Tasks\n\n- [x] Second\n\nWords.\n\n- [ ] Other\n- [ ] First\n  - [ ] Inner\n\n## Steps"
        in design.text
    )
    assert saved.changed("row") == [first, inner]
    assert saved.added("row") == saved.deleted("row") == []


def test_a_nested_item_moves_out_to_the_start_of_its_list(design: Edited) -> None:
    inner = design.row("Inner")

    rows.move_row(inner, block_id=design.block("checklist"), after=None, by=design.by)

    assert "## Tasks\n\n- [ ] Inner\n- [ ] First\n- [x] Second\n" in design.text
    assert design.row("Inner") == inner


def test_the_only_item_of_a_list_takes_the_list_along(design: Edited) -> None:
    row = design.row("Other")

    saved = rows.move_row(row, block_id=design.block("checklist"), after=design.row("Second"), by=design.by)

    assert "- [x] Second\n- [ ] Other\n\nWords.\n\n## Steps" in design.text
    assert len(saved.deleted("block")) == 1
    assert design.row("Other") == row


def test_a_row_stays_out_of_places_that_it_cannot_have(design: Edited) -> None:
    first, checklist = design.row("First"), design.block("checklist")
    with design.refused(InvalidValue, "under itself"):
        rows.move_row(first, block_id=checklist, after=design.row("Inner"), by=design.by)
    with design.refused(InvalidValue, "under itself"):
        rows.move_row(first, block_id=checklist, after=first, by=design.by)
    with design.refused(InvalidValue, "same columns"):
        rows.move_row(first, block_id=design.block("table"), after=None, by=design.by)
    with design.refused(InvalidValue, "not in that block"):
        rows.move_row(first, block_id=checklist, after=design.row("one"), by=design.by)

    rows.move_row(first, block_id=checklist, after=design.row("Second"), by=design.by)
    assert "- [x] Second\n- [ ] First\n  - [ ] Inner\n" in design.text


def test_pieces_of_another_design_are_not_known(design: Edited) -> None:
    other = make_design(TEXT)
    elsewhere = db.session.scalars(
        db.select(Row).join(Document, Document.id == Row.document_id).where(Document.design_id == other.id)
    ).first()
    assert elsewhere is not None
    with design.refused(Missing):
        rows.add_row(design.block("table"), after=elsewhere.id, cells={}, by=design.by)
    with design.refused(Missing):
        rows.move_row(design.row("GET"), block_id=elsewhere.block_id, after=None, by=design.by)
    rows.delete_row(elsewhere.id, by=design.by)
    with design.refused(Missing):
        rows.add_row(design.block("table"), after=elsewhere.id, cells={}, by=design.by)


def test_a_row_stays_in_its_document() -> None:
    design = Edited(TEXT, documents={"tasks": "# Tasks\n\n- [ ] Third\n"})
    third = design.row("Third")
    with design.refused(InvalidValue, "stands elsewhere"):
        rows.add_row(design.block("checklist"), after=third, cells={"text": "x"}, by=design.by)
    with design.refused(InvalidValue, "stands elsewhere"):
        rows.move_row(third, block_id=design.block("checklist"), after=None, by=design.by)


def test_an_item_is_nested_and_taken_out_again(design: Edited) -> None:
    second = design.row("Second")

    rows.indent_row(second, by=design.by)
    assert "- [ ] First\n  - [ ] Inner\n  - [x] Second\n" in design.text
    assert design.stored(second).depth == 1

    rows.outdent_row(second, by=design.by)
    assert design.text == TEXT
    assert design.stored(second).depth == 0


def test_what_cannot_be_nested_says_why(design: Edited) -> None:
    with design.refused(InvalidValue, "no item before it"):
        rows.indent_row(design.row("First"), by=design.by)
    with design.refused(InvalidValue, "not nested"):
        rows.outdent_row(design.row("Second"), by=design.by)
    with design.refused(InvalidValue, "Only items of a list"):
        rows.indent_row(design.row("GET"), by=design.by)


def test_a_row_is_deleted_with_what_is_nested_in_it(design: Edited) -> None:
    first, inner = design.row("First"), design.row("Inner")

    saved = rows.delete_row(first, by=design.by)

    assert "## Tasks\n\n- [x] Second\n" in design.text
    assert saved.deleted("row") == [first, inner]
    assert design.stored(first).deleted_at is not None
    assert [before["cells"] for _, _, before, _ in design.changes()] == [{"text": "First"}, {"text": "Inner"}]  # type: ignore[index]


def test_a_list_goes_with_its_last_item_and_a_table_stays_without_rows(design: Edited) -> None:
    saved = rows.delete_row(design.row("Other"), by=design.by)
    rows.delete_row(design.row("PUT"), by=design.by)

    assert len(saved.deleted("block")) == 1
    assert design.text.endswith(
        "| POST | `/users` |\n\n| Method | Path |\n|--------|------|\n\n## Tasks\n\n"
        "- [ ] First\n  - [ ] Inner\n- [x] Second\n\nWords.\n\n## Steps\n\n1. one\n2. two\n"
    )


def test_an_empty_first_item_under_a_paragraph_is_refused_with_what_to_do() -> None:
    design = Edited("Words:\n- a\n")

    with design.refused(InvalidValue, "."):
        rows.add_row(design.block("bullets"), after=None, cells={"text": ""}, by=design.by)

    rows.add_row(design.block("bullets"), after=None, cells={"text": "b"}, by=design.by)
    assert design.text == "Words:\n- b\n- a\n"


def test_columns_that_are_not_there_and_texts_that_cannot_be_kept_are_refused(design: Edited) -> None:
    table = design.block("table")
    with design.refused(InvalidValue, "no such column"):
        rows.add_row(table, after=None, cells={"c9": "x"}, by=design.by)
    for text in ("a\0b", "a\x1bb", "\ud800", "x" * 20_001):
        with design.refused(InvalidValue):
            rows.add_row(table, after=None, cells={"c1": text}, by=design.by)

    rows.add_row(table, after=None, cells={"c1": "a\tb"}, by=design.by)
    assert "| a\tb |  |\n" in design.text


def test_what_is_not_there_is_missing_and_what_was_deleted_is_gone(design: Edited) -> None:
    row, block = design.row("GET"), design.block("table")
    rows.delete_row(row, by=design.by)
    with design.refused(Missing):
        rows.delete_row(10**9, by=design.by)
    with design.refused(Gone) as refusal:
        rows.delete_row(row, by=design.by)

    gone = refusal.value
    assert isinstance(gone, Gone)
    assert (gone.what, gone.piece_id, gone.text, gone.by) == (
        "row",
        row,
        "| GET | `/users` |\n",
        design.by.name,
    )
    assert gone.at is not None
    with design.refused(Gone):
        rows.add_row(block, after=row, cells={}, by=design.by)


def test_nothing_is_edited_in_a_design_or_document_that_was_deleted(design: Edited) -> None:
    row = design.row("GET")
    document = documents_of(design.design)[0]
    document.deleted_at = utc_now()
    db.session.commit()
    with pytest.raises(Gone):
        rows.delete_row(row, by=design.by)
    document.deleted_at, design.design.deleted_at = None, utc_now()
    db.session.commit()
    with pytest.raises(Missing):
        rows.delete_row(row, by=design.by)
    assert design.stored(row).deleted_at is None


def test_the_same_request_makes_one_row_however_often_it_comes(design: Edited) -> None:
    key = RequestKey("7e5f", "add")
    table = design.block("table")

    first = rows.add_row(table, after=None, cells={"c1": "PUT"}, by=design.by, key=key)
    again = rows.add_row(table, after=None, cells={"c1": "PUT"}, by=design.by, key=key)

    assert (again.batch_id, again.added("row")) == (first.batch_id, first.added("row"))
    assert len(design.rows(table)) == 3
    with design.refused(InvalidValue, "another request"):
        rows.add_row(table, after=None, cells={}, by=design.by, key=RequestKey("7e5f", "other"))
    rows.add_row(table, after=None, cells={}, by=make_person(), key=RequestKey("7e5f", "other"))
    assert len(design.rows(table)) == 4


def test_a_repeated_deletion_is_a_success(design: Edited) -> None:
    row, key = design.row("GET"), RequestKey("aa", "delete")

    first = rows.delete_row(row, by=design.by, key=key)

    assert rows.delete_row(row, by=design.by, key=key) == first


def test_people_who_add_rows_at_one_place_all_succeed(app: Flask, design: Edited) -> None:
    table, after, by = design.block("table"), design.row("GET"), design.by.id
    start = threading.Barrier(4)

    def add(name: str) -> None:
        with app.app_context():
            start.wait()
            rows.add_row(table, after=after, cells={"c1": name}, by=db.session.get_one(Person, by))
            db.session.remove()

    db.session.commit()
    threads = [threading.Thread(target=add, args=(name,)) for name in "ABCD"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(design.rows(table)) == 6
    assert sorted(design.stored(row).cells["c1"] for row in design.rows(table)[1:5]) == ["A", "B", "C", "D"]
    assert design.text


def test_a_row_that_moves_nowhere_writes_nothing(design: Edited) -> None:
    saved = rows.move_row(design.row("GET"), block_id=design.block("table"), after=None, by=design.by)

    assert saved.batch_id is None
    assert design.text == TEXT


def test_a_deleted_row_is_put_back_as_itself_with_the_text_that_was_typed(design: Edited) -> None:
    row = design.row("POST")
    rows.delete_row(row, by=design.by)

    saved = rows.restore_row(row, column="c2", text="`/people`", by=design.by)

    assert design.text == TEXT.replace("| POST | `/users` |", "| POST | `/people` |")
    assert saved.added("row") == [row]
    assert design.stored(row).deleted_at is None


def test_a_deleted_item_comes_back_with_its_box_and_what_stands_below_it() -> None:
    text = "- [ ] a\n- [x] b\n\n  more\n\n- [ ] c\n"
    design = Edited(text)
    row = design.row("b")
    rows.delete_row(row, by=design.by)

    rows.restore_row(row, column="text", text="typed", by=design.by)

    assert "- [x] typed\n\n  more\n" in design.text
    assert (design.stored(row).done, design.row("typed")) == (True, row)


def test_a_list_comes_back_with_the_item_that_it_went_with(design: Edited) -> None:
    row, block = design.row("Other"), design.block("checklist", 1)
    rows.delete_row(row, by=design.by)

    saved = rows.restore_row(row, by=design.by)

    assert design.text == TEXT
    assert (saved.added("block"), saved.added("row")) == ([block], [row])


def test_a_table_comes_back_with_the_row_that_somebody_still_needs(design: Edited) -> None:
    row, block = design.row("POST"), design.block("table")
    blocks.delete_block(block, by=design.by)

    rows.restore_row(row, column="c1", text="PATCH", by=design.by)

    assert (
        "## API Endpoints\n\n| Method | Path |\n|--------|------|\n| PATCH  | `/users` |\n\n| Method"
        in design.text
    )
    assert design.rows(block) == [row]


def test_a_row_that_is_back_already_is_not_written_over(design: Edited) -> None:
    row = design.row("GET")
    with design.refused(CellConflict):
        rows.restore_row(row, column="c1", text="PUT", by=design.by)

    assert rows.restore_row(row, column="c1", text="GET", by=design.by).batch_id is None
