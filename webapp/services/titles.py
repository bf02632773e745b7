"""A design's title: set here alone, so that what the list filters by always follows."""

from __future__ import annotations

from webapp.markdown.outline import Outline
from webapp.models import Design
from webapp.models.design import TITLE_MAX
from webapp.utils.folding import fold, tidy_line
from webapp.utils.titles import title_part


def set_title(design: Design, title: str) -> None:
    """Set the title as `fitting` makes it; without one the design is called by its key."""
    design.title = fitting(title) or design.key
    # The title stands first: the list is sorted by this column as well.
    design.filter_text = f"{fold(design.title)}\n{fold(design.key)}"


def fitting(title: str) -> str:
    """A title that a text or a file's name states, on one line and cut to TITLE_MAX characters."""
    return tidy_line(title)[:TITLE_MAX].rstrip()


def first_heading(outline: Outline) -> str | None:
    """The text of the first heading of level 1, None where there is none."""
    return next((section.title for section in outline.sections if section.level == 1), None)


def title_in(outline: Outline, key: str | None) -> str:
    """The title that a document's H1 states, '' where it states none."""
    heading = first_heading(outline)
    return fitting(title_part(heading, key)) if heading else ""
