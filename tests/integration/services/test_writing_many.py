"""Many writes to one design at once: all of them or none, one batch, the text that they make one by one."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.edited import Edited
from tests.factories import make_design, make_person
from tests.laws import assert_design_laws
from tests.statements import statements
from webapp.extensions import db
from webapp.markdown.outline import TEXT_KINDS
from webapp.models import Batch, Design, Row
from webapp.models.types import utc_now
from webapp.services.documents import document_text, documents_of
from webapp.services.editing import cells, rows
from webapp.services.editing.adding import Add
from webapp.services.editing.named import ITEM
from webapp.services.editing.patching import Base, RowPatch
from webapp.services.editing.writing_many import (
    WRITES_MAX,
    Change,
    Delete,
    RowWrite,
    WriteConflict,
    Written,
    write_rows,
)
from webapp.services.errors import Conflict, InvalidValue, Missing, NotAllowed
from webapp.services.permissions import forget_rights
from webapp.services.pieces import load_pieces
from webapp.services.undoing import redo_last, undo_last

pytestmark = pytest.mark.usefixtures("app")

TEXT = """\
# FEAT-001: Login - Technical Design

## API Endpoints

| Method | Path |
|--------|------|
| GET | `/a` |
| POST | `/b` |
| PUT | `/c` |

## Tasks

- [ ] First
  - [ ] Inner
- [x] Second

Words.

1. one
2. two
"""
TASKS = "# Tasks\n\n- [ ] Alpha\n- [ ] Beta\n"


@pytest.fixture
def design() -> Edited:
    return Edited(TEXT, documents={"tasks": TASKS})


def written(design: Edited, *writes: RowWrite) -> Written:
    return write_rows(design.design, writes, by=design.by)


def change(row_id: int, **patch: object) -> Change:
    return Change(row_id=row_id, patch=RowPatch(**patch))  # type: ignore[arg-type]


def texts(design: Design) -> list[str]:
    return [document_text(document) for document in documents_of(design)]


def test_writes_to_several_documents_are_one_batch_which_is_undone_as_one(design: Edited) -> None:
    before = db.session.scalar(db.select(db.func.count()).select_from(Batch))

    saved = written(
        design,
        change(design.row("GET"), cells={"Method": "HEAD", "Path": "/x"}),
        Add(block_id=design.block("table"), cells={"Method": "DELETE"}),
        change(design.row("Alpha"), done=True),
        Delete(row_id=design.row("First")),
        Add(block_id=design.block("checklist", 1), cells={ITEM: "Gamma"}, done=True, depth=1),
        change(design.row("two"), after=None),
    )

    main = TEXT.replace("| GET | `/a` |", "| HEAD | /x |").replace("`/c` |\n", "`/c` |\n| DELETE |  |\n")
    main = main.replace("- [ ] First\n  - [ ] Inner\n", "").replace("1. one\n2. two", "1. two\n2. one")
    assert design.text == main
    assert texts(design.design)[1] == "# Tasks\n\n- [x] Alpha\n- [ ] Beta\n  - [x] Gamma\n"
    assert db.session.scalar(db.select(db.func.count()).select_from(Batch)) == before + 1
    assert design.stored(saved.row_ids[1]).cells == {"c1": "DELETE", "c2": ""}
    assert design.stored(saved.row_ids[4]).cells == {"text": "Gamma"}

    undo_last(design.design, by=design.by)
    assert texts(design.design) == [TEXT, TASKS]
    redo_last(design.design, by=design.by)
    assert design.text == main


def test_rows_added_without_a_place_come_in_their_order(design: Edited) -> None:
    table = design.block("table")
    saved = written(design, *(Add(block_id=table, cells={"Path": f"/{number}"}) for number in range(5)))
    assert "`/c` |\n|  | /0 |\n|  | /1 |\n|  | /2 |\n|  | /3 |\n|  | /4 |\n" in design.text
    assert [design.stored(row).cells["c2"] for row in saved.row_ids] == ["/0", "/1", "/2", "/3", "/4"]


def test_a_write_sees_what_those_before_it_did(design: Edited) -> None:
    row = design.row("GET")
    written(
        design,
        change(row, cells={"Method": "HEAD"}, base=Base(cells={"Method": "GET"})),
        change(row, cells={"Method": "PUT"}, base=Base(cells={"Method": "HEAD"})),
        change(row, after=design.row("POST")),
        change(row, cells={"Path": "/moved"}),
    )
    assert "| POST | `/b` |\n| PUT | /moved |\n" in design.text


def test_one_conflict_leaves_everything_as_it_was(design: Edited) -> None:
    first, gone = design.row("First"), design.row("POST")
    rows.delete_row(gone, by=design.by)
    for last in (
        change(design.row("Second"), done=False, base=Base(cells={ITEM: "Other"})),
        change(gone, cells={"Method": "GET"}),
        Delete(row_id=gone),
    ):
        with design.refused(WriteConflict) as refusal:
            written(design, change(first, done=True), last)
        assert (refusal.value.number, refusal.value.row_id) == (1, last.row_id)
    assert written(design, change(first, done=True)).batch_id


def test_a_refusal_names_the_write_and_the_cell(design: Edited) -> None:
    get, table = design.row("GET"), design.block("table")
    other = make_design("- [ ] Foreign\n", title="Other")
    foreign = db.session.scalars(db.select(Row.id).order_by(Row.id.desc())).first() or 0
    for write, field in (
        (change(get, cells={"Method": "FETCH THIS"}), "cells.Method"),
        (Add(block_id=table, cells={"Method": "FETCH THIS"}), "cells.Method"),
        (Add(block_id=table, cells={"Nothing": ""}), "cells.Nothing"),
        (Add(block_id=table, done=True), "done"),
        (Add(block_id=table, after=design.row("First")), "after"),
        (Add(block_id=design.block("prose")), "block_id"),
        (Add(block_id=table + 1000), "block_id"),
        (change(foreign, done=True), "row_id"),
        (Delete(row_id=get + 1000), "row_id"),
        (change(get, cells={"Path": "\x01"}), "cells.Path"),
    ):
        with design.refused(InvalidValue) as refusal:
            written(design, change(design.row("First"), done=True), write)
        assert refusal.value.field == f"writes.1.{field}"
    assert write_rows(other, [change(foreign, done=True)], by=design.by).batch_id


def test_five_hundred_and_no_more(design: Edited) -> None:
    row = design.row("GET")
    many = [change(row, cells={"Path": f"/{number}"}) for number in range(WRITES_MAX + 1)]
    with design.refused(InvalidValue, "at most 500"):
        written(design, *many)
    written(design, *many[:-1])
    assert f"/{WRITES_MAX - 1} |" in design.text


def test_a_design_is_read_and_stored_once_however_many_rows_are_written(design: Edited) -> None:
    def cost(count: int) -> int:
        row = design.row("Beta")
        with statements() as sent:
            written(design, *(change(row, cells={ITEM: f"Beta {each} {count}"}) for each in range(count)))
        written(design, change(row, cells={ITEM: "Beta"}))
        return len(sent)

    cost(1)
    assert cost(40) == cost(2)


def test_nothing_is_written_where_nothing_differs(design: Edited) -> None:
    assert written(design, change(design.row("GET"), cells={"Method": "GET"})).batch_id is None
    assert written(design).batch_id is None


def test_a_row_that_comes_where_its_like_goes_changes_nothing(design: Edited) -> None:
    put = design.row("PUT")
    saved = written(
        design,
        Delete(row_id=put),
        Add(block_id=design.block("table"), cells={"Method": "PUT", "Path": "`/c`"}),
    )
    assert (saved.batch_id, saved.row_ids) == (None, (put, 0))
    assert design.text == TEXT


def test_a_reader_may_not_and_a_design_in_the_bin_is_missing(design: Edited) -> None:
    row = design.row("GET")
    design.design.project.open_role = "reader"
    db.session.commit()
    forget_rights()
    with design.refused(NotAllowed):
        written(design, change(row, cells={"Method": "PUT"}))
    design.design.project.open_role = "author"
    db.session.commit()
    forget_rights()
    assert written(design, change(row, cells={"Method": "PUT"})).batch_id
    design.design.deleted_at = utc_now()
    db.session.commit()
    with pytest.raises(Missing):
        written(design, change(row, cells={"Method": "PUT"}))


# The same writes, one by one as the pages make them and all at once.

WORDS = st.sampled_from(["x", "GET", "a|b", "- x", "# y", "two\nlines", "", "[ ] z", "1. n", "`q`"])
ROWS, BLOCKS = 8, 3
ROW, BLOCK = st.integers(0, ROWS - 1), st.integers(0, BLOCKS - 1)
STEPS = st.one_of(
    st.tuples(st.just("cell"), ROW, WORDS),
    st.tuples(st.just("add"), BLOCK, st.none() | ROW, WORDS),
    st.tuples(st.just("delete"), ROW),
    st.tuples(st.just("move"), ROW, BLOCK, st.none() | ROW),
    st.tuples(st.just("tick"), ROW, st.booleans()),
    st.tuples(st.just("nest"), ROW, st.sampled_from(["in", "out"])),
)
Step = tuple[Any, ...]


class Named:
    """The rows and blocks that a design begins with, by their numbers."""

    def __init__(self, design: Design) -> None:
        pieces = load_pieces(documents_of(design)[0].id)
        filled = [block for blocks in pieces.blocks for block in blocks if block.kind not in TEXT_KINDS]
        self.by = make_person()
        self.design = design
        self.blocks = [block.id for block in filled]
        self.tables = [block.id for block in filled if block.kind == "table"]
        self.rows = [row.id for blocks in pieces.rows for rows_ in blocks for row in rows_]
        assert (len(self.rows), len(self.blocks)) == (ROWS, BLOCKS)

    def row(self, number: int | None) -> int | None:
        return None if number is None else self.rows[number]

    def stored(self, number: int) -> Row:
        return db.session.get_one(Row, self.rows[number], populate_existing=True)

    def names(self, block_id: int) -> tuple[str, str]:
        """A column of a block: its id and its name."""
        return ("c2", "Path") if block_id in self.tables else ("text", ITEM)


def by_page(at: Named, step: Step) -> None:
    """A step as the pages make it."""
    match step:
        case ("cell", row, text):
            stored = at.stored(row)
            column, _ = at.names(stored.block_id)
            base = stored.cells.get(column, "")
            cells.set_cell(stored.id, column, text, base=base, typed=True, by=at.by)
        case ("add", block, after, text):
            block_id = at.blocks[block]
            column, _ = at.names(block_id)
            rows.add_row(block_id, after=at.row(after), cells={column: text}, typed=True, by=at.by)
        case ("delete", row):
            rows.delete_row(at.rows[row], by=at.by)
        case ("move", row, block, after):
            rows.move_row(at.rows[row], block_id=at.blocks[block], after=at.row(after), by=at.by)
        case ("tick", row, done):
            cells.tick_row(at.rows[row], done, by=at.by)
        case (_, row, way):
            nest = rows.indent_row if way == "in" else rows.outdent_row
            nest(at.rows[row], by=at.by)


def as_write(at: Named, step: Step, depth: int, block_id: int) -> RowWrite:
    """The same step as a program makes it, of a row that stands so deep in such a block by then."""
    match step:
        case ("cell", row, text):
            return change(at.rows[row], cells={at.names(block_id)[1]: text})
        case ("add", block, after, text):
            name = at.names(at.blocks[block])[1]
            return Add(block_id=at.blocks[block], after=at.row(after), cells={name: text})
        case ("delete", row):
            return Delete(row_id=at.rows[row])
        case ("move", row, block, after):
            return change(at.rows[row], block_id=at.blocks[block], after=at.row(after))
        case ("tick", row, done):
            return change(at.rows[row], done=done)
        case (_, row, way):
            return change(at.rows[row], depth=depth + (1 if way == "in" else -1))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=1, max_size=8))
def test_at_once_writes_make_the_text_that_they_make_one_by_one(app: Flask, steps: list[Step]) -> None:
    alone, together = Named(make_design(TEXT)), Named(make_design(TEXT))
    blocks = {row.id: row.block_id for row in map(together.stored, range(ROWS))}
    writes = []
    for step in steps:
        depth = 0 if step[0] == "add" else alone.stored(step[1]).depth
        try:
            by_page(alone, step)
        except (InvalidValue, Conflict):
            continue
        writes.append(as_write(together, step, depth, blocks.get(together.row(step[1]) or 0, 0)))

    write_rows(together.design, writes, by=together.by)

    assert texts(together.design) == texts(alone.design)
    assert_design_laws(together.design)
    left = [[row.deleted_at is None for row in map(at.stored, range(ROWS))] for at in (alone, together)]
    assert left[0] == left[1]
