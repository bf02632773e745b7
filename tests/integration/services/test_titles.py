"""A document's H1: whoever asks for the title is told of the same heading."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories import make_design
from webapp.markdown import reader
from webapp.services.documents import documents_of
from webapp.services.errors import InvalidValue
from webapp.services.pages import load_page
from webapp.services.templates import fill_template
from webapp.services.titles import title_heading, title_in

pytestmark = pytest.mark.usefixtures("app")

TEXT = "before\n\n## Contents\n\n# FEAT-001: Login\n\ntext\n\n# Appendix\n"


def test_the_first_heading_of_level_1_is_the_title_wherever_it_stands() -> None:
    outline = reader.read(TEXT)

    assert title_heading(outline) == "FEAT-001: Login"
    assert title_in(outline, "FEAT-001") == "Login"


def test_a_page_and_a_template_take_the_same_heading_for_the_title() -> None:
    [document] = documents_of(make_design(TEXT))

    section = load_page(document).title_section

    assert section is not None
    assert section.title == "FEAT-001: Login"
    assert fill_template(TEXT, "FEAT-001", "Search", date(2026, 11, 23)) == TEXT.replace("Login", "Search")


def test_without_a_heading_of_level_1_there_is_no_title() -> None:
    text = "## Contents\n"
    [document] = documents_of(make_design(text))

    assert title_heading(reader.read(text)) is None
    assert title_in(reader.read(text), "FEAT-001") == ""
    assert load_page(document).title_section is None
    assert fill_template(text, "FEAT-001", "Search", date(2026, 11, 23)) == text


def test_only_the_main_documents_heading_is_the_designs_title() -> None:
    design = make_design(TEXT, documents={"tasks": "# Tasks\n"})

    titles = [load_page(document).title_section for document in documents_of(design)]

    assert [section.title if section else None for section in titles] == ["FEAT-001: Login", None]


def test_a_title_that_no_heading_can_hold_is_refused_with_what_to_do() -> None:
    with pytest.raises(InvalidValue) as refusal:
        fill_template(TEXT, "FEAT-001", "a\0b", date(2026, 11, 23))

    assert (refusal.value.field, refusal.value.message) == (
        "title",
        "This title cannot stand in a heading; choose other words. A NUL character cannot be stored.",
    )
