"""Cells by the names of their columns, as programs name them: every column of a table has one of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from webapp.markdown.outline import LIST_KINDS
from webapp.services.errors import InvalidValue
from webapp.services.rendered import LIST_COLUMN

ITEM = ""
"""What names the one text of a list's item: no column of a table is called so."""


def column_names(columns: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """The names of a table's columns → their ids, in order.

    A column without a name is called by its place, `column 2`; one whose name is taken, `Name (2)`.
    """
    names: dict[str, str] = {}
    for place, column in enumerate(columns, 1):
        wanted = name = column["name"] or f"column {place}"
        count = 1
        while name in names:
            count += 1
            name = f"{wanted} ({count})"
        names[name] = column["id"]
    return names


def names_of(block: Any) -> dict[str, str]:
    """The names by which a stored block's rows are written → the ids of their columns."""
    return {ITEM: LIST_COLUMN} if block.kind in LIST_KINDS else column_names(block.columns)


def in_words(name: str) -> str:
    """What a program calls this cell: the field of its answer."""
    return "text" if name == ITEM else f"cells.{name}"


def by_id(block: Any, cells: Mapping[str, str]) -> dict[str, str]:
    """Texts by column names → by column ids. Raises InvalidValue for a name that no column has."""
    names = names_of(block)
    for name in cells:
        if name not in names:
            raise InvalidValue(in_words(name), _why_not(name, names))
    return {names[name]: text for name, text in cells.items()}


def _why_not(name: str, names: Mapping[str, str]) -> str:
    if ITEM in names:
        return "An item of a list has no cells. Send “text”."
    if name == ITEM:
        return "A row of a table has cells. Send them by the names of their columns."
    known = ", ".join(f"“{each}”" for each in list(names)[:_NAMES_MAX])
    return f"There is no such column here. There is {known or 'none'}."


_NAMES_MAX = 20
