"""From a template's text to the text of a new design."""

from __future__ import annotations

from datetime import date

from webapp.markdown import guard, reader, writer
from webapp.markdown.errors import Unwritable
from webapp.services.errors import InvalidValue
from webapp.services.titles import title_place
from webapp.utils.titles import with_title

KEY = "FEAT-XXX"
DATE = "{date}"


def fill_template(template: str, key: str, title: str, today: date) -> str:
    """The template with key, day (2026-11-23) and, in its H1, the title; all else as it stands.

    The key takes the place of FEAT-XXX, and of the same with the project's own key. Without an H1
    the title is not in the text. Raises InvalidValue where the title cannot stand in a heading.
    """
    project = key.partition("-")[0]
    text = template.replace(f"{project}-XXX", key).replace(KEY, key).replace(DATE, today.isoformat())
    outline = reader.read(text)
    place = title_place(section.level for section in outline.sections)
    if place is None:
        return text
    section = outline.sections[place]
    heading = with_title(section.title, key, title)
    try:
        return guard.apply_title(outline, place, writer.set_title(section, heading)).outline.text
    except Unwritable as error:
        raise InvalidValue(
            "title", f"This title cannot stand in a heading; choose other words. {error.reason}"
        ) from error
