"""Cells by the names of their columns: every column of a table has one of its own."""

from __future__ import annotations

import pytest

from webapp.services.editing.named import ITEM, by_id, column_names, in_words, names_of
from webapp.services.errors import InvalidValue


class Stored:
    """As much of a stored block as is asked for."""

    def __init__(self, kind: str, *names: str) -> None:
        self.kind = kind
        self.columns = [{"id": f"c{place}", "name": name} for place, name in enumerate(names, 1)]


@pytest.mark.parametrize(
    ("names", "called"),
    [
        (["Method", "Path"], ["Method", "Path"]),
        (["Name", "", "Name"], ["Name", "column 2", "Name (2)"]),
        (["", "", "column 2"], ["column 1", "column 2", "column 2 (2)"]),
        (["Name", "Name", "Name (2)", "Name"], ["Name", "Name (2)", "Name (2) (2)", "Name (3)"]),
    ],
)
def test_every_column_has_a_name_of_its_own(names: list[str], called: list[str]) -> None:
    block = Stored("table", *names)
    assert list(column_names(block.columns)) == called
    assert list(column_names(block.columns).values()) == [column["id"] for column in block.columns]
    assert by_id(block, dict.fromkeys(called, "x")) == {column["id"]: "x" for column in block.columns}


def test_a_column_called_text_is_not_the_text_of_an_item() -> None:
    table, items = Stored("table", "text"), Stored("bullets")
    assert names_of(table) == {"text": "c1"}
    assert names_of(items) == {ITEM: "text"}
    assert (in_words("text"), in_words(ITEM)) == ("cells.text", "text")


@pytest.mark.parametrize(
    ("block", "name", "field"),
    [
        (Stored("table", "Method"), "Path", "cells.Path"),
        (Stored("table", "Method"), ITEM, "text"),
        (Stored("steps"), "text", "cells.text"),
    ],
)
def test_a_name_that_is_not_there_is_refused(block: Stored, name: str, field: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        by_id(block, {name: "x"})
    assert refusal.value.field == field
