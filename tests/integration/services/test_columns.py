"""Columns: their ids stay, whatever becomes of names and places."""

from __future__ import annotations

import pytest

from tests.edited import Edited
from webapp.extensions import db
from webapp.models import Block
from webapp.services.editing import blocks, columns, rows
from webapp.services.errors import CellConflict, Gone, InvalidValue

pytestmark = pytest.mark.usefixtures("app")

TEXT = """\
# FEAT-001: Login

## API Endpoints

| Method | Path |
|--------|------|
| GET | `/users` |
| POST |
"""


@pytest.fixture
def design() -> Edited:
    return Edited(TEXT)


def stored(design: Edited) -> Block:
    return db.session.get_one(Block, design.block("table"), populate_existing=True)


def names(design: Edited) -> list[tuple[str, str, str]]:
    return [(each["id"], each["name"], each["role"]) for each in stored(design).columns]


def test_a_column_is_added_after_another_with_an_id_of_its_own(design: Edited) -> None:
    saved = columns.add_column(design.block("table"), name="Auth", after="c1", by=design.by)

    assert (
        "| Method | Auth | Path |\n|--------|------|------|\n| GET |  | `/users` |\n| POST |\n" in design.text
    )
    assert names(design) == [("c1", "Method", "method"), ("c3", "Auth", "auth"), ("c2", "Path", "path")]
    assert stored(design).column_seq == 3
    assert design.stored(design.row("GET")).cells == {"c1": "GET", "c3": "", "c2": "`/users`"}
    assert saved.changed("block") == [design.block("table")]


def test_a_column_is_added_at_the_front(design: Edited) -> None:
    columns.add_column(design.block("table"), name="a|b", after=None, by=design.by)

    assert "| a\\|b | Method | Path |\n" in design.text
    assert [name for name, *_ in names(design)] == ["c3", "c1", "c2"]


def test_the_columns_that_a_register_knows_are_offered_in_the_language_of_the_table(design: Edited) -> None:
    assert ("auth", "Auth") in [(each.role, each.name) for each in columns.missing_columns(stored(design))]
    spanish = Edited(
        "# X\n\n## API Endpoints\n\n| Método | Ruta | Descripción |\n|---|---|---|\n| GET | /a | x |\n"
    )

    offered = columns.missing_columns(stored(spanish))

    assert "method" not in [each.role for each in offered]
    assert "Respuesta" in [each.name for each in offered]
    assert "Response" not in [each.name for each in offered]


def test_every_offered_column_is_known_once_it_is_added(design: Edited) -> None:
    for offered in columns.missing_columns(stored(design)):
        columns.add_column(design.block("table"), name=offered.name, after="c2", by=design.by)
        assert offered.role in [role for *_, role in names(design)]

    assert columns.missing_columns(stored(design)) == []
    assert design.text


def test_nothing_is_offered_where_no_register_knows_the_table() -> None:
    design = Edited("| a | b |\n|---|---|\n| 1 | 2 |\n\n- x\n")

    assert columns.missing_columns(stored(design)) == []


def test_a_column_is_renamed_in_the_head_alone(design: Edited) -> None:
    saved = columns.rename_column(design.block("table"), "c2", name="Route", base="Path", by=design.by)

    assert design.text == TEXT.replace("| Path |", "| Route |")
    assert [(each.what, each.piece_id) for each in saved.touched] == [("block", design.block("table"))]
    assert names(design)[1] == ("c2", "Route", "path")


def test_a_column_that_somebody_renamed_meanwhile_is_a_conflict(design: Edited) -> None:
    table = design.block("table")
    columns.rename_column(table, "c2", name="Route", base="Path", by=design.by)
    with design.refused(CellConflict) as refusal:
        columns.rename_column(table, "c2", name="Address", base="Path", by=design.by)

    conflict = refusal.value
    assert isinstance(conflict, CellConflict)
    assert (conflict.base, conflict.theirs, conflict.mine) == ("Path", "Route", "Address")
    assert conflict.by == design.by.name
    assert columns.rename_column(table, "c2", name="Route", base="Path", by=design.by).batch_id is None
    columns.rename_column(table, "c2", name="Address", base="Route", by=design.by)
    assert "| Method | Address |" in design.text


def test_a_column_moves_and_keeps_its_id_and_its_cells(design: Edited) -> None:
    columns.move_column(design.block("table"), "c2", after=None, by=design.by)

    assert "| Path | Method |\n|------|--------|\n| `/users` | GET |\n" in design.text
    assert [name for name, *_ in names(design)] == ["c2", "c1"]
    assert design.stored(design.row("GET")).cells == {"c1": "GET", "c2": "`/users`"}


def test_a_deleted_column_never_gives_its_id_to_another(design: Edited) -> None:
    table = design.block("table")

    columns.delete_column(table, "c2", by=design.by)
    columns.add_column(table, name="New", after="c1", by=design.by)

    assert [name for name, *_ in names(design)] == ["c1", "c3"]
    assert design.stored(design.row("GET")).cells == {"c1": "GET", "c3": ""}
    assert "| Method | New |" in design.text


def test_what_the_columns_say_is_what_the_register_reads(design: Edited) -> None:
    columns.rename_column(design.block("table"), "c2", name="Remark", base="Path", by=design.by)

    assert stored(design).register is None
    assert design.text


def test_what_cannot_be_done_to_a_column_is_refused(design: Edited) -> None:
    table = design.block("table")
    with design.refused(InvalidValue, "no such column"):
        columns.add_column(table, name="x", after="c9", by=design.by)
    with design.refused(InvalidValue, "no such column"):
        columns.delete_column(table, "text", by=design.by)
    with design.refused(InvalidValue, "behind itself"):
        columns.move_column(table, "c1", after="c1", by=design.by)
    with design.refused(InvalidValue, "control character"):
        columns.add_column(table, name="a\x07", after=None, by=design.by)
    columns.delete_column(table, "c2", by=design.by)
    with design.refused(InvalidValue, "at least one column"):
        columns.delete_column(table, "c1", by=design.by)
    assert columns.move_column(table, "c1", after=None, by=design.by).batch_id is None


def test_only_a_table_has_columns() -> None:
    design = Edited("- a\n")
    with design.refused(InvalidValue, "Only a table"):
        columns.add_column(design.block("bullets"), name="x", after=None, by=design.by)


def test_a_table_has_no_more_columns_than_a_document_may_have() -> None:
    design = Edited("|" + " a |" * 100 + "\n|" + "---|" * 100 + "\n")
    with design.refused(InvalidValue, "at most 100"):
        columns.add_column(design.block("table"), name="x", after=None, by=design.by)


def test_a_table_that_was_deleted_is_gone(design: Edited) -> None:
    table = design.block("table")
    rows.delete_row(design.row("POST"), by=design.by)
    blocks.delete_block(table, by=design.by)
    with design.refused(Gone) as refusal:
        columns.add_column(table, name="x", after=None, by=design.by)

    assert isinstance(refusal.value, Gone)
    assert refusal.value.what == "block"
