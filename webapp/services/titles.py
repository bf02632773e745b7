"""A design's title: set here alone, so that what the list filters by always follows."""

from __future__ import annotations

from collections.abc import Iterable

from webapp import markdown
from webapp.markdown.errors import Unwritable
from webapp.markdown.outline import Outline
from webapp.models import Design
from webapp.models.design import TITLE_MAX
from webapp.services.errors import InvalidValue
from webapp.utils.folding import fold, tidy_line
from webapp.utils.titles import title_part, with_key, with_title


def set_title(design: Design, title: str) -> None:
    """Set the title as `fitting` makes it; without one the design is called by its key."""
    design.title = fitting(title) or design.key
    # The title stands first: the list is sorted by this column as well.
    design.filter_text = f"{fold(design.title)}\n{fold(design.key)}"


def fitting(title: str) -> str:
    """A title that a text or a file's name states, on one line and cut to TITLE_MAX characters."""
    return tidy_line(title)[:TITLE_MAX].rstrip()


def title_in(outline: Outline, key: str | None) -> str:
    """The title that a document's H1 states, '' where it states none."""
    heading = title_heading(outline)
    return fitting(title_part(heading, key)) if heading else ""


def title_heading(outline: Outline) -> str | None:
    """The text of a document's H1, None where it has none."""
    place = title_place(section.level for section in outline.sections)
    return None if place is None else outline.sections[place].title


def title_place(levels: Iterable[int]) -> int | None:
    """Which of a document's sections, by their levels, is under its H1: the first of level 1, if any."""
    return next((place for place, level in enumerate(levels) if level == 1), None)


def retitle(outline: Outline, key: str, title: str, *, old_key: str | None = None) -> Outline:
    """The outline with this title in its H1, all else as it stands; itself where it has no H1.

    A key or a placeholder for one that opens the H1 becomes `key`: of keys only the placeholder
    unless `old_key`, the design's own so far, is given. Raises InvalidValue where the title cannot
    stand in a heading.
    """
    place = title_place(section.level for section in outline.sections)
    if place is None:
        return outline
    section = outline.sections[place]
    heading = with_key(section.title, old_key, key) if old_key else section.title
    try:
        edited = markdown.writer.set_title(section, with_title(heading, key, title))
        return markdown.guard.apply_title(outline, place, edited).outline
    except Unwritable as error:
        raise InvalidValue(
            "title", f"This title cannot stand in a heading; choose other words. {error.reason}"
        ) from error
