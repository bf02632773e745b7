"""The one maker of stored HTML: what the texts of a document look like, drawn once and kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from sqlalchemy import select

from webapp import checks, markdown, registers
from webapp.extensions import db
from webapp.markdown.addresses import KEY
from webapp.markdown.outline import LIST_KINDS, TEXT_KINDS, Block, Outline, Row
from webapp.models import Project

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


@dataclass(frozen=True, slots=True)
class Known:
    """What was drawn before, under the same signature and definitions of links.

    `inlines` are titles, names of columns and cells, `blocks` those without rows by kind and source,
    `rests` what stands below the text of a list's item, by the source of its row.
    """

    inlines: dict[str, str] = field(default_factory=dict)
    blocks: dict[tuple[str, str], str] = field(default_factory=dict)
    rests: dict[str, str] = field(default_factory=dict)


def project_keys() -> frozenset[str]:
    """The keys of all projects: what makes FEAT-012 in a text a link."""
    return frozenset(db.session.scalars(select(Project.key)))


def version() -> str:
    """The version of the code that draws, recognises and checks; every signature begins with it."""
    return f"{markdown.VERSION}.{registers.VERSION}.{checks.VERSION}."


def signature(text: str, keys: frozenset[str]) -> str:
    """What the stored HTML and roles of a text depend on; they are stale where it differs.

    Of the projects only those count that the text mentions: a new one leaves other documents alone.
    """
    named = sorted(mentioned(text) & keys)
    return version() + hashlib.sha256("\n".join(named).encode()).hexdigest()[:16]


def mentioned(text: str) -> frozenset[str]:
    """What a text names as the keys of projects, whether there are such projects or not."""
    return frozenset(match[1] for match in KEY.finditer(text))


def draw(outline: Outline, keys: frozenset[str], known: Known | None = None) -> Drawn:
    """Draw every text of a document that is not `known`."""
    return _Drawing(outline, keys, known or Known()).drawn()


class _Drawing:
    """The texts of a document while they are drawn."""

    def __init__(self, outline: Outline, keys: frozenset[str], known: Known) -> None:
        self._sections = outline.sections
        self._known = known
        self._renderer = markdown.html.Renderer(keys, markdown.html.references(outline))

    def drawn(self) -> Drawn:
        """The HTML of every piece."""
        return Drawn(
            sections=[self._inline(section.title) for section in self._sections],
            blocks=[[self._block(block) for block in section.blocks] for section in self._sections],
            columns=[
                [[self._inline(name) for name in block.columns] for block in section.blocks]
                for section in self._sections
            ],
            rows=[
                [[self._row(block, row) for row in block.rows] for block in section.blocks]
                for section in self._sections
            ],
        )

    def _inline(self, text: str) -> str:
        html = self._known.inlines.get(text)
        return self._renderer.inline(text) if html is None else html

    def _block(self, block: Block) -> str:
        if block.kind not in TEXT_KINDS:
            return ""
        html = self._known.blocks.get((block.kind, block.source))
        return self._renderer.block(block) if html is None else html

    def _row(self, block: Block, row: Row) -> list[str]:
        cells = [self._inline(cell) for cell in row.cells]
        if block.kind not in LIST_KINDS:
            return cells
        rest = self._known.rests.get(row.source)
        return [*cells, self._renderer.rest(row.source) if rest is None else rest]
