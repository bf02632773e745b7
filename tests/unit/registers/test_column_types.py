"""Types of columns in SQL, in Python and in plain words: which of two exclude each other."""

from __future__ import annotations

import pytest

from webapp.registers.column_types import ColumnType, cannot_both_hold, read_type


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("VARCHAR(255)", ColumnType("text", "varchar", "255")),
        ("character varying(40) NOT NULL", ColumnType("text", "varchar", "40")),
        ("Optional[str]", ColumnType("text")),
        ("Mapped[int | None]", ColumnType("integer")),
        ("int", ColumnType("integer")),
        ("INT", ColumnType("integer", "integer")),
        ("integer (FK)", ColumnType("integer", "integer")),
        ("uuid, PK", ColumnType("uuid")),
        ("NUMERIC(8, 2) DEFAULT 0", ColumnType("number", "decimal", "8,2")),
        ("timestamp with time zone", ColumnType("datetime", "timestamptz")),
        ("double precision", ColumnType("number", "float")),
        ("TINYINT(1)", ColumnType("boolean")),
        ("list[str]", ColumnType("list", "text")),
        ("TEXT[]", ColumnType("list", "text")),
        ("JSONB", ColumnType("json", "jsonb")),
        ("Role", None),
        ("FK → users", None),
        ("str | int", None),
        ("", None),
        ("text " * 500, None),
    ],
)
def test_a_type_is_read_as_people_write_it(text: str, known: ColumnType | None) -> None:
    assert read_type(text) == known


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("varchar(255)", "varchar(100)"),
        ("varchar(255)", "text"),
        ("integer", "text"),
        ("bigint", "smallint"),
        ("INT", "BIGINT"),
        ("uuid", "serial"),
        ("timestamp", "timestamptz"),
        ("date", "datetime"),
        ("boolean", "integer"),
        ("list[str]", "list[int]"),
        ("json", "jsonb"),
        ("decimal(8,2)", "decimal(10,2)"),
    ],
)
def test_types_that_exclude_each_other(one: str, other: str) -> None:
    assert excluded(one, other)
    assert excluded(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("varchar(255)", "VARCHAR(255)"),
        ("varchar(255)", "str"),
        ("varchar", "varchar(80)"),
        ("int", "BIGINT"),
        ("number", "integer"),
        ("datetime", "timestamptz"),
        ("bool", "TINYINT(1)"),
        ("dict", "jsonb"),
        ("list[str]", "jsonb"),
        ("enum", "varchar(20)"),
        ("Decimal", "numeric(8,2)"),
        ("list", "text[]"),
    ],
)
def test_types_that_do_not(one: str, other: str) -> None:
    assert not excluded(one, other)
    assert not excluded(other, one)


def excluded(one: str, other: str) -> bool:
    first, second = read_type(one), read_type(other)
    assert first
    assert second
    return cannot_both_hold(first, second)
