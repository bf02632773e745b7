"""Sections: titled, added, moved and deleted with what is nested under them."""

from __future__ import annotations

import pytest

from tests.edited import Edited
from webapp.extensions import db
from webapp.models import Section
from webapp.services.editing import sections
from webapp.services.errors import CellConflict, Gone, InvalidValue, Missing

pytestmark = pytest.mark.usefixtures("app")

TEXT = """\
# FEAT-001: Login - Technical Design

Words.

## One

one

### Inner

- a

## Two

two

### Deep

deep
"""


@pytest.fixture
def design() -> Edited:
    return Edited(TEXT)


def stored(section_id: int) -> Section:
    return db.session.get_one(Section, section_id, populate_existing=True)


def test_a_title_is_written_in_the_style_of_its_heading() -> None:
    design = Edited("# A #\n\nB\n---\n")

    saved = sections.set_section_title(design.section("A"), "Other", base="A", by=design.by)
    sections.set_section_title(design.section("B"), "x\ny", base="B", by=design.by)

    assert design.text == "# Other #\n\nx y\n---\n"
    assert [each.what for each in saved.touched] == ["section", "design"]


def test_the_title_of_the_main_documents_h1_is_the_designs(design: Edited) -> None:
    title = "FEAT-001: Login - Technical Design"
    section = design.section(title)

    saved = sections.set_section_title(
        section, "FEAT-001: Sign-in - Technical Design", base=title, by=design.by
    )

    assert design.text == TEXT.replace("Login", "Sign-in")
    assert design.design.title == "Sign-in"
    assert [(what, before, after) for what, _, before, after in design.changes() if what == "design"] == [
        ("design", {"title": "Login"}, {"title": "Sign-in"})
    ]
    assert saved.changed("section") == [section]


def test_the_titles_of_other_sections_and_documents_leave_the_design_alone() -> None:
    design = Edited(TEXT, documents={"tasks": "# Tasks of it\n"})

    sections.set_section_title(design.section("Tasks of it"), "Others", base="Tasks of it", by=design.by)
    sections.set_section_title(design.section("One"), "Uno", base="One", by=design.by)

    assert design.text == TEXT.replace("## One", "## Uno")
    assert design.design.title == "Login"


def test_a_title_that_somebody_changed_meanwhile_is_a_conflict(design: Edited) -> None:
    one = design.section("One")
    sections.set_section_title(one, "Theirs", base="One", by=design.by)
    with design.refused(CellConflict) as refusal:
        sections.set_section_title(one, "Mine", base="One", by=design.by)

    conflict = refusal.value
    assert isinstance(conflict, CellConflict)
    assert (conflict.base, conflict.theirs, conflict.mine) == ("One", "Theirs", "Mine")
    assert sections.set_section_title(one, "Theirs ", base="One", by=design.by).batch_id is None
    sections.set_section_title(one, "Mine", base="Theirs", by=design.by)
    assert "## Mine\n\none" in design.text


def test_a_title_moves_what_lies_under_it_to_another_register() -> None:
    design = Edited("# X\n\n## Notes\n\n- [ ] Which database?\n")
    assert design.design.open_questions == 0

    sections.set_section_title(design.section("Notes"), "Open Questions", base="Notes", by=design.by)

    assert design.text
    assert design.design.open_questions == 1


def test_a_title_for_a_section_that_was_deleted_is_kept_for_whoever_typed_it(design: Edited) -> None:
    one = design.section("One")
    sections.delete_section(one, by=design.by)
    with design.refused(Gone) as refusal:
        sections.set_section_title(one, "Mine", base="One", by=design.by)

    gone = refusal.value
    assert isinstance(gone, Gone)
    assert (gone.what, gone.text, gone.mine) == ("section", "## One\n", "Mine")


def test_a_section_is_added_behind_what_is_nested_deeper(design: Edited) -> None:
    saved = sections.add_section(
        design.document.id, after=design.section("One"), level=2, title="New #", by=design.by
    )

    assert design.text == TEXT.replace("## Two", "## New \\#\n\n## Two")
    section = stored(saved.added("section")[0])
    assert (section.level, section.title, section.source) == (2, "New \\#", "## New \\#\n")


def test_a_section_nested_in_another_comes_first_there(design: Edited) -> None:
    sections.add_section(design.document.id, after=design.section("One"), level=3, title="New", by=design.by)

    assert design.text == TEXT.replace("### Inner", "### New\n\n### Inner")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", "## New\n"),
        ("words", "words\n\n## New"),
        ("words\n", "words\n\n## New\n"),
        ("words\r\n", "words\r\n\r\n## New\r\n"),
        ("words\n\n", "words\n\n## New\n"),
        ("\ufeffwords\n", "\ufeffwords\n\n## New\n"),
    ],
)
def test_a_section_at_the_end_is_parted_by_one_blank_line(text: str, written: str) -> None:
    design = Edited(text)

    sections.add_section(design.document.id, after=design.section(""), level=2, title="New", by=design.by)

    assert design.text == written


def test_a_section_is_added_before_the_first_heading(design: Edited) -> None:
    sections.add_section(design.document.id, after=None, level=2, title="New", by=design.by)

    assert design.text == "## New\n\n" + TEXT


def test_a_section_behind_an_open_fence_is_refused() -> None:
    design = Edited("# A\n\n```\ncode\n")
    with design.refused(InvalidValue, "Choose another place"):
        sections.add_section(design.document.id, after=design.section("A"), level=2, title="B", by=design.by)

    sections.add_section(design.document.id, after=None, level=2, title="B", by=design.by)
    assert design.text == "## B\n\n# A\n\n```\ncode\n"


def test_a_section_moves_with_what_is_nested_in_it(design: Edited) -> None:
    two, deep = design.section("Two"), design.section("Deep")

    saved = sections.move_section(design.section("One"), after=two, by=design.by)

    assert design.text == (
        "# FEAT-001: Login - Technical Design\n\nWords.\n\n## Two\n\ntwo\n\n### Deep\n\ndeep\n\n"
        "## One\n\none\n\n### Inner\n\n- a\n"
    )
    assert not saved.added("section") + saved.deleted("section") + saved.added("row") + saved.deleted("row")
    assert (design.section("Two"), design.section("Deep")) == (two, deep)


def test_a_nested_section_moves_under_another(design: Edited) -> None:
    inner, row = design.section("Inner"), design.row("a")

    sections.move_section(inner, after=design.section("Two"), by=design.by)

    assert design.text.endswith("## One\n\none\n\n## Two\n\ntwo\n\n### Inner\n\n- a\n\n### Deep\n\ndeep\n")
    assert (design.section("Inner"), design.row("a")) == (inner, row)


def test_a_section_stays_out_of_places_that_it_cannot_have(design: Edited) -> None:
    one = design.section("One")
    with design.refused(InvalidValue, "under itself"):
        sections.move_section(one, after=design.section("Inner"), by=design.by)
    with design.refused(InvalidValue, "under itself"):
        sections.move_section(one, after=one, by=design.by)
    with design.refused(InvalidValue, "is no section"):
        sections.move_section(design.section(""), after=one, by=design.by)
    with design.refused(InvalidValue, "is no section"):
        sections.delete_section(design.section(""), by=design.by)
    with design.refused(InvalidValue, "level from 1 to 6"):
        sections.add_section(design.document.id, after=None, level=7, title="x", by=design.by)
    with design.refused(InvalidValue, "needs a title"):
        sections.add_section(design.document.id, after=None, level=2, title=" \n", by=design.by)
    with design.refused(InvalidValue, "no title"):
        sections.set_section_title(design.section(""), "x", base="", by=design.by)
    with design.refused(Missing):
        sections.delete_section(10**9, by=design.by)
    assert (
        sections.move_section(design.section("Deep"), after=design.section("Two"), by=design.by).batch_id
        is None
    )
    assert design.text == TEXT


def test_a_section_is_deleted_with_what_is_nested_in_it(design: Edited) -> None:
    one, inner, row = design.section("One"), design.section("Inner"), design.row("a")

    saved = sections.delete_section(one, by=design.by)

    assert design.text == TEXT.replace("## One\n\none\n\n### Inner\n\n- a\n\n", "")
    assert saved.deleted("section") == [one, inner]
    assert saved.deleted("row") == [row]
    assert stored(one).deleted_at is not None


def test_the_end_of_the_document_stays_as_far_away_as_it_was() -> None:
    for end in ("", "\n", "\n\n"):
        design = Edited(f"# A\n\nwords\n\n## B\n\nmore{end}")
        sections.delete_section(design.section("B"), by=design.by)
        assert design.text == f"# A\n\nwords{end}"


def test_without_its_h1_a_design_keeps_its_title(design: Edited) -> None:
    sections.delete_section(design.section("FEAT-001: Login - Technical Design"), by=design.by)

    assert design.text == ""
    assert design.design.title == "Login"
