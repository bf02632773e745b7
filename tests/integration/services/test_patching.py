"""A row changed by a program: several cells, box, depth and place in one batch, with what it was read as."""

from __future__ import annotations

import pytest

from tests.edited import Edited
from tests.statements import statements
from webapp.extensions import db
from webapp.models import Batch
from webapp.services.editing import cells, rows
from webapp.services.editing.named import ITEM
from webapp.services.editing.patching import Base, RowPatch, patch_row
from webapp.services.errors import CellConflict, Gone, InvalidValue, Missing
from webapp.services.undoing import undo_last

pytestmark = pytest.mark.usefixtures("app")

TEXT = """\
# FEAT-001: Login - Technical Design

## API Endpoints

| Method | Path |  | Path |
|--------|------|---|---|
| GET | `/users` | a | b |
| POST | `/users` | c | d |

## Tasks

- [ ] First
  - [ ] Inner
- [x] Second

Words.

- [ ] Other
"""


@pytest.fixture
def design() -> Edited:
    return Edited(TEXT)


def patched(design: Edited, row_id: int, **patch: object) -> None:
    assert patch_row(row_id, RowPatch(**patch), by=design.by).batch_id  # type: ignore[arg-type]


def test_several_cells_are_one_change_of_one_line(design: Edited) -> None:
    row, version = design.row("GET"), design.stored(design.row("GET")).version

    patched(design, row, cells={"Method": "PUT", "column 3": "x|y", "Path (2)": "z"})

    assert design.text == TEXT.replace("| GET | `/users` | a | b |", "| PUT | `/users` | x\\|y | z |")
    assert design.stored(row).version == version + 1
    assert [(what, piece) for what, piece, *_ in design.changes()] == [("row", row)]
    assert db.session.scalars(db.select(Batch.verb)).all()[-1] == "patch_row"


def test_what_a_row_says_is_written_without_reading_the_document(design: Edited) -> None:
    with statements("SELECT row.id, row.block_id") as whole:
        patched(design, design.row("First"), cells={ITEM: "Begin"}, done=True)
    assert len(whole) <= 2  # the row, and the items around it
    assert design.text == TEXT.replace("- [ ] First", "- [x] Begin")


def test_place_depth_text_and_box_are_one_batch(design: Edited) -> None:
    before = db.session.scalar(db.select(db.func.count()).select_from(Batch))
    other, second = design.row("Other"), design.row("Second")

    patched(
        design,
        other,
        block_id=design.block("checklist"),
        after=second,
        depth=1,
        cells={ITEM: "Last"},
        done=True,
    )

    assert design.text == TEXT.replace("- [x] Second\n", "- [x] Second\n  - [x] Last\n").replace(
        "\n- [ ] Other\n", ""
    )
    assert db.session.scalar(db.select(db.func.count()).select_from(Batch)) == before + 1
    undo_last(design.design, by=design.by)
    assert design.text == TEXT


def test_a_block_without_a_place_is_its_end(design: Edited) -> None:
    patched(design, design.row("First"), block_id=design.block("checklist", 1))
    assert design.text.endswith("- [ ] Other\n- [ ] First\n  - [ ] Inner\n")


def test_a_box_can_be_taken_away(design: Edited) -> None:
    patched(design, design.row("Second"), done=None)
    assert "\n- Second\n" in design.text


def test_a_base_that_differs_is_a_conflict_and_one_that_agrees_is_none(design: Edited) -> None:
    row = design.row("GET")
    cells.set_cell(row, "c1", "HEAD", base="GET", typed=True, by=design.by)

    with design.refused(CellConflict) as refusal:
        patch_row(row, RowPatch(cells={"Method": "PUT"}, base=Base(cells={"Method": "GET"})), by=design.by)
    assert (refusal.value.base, refusal.value.theirs, refusal.value.mine) == ("GET", "HEAD", "PUT")

    patched(design, row, cells={"Method": "PUT"}, base=Base(cells={"Method": "HEAD"}))
    assert "| PUT | `/users` |" in design.text


def test_a_base_is_compared_where_nothing_is_changed_too(design: Edited) -> None:
    row = design.row("First")
    for base in (Base(done=True), Base(depth=1), Base(cells={ITEM: "Second"})):
        with design.refused(CellConflict):
            patch_row(row, RowPatch(after=None, base=base), by=design.by)
    patched(design, row, cells={ITEM: "Begin"}, base=Base(done=False, depth=0, cells={ITEM: "First"}))


def test_who_asks_for_what_is_there_already_changes_nothing(design: Edited) -> None:
    row = design.row("GET")
    patch = RowPatch(cells={"Method": " GET "}, base=Base(cells={"Method": "PUT"}))
    assert patch_row(row, patch, by=design.by).batch_id is None


def test_refusals_are_named_as_a_program_names_them(design: Edited) -> None:
    get, first = design.row("GET"), design.row("First")
    for row, patch, field in (
        (get, RowPatch(cells={"Method": "FETCH THIS"}), "cells.Method"),
        (get, RowPatch(cells={"Nothing": "x"}), "cells.Nothing"),
        (get, RowPatch(cells={"Method": "a\x00"}), "cells.Method"),
        (get, RowPatch(base=Base(cells={"Nothing": "x"})), "base.cells.Nothing"),
        (get, RowPatch(done=True), "done"),
        (get, RowPatch(depth=1), "depth"),
        (get, RowPatch(after=first), "after"),
        (first, RowPatch(depth=1), "depth"),
        (first, RowPatch(cells={"Method": "x"}), "cells.Method"),
        (first, RowPatch(after=design.row("Inner")), "after"),
    ):
        with design.refused(InvalidValue) as refusal:
            patch_row(row, patch, by=design.by)
        assert refusal.value.field == field
    patched(design, get, cells={"Method": "PATCH"})


def test_a_deleted_row_is_gone_and_one_that_never_was_missing(design: Edited) -> None:
    row = design.row("GET")
    rows.delete_row(row, by=design.by)
    for patch in (RowPatch(cells={"Method": "PUT"}), RowPatch(after=None)):
        with design.refused(Gone):
            patch_row(row, patch, by=design.by)
        with design.refused(Missing):
            patch_row(row + 1000, patch, by=design.by)


def test_the_version_is_asked_before_anything_is_written(design: Edited) -> None:
    row, seen = design.row("GET"), []

    class Stop(Exception):
        pass

    def stop(version: int) -> None:
        raise Stop

    for patch in (RowPatch(cells={"Method": "PUT"}, seen=stop), RowPatch(after=None, seen=stop)):
        with pytest.raises(Stop):
            patch_row(row, patch, by=design.by)
    assert design.text == TEXT
    patched(design, row, cells={"Method": "PUT"}, seen=seen.append)
    assert seen == [1]
