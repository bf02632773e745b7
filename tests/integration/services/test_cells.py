"""A cell is saved where it stands: its line changes, what follows from it follows, and nothing is lost."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.factories import make_design, make_person, make_project
from tests.hardship import real_documents
from tests.laws import assert_design_laws
from tests.statements import statements
from tests.unit.markdown.strategies import texts, typed
from webapp.extensions import db
from webapp.models import Batch, Block, Change, Design, Document, Entry, Person, Row
from webapp.services.documents import document_text, documents_of
from webapp.services.editing.cells import set_cell, tick_row
from webapp.services.editing.quick import SavedRow
from webapp.services.editing.rows import delete_row
from webapp.services.errors import CellConflict, Gone, InvalidValue, Missing
from webapp.services.history import RequestKey
from webapp.services.readings import read_text
from webapp.services.rendered import project_keys
from webapp.services.transactions import transaction

pytestmark = pytest.mark.usefixtures("app")

TEXT = """\
# Payments

## API Endpoints

| Method | Path | Auth |
|--------|------|------|
| GET    | `/a` | Yes  |
| POST   | /b   | No   |

See [the rules][rules].

## Tasks

- [ ] Write
- [ ] Test
  - with care
- [x] Ship

## Questions

Who pays?

- Who signs?

[rules]: https://example.org/rules
"""


def test_a_cell_changes_its_line_and_nothing_else(author: Person) -> None:
    design = make_design(TEXT)

    saved = save("GET", "c2", "/things")

    assert text_of(design) == TEXT.replace("| GET    | `/a` | Yes  |", "| GET    | /things | Yes  |")
    row = row_of("/things")
    assert (row.version, row.cells) == (2, {"c1": "GET", "c2": "/things", "c3": "Yes"})
    assert isinstance(saved, SavedRow)
    assert saved.row
    assert (saved.row.cells, saved.row.html, saved.row.source) == (row.cells, row.html, row.source)
    assert_design_laws(design)


def test_a_save_is_a_batch_with_one_change(author: Person) -> None:
    make_design(TEXT)
    row = row_of("GET")

    saved = save("GET", "c2", "/things", by=author)

    batch = db.session.scalars(db.select(Batch)).one()
    assert (batch.id, batch.person_id, batch.verb) == (saved.batch_id, author.id, "set_cell")
    change = db.session.scalars(db.select(Change)).one()
    assert (change.what, change.piece_id) == ("row", row.id)
    assert change.before == {
        "block_id": row.block_id,
        "position": row.position,
        "depth": 0,
        "marker": "",
        "done": None,
        "cells": {"c1": "GET", "c2": "`/a`", "c3": "Yes"},
        "source": "| GET    | `/a` | Yes  |\n",
    }
    assert change.after == change.before | {
        "cells": {"c1": "GET", "c2": "/things", "c3": "Yes"},
        "source": "| GET    | /things | Yes  |\n",
    }
    assert saved.touched[0].after == change.after


def test_a_document_is_known_by_its_checksum_until_its_revision_is_worked_out() -> None:
    design = make_design(TEXT)
    (document,) = documents_of(design)
    before = (document.version, document.updated_at, design.updated_at)

    save("GET", "c2", "/things")

    db.session.expire_all()
    assert (document.revision, document.version) == ("", before[0])
    assert document.updated_at > before[1]
    assert design.updated_at > before[2]


def test_what_is_stored_already_is_not_written_again() -> None:
    make_design(TEXT)

    saved = save("GET", "c2", " `/a` ")

    assert (saved.batch_id, saved.touched) == (None, ())
    assert db.session.scalars(db.select(Batch)).all() == []
    assert row_of("GET").version == 1


@pytest.mark.parametrize(
    ("typed_text", "source", "cell"),
    [
        ("a | b", r"| GET    | a \| b | Yes  |", "a | b"),
        ("a\nb", "| GET    | a<br>b | Yes  |", "a<br>b"),
        ("  a  ", "| GET    | a    | Yes  |", "a"),
        ("a\\", "| GET    | a\\   | Yes  |", "a\\"),
        ("", "| GET    |      | Yes  |", ""),
        ("</textarea>{{7*7}}", "| GET    | </textarea>{{7*7}} | Yes  |", "</textarea>{{7*7}}"),
        ("# x", "| GET    | # x  | Yes  |", "# x"),
        ("-->", "| GET    | -->  | Yes  |", "-->"),
        ("\u202eabc 👍🏽", "| GET    | \u202eabc 👍🏽 | Yes  |", "\u202eabc 👍🏽"),
    ],
)
def test_a_strange_text_is_kept_as_a_table_can_hold_it(typed_text: str, source: str, cell: str) -> None:
    design = make_design(TEXT)

    save("GET", "c2", typed_text)

    row = row_of("GET")
    assert (row.source, row.cells["c2"]) == (source + "\n", cell)
    assert_design_laws(design)


@pytest.mark.parametrize("typed_text", ["# x", "---", "1. x", "[ ] x", "```", "> x", "<!--", "[rules]: x"])
def test_an_item_keeps_a_text_that_would_be_structure(typed_text: str) -> None:
    design = make_design(TEXT)

    save("Test", "text", typed_text)

    assert_design_laws(design)
    tasks = db.session.scalars(db.select(Row).where(Row.depth == 0, Row.marker == "-").order_by(Row.id)).all()
    assert tasks[1].cells["text"].replace("\\", "") == typed_text
    assert (design.tasks, design.tasks_done) == (3, 1)


def test_what_markdown_cannot_hold_is_refused_and_nothing_changes() -> None:
    design = make_design("Label\n- a\n- b\n")

    with pytest.raises(InvalidValue, match="Delete it instead"):
        save("a", "text", "")

    assert text_of(design) == "Label\n- a\n- b\n"
    save("b", "text", "")
    assert text_of(design) == "Label\n- a\n- \n"


def test_another_cell_of_the_row_may_have_changed_meanwhile(author: Person, owner: Person) -> None:
    design = make_design(TEXT)
    row = row_of("GET")

    save("GET", "c2", "/things", by=owner)
    set_cell(row.id, "c3", "No", base="Yes", typed=True, by=author)

    assert "| GET    | /things | No   |" in text_of(design)


def test_a_cell_that_changed_meanwhile_is_a_conflict_that_says_all_three(
    author: Person, owner: Person
) -> None:
    design = make_design(TEXT)
    row = row_of("GET")
    save("GET", "c2", "/theirs", by=owner)

    with pytest.raises(CellConflict) as caught:
        set_cell(row.id, "c2", "/mine", base="`/a`", typed=True, by=author)

    conflict = caught.value
    assert (conflict.base, conflict.theirs, conflict.mine) == ("`/a`", "/theirs", "/mine")
    assert conflict.by == "Our Owner"
    assert conflict.at == db.session.scalars(db.select(Batch.at)).one()
    assert "/theirs" in text_of(design)
    set_cell(row.id, "c2", "/mine", base="/theirs", typed=True, by=author)
    assert "/mine" in text_of(design)


def test_who_wanted_the_same_meets_no_conflict(author: Person, owner: Person) -> None:
    make_design(TEXT)
    row = row_of("GET")
    save("GET", "c2", "/same", by=owner)

    assert set_cell(row.id, "c2", "/same", base="`/a`", typed=True, by=author).batch_id is None


def test_a_deleted_row_is_gone_with_what_was_typed(author: Person, owner: Person) -> None:
    design = make_design(TEXT)
    row = row_of("GET")
    delete_row(row.id, by=owner)

    with pytest.raises(Gone) as caught:
        set_cell(row.id, "c2", "/mine", base="`/a`", typed=True, by=author)

    assert (caught.value.what, caught.value.piece_id) == ("row", row.id)
    assert (caught.value.mine, caught.value.by) == ("/mine", "Our Owner")
    with pytest.raises(Missing):
        set_cell(9_999, "c2", "/mine", base="", typed=True, by=author)
    assert_design_laws(design)


def test_a_column_that_is_not_there_is_refused(author: Person) -> None:
    make_design(TEXT)

    for table_row, column in ((row_of("GET"), "c9"), (row_of("GET"), "text"), (row_of("Test"), "c1")):
        with pytest.raises(InvalidValue, match="no such column"):
            set_cell(table_row.id, column, "x", base="", typed=True, by=author)


def test_the_same_request_sent_again_makes_no_second_batch(author: Person, owner: Person) -> None:
    make_design(TEXT)
    row = row_of("GET")
    key = RequestKey("k1", "fingerprint")
    first = set_cell(row.id, "c2", "/mine", base="`/a`", typed=True, by=author, key=key)

    again = set_cell(row.id, "c2", "/mine", base="`/a`", typed=True, by=author, key=key)
    assert (again.batch_id, again.touched) == (first.batch_id, first.touched)

    save("GET", "c2", "/theirs", by=owner)
    late = set_cell(row.id, "c2", "/mine", base="`/a`", typed=True, by=author, key=key)
    assert late.batch_id == first.batch_id
    assert row_of("GET").cells["c2"] == "/theirs"
    assert len(db.session.scalars(db.select(Batch)).all()) == 2


def test_a_key_that_named_another_request_is_refused(author: Person) -> None:
    make_design(TEXT)
    row = row_of("GET")
    set_cell(row.id, "c2", "/mine", base="`/a`", typed=True, by=author, key=RequestKey("k1", "one"))

    with pytest.raises(InvalidValue, match="another request"):
        set_cell(row.id, "c3", "No", base="Yes", typed=True, by=author, key=RequestKey("k1", "two"))

    assert row_of("GET").cells["c3"] == "Yes"
    set_cell(row.id, "c3", "No", base="Yes", typed=True, by=author, key=RequestKey("k2", "two"))
    assert row_of("GET").cells["c3"] == "No"


def test_a_typed_value_keeps_the_rule_of_its_column(author: Person) -> None:
    make_design(TEXT)
    row = row_of("GET")

    with pytest.raises(InvalidValue) as caught:
        set_cell(row.id, "c1", "FETCH", base="GET", typed=True, by=author)
    assert caught.value.field == "text"
    assert row_of("GET").cells["c1"] == "GET"

    set_cell(row.id, "c1", "FETCH", base="GET", typed=False, by=author)
    assert row_of("FETCH").version == 2


@pytest.mark.parametrize("bad", ["a\0b", "a\ud800", "a\x07", "x" * 20_001])
def test_what_cannot_be_kept_is_refused(bad: str, author: Person) -> None:
    design = make_design(TEXT)
    row = row_of("GET")

    with pytest.raises(InvalidValue):
        set_cell(row.id, "c2", bad, base="`/a`", typed=True, by=author)

    assert text_of(design) == TEXT
    set_cell(row.id, "c2", "/" + "x" * 19_999, base="`/a`", typed=True, by=author)
    assert_design_laws(design)


def test_a_task_is_ticked_and_counted(author: Person) -> None:
    design = make_design(TEXT)
    row = row_of("Write")
    assert (design.tasks, design.tasks_done) == (3, 1)

    saved = tick_row(row.id, True, by=author)

    assert text_of(design) == TEXT.replace("- [ ] Write", "- [x] Write")
    assert isinstance(saved, SavedRow)
    assert (design.tasks, design.tasks_done) == (3, 2)
    assert db.session.scalars(db.select(Batch.verb)).all() == ["tick_row"]
    assert tick_row(row.id, True, by=author).batch_id is None
    tick_row(row.id, False, by=author)
    assert text_of(design) == TEXT
    assert (design.tasks, design.tasks_done) == (3, 1)
    assert_design_laws(design)


def test_an_item_without_a_box_gets_one(author: Person) -> None:
    design = make_design(TEXT)

    tick_row(row_of("Who signs?").id, False, by=author)

    assert text_of(design) == TEXT.replace("- Who signs?", "- [ ] Who signs?")
    kinds = db.session.scalars(db.select(Block.kind).where(Block.kind.in_(["bullets", "checklist"]))).all()
    assert kinds == ["checklist", "checklist"]
    assert_design_laws(design)


def test_a_row_of_a_table_has_no_box(author: Person) -> None:
    design = make_design(TEXT)

    with pytest.raises(InvalidValue, match="no box"):
        tick_row(row_of("GET").id, True, by=author)

    assert text_of(design) == TEXT


def test_a_phase_takes_its_tasks_along(author: Person) -> None:
    design = make_design("# Tasks\n\n- Phase one\n  - [ ] a\n  - [ ] b\n- Phase two\n  - [ ] c\n")

    save("Phase one", "text", "Beginning")

    phases = [entry.values["phase"] for entry in db.session.scalars(db.select(Entry).order_by(Entry.row_id))]
    assert sorted(phases) == ["Beginning", "Beginning", "Phase two"]
    assert_design_laws(design)


def test_a_link_is_drawn_by_the_definitions_of_the_document() -> None:
    design = make_design(TEXT)

    save("GET", "c2", "[rules]")

    assert 'href="https://example.org/rules"' in row_of("GET").html["c2"]
    assert_design_laws(design)


def test_a_document_is_signed_anew_where_a_project_comes_or_goes() -> None:
    make_project("PAY")
    design = make_design(TEXT)
    (document,) = documents_of(design)
    signatures = [document.renderer]

    for mine in ("see PAY-001", "see PAY-002", "see NONE-001", "/a"):
        save("GET", "c2", mine)
        assert_design_laws(design)
        assert document.renderer == read_text(document_text(document), project_keys()).renderer
        signatures.append(document.renderer)

    assert signatures[1] == signatures[2] != signatures[0] == signatures[3] == signatures[4]


def test_a_save_costs_the_same_in_a_long_document_as_in_a_short_one(author: Person) -> None:
    sent = []
    for count in (1, 700):
        text = TEXT.replace("| POST   | /b   | No   |\n", "| POST   | /b   | No   |\n" * count)
        make_design(text.replace("- [ ] Test\n", "- [ ] Test\n" * count))
        with statements() as cell:
            save("GET", "c2", f"/things/{count}", by=author)
        with statements() as tick:
            tick_row(row_of("Write").id, True, by=author)
        sent.append((len(cell), len(tick)))
        with transaction():
            db.session.execute(db.update(Row).values(cells={"text": "another design"}))

    assert sent[0] == sent[1]
    assert max(sent[0]) <= 20


@given(texts, st.integers(0, 1_000), st.integers(0, 20), typed | st.sampled_from(["yes", "no", "FEAT-012"]))
@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@example("# Tasks\n\n- Phase\n  - [ ] a\n- b\n", 0, 0, "x")
@example("# X\n\n## API Endpoints\n\n- GET `/a`: all\n- words\n", 0, 0, "words")
@example("# X\n\n## API Endpoints\n\n- words\n- more\n", 0, 0, "GET `/a`: all")
@example("# X\n\n- [ ] T001: a\n- [ ] T002: b\n- [ ] c\n", 1, 0, "b")
@example("# X\n\n- [ ] T001: a\n- [ ] c\n- [ ] d\n", 1, 0, "T002: c")
@example("## Questions\n\n- Who?\n- [ ] x\n", 0, 0, "`POST /x`")
@example("| Task | Done |\n|---|---|\n| T001 a | x |\n", 0, 1, "✅")
def test_after_any_edit_the_laws_hold(text: str, pick: int, column: int, new: str) -> None:
    if "\0" in text:
        return
    design = make_design(text)
    places = rows_of(design)
    if places:
        edit(*places[pick % len(places)], column, new)
        assert_design_laws(design)
        assert db.session.scalars(db.select(Document.renderer).filter_by(design_id=design.id)).one() == (
            read_text(text_of(design), project_keys()).renderer
        )


@pytest.mark.parametrize("path", real_documents(), ids=lambda path: path.stem)
def test_rows_of_real_documents_are_saved_in_place(path: Path) -> None:
    design = make_design(re.sub("\0", "", path.read_bytes().decode()))
    places = rows_of(design)

    for number, (row, block) in enumerate(places[:: max(len(places) // 5, 1)]):
        before = text_of(design)
        edit(row, block, number, "yes" if number % 2 else "Some *new* words")
        after = text_of(design)
        lines = [
            one for one, other in zip(before.split("\n"), after.split("\n"), strict=True) if one != other
        ]
        assert len(lines) <= 1 + row.source.count("\n")

    assert_design_laws(design)


def save(first: str, column: str, text: str, *, by: Person | None = None) -> Any:
    """Write a text into a cell of the row that begins with `first`, as somebody who sees it."""
    row = row_of(first)
    by = by or db.session.scalars(db.select(Person)).first() or make_person()
    return set_cell(row.id, column, text, base=row.cells[column], typed=False, by=by)


def edit(row: Row, block: Block, column: int, new: str) -> None:
    """Tick an item, or write a text into a cell; what cannot be written changes nothing."""
    by = db.session.scalars(db.select(Person)).first() or make_person()
    names = [each["id"] for each in block.columns] or ["text"]
    name = names[column % len(names)]
    with suppress(InvalidValue):
        if new in {"yes", "no"} and block.kind != "table":
            tick_row(row.id, new == "yes", by=by)
        else:
            set_cell(row.id, name, new, base=row.cells.get(name, ""), typed=False, by=by)


def row_of(first: str) -> Row:
    """The living row whose cells begin with this text, as it is stored now."""
    db.session.expire_all()
    rows = db.session.scalars(db.select(Row).where(Row.deleted_at.is_(None)).order_by(Row.id))
    return next(row for row in rows if first in row.cells.values())


def rows_of(design: Design) -> list[tuple[Row, Block]]:
    """Every row of a design with its block."""
    query = (
        db.select(Row, Block)
        .join(Block, Block.id == Row.block_id)
        .join(Document, Document.id == Row.document_id)
    )
    return [
        (row, block)
        for row, block in db.session.execute(query.where(Document.design_id == design.id).order_by(Row.id))
    ]


def text_of(design: Design) -> str:
    """The text of a design's document."""
    db.session.expire_all()
    return document_text(documents_of(design)[0])
