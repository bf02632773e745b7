"""The guard believes nothing: what it accepts reads back as meant, what it refuses changes nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.markdown.desk import apply, blocks, refused
from webapp.markdown import guard, reader, writer
from webapp.markdown.drafts import Draft
from webapp.markdown.errors import Unwritable
from webapp.markdown.guard import Place
from webapp.markdown.outline import Outline, Row


def draft(text: str, source: str, cell: str) -> list[Draft]:
    """One way to write the first item of the first block: this source, meant as this cell."""
    block = blocks(text)[0]
    rows = [Row(source, [cell], 0, "-"), *block.rows[1:]]
    return [Draft(replace(block, rows=rows), list(range(len(rows))))]


def test_a_draft_that_reads_back_as_meant_is_taken() -> None:
    outline = reader.read("- a\n- b\n")
    applied = guard.apply(outline, (0, 0), draft("- a\n- b\n", "- x\n", "x"))
    assert applied.outline.text == "- x\n- b\n"
    assert outline.text == "- a\n- b\n"


@pytest.mark.parametrize(
    ("source", "cell"),
    [
        ("- # x\n", "# x"),
        ("- x\n", "y"),
        ("- [ ] x\n", "[ ] x"),
        ("  x\n", "x"),
        ("- x\n\npara\n", "x"),
        ("", "x"),
    ],
)
def test_a_draft_that_reads_back_as_something_else_is_refused(source: str, cell: str) -> None:
    outline = reader.read("- a\n- b\n")
    with pytest.raises(Unwritable, match="read back"):
        guard.apply(outline, (0, 0), draft("- a\n- b\n", source, cell))
    assert outline == reader.read("- a\n- b\n")


def test_the_first_draft_that_agrees_wins() -> None:
    text = "- a\n- b\n"
    drafts = [*draft(text, "- # x\n", "# x"), *draft(text, "- \\# x\n", "\\# x"), *draft(text, "- y\n", "y")]
    assert guard.apply(reader.read(text), (0, 0), drafts).outline.text == "- \\# x\n- b\n"


def test_without_any_draft_an_edit_is_refused() -> None:
    with pytest.raises(Unwritable):
        guard.apply(reader.read("- a\n"), (0, 0), [])


@pytest.mark.parametrize("opening", ["```", "<!--", "<script>", "~~~~"])
def test_what_would_swallow_the_next_heading_is_not_taken_as_it_is(opening: str) -> None:
    text = f"# A\n\n| a |\n|---|\n| x |\n\n{opening}\n"
    closed = reader.read(f"# A\n\npara\n\n# B\n\n{opening}\n")
    assert len(closed.sections) == 3
    outline = reader.read("# A\n\npara\n\n# B\n")
    applied = guard.apply_text(outline, 1, writer.set_block_text(outline.sections[1], 0, opening))
    assert len(applied.outline.sections) == 2
    assert applied.outline == reader.read(applied.outline.text)
    assert reader.read(text).text == text


def test_a_title_is_read_together_with_the_section_before_it() -> None:
    outline = reader.read("- a\n\nOld\n===\n")
    title = writer.set_title(outline.sections[1], "- b")
    assert guard.apply_title(outline, 1, title).outline.text == "- a\n\n# - b\n"
    outline = reader.read("[foo]: /url\nOld\n===\n")
    title = writer.set_title(outline.sections[1], "'not the title of the definition'")
    applied = guard.apply_title(outline, 1, title)
    assert applied.outline.text == "[foo]: /url\n# 'not the title of the definition'\n"
    assert applied.outline == reader.read(applied.outline.text)


def test_all_changed_pieces_are_named() -> None:
    applied = apply("1. a\n2. b\n\npara\n", "add_row", 0, ["x"])
    assert applied.rows == [0, None, 1]
    assert applied.changed_pieces == [
        (None, Place(0, 0, 1)),
        (Place(0, 0, 1), Place(0, 0, 2)),
    ]
    applied = apply("# T\n\n- a\n- b\n- c\n", "delete_row", 1)
    assert (applied.rows, applied.changed_pieces) == ([0, 2], [(Place(1, 0, 1), None)])
    applied = apply("- a\n- b\n", "move_row", 0, 1)
    assert (applied.rows, applied.changed_pieces) == ([1, 0], [])


def test_a_neighbour_that_gave_a_blank_line_is_a_changed_piece() -> None:
    applied = apply("- a\n  - k\n\n- b\n", "delete_row", 1)
    assert (Place(0, 0, 0), Place(0, 0, 0)) in applied.changed_pieces
    applied = apply("- a\n- b\n", "tick", 0, False)
    assert (Place(0, 0), Place(0, 0)) in applied.changed_pieces, "the kind of the block has changed"


def test_a_changed_title_names_its_section() -> None:
    outline = reader.read("# A\n\ntext\n\n# B\n")
    applied = guard.apply_title(outline, 2, writer.set_title(outline.sections[2], "C"))
    assert applied.changed_pieces == [(Place(2), Place(2))]


def test_an_edit_that_changes_nothing_gives_the_same_outline() -> None:
    outline = reader.read("- a\n")
    applied = guard.apply(outline, (0, 0), writer.set_cell(outline.sections[0].blocks[0], 0, 0, " a "))
    assert applied.outline is outline
    assert applied.changed_pieces == []


def test_a_lone_cr_never_meets_an_lf() -> None:
    applied = apply("- a\n\n- b\r- c\n", "delete_row", 2)
    assert applied.outline.text == "- a\n\n- b\r"
    moved = apply("- a\r\n\n- b\r", "move_row", 0, 1)
    assert moved.outline.text == "- b\r\n\n- a\r\n"
    assert reader.read(moved.outline.text) == moved.outline


def test_a_byte_order_mark_stays_first() -> None:
    assert apply("\ufeff- a\n", "add_row", None, ["x"]).outline.text == "\ufeff- x\n- a\n"
    assert apply("\ufeff- a\n", "delete_row", 0).outline.text == "\ufeff"


def test_sections_are_replaced_by_a_text() -> None:
    outline = reader.read("# A\r\n\r\na\r\n\r\n# B\r\n\r\nb")
    assert guard.replace_sections(outline, 1, 2, "").outline.text == "# B\r\n\r\nb"
    assert guard.replace_sections(outline, 2, 2, "# N\n\nn\n\n").outline.text == (
        "# A\r\n\r\na\r\n\r\n# N\r\n\r\nn\r\n\r\n# B\r\n\r\nb"
    )
    swapped = outline.sections[2].text + "\n\n" + outline.sections[1].text
    applied = guard.replace_sections(outline, 1, 3, swapped)
    assert applied.kind == "reread"
    assert applied.outline.text == "# B\r\n\r\nb\r\n\r\n# A\r\n\r\na\r\n"
    assert applied.outline == reader.read(applied.outline.text)


def test_a_text_may_be_written_into_an_empty_document() -> None:
    outline = reader.read("")
    assert (
        guard.apply_text(outline, 0, writer.insert_block(outline.sections[0], 0, "x")).outline.text == "x\n"
    )
    assert guard.replace_sections(outline, 0, 1, "# T\n").outline.text == "# T\n"


def test_an_edit_of_one_section_leaves_the_others_the_same_objects() -> None:
    outline = reader.read("# A\n\n- a\n\n# B\n\n- b\n\n# C\n\n- c\n")
    applied = guard.apply(outline, (2, 0), writer.set_cell(outline.sections[2].blocks[0], 0, 0, "x"))
    others: list[int] = [0, 1, 3]
    assert all(applied.outline.sections[number] is outline.sections[number] for number in others)
    assert isinstance(applied.outline, Outline)


def test_a_nul_is_refused_whatever_it_is_typed_into() -> None:
    outline = reader.read("# T\n\n- a\n\n| a |\n|---|\n| 1 |\n")
    section = outline.sections[1]
    for edit in (
        lambda: guard.apply(outline, (1, 0), writer.set_cell(section.blocks[0], 0, 0, "\0")),
        lambda: guard.apply(outline, (1, 1), writer.set_cell(section.blocks[1], 0, 0, "\0")),
        lambda: guard.apply_title(outline, 1, writer.set_title(section, "\0")),
        lambda: guard.apply_text(outline, 1, writer.insert_block(section, 0, "\0")),
        lambda: guard.replace_sections(outline, 1, 2, "\0"),
    ):
        with pytest.raises(Unwritable, match="NUL"):
            edit()


def test_a_refusal_says_what_was_wrong() -> None:
    reasons = {
        refused("**Label:**\n- a\n", "set_cell", 0, 0, "", block=1),
        refused("- \n\n   - k\n", "set_cell", 0, 0, "x"),
        refused("**Label:**\n- a\n", "add_row", None, [""], block=1),
        refused("para\n- a\n-\n", "delete_row", 0, block=1),
        refused("para\n- a\n-\n", "move_row", 1, 0, block=1),
        refused("- a\n-\n", "indent", 1),
        refused("- a\n  - k\n  -\n", "outdent", 1),
    }
    assert len(reasons) == 7
    assert all("read" in reason and reason.endswith(".") for reason in reasons)
