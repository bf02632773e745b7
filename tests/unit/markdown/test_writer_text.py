"""Edits of headings, of code and prose, and of whole blocks."""

from __future__ import annotations

import pytest

from tests.unit.markdown.desk import apply, blocks, kinds, refused, retitle, write
from webapp.markdown import reader
from webapp.markdown.errors import Unwritable


def test_a_title_keeps_hashes_gap_and_closing() -> None:
    assert retitle("##  Old  ##\n\ntext\n", 1, "New") == "##  New  ##\n\ntext\n"
    assert retitle("  # Old\r\n", 1, " New\ntitle ") == "  # New title\r\n"
    assert retitle("#\n", 1, "New") == "# New\n"
    assert retitle("# Old", 1, "") == "# "


def test_closing_hashes_in_a_title_are_escaped() -> None:
    assert retitle("# Old\n", 1, "C #") == "# C \\#\n"
    assert retitle("# Old\n", 1, "#") == "# \\#\n"
    assert retitle("# Old\n", 1, "C#") == "# C#\n"
    assert retitle("# Old #\n", 1, "C ##") == "# C ## #\n"


def test_a_title_may_look_like_anything() -> None:
    for title in ("# x", "- x", "> x", "```", "<!--", "| a |", "[foo]: /url", "---"):
        assert retitle("# Old\n\n## Next\n", 1, title) == f"# {title}\n\n## Next\n"


def test_the_same_title_touches_nothing() -> None:
    assert retitle("#   Old\t#\n", 1, " Old ") == "#   Old\t#\n"


def test_a_setext_title_keeps_its_underline_where_it_can() -> None:
    assert retitle("Old\n---\ntext\n", 1, "New") == "New\n---\ntext\n"
    assert retitle("Two\r\n lines\r\n===\r\n", 1, "One") == "One\r\n===\r\n"


@pytest.mark.parametrize("title", ["", "# x", "- x", "> x", "1. x", "```", "a\\|b", "<div>", "[foo]: /url"])
def test_a_setext_title_falls_back_to_hashes(title: str) -> None:
    assert retitle("text\n\nOld\n---\n\nmore\n", 1, title) == f"text\n\n## {title}\n\nmore\n"


def test_what_stands_before_the_first_heading_has_no_title() -> None:
    with pytest.raises(Unwritable, match="before the first heading"):
        retitle("text\n", 0, "New")


def test_code_is_written_between_its_fences() -> None:
    assert write("```py\na\n```\n", "set_code", "b\n\nc") == "```py\nb\n\nc\n```\n"
    assert write("  ~~~\r\n  a\r\n  ~~~\r\n", "set_code", "b\nc\n") == "  ~~~\r\n  b\r\n  c\r\n  ~~~\r\n"
    assert write("```\n```\n", "set_code", "a") == "```\na\n```\n"
    assert write("```\na\n```", "set_code", "") == "```\n```"
    assert write("```\na\n```\n", "set_code", "a\n") == "```\na\n```\n"


def test_a_fence_grows_longer_than_what_it_holds() -> None:
    assert write("```md\na\n```\n", "set_code", "```\nx\n```") == "````md\n```\nx\n```\n````\n"
    assert write("~~~\na\n~~~\n", "set_code", "~~~~") == "~~~~~\n~~~~\n~~~~~\n"
    assert write("```\na\n```\n", "set_code", "a ``` b") == "```\na ``` b\n```\n"


def test_an_unclosed_fence_is_closed_by_writing_into_it() -> None:
    assert write("```py\na\n\n", "set_code", "b") == "```py\nb\n```\n"
    assert write("```py", "set_code", "b") == "```py\nb\n```"


def test_only_fences_hold_code_alone() -> None:
    for text in ("para\n", "    indented\n", "- a\n"):
        assert "fences" in refused(text, "set_code", "x")


def test_a_block_of_text_is_written_anew_with_the_line_ends_of_the_document() -> None:
    assert write("a\r\n\r\nb\r\n", "set_block_text", "x\ny\n\n") == "x\r\ny\r\n\r\nb\r\n"
    assert write("a\n\nb", "set_block_text", "x", block=1) == "a\n\nx"
    assert write("```\na\n```\n", "set_block_text", "```py\nb\n```") == "```py\nb\n```\n"
    assert write("a\n\nb\n", "set_block_text", "a") == "a\n\nb\n"


def test_a_list_and_a_table_may_be_written_as_text_too() -> None:
    text = "- a\n- b\n\n| a |\n|---|\n| 1 |\n"
    assert write(text, "set_block_text", "- a\n- b\n") == text
    assert write(text, "set_block_text", "1. x") == "1. x\n\n| a |\n|---|\n| 1 |\n"
    assert write(text, "set_block_text", "text", block=1) == "- a\n- b\n\ntext\n"


def test_typed_text_may_read_as_several_blocks_and_sections() -> None:
    applied = apply("a\n\nb\n", "set_block_text", "x\n\n- y\n\n# T\n\nz")
    assert applied.kind == "reread"
    assert [section.title for section in applied.outline.sections] == ["", "T"]
    assert kinds(applied.outline.text) == ["prose", "bullets", "prose", "prose"]


def test_typed_text_is_kept_apart_from_its_neighbours() -> None:
    assert write("a\n***\nb\n", "set_block_text", "x", block=1) == "a\n\nx\n\nb\n"
    assert write("# T\na\n# U\n", "set_block_text", "x") == "# T\nx\n# U\n"
    assert write("a\n---\n\nb\n***\n", "set_block_text", "- x", block=0) == "a\n---\n\n- x\n***\n"


def test_a_typed_list_joins_a_list_of_its_kind() -> None:
    assert write("a\n- b\n", "set_block_text", "- x") == "- x\n- b\n"


def test_typed_text_that_swallows_the_rest_is_taken_as_it_reads() -> None:
    applied = apply("a\n\nb\n\n# T\n", "set_block_text", "```")
    assert [block.kind for block in applied.outline.sections[0].blocks] == ["code"]
    assert len(applied.outline.sections) == 1
    assert applied.outline.text == "```\n\nb\n\n# T\n"


def test_blank_text_deletes_a_block() -> None:
    assert write("a\n\nb\n\nc\n", "set_block_text", " \n", block=1) == "a\n\nc\n"


def test_deleting_a_block_leaves_one_gap() -> None:
    assert write("a\n\n\nb\n\nc\n", "delete_block", block=1) == "a\n\n\nc\n"
    assert write("a\n\nb\n", "delete_block", block=1) == "a\n"
    assert write("# T\n\na\n\n# U\n", "delete_block") == "# T\n\n# U\n"
    assert write("\n\na\n\nb", "delete_block") == "\n\nb"
    assert write("a\n\nb", "delete_block", block=1) == "a"


def test_deleting_a_block_does_not_join_its_neighbours() -> None:
    assert write("a\n***\nb\n", "delete_block", block=1) == "a\n\nb\n"
    assert write("- a\n***\ntext\n", "delete_block", block=1) == "- a\n\ntext\n"


def test_a_block_is_inserted_between_blank_lines() -> None:
    assert write("a\n\nb\n", "insert_block", "x", block=1) == "a\n\nx\n\nb\n"
    assert write("a\n***\n", "insert_block", "x", block=1) == "a\n\nx\n\n***\n"
    assert write("# T\n\na\r\n", "insert_block", "- x\n- y\n") == "# T\n\n- x\n- y\n\na\r\n"
    assert "There is no text" in refused("a\n", "insert_block", "\n")


def test_blocks_change_places_and_gaps_do_not() -> None:
    assert write("a\n\n\nb\n\nc\n", "move_block", 2, block=0) == "b\n\n\nc\n\na\n"
    assert write("a\n\nb", "move_block", 0, block=1) == "b\n\na"
    assert write("```\nx\n```\na\n", "move_block", 0, block=1) == "a\n```\nx\n```\n"
    assert write("***\n- a\ntext\n***\n", "move_block", 2, block=0) == "- a\ntext\n***\n***\n"
    assert "There is no such place" in refused("a\n", "move_block", 1)


def test_blocks_that_would_run_together_are_moved_with_a_blank_line() -> None:
    assert write("a\n***\nb\n", "move_block", 2, block=1) == "a\n\nb\n\n***\n"


def test_definitions_and_front_matter_are_edited_as_text() -> None:
    text = "---\na: 1\n---\n\n[foo]: /url\n"
    assert write(text, "set_block_text", "---\nb: 2\n---") == "---\nb: 2\n---\n\n[foo]: /url\n"
    written = write(text, "set_block_text", "[foo]: /other", block=1)
    assert [block.reason for block in blocks(written)] == ["front matter", "definitions"]
    assert reader.read(written).text == written
