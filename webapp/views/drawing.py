"""What the partials of blocks ask: how a row, a column or a depth is drawn. Names of classes, no HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import unescape

from flask import Flask
from markupsafe import Markup

from webapp.markdown.addresses import HEADING
from webapp.markdown.outline import LIST_KINDS
from webapp.models import Row, Section
from webapp.services.documents import MAIN
from webapp.services.pages import fresh_row
from webapp.utils.verbs import VERBS, split_verbs
from webapp.views.editors import (
    BLOCK_KINDS,
    EDITOR_KINDS,
    HTTP_CODES,
    editor_of,
    missing_names,
    shown_cell,
    shown_text,
)

DEPTH_MAX = 12
"""Deeper rows are drawn like this one: they would have no room left."""

_TAG = re.compile(r"<[^>]*>")

LONG_TEXT = 30
"""A column that holds a text of more characters than this must not be squeezed to a word a line."""


def init_app(app: Flask) -> None:
    """Give them to the templates."""
    app.jinja_env.globals.update(
        EDITOR_KINDS=EDITOR_KINDS,
        HEADING=HEADING,
        HTTP_CODES=HTTP_CODES,
        BLOCK_KINDS=BLOCK_KINDS,
        LIST_KINDS=LIST_KINDS,
        MAIN_DOCUMENT=MAIN,
        VERBS=VERBS,
        long_columns=long_columns,
    )
    # Filters, since Jinja calls them as they are; what it calls as a function it looks at each time.
    app.jinja_env.filters.update(
        cell_classes=cell_classes,
        depth_class=depth_class,
        editor_of=editor_of,
        fresh_row=fresh_row,
        hidden_name=hidden_name,
        hidden_text=hidden_text,
        hidden_title=hidden_title,
        missing_names=missing_names,
        row_kind=row_kind,
        shown_text=shown_text,
        signed=signed,
        split_verbs=split_verbs,
    )
    # The stored HTML of a piece passed the sanitiser when it was drawn; nothing else may use this.
    app.jinja_env.filters["drawn"] = Markup


def signed(text: str) -> Markup:
    """A text that is only told, such as a line that was found, with the signs that its design shows."""
    from webapp.markdown.inline import signed_html  # which no start of a server needs

    return Markup(signed_html(text))  # noqa: S704


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


def hidden_text(row: Row, column: str, verbs: Sequence[str] = ()) -> str | None:
    """The Markdown of a cell, where it is not the text that a reader sees; None where it is.

    What an editor opens with then stands in the cell. `verbs` are the badges that the cell is drawn as.
    """
    text = row.cells.get(column, "")
    if verbs:
        return None if len(verbs) == 1 and verbs[0] == text else text
    return _hidden(text, row.html.get(column, ""))


def hidden_name(column: Mapping[str, str]) -> str | None:
    """The Markdown of a column's name, where it is not what a reader sees."""
    return _hidden(column["name"], column["html"])


def hidden_title(section: Section) -> str | None:
    """The Markdown of a heading, where it is not what a reader sees."""
    return _hidden(section.title, section.html)


def _hidden(text: str, html: str) -> str | None:
    if html == text:  # plain words, like most cells: nothing to look at
        return None
    return None if unescape(_TAG.sub("", html)) == text else shown_cell(text)
