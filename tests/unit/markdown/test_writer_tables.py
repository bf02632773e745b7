"""Edits of tables: the style of the line is kept, and no other line is touched."""

from __future__ import annotations

import pytest

from tests.unit.markdown.desk import blocks, cells, refused, write
from webapp.markdown import writer

PADDED = "| name | text  |\n|------|-------|\n| a    | one   |\n| b    | two   |\n"
TIGHT = "|a|b|\n|-|-|\n|1|2|\n"
BARE = "a | b\n--- | ---\n1 | 2\n3 | 4\n"


def test_a_cell_keeps_its_padding_while_the_text_fits() -> None:
    assert write(PADDED, "set_cell", 0, 1, "1") == PADDED.replace("| one   |", "| 1     |")
    assert write(PADDED, "set_cell", 0, 1, "longer than it") == PADDED.replace(
        "| one   |", "| longer than it |"
    )
    assert write(TIGHT, "set_cell", 0, 1, "two") == "|a|b|\n|-|-|\n|1|two|\n"
    assert write("| a | b |\n|---|---|\n| 1 | 2 |\n", "set_cell", 0, 0, "11") == (
        "| a | b |\n|---|---|\n| 11 | 2 |\n"
    )


def test_a_right_aligned_cell_is_padded_on_its_left() -> None:
    text = "| number |\n|-------:|\n|      1 |\n"
    assert write(text, "set_cell", 0, 0, "22") == "| number |\n|-------:|\n|     22 |\n"


def test_a_centred_cell_stays_in_its_middle() -> None:
    text = "| number |\n|:------:|\n|  1234  |\n"
    assert write(text, "set_cell", 0, 0, "12") == "| number |\n|:------:|\n|   12   |\n"
    assert write(text, "set_cell", 0, 0, "123456") == "| number |\n|:------:|\n| 123456 |\n"


def test_a_last_cell_without_a_pipe_gets_no_trailing_blanks() -> None:
    assert write("a | b\n--- | ---\none | two\n", "set_cell", 0, 1, "x") == "a | b\n--- | ---\none | x\n"
    assert write("a | b\n--- | ---\none | two\n", "add_row", 0, ["x", "y"]).endswith("one | two\nx   | y\n")


def test_wide_characters_count_twice() -> None:
    text = "| 名前 |\n|------|\n| 値   |\n"
    assert write(text, "set_cell", 0, 0, "値段") == "| 名前 |\n|------|\n| 値段 |\n"
    assert (
        write("| ab   |\n|------|\n| e\u0301    |\n", "set_cell", 0, 0, "ef")
        == "| ab   |\n|------|\n| ef   |\n"
    )


def test_an_empty_cell_is_filled_in_the_style_of_its_blanks() -> None:
    head = "| a | b |\n|---|---|\n"
    assert write(head + "|  | x |\n", "set_cell", 0, 0, "y") == head + "| y | x |\n"
    assert write(head + "|| x |\n", "set_cell", 0, 0, "y") == head + "|y| x |\n"
    assert write(head + "|\n", "set_cell", 0, 1, "y") == head + "|  | y |\n"


def test_a_missing_cell_is_written_only_when_it_is_set() -> None:
    text = "| a | b | c |\n|---|---|---|\n| 1 |\n| 2 |\n"
    assert write(text, "set_cell", 0, 2, "x") == text.replace("| 1 |", "| 1 |  | x |")
    assert write(text, "set_cell", 0, 0, "x") == text.replace("| 1 |", "| x |")
    assert write(text, "set_cell", 0, 2, "") == text


def test_surplus_cells_stay() -> None:
    text = "| a |\n|---|\n| 1 | 2 | 3 |\n"
    assert write(text, "set_cell", 0, 0, "x") == "| a |\n|---|\n| x | 2 | 3 |\n"


def test_pipes_are_escaped_and_come_back() -> None:
    for text in ("x|y", "`x|y`", "x\\|y", "a\\", "\\", "||", "x\\\\|y", "|"):
        written = write(TIGHT, "set_cell", 0, 0, text)
        assert cells(written) == [[text, "2"]]
    assert write(TIGHT, "set_cell", 0, 0, "a\\") == "|a|b|\n|-|-|\n|a\\ |2|\n"
    assert cells(write(BARE, "set_cell", 0, 1, "a\\")) == [["1", "a\\"], ["3", "4"]]


def test_a_line_end_becomes_a_break() -> None:
    assert cells(write(TIGHT, "set_cell", 0, 0, " one\r\ntwo\rthree\n ")) == [["one<br>two<br>three", "2"]]


def test_edges_are_trimmed_as_markdown_trims_them() -> None:
    assert cells(write(TIGHT, "set_cell", 0, 0, "\u00a0x\u2003\u3000")) == [["x", "2"]]
    assert cells(write(TIGHT, "set_cell", 0, 0, "\x1cx\u200b")) == [["\x1cx\u200b", "2"]]


def test_a_row_without_outer_pipes_keeps_its_style_where_it_can() -> None:
    assert write(BARE, "set_cell", 0, 0, "x") == "a | b\n--- | ---\nx | 2\n3 | 4\n"
    assert write(BARE, "set_cell", 0, 1, "x") == "a | b\n--- | ---\n1 | x\n3 | 4\n"


@pytest.mark.parametrize("text", ["", "# h", "- x", "~~~", "```", "<div>", "> q", "1. x", "2. x"])
def test_a_row_without_outer_pipes_gets_them_where_it_must(text: str) -> None:
    written = write(BARE, "set_cell", 0, 0, text)
    assert cells(written) == [[text, "2"], ["3", "4"]]
    assert written.split("\n")[2].startswith("|")
    assert written.replace(written.split("\n")[2], "1 | 2") == BARE


@pytest.mark.parametrize("text", ["</x>", "---", "***", "===", "key: v"])
def test_a_row_without_outer_pipes_stays_so_where_the_text_is_harmless(text: str) -> None:
    assert write(BARE, "set_cell", 0, 0, text) == BARE.replace("1 | 2", f"{text} | 2")


def test_an_only_cell_without_pipes_may_be_emptied() -> None:
    written = write("a |\n---\nx\ny\n", "set_cell", 0, 0, "")
    assert cells(written) == [[""], ["y"]]


def test_the_same_text_touches_nothing() -> None:
    ragged = "| a | b |\n|---|---|\n|x   |\n"
    assert write(ragged, "set_cell", 0, 0, " x ") == ragged


def test_what_a_cell_can_hold_is_known_before_it_is_written() -> None:
    assert writer.normal(blocks(TIGHT)[0], " a\n\tb ") == "a<br>b"
    assert writer.normal(blocks("- a\n")[0], " a\n\n\tb ") == "a\nb"


def test_a_new_row_is_padded_where_its_neighbour_is() -> None:
    assert write(PADDED, "add_row", 0, ["c", "3"]) == PADDED.replace("| b ", "| c    | 3     |\n| b ")
    assert write(PADDED, "add_row", 1, ["long name", "3"]) == PADDED + "| long name | 3     |\n"
    uneven = "| a | b |\n|---|---|\n| long | x |\n"
    assert write(uneven, "add_row", 0, ["c", "3"]) == uneven + "| c | 3 |\n"
    assert write(TIGHT, "add_row", 0, ["33", "4"]) == TIGHT + "|33|4|\n"
    assert write(BARE, "add_row", 1, ["5", "6"]) == BARE + "5 | 6\n"


def test_a_new_row_may_be_the_first_or_the_only_one() -> None:
    assert write(TIGHT, "add_row", None, ["0", "9"]) == "|a|b|\n|-|-|\n|0|9|\n|1|2|\n"
    assert write("|a|b|\n|-|-|\n", "add_row", None, ["0", "9"]) == "|a|b|\n|-|-|\n|0|9|\n"


def test_a_new_row_has_all_cells_and_no_more() -> None:
    assert cells(write(TIGHT, "add_row", 0, ["x"])) == [["1", "2"], ["x", ""]]
    assert cells(write(TIGHT, "add_row", 0, ["x", "y", "z"])) == [["1", "2"], ["x", "y"]]
    assert cells(write(BARE, "add_row", 1, ["", ""])) == [["1", "2"], ["3", "4"], ["", ""]]


def test_a_new_row_takes_the_line_end_of_its_neighbour() -> None:
    text = "| a |\r\n|---|\r\n| 1 |\r| 2 |\n"
    assert write(text, "add_row", 0, ["x"]) == "| a |\r\n|---|\r\n| 1 |\r| x |\r| 2 |\n"
    assert write("| a |\r\n|---|\r\n", "add_row", None, ["x"]) == "| a |\r\n|---|\r\n| x |\r\n"


def test_a_missing_final_newline_belongs_to_the_end_of_the_file() -> None:
    text = "| a |\r\n|---|\r\n| 1 |\r\n| 2 |"
    assert write(text, "add_row", 1, ["x"]) == text + "\r\n| x |"
    assert write(text, "delete_row", 1) == "| a |\r\n|---|\r\n| 1 |"
    assert write(text, "move_row", 0, 1) == "| a |\r\n|---|\r\n| 2 |\r\n| 1 |"
    assert write("| a |\n|---|", "add_row", None, ["x"]) == "| a |\n|---|\n| x |"
    assert write("| a |\n|---|\n| 1 |", "delete_row", 0) == "| a |\n|---|"


def test_a_table_without_rows_is_still_a_table() -> None:
    assert write("| a |\n|---|\n| 1 |\n\npara\n", "delete_row", 0) == "| a |\n|---|\n\npara\n"


def test_rows_move_as_they_are() -> None:
    text = "| a |\n|---|\n|1|\n|  2  |\n3\n"
    assert write(text, "move_row", 2, 0) == "| a |\n|---|\n3\n|1|\n|  2  |\n"
    assert write(text, "move_row", 1, 1) == text
    assert "There is no such place" in refused(text, "move_row", 0, 3)


def test_rows_of_a_table_cannot_be_nested_or_ticked() -> None:
    for verb, values in (("indent", (0,)), ("outdent", (0,)), ("tick", (0, True))):
        assert "list" in refused(TIGHT, verb, *values)


def test_renaming_a_column_touches_the_head_alone() -> None:
    assert write(PADDED, "rename_column", 0, "key") == PADDED.replace("| name |", "| key  |")
    assert write(PADDED, "rename_column", 0, "name") == PADDED
    assert blocks(write(TIGHT, "rename_column", 1, "x|y"))[0].columns == ["a", "x|y"]
    assert blocks(write(BARE, "rename_column", 0, ""))[0].columns == ["", "b"]


def test_a_new_column_leaves_short_rows_short() -> None:
    text = "| a | b |\n|---|---|\n| 1 | 2 |\n| 1 |\n| 1 | 2 | 3 |\n"
    assert write(text, "add_column", 2, "c") == (
        "| a | b | c   |\n|---|---|-----|\n| 1 | 2 |     |\n| 1 |\n| 1 | 2 |  | 3 |\n"
    )
    assert cells(write(text, "add_column", 0, "c")) == [["", "1", "2"], ["", "1", ""], ["", "1", "2"]]
    assert cells(write(BARE, "add_column", 0, "c")) == [["", "1", "2"], ["", "3", "4"]]
    assert blocks(write(BARE, "add_column", 1, "x | y"))[0].columns == ["a", "x | y", "b"]


def test_a_deleted_column_is_gone_from_every_row_that_reaches_it() -> None:
    text = "| a | b |\n|:--|--:|\n| 1 | 2 |\n| 1 |\n| 1 | 2 | 3 |\n"
    assert write(text, "delete_column", 1) == "| a |\n|:--|\n| 1 |\n| 1 |\n| 1 | 3 |\n"
    assert cells(write(text, "delete_column", 0)) == [["2"], [""], ["2"]]
    assert "at least one column" in refused("| a |\n|---|\n", "delete_column", 0)


def test_a_last_column_without_pipes_gets_them_before_it_becomes_a_heading() -> None:
    assert write("a | b\n--- | ---\n1 | 2\n", "delete_column", 1) == "| a |\n| --- |\n| 1 |\n"


def test_columns_move_with_their_alignment() -> None:
    text = "| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |\n| 1 |\n"
    moved = write(text, "move_column", 0, 2)
    assert moved == "| b | c | a |\n|:-:|--:|:--|\n| 2 | 3 | 1 |\n|  |  | 1 |\n"
    assert blocks(moved)[0].aligns == ["center", "right", "left"]
    assert write(text, "move_column", 1, 1) == text
    assert write(text, "move_column", 2, 1).endswith("| 1 |\n")
    assert write(text, "move_column", 2, 0).endswith("|  | 1 |\n")
    assert "There is no such place" in refused(text, "move_column", 0, 3)
