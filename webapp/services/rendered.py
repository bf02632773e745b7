"""The one maker of stored HTML: what the texts of a document look like, drawn once and kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp import markdown, registers
from webapp.extensions import db
from webapp.markdown.addresses import KEY
from webapp.markdown.outline import LIST_KINDS, TEXT_KINDS, Block, Outline, Row
from webapp.models import Project

if TYPE_CHECKING:
    from webapp.markdown.html import Renderer

LIST_COLUMN = "text"
"""The one cell of a list item."""

REST = "rest"
"""Beside the cell of a list item: what stands below its first paragraph, where there is anything."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The HTML of an outline, by the same indexes as its pieces.

    `rows` has one text a column, and for a list item its text and its rest; `columns` has the
    names in a table's head.
    """

    sections: list[str]
    blocks: list[list[str]]
    columns: list[list[list[str]]]
    rows: list[list[list[list[str]]]]


def project_keys() -> frozenset[str]:
    """The keys of all projects: what makes FEAT-012 in a text a link."""
    return frozenset(db.session.scalars(select(Project.key)))


def version() -> str:
    """The version of the code that draws and recognises; every signature begins with it."""
    return f"{markdown.VERSION}.{registers.VERSION}."


def signature(text: str, keys: frozenset[str]) -> str:
    """What the stored HTML and roles of a text depend on; they are stale where it differs.

    Of the projects only those count that the text mentions: a new one leaves other documents alone.
    """
    mentioned = sorted({match[1] for match in KEY.finditer(text)} & keys)
    return version() + hashlib.sha256("\n".join(mentioned).encode()).hexdigest()[:16]


def draw(outline: Outline, keys: frozenset[str]) -> Drawn:
    """Draw every text of a document."""
    renderer = markdown.html.Renderer(keys, markdown.html.references(outline))
    return Drawn(
        sections=[renderer.inline(section.title) for section in outline.sections],
        blocks=[[_draw_block(renderer, block) for block in section.blocks] for section in outline.sections],
        columns=[
            [[renderer.inline(name) for name in block.columns] for block in section.blocks]
            for section in outline.sections
        ],
        rows=[
            [[_draw_row(renderer, block, row) for row in block.rows] for block in section.blocks]
            for section in outline.sections
        ],
    )


def _draw_block(renderer: Renderer, block: Block) -> str:
    return renderer.block(block) if block.kind in TEXT_KINDS else ""


def _draw_row(renderer: Renderer, block: Block, row: Row) -> list[str]:
    cells = [renderer.inline(cell) for cell in row.cells]
    return [*cells, renderer.rest(row.source)] if block.kind in LIST_KINDS else cells
