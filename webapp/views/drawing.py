"""What the partials of blocks ask: how a row, a column or a depth is drawn. Names of classes, no HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Flask
from markupsafe import Markup

from webapp.markdown.addresses import HEADING
from webapp.models import Row
from webapp.services.documents import MAIN
from webapp.utils.verbs import split_verbs

DEPTH_MAX = 12
"""Deeper rows are drawn like this one: they would have no room left."""

LONG_TEXT = 30
"""A column that holds a text of more characters than this must not be squeezed to a word a line."""


def init_app(app: Flask) -> None:
    """Give them to the templates."""
    app.jinja_env.globals.update(HEADING=HEADING, MAIN_DOCUMENT=MAIN, long_columns=long_columns)
    # Filters, since Jinja calls them as they are; what it calls as a function it looks at each time.
    app.jinja_env.filters.update(
        cell_classes=cell_classes, depth_class=depth_class, row_kind=row_kind, split_verbs=split_verbs
    )
    # The stored HTML of a piece passed the sanitiser when it was drawn; nothing else may use this.
    app.jinja_env.filters["drawn"] = Markup


def cell_classes(column: Mapping[str, str]) -> str:
    """The classes of a column's cells: what it means, and where its text stands."""
    role, align = column.get("role"), column.get("align")
    return " ".join(["cell", *([f"cell--{role}"] if role else []), *([f"align-{align}"] if align else [])])


def long_columns(columns: Sequence[Mapping[str, str]], rows: Sequence[Row]) -> set[str]:
    """The ids of the columns that hold a long text."""
    return {
        column["id"]
        for column in columns
        if any(len(row.cells.get(column["id"], "")) > LONG_TEXT for row in rows)
    }


def row_kind(row: Row) -> str:
    """The folder of the partial that draws a list item: whether it has a box or a number, it says itself."""
    if row.done is not None:
        return "checklist"
    return "steps" if row.marker[:1].isdigit() else "bullets"


def depth_class(row: Row) -> str:
    """The class that indents a list item."""
    return f"depth-{min(row.depth, DEPTH_MAX)}"
