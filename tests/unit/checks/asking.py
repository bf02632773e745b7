"""What the tests of the checks ask: what is told of a piece of Markdown, and where."""

from __future__ import annotations

from webapp.checks import NO_TEMPLATE, Template, Told, check_design, check_document, read_template, sentence
from webapp.checks.lines import Lines
from webapp.config import ROOT
from webapp.markdown.outline import Outline
from webapp.markdown.reader import read
from webapp.registers import entries, recognised

SHIPPED_TEXT = (ROOT / "templates" / "design.md").read_text(encoding="utf-8")
SHIPPED = read_template(read(SHIPPED_TEXT))


def told_of(outline: Outline, template: Template = NO_TEMPLATE) -> list[Told]:
    """What a document says by itself."""
    known = recognised(outline)
    return check_document(outline, known, entries(outline, known), template)


def findings_in(text: str, template: Template = NO_TEMPLATE) -> list[tuple[int, str, str]]:
    """Line, code and sentence of all that is told of a design of one document, in its order."""
    outline = read(text)
    lines = Lines(outline)
    told = told_of(outline, template) + [each for _, each in check_design(entries(outline))]
    return sorted((lines.of_told(each), each.code, sentence(each.code, each.about)) for each in told)


def codes_in(text: str, template: Template = NO_TEMPLATE) -> list[str]:
    """The codes alone."""
    return [code for _, code, _ in findings_in(text, template)]
