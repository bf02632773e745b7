"""Edits of a list's items: texts, boxes, new items, deleted ones."""

from __future__ import annotations

import pytest

from tests.unit.markdown.desk import items, kinds, refused, write


def test_a_text_is_written_as_typed_where_it_reads_back() -> None:
    assert write("- a\n- b\n", "set_cell", 0, 0, "**x** `y`") == "- **x** `y`\n- b\n"
    assert write("10.  a\n     b\n", "set_cell", 0, 0, "x\ny") == "10.  x\n     y\n"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("# x", "\\# x"),
        ("- x", "\\- x"),
        ("+ x", "\\+ x"),
        ("* x", "\\* x"),
        ("1. x", "1\\. x"),
        ("12) x", "12\\) x"),
        ("> x", "\\> x"),
        ("~~~", "\\~~~"),
        ("```", "\\```"),
        ("<div>", "\\<div>"),
        ("<br>", "\\<br>"),
        ("<!-- x", "\\<!-- x"),
        ("[x] x", "\\[x] x"),
        ("[foo]: /url", "\\[foo]: /url"),
        ("---", "\\---"),
        ("***", "\\***"),
        ("a\n===", "a\n  \\==="),
        ("a\n---", "a\n  \\---"),
        ("a\n# x", "a\n  \\# x"),
        ("a\n1. x", "a\n  1\\. x"),
        ("a | b\n--- | ---", "a | b\n  \\--- | ---"),
        ("**b**\n- x", "**b**\n  \\- x"),
        (":::", ":::"),
        ("2. x", "2\\. x"),
        ("a\n2. x", "a\n  2. x"),
    ],
)
def test_only_what_would_change_the_structure_is_escaped(typed: str, written: str) -> None:
    once = write("- a\n- b\n", "set_cell", 0, 0, typed)
    assert once == f"- {written}\n- b\n"
    assert write(once, "set_cell", 0, 0, items(once)[0][1]) == once
    assert write(once, "set_cell", 0, 0, typed) == once


def test_blank_lines_are_squeezed_out_and_edges_trimmed() -> None:
    assert write("- a\n", "set_cell", 0, 0, "\n  x  \n\n\t y\u00a0\r\n") == "- x  \n  y\n"


def test_lines_that_say_the_same_stay_as_they_are() -> None:
    text = "- a\n**Safe:** x\n      deep\n- b\n"
    assert write(text, "set_cell", 0, 0, "a\n**Safe:** x\ndeep") == text
    assert write(text, "set_cell", 0, 0, "a\n**Safe:** y\ndeep") == "- a\n  **Safe:** y\n      deep\n- b\n"
    assert write(text, "set_cell", 0, 0, "new\n**Safe:** x\ndeep") == text.replace("- a", "- new")
    assert write("10. x\nT\n===\n", "set_cell", 0, 0, "y\nT\n===") == "10. y\nT\n===\n"


def test_a_line_added_behind_trailing_blanks_makes_no_hard_break() -> None:
    assert items(write("- a   \n", "set_cell", 0, 0, "a\nb")) == [(0, "a\nb")]


def test_a_new_line_copies_the_indentation_of_its_neighbour() -> None:
    assert write("-\ta\n\tb\n", "set_cell", 0, 0, "a\nb\nc") == "-\ta\n\tb\n\tc\n"
    assert write("- a\r\n  b\r\n", "set_cell", 0, 0, "x\ny\nz") == "- x\r\n  y\r\n  z\r\n"


def test_what_else_an_item_holds_rides_along() -> None:
    rest = "\n  ```\n  - x\n  ```\n\n  second\n  - k\n"
    assert write(f"- a\n{rest}- b\n", "set_cell", 0, 0, "new\nlines") == f"- new\n  lines\n{rest}- b\n"


def test_a_text_on_the_line_below_its_marker_stays_there() -> None:
    assert write("-\n  foo\n- b\n", "set_cell", 0, 0, "bar") == "-\n  bar\n- b\n"
    assert write("-\n  foo\n- b\n", "set_cell", 0, 0, "") == "-\n- b\n"
    assert write("-\n  foo\n- b\n", "tick", 0, True) == "-\n  [x] foo\n- b\n"


def test_an_empty_item_is_filled_behind_its_marker() -> None:
    assert write("-\n- b\n", "set_cell", 0, 0, "x") == "- x\n- b\n"
    assert write("- b\n-       \n", "set_cell", 1, 0, "x") == "- b\n- x\n"


def test_filling_an_item_does_not_swallow_what_follows() -> None:
    assert write("-\npara\n", "set_cell", 0, 0, "x") == "- x\n\npara\n"
    assert "read" in refused("- \n\n   - k\n", "set_cell", 0, 0, "x")


def test_an_item_cannot_be_emptied_where_its_marker_would_mean_something_else() -> None:
    assert "read" in refused("**Label:**\n- a\n- b\n", "set_cell", 0, 0, "", block=1)
    assert "read" in refused("**Label:**\n* a\n", "set_cell", 0, 0, "", block=1)
    assert "read" in refused("- a\n  - b\n", "set_cell", 1, 0, "")
    assert write("**Label:**\n- [ ] a\n", "set_cell", 0, 0, "", block=1) == "**Label:**\n- [ ] \n"
    assert write("- a\n- b\n", "set_cell", 1, 0, "") == "- a\n- \n"


def test_text_that_would_set_its_paragraphs_free_is_refused() -> None:
    assert "read" in refused("- a\n\n  second\n", "set_cell", 0, 0, "")
    assert write("- a\n\n  second\n", "set_cell", 0, 0, "b") == "- b\n\n  second\n"


def test_a_box_is_ticked_in_place() -> None:
    assert write("- [ ] a\n- [X] b\n", "tick", 0, True) == "- [x] a\n- [X] b\n"
    assert write("- [ ] a\n- [X] b\n", "tick", 1, True) == "- [ ] a\n- [X] b\n"
    assert write("- [ ] a\n- [X] b\n", "tick", 1, False) == "- [ ] a\n- [ ] b\n"
    assert write("1. [x]\ta\n", "tick", 0, False) == "1. [ ]\ta\n"
    assert write("- [X] a\n", "set_cell", 0, 0, "b") == "- [X] b\n"
    assert write("- [ ]\n", "tick", 0, True) == "- [x] \n"


def test_a_box_is_given_and_taken_away() -> None:
    assert write("- a\n- b\n", "tick", 1, False) == "- a\n- [ ] b\n"
    assert write("-\n", "tick", 0, False) == "- [ ] \n"
    assert write("- [x] a\n", "tick", 0, None) == "- a\n"
    assert write("- [x] # a\n", "tick", 0, None) == "- \\# a\n"
    assert write("- [x] a\n  b\n", "tick", 0, None) == "- a\n  b\n"
    assert write("- a\nlazy\n", "tick", 0, True) == "- [x] a\nlazy\n"


def test_the_kind_moves_with_the_boxes() -> None:
    assert kinds(write("- a\n- b\n", "tick", 1, False)) == ["checklist"]
    assert kinds(write("- [x] a\n- b\n", "tick", 0, None)) == ["bullets"]
    assert kinds(write("1. a\n", "tick", 0, False)) == ["steps"]


def test_a_new_item_copies_marker_column_gap_and_box() -> None:
    assert write(" *   a\n", "add_row", 0, ["x"]) == " *   a\n *   x\n"
    assert write("- [x] a\n", "add_row", 0, ["x"]) == "- [x] a\n- [ ] x\n"
    assert write("- [x] a\n", "add_row", 0, [""]) == "- [x] a\n- [ ] \n"
    assert write("-\ta\r\n", "add_row", 0, ["x\ny"]) == "-\ta\r\n-\tx\r\n    y\r\n"
    assert write("- a\n", "add_row", None, ["# x"]) == "- \\# x\n- a\n"
    assert write("-\n- b\n", "add_row", 0, ["x"]) == "-\n- x\n- b\n"


def test_a_new_item_stands_behind_what_is_nested_in_its_neighbour() -> None:
    assert write("- a\n  - k\n- b\n", "add_row", 0, ["x"]) == "- a\n  - k\n- x\n- b\n"
    assert write("- a\n  - k\n- b\n", "add_row", 1, ["x"]) == "- a\n  - k\n  - x\n- b\n"


def test_the_gap_to_the_next_sibling_is_copied_else_the_one_before() -> None:
    assert write("- a\n\n\n- b\n- c\n", "add_row", 0, ["x"]) == "- a\n\n\n- x\n\n\n- b\n- c\n"
    assert write("- a\n\n- b\n- c\n\npara\n", "add_row", 2, ["x"]) == "- a\n\n- b\n- c\n- x\n\npara\n"
    assert write("- a\n\n- b\n\npara\n", "add_row", 1, ["x"]) == "- a\n\n- b\n\n- x\n\npara\n"
    assert write("- a\n\npara\n", "add_row", 0, ["x"]) == "- a\n- x\n\npara\n"
    assert write("- a\n\n- b\n", "add_row", None, ["x"]) == "- x\n\n- a\n\n- b\n"


def test_an_outer_gap_is_carried_on() -> None:
    text = "- [ ] A\n  - k\n\n- [ ] B\n"
    assert write(text, "add_row", 1, ["x"]) == "- [ ] A\n  - k\n  - x\n\n- [ ] B\n"
    assert write(text, "delete_row", 1) == "- [ ] A\n\n- [ ] B\n"
    assert write(text, "add_row", 0, ["x"]) == "- [ ] A\n  - k\n\n- [ ] x\n\n- [ ] B\n"


def test_a_missing_final_newline_belongs_to_the_end_of_the_file() -> None:
    assert write("- a\r\n- b", "add_row", 1, ["x"]) == "- a\r\n- b\r\n- x"
    assert write("# T\r\n\r\n- b", "add_row", 0, ["x\ny"]) == "# T\r\n\r\n- b\r\n- x\r\n  y"
    assert write("- b", "add_row", 0, ["x"]) == "- b\n- x"
    assert write("- a\n- b", "delete_row", 1) == "- a"
    assert write("- a\n\n- b", "delete_row", 1) == "- a"
    assert write("- a\n- b", "move_row", 0, 1) == "- b\n- a"
    assert write("- a\r- b", "set_cell", 1, 0, "x\ny") == "- a\r- x\r  y"


def test_an_empty_new_item_is_refused_where_it_would_be_something_else() -> None:
    assert "read" in refused("**Label:**\n- a\n", "add_row", None, [""], block=1)
    assert write("**Label:**\n- a\n", "add_row", None, ["x"], block=1) == "**Label:**\n- x\n- a\n"
    assert write("- a\n- b\n", "add_row", 0, [""]) == "- a\n- \n- b\n"


def test_deleting_takes_what_is_nested_along() -> None:
    assert write("- a\n  - k\n    - l\n  - m\n- b\n", "delete_row", 1) == "- a\n  - m\n- b\n"
    assert write("- a\n  - k\n- b\n", "delete_row", 0) == "- b\n"


def test_deleting_takes_one_of_two_gaps() -> None:
    assert write("- a\n\n\n- b\n\n- c\n", "delete_row", 1) == "- a\n\n\n- c\n"
    assert write("- a\n\n- b\n\n\npara\n", "delete_row", 1) == "- a\n\n\npara\n"


def test_with_its_last_item_a_list_is_gone() -> None:
    assert write("para\n\n- a\n\nmore\n", "delete_row", 0, block=1) == "para\n\nmore\n"
    assert write("# T\n\n- a\n", "delete_row", 0) == "# T\n"
    assert write("- a\n", "delete_row", 0) == ""


def test_neighbours_of_a_list_that_is_gone_are_kept_apart() -> None:
    text = write("**P:**\n- a\n---\n", "delete_row", 0, block=1)
    assert text == "**P:**\n\n---\n"
    assert kinds(text) == ["prose", "divider"]


def test_lists_that_only_a_list_kept_apart_become_one() -> None:
    text = write("- a\n\n* b\n\n- c\n", "delete_row", 0, block=1)
    assert items(text) == [(0, "a"), (0, "c")]


def test_a_raw_list_has_no_rows_to_edit() -> None:
    assert "list" in refused("- # x\n", "tick", 0, True)
