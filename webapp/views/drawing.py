"""What the partials of blocks ask: how a row, a column or a depth is drawn. Names of classes, no HTML."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask

from webapp.models import Row
from webapp.utils.verbs import split_verbs

DEPTH_MAX = 12
"""Deeper rows are drawn like this one: they would have no room left."""


def init_app(app: Flask) -> None:
    """Give them to the templates."""
    app.jinja_env.globals.update(
        cell_classes=cell_classes, depth_class=depth_class, row_kind=row_kind, split_verbs=split_verbs
    )


def cell_classes(column: Mapping[str, str]) -> str:
    """The classes of a column's cells: what it means, and where its text stands."""
    role, align = column.get("role"), column.get("align")
    return " ".join(["cell", *([f"cell--{role}"] if role else []), *([f"align-{align}"] if align else [])])


def row_kind(row: Row) -> str:
    """The folder of the partial that draws a list item: the item itself says whether it has a box or a number."""
    if row.done is not None:
        return "checklist"
    return "steps" if row.marker[:1].isdigit() else "bullets"


def depth_class(row: Row) -> str:
    """The class that indents a list item."""
    return f"depth-{min(row.depth, DEPTH_MAX)}"
