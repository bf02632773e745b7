"""What of a design can be printed: its documents and their chief sections, its lists and its tables."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any

from sqlalchemy import select

from webapp.extensions import db
from webapp.models import Block, Document, Section
from webapp.services import sheets
from webapp.services.documents import MAIN
from webapp.services.pages import load_page
from webapp.services.sheets import CHECKABLE, Sheet
from webapp.services.titles import title_place

CHIEF_LEVEL = 2
"""Sections down to this level are offered one by one."""

HANDED_OUT = "tasks"
"""The register whose lists and tables make a hand-out when nothing else is chosen."""


@dataclass(frozen=True, slots=True)
class Part:
    """A section that can be chosen. `html` is its drawn title; an opening stands before all others.

    `under` has the ids of the sections that are chosen with it.
    """

    id: int
    level: int
    html: str
    is_opening: bool
    is_offered: bool
    under: Sequence[int]


@dataclass(frozen=True, slots=True)
class Source:
    """A document with all its sections; those that are offered make the whole of it."""

    document: Document
    parts: Sequence[Part]

    @property
    def offered(self) -> list[Part]:
        """The sections that the choices on the page name."""
        return [part for part in self.parts if part.is_offered]

    def chosen(self, ids: Collection[int]) -> set[int]:
        """The sections that these choose, with those under them; all where they choose none."""
        found = {each for part in self.parts if part.id in ids for each in (part.id, *part.under)}
        return found or {part.id for part in self.parts}


def sources_of(documents: Sequence[Document]) -> list[Source]:
    """What can be printed of the documents, in two queries whatever their number."""
    ids = [document.id for document in documents]
    sections = db.session.execute(
        select(Section.id, Section.document_id, Section.level, Section.html)
        .where(Section.document_id.in_(ids), Section.deleted_at.is_(None))
        .order_by(Section.position, Section.id)
    ).all()
    filled = set(
        db.session.scalars(
            select(Block.section_id).where(Block.document_id.in_(ids), Block.deleted_at.is_(None)).distinct()
        )
    )
    return [
        Source(
            document, _parts(document, [each for each in sections if each.document_id == document.id], filled)
        )
        for document in documents
    ]


def load_sheets(
    sources: Sequence[Source], chosen: Collection[int], breaks: Collection[int] = (), *, code: bool = True
) -> list[Sheet]:
    """The documents of the sources on sheets; of each the chosen sections, all where none of it is chosen.

    A new sheet begins before the sections that `breaks` names.
    """
    loaded = []
    for source in sources:
        sheet = sheets.whole(load_page(source.document))
        kept = sheets.chosen(sheet, source.chosen(chosen), code=code)
        loaded.append(replace(kept, breaks=frozenset(breaks)))
    return sheets.lay_out(loaded, lines=True)


@dataclass(frozen=True, slots=True)
class Checkable:
    """A list or a table that can be handed out. `html` is the title above it, `rows` how many it has."""

    id: int
    html: str
    rows: int
    register: str | None


@dataclass(frozen=True, slots=True)
class Handout:
    """The lists and tables of a design's documents, to choose from and to lay out."""

    whole: Sequence[Sheet]
    offered: Sequence[tuple[Document, Sequence[Checkable]]]

    @property
    def ids(self) -> list[int]:
        """The lists and tables that there are, in order."""
        return [each.id for _, checkables in self.offered for each in checkables]

    def handed_out(self, chosen: Collection[int]) -> set[int]:
        """The chosen ones, or all tasks where none is chosen."""
        every = (each for _, checkables in self.offered for each in checkables)
        return set(chosen) or {each.id for each in every if each.register == HANDED_OUT}

    def laid_out(self, chosen: Collection[int]) -> list[Sheet]:
        """What is handed out on sheets, without documents that hold nothing of it."""
        ids = self.handed_out(chosen)
        kept = [sheets.handout(sheet, ids) for sheet in self.whole]
        return sheets.lay_out([sheet for sheet in kept if sheet.sections], lines=True)


def load_handout(documents: Sequence[Document]) -> Handout:
    """The documents, loaded to be handed out, in a constant number of queries each."""
    whole = [sheets.whole(load_page(document)) for document in documents]
    return Handout(whole, [(sheet.document, _checkable(sheet)) for sheet in whole])


def _parts(document: Document, sections: Sequence[Any], filled: Collection[int]) -> list[Part]:
    levels = [section.level for section in sections]
    title = title_place(levels) if document.name == MAIN else _heading_above_all(levels)
    return [
        Part(
            id=section.id,
            level=section.level,
            html=section.html,
            is_opening=(is_opening := place == title or not section.level),
            is_offered=section.id in filled if is_opening else section.level <= CHIEF_LEVEL,
            under=[] if is_opening else _under(sections, place),
        )
        for place, section in enumerate(sections)
    ]


def _heading_above_all(levels: Sequence[int]) -> int | None:
    """The place of a document's own title: its first heading, where it stands above all others."""
    headings = [(level, place) for place, level in enumerate(levels) if level]
    if len(headings) < 2 or headings[0][0] >= min(level for level, _ in headings[1:]):
        return None
    return headings[0][1]


def _under(sections: Sequence[Any], place: int) -> list[int]:
    deeper = takewhile(lambda section: section.level > sections[place].level, sections[place + 1 :])
    return [section.id for section in deeper]


def _checkable(sheet: Sheet) -> list[Checkable]:
    return [
        Checkable(each.block.id, shown.section.html, len(each.rows), each.block.register)
        for shown in sheet.sections
        for each in shown.blocks
        if each.block.kind in CHECKABLE and each.rows
    ]
