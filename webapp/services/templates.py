"""From a template's text to the text of a new design."""

from __future__ import annotations

from datetime import date

from webapp import markdown
from webapp.config import ROOT
from webapp.services.titles import retitle

KEY = "FEAT-XXX"
DATE = "{date}"


def fill_template(template: str, key: str, title: str, today: date) -> str:
    """The template with key, day (2026-11-23) and, in its H1, the title; all else as it stands.

    The key takes the place of FEAT-XXX, and of the same with the project's own key. Without an H1
    the title is not in the text. Raises InvalidValue where the title cannot stand in a heading.
    """
    project = key.partition("-")[0]
    text = template.replace(f"{project}-XXX", key).replace(KEY, key).replace(DATE, today.isoformat())
    return retitle(markdown.reader.read(text), key, title).text


def shipped_template() -> str:
    """The template that ships: what a project has that has none of its own."""
    return (ROOT / "templates" / "design.md").read_bytes().decode()
