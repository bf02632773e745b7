"""Sections and documents edited as Markdown: ids stay, others' edits stay, nothing is written by halves."""

from __future__ import annotations

import pytest

from tests.factories import make_design
from tests.laws import assert_design_laws
from webapp.extensions import db
from webapp.markdown.lines import with_newlines
from webapp.markdown.parts import Choice, Part
from webapp.models import Batch, Design, Document, Person, Section
from webapp.models.document import DOCUMENT_BYTES_MAX
from webapp.services.documents import document_text, documents_of
from webapp.services.editing.texts import (
    Choices,
    set_document_text,
    set_section_text,
    shown_document,
    shown_section,
)
from webapp.services.errors import Gone, InvalidValue, Missing, TextConflict
from webapp.services.history import RequestKey
from webapp.services.pieces import Pieces, load_pieces

PAPER = """\
# Paper

An opening paragraph.

## Endpoints

| Method | Path |
|--------|------|
| GET | /one |
| GET | /two |

## Steps

1. Draw the plan
2. Build the shed
"""
ENDPOINTS = 2  # its place among the sections; what stands before the first heading is section 0


@pytest.fixture
def design(app: object) -> Design:
    """The paper, as a design."""
    return make_design(PAPER, title="Paper")


def document_of(design: Design) -> Document:
    return documents_of(design)[0]


def stored(design: Design) -> str:
    db.session.expire_all()
    return document_text(document_of(design))


def pieces_of(design: Design) -> Pieces:
    return load_pieces(document_of(design).id)


def section_of(design: Design, place: int = ENDPOINTS) -> tuple[int, str]:
    """The id of a section and the text that its editor opens with."""
    pieces = pieces_of(design)
    return pieces.sections[place].id, shown_section(pieces.outline().sections[place])


def batches() -> int:
    return db.session.query(Batch).count()


def rewrite(design: Design, old: str, new: str, by: Person) -> None:
    """Somebody changes one thing by the editor of the whole document."""
    text = stored(design)
    assert text.count(old) == 1
    set_document_text(document_of(design).id, text.replace(old, new), base=text, by=by)


def test_a_section_is_written_anew_and_all_else_stays_byte_for_byte(design: Design, author: Person) -> None:
    section, text = section_of(design)
    assert text == "## Endpoints\n\n| Method | Path |\n|--------|------|\n| GET | /one |\n| GET | /two |"
    saved = set_section_text(section, text.replace("/two", "/second"), base=text, by=author)
    assert stored(design) == PAPER.replace("/two", "/second")
    batch = db.session.get_one(Batch, saved.batch_id)
    assert (batch.verb, batch.person_id) == ("set_section_text", author.id)


def test_pieces_that_stay_keep_their_ids(design: Design, author: Person) -> None:
    before = pieces_of(design).ids
    section, text = section_of(design)
    text = text.replace("| GET | /one |\n", "| PUT | /new |\n| GET | /one |\n")
    set_section_text(section, text, base=section_of(design)[1], by=author)
    after = pieces_of(design).ids
    assert after.sections == before.sections
    assert after.blocks == before.blocks
    assert after.rows[ENDPOINTS][0][1:] == before.rows[ENDPOINTS][0]
    assert after.columns == before.columns


def test_a_typed_heading_opens_a_section(design: Design, author: Person) -> None:
    section, text = section_of(design)
    set_section_text(section, f"{text}\n\n### Later\n\nA paragraph more.", base=text, by=author)
    assert "| GET | /two |\n\n### Later\n\nA paragraph more.\n\n## Steps" in stored(design)
    assert [each.title for each in pieces_of(design).sections] == ["", "Paper", "Endpoints", "Later", "Steps"]


def test_a_heading_taken_out_joins_what_stood_under_it_to_the_section_before(
    design: Design, author: Person
) -> None:
    section, text = section_of(design)
    set_section_text(section, text.removeprefix("## Endpoints\n\n"), base=text, by=author)
    assert stored(design) == PAPER.replace("## Endpoints\n\n", "")


def test_a_blank_text_deletes_the_section(design: Design, author: Person) -> None:
    section, text = section_of(design)
    set_section_text(section, " \n", base=text, by=author)
    start, rest = PAPER.split("## Endpoints")
    assert stored(design) == start + rest[rest.index("## Steps") :]
    assert db.session.get_one(Section, section).deleted_at is not None


@pytest.mark.parametrize("place", [ENDPOINTS, ENDPOINTS + 1])
def test_a_section_of_which_no_word_is_left_is_still_the_same_one(
    design: Design, author: Person, place: int
) -> None:
    before = pieces_of(design).ids
    section, text = section_of(design, place)
    set_section_text(section, "### Other\n\nWords.", base=text, by=author)
    assert "### Other\n\nWords.\n" in stored(design)
    assert pieces_of(design).ids.sections == before.sections
    assert_design_laws(design)
    set_section_text(section, "", base="### Other\n\nWords.", by=author)
    assert pieces_of(design).ids.sections == [each for each in before.sections if each != section]
    assert_design_laws(design)


def test_a_whole_document_is_written_anew_with_its_title(design: Design, author: Person) -> None:
    document = document_of(design)
    set_document_text(document.id, PAPER.replace("# Paper", "# Cardboard"), base=PAPER, by=author)
    assert stored(design) == PAPER.replace("# Paper", "# Cardboard")
    assert db.session.get_one(Design, design.id).title == "Cardboard"


def test_what_is_stored_already_is_not_written(design: Design, author: Person) -> None:
    section, text = section_of(design)
    before = batches()
    assert set_section_text(section, text, base=text, by=author).batch_id is None
    assert set_section_text(section, f"{text}\r\n\r\n", base="another", by=author).batch_id is None
    assert set_document_text(document_of(design).id, PAPER, base="another", by=author).batch_id is None
    assert batches() == before


def test_the_same_request_sent_again_writes_once_and_answers_the_same(design: Design, author: Person) -> None:
    section, text = section_of(design)
    key = RequestKey("a-key", "a-fingerprint")
    first = set_section_text(section, f"{text}\n\nMore.", base=text, by=author, key=key)
    again = set_section_text(section, f"{text}\n\nMore.", base=text, by=author, key=key)
    assert first.batch_id == again.batch_id
    assert stored(design).count("More.") == 1


@pytest.mark.parametrize(
    "text",
    [
        PAPER.replace("\n", "\r\n"),
        PAPER.replace("\n", "\r"),
        "\ufeff" + PAPER,
        PAPER.rstrip("\n"),
        PAPER.replace("\n", "\r\n", 7),
        "---\nkey: value\n---\n" + PAPER,
    ],
    ids=["CRLF", "CR", "BOM", "no final newline", "mixed ends", "front matter"],
)
def test_an_edit_changes_its_lines_only_whatever_the_lines_end_with(text: str, author: Person) -> None:
    """An editor knows one line end, and browsers send another."""
    design = make_design(text)
    for place in range(1, 4):
        section, shown = section_of(design, place)
        words = {1: "opening", 2: "/two", 3: "plan"}[place]
        sent = shown.replace(words, words + "!").replace("\n", "\r\n")
        set_section_text(section, sent, base=shown.replace("\n", "\r\n"), by=author)
        text = text.replace(words, words + "!")
        assert stored(design) == text
    document = document_of(design)
    shown = shown_document(text)
    set_document_text(document.id, shown.replace("/one", "/1"), base=shown, by=author)
    assert stored(design) == text.replace("/one", "/1")


def test_another_row_changed_meanwhile_and_both_are_kept(
    design: Design, author: Person, owner: Person
) -> None:
    section, text = section_of(design)
    rewrite(design, "/one", "/first", owner)
    set_section_text(section, text.replace("/two", "/second"), base=text, by=author)
    assert stored(design) == PAPER.replace("/one", "/first").replace("/two", "/second")


def conflict_of(
    design: Design, author: Person, owner: Person, choices: Choices | None = None
) -> tuple[TextConflict, int, str, str]:
    """Both change one row; the refusal, and what to send again."""
    section, text = section_of(design)
    rewrite(design, "/two", "/their-pick", owner)
    mine = text.replace("/two", "/my-pick").replace("/one", "/first")
    before = stored(design), batches()
    with pytest.raises(TextConflict) as refused:
        set_section_text(section, mine, base=text, choices=choices, by=author)
    assert (stored(design), batches()) == before
    return refused.value, section, mine, text


def test_the_same_row_changed_meanwhile_is_a_conflict_and_nothing_is_written(
    design: Design, author: Person, owner: Person
) -> None:
    conflict, _, mine, _ = conflict_of(design, author, owner)
    (part,) = conflict.parts
    assert isinstance(part, Part)
    assert (part.base, part.theirs, part.mine) == (
        "| GET | /two |",
        "| GET | /their-pick |",
        "| GET | /my-pick |",
    )
    assert (conflict.mine, conflict.by) == (mine, owner.name)
    assert conflict.choices == {}


@pytest.mark.parametrize(
    ("choice", "line"),
    [
        (Choice("theirs"), "| GET | /their-pick |"),
        (Choice("mine"), "| GET | /my-pick |"),
        (Choice("edited", "| GET | /both |"), "| GET | /both |"),
        (Choice("edited"), ""),
    ],
    ids=["theirs", "mine", "edited", "neither"],
)
def test_a_conflict_is_settled_by_a_choice_for_each_part(
    design: Design, author: Person, owner: Person, choice: Choice, line: str
) -> None:
    conflict, section, mine, base = conflict_of(design, author, owner)
    set_section_text(section, mine, base=base, choices={conflict.parts[0].key: choice}, by=author)
    lines = "| GET | /two |\n", f"{line}\n" if line else ""
    assert stored(design) == PAPER.replace("/one", "/first").replace(*lines)


def test_a_choice_for_a_part_that_changed_again_counts_no_longer(
    design: Design, author: Person, owner: Person
) -> None:
    conflict, section, mine, base = conflict_of(design, author, owner)
    rewrite(design, "/their-pick", "/their-pick-again", owner)
    with pytest.raises(TextConflict) as refused:
        set_section_text(section, mine, base=base, choices={conflict.parts[0].key: Choice("mine")}, by=author)
    assert refused.value.parts[0].theirs == "| GET | /their-pick-again |"
    assert "/their-pick-again" in stored(design)


def test_a_deleted_section_is_put_back_with_my_text_where_it_stood(
    design: Design, author: Person, owner: Person
) -> None:
    section, text = section_of(design)
    set_section_text(section, "", base=text, by=owner)
    mine = text.replace("/two", "/my-pick")
    with pytest.raises(Gone) as gone:
        set_section_text(section, mine, base=text, by=author)
    assert (gone.value.mine, gone.value.by) == (mine, owner.name)
    assert "/my-pick" not in stored(design)
    set_section_text(section, mine, base=text, put_back=True, by=author)
    assert stored(design) == PAPER.replace("/two", "/my-pick")


def test_a_section_that_never_was_is_missing(design: Design, author: Person) -> None:
    with pytest.raises(Missing):
        set_section_text(987_654_321, "# x", base="", by=author)
    with pytest.raises(Missing):
        set_document_text(987_654_321, "# x", base="", by=author)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("one\ntwo \0\n", "Line 2 holds a NUL character"),
        ("one\n\n\ud800", "Line 3 holds half a character"),
        ("one \x0b", "Line 1 holds a control character (U+000B)"),
    ],
)
def test_characters_that_nobody_types_are_refused_with_their_line(
    design: Design, author: Person, typed: str, words: str
) -> None:
    section, text = section_of(design)
    with pytest.raises(InvalidValue, match=words.replace("(", r"\(").replace(")", r"\)").replace("+", r"\+")):
        set_section_text(section, typed, base=text, by=author)
    assert stored(design) == PAPER
    set_section_text(section, "one\n\ttwo", base=text, by=author)
    assert "\ttwo" in stored(design)


def test_a_control_character_that_an_import_brought_does_not_block_an_edit(author: Person) -> None:
    text = "# Title\n\nOld \x0c text.\n\nNew text.\n"
    design = make_design(text)
    document = document_of(design)
    set_document_text(document.id, text.replace("New", "Newer"), base=text, by=author)
    assert stored(design) == text.replace("New", "Newer")


@pytest.mark.parametrize("opening", ["```\ncode", "<!-- a remark", "~~~~"])
def test_a_text_that_would_swallow_the_next_heading_is_refused(
    design: Design, author: Person, opening: str
) -> None:
    section, text = section_of(design)
    with pytest.raises(InvalidValue, match=r"left open.* “Steps”"):
        set_section_text(section, f"{text}\n\n{opening}", base=text, by=author)
    assert stored(design) == PAPER
    closed = f"{text}\n\n```\ncode\n```"
    set_section_text(section, closed, base=text, by=author)
    assert "```\ncode\n```\n\n## Steps" in stored(design)


def test_an_open_fence_at_the_end_of_a_document_swallows_nothing(design: Design, author: Person) -> None:
    section, text = section_of(design, 3)
    set_section_text(section, f"{text}\n\n```\ncode", base=text, by=author)
    assert stored(design) == f"{PAPER}\n```\ncode\n"


def test_a_heading_drawn_by_a_line_below_stays_a_heading_of_its_own(author: Person) -> None:
    design = make_design("# Title\nNext\n----\nText.\n")
    section, text = section_of(design, 1)
    set_section_text(section, f"{text}\n\nA paragraph.", base=text, by=author)
    assert [each.title for each in pieces_of(design).sections] == ["", "Title", "Next"]
    assert stored(design) == "# Title\n\nA paragraph.\n\nNext\n----\nText.\n"


def test_a_document_of_the_largest_size_is_edited_and_a_larger_one_refused(author: Person) -> None:
    paragraph = "A line of words that says nothing new. " * 6 + "\n\n"
    text = "# Title\n\n" + paragraph * ((DOCUMENT_BYTES_MAX - 200) // len(paragraph))
    design = make_design(text)
    document = document_of(design)
    set_document_text(document.id, text + "The end.\n", base=text, by=author)
    assert stored(design) == text + "The end.\n"
    with pytest.raises(InvalidValue, match="may have 1,000,000"):
        set_document_text(document.id, text + "more " * 100, base=text + "The end.\n", by=author)
    assert stored(design) == text + "The end.\n"


def test_a_table_with_too_many_columns_is_refused_by_its_beginning(design: Design, author: Person) -> None:
    section, text = section_of(design)
    wide = "|" + "a|" * 101 + "\n|" + "-|" * 101
    with pytest.raises(InvalidValue, match=r"begins with “\|a\|a.* has 101 columns"):
        set_section_text(section, f"{text}\n\n{wide}", base=text, by=author)
    narrow = "|" + "a|" * 100 + "\n|" + "-|" * 100
    set_section_text(section, f"{text}\n\n{narrow}", base=text, by=author)
    assert with_newlines(narrow) in stored(design)


def test_a_first_text_is_typed_into_an_empty_document(author: Person) -> None:
    design = make_design("")
    section, text = section_of(design, 0)
    assert text == ""
    set_section_text(section, "# Title\n\nText.", base="", by=author)
    assert stored(design) == "# Title\n\nText.\n"
