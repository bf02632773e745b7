"""The contents beside a document: its chief sections, and what each has left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.registers import Left
from webapp.services.pages import PageSection, ShownSection


@dataclass
class Chapter:
    """A section of the contents, its drawn title as `html`; `left` counts the sections under it as well."""

    section: PageSection
    html: str
    left: Left


def contents(sections: Sequence[ShownSection], title: PageSection | None) -> list[Chapter]:
    """The chapters of a document: its highest level of headings that has at least two.

    `title` is the section whose heading the title block stands for; it is no chapter.
    """
    headings = [shown for shown in sections if shown.section.level and shown.section is not title]
    if _is_title(headings):
        del headings[0]
    chief = _chief_level([shown.section.level for shown in headings])
    chapters: list[Chapter] = []
    for shown in headings:
        if shown.section.level <= chief:
            chapters.append(Chapter(shown.section, shown.section.html, shown.left))
        elif chapters:
            chapters[-1].left += shown.left
    return chapters


def _is_title(headings: Sequence[ShownSection]) -> bool:
    """Whether the first heading stands above all others: the document's own title, which is no part of it."""
    levels = [shown.section.level for shown in headings]
    return len(levels) > 1 and levels[0] < min(levels[1:])


def _chief_level(levels: Sequence[int]) -> int:
    ordered = sorted(levels)
    return ordered[min(1, len(ordered) - 1)] if ordered else 0
