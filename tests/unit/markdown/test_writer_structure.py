"""Edits of a list's shape: items move, nest and come out again, and numbers follow."""

from __future__ import annotations

import pytest

from tests.unit.markdown.desk import items, refused, write


@pytest.mark.parametrize(
    ("numbers", "after"),
    [
        (["1.", "2.", "3."], ["1.", "2.", "3.", "4."]),
        (["0.", "1."], ["0.", "1.", "2."]),
        (["5)", "6)"], ["5)", "6)", "7)"]),
        (["1.", "1."], ["1.", "1.", "1."]),
        (["1."], ["1.", "2."]),
        (["3.", "7."], ["3.", "4.", "7."]),
        (["01.", "02."], ["01.", "02.", "03."]),
    ],
)
def test_a_new_number_follows_the_style_of_its_list(numbers: list[str], after: list[str]) -> None:
    text = "".join(f"{number} a\n" for number in numbers)
    written = write(text, "add_row", 0, ["x"])
    assert [line.split()[0] for line in written.splitlines()] == after
    assert written.splitlines()[1].endswith(" x")


def test_a_deleted_number_is_closed_where_the_list_counts() -> None:
    assert write("4. a\n5. b\n6. c\n", "delete_row", 0) == "4. b\n5. c\n"
    assert write("1. a\n1. b\n", "delete_row", 0) == "1. b\n"
    assert write("3. a\n7. b\n5. c\n", "delete_row", 1) == "3. a\n5. c\n"


def test_a_first_child_must_be_numbered_one() -> None:
    assert write("- a\n  1. b\n  7. c\n", "delete_row", 1) == "- a\n  1. c\n"
    assert write("- a\n  1. b\n  7. c\n", "move_row", 2, 0) == "- a\n  1. c\n  7. b\n"


def test_a_wider_number_eats_a_spare_blank() -> None:
    assert write("9.  a\n    - y\n", "add_row", None, ["x"]) == "9.  x\n10. a\n    - y\n"


def test_a_wider_number_moves_what_would_fall_out() -> None:
    text = "8. a\n9. b\n\n   second\nlazy\n   - y\n\n     more\n"
    assert (
        write(text, "add_row", 0, ["x"]) == "8. a\n9. x\n10. b\n\n    second\nlazy\n    - y\n\n      more\n"
    )


def test_a_wider_number_moves_nothing_that_stands_far_enough_right() -> None:
    assert write("9. b\n    - y\n", "add_row", None, ["x"]) == "9. x\n10. b\n    - y\n"


def test_a_narrower_number_moves_nothing() -> None:
    assert write("9. a\n10. b\n    - y\n", "delete_row", 0) == "9. b\n    - y\n"


def test_a_narrower_number_before_a_tab_takes_its_text_along() -> None:
    text = " 9)\ta\n 10)\tb\n    \t- k\n"
    assert items(text) == [(0, "a"), (0, "b"), (1, "k")]
    assert items(write(text, "delete_row", 0)) == [(0, "b"), (1, "k")]


def test_markdown_has_no_number_of_ten_digits() -> None:
    written = write("999999999. a\n", "add_row", 0, ["x"])
    assert items(written) == [(0, "a"), (0, "x")]


def test_items_move_among_their_siblings_with_what_is_nested_in_them() -> None:
    text = "- a\n  - k\n    more\n- b\n- c\n"
    assert write(text, "move_row", 0, 2) == "- b\n- c\n- a\n  - k\n    more\n"
    assert write(text, "move_row", 3, 0) == "- c\n- a\n  - k\n    more\n- b\n"
    assert write(text, "move_row", 2, 1) == text
    assert "There is no such place" in refused(text, "move_row", 1, 1)


def test_gaps_stay_in_place_when_items_travel() -> None:
    assert write("- a\n\n\n- b\n- c\n\npara\n", "move_row", 2, 0) == "- c\n\n\n- a\n- b\n\npara\n"


def test_counted_numbers_stay_in_place_and_free_ones_travel() -> None:
    assert write("1. a\n2. b\n3. c\n", "move_row", 2, 0) == "1. c\n2. a\n3. b\n"
    assert write("3. a\n7. b\n5. c\n", "move_row", 2, 0) == "5. c\n3. a\n7. b\n"


def test_siblings_at_different_columns_swap_them() -> None:
    written = write("  - v\n    more\n- t\n", "move_row", 1, 0)
    assert written == "  - t\n- v\n  more\n"
    assert items(written) == [(0, "t"), (0, "v\nmore")]


def test_an_item_moves_only_within_its_own_list() -> None:
    assert "There is no such place" in refused("- a\n  - b\n  * c\n", "move_row", 1, 1)


def test_nesting_goes_to_the_content_column_of_the_elder() -> None:
    assert write("- a\n- b\n", "indent", 1) == "- a\n  - b\n"
    assert write("- [ ] a\n- [ ] b\n", "indent", 1) == "- [ ] a\n  - [ ] b\n"
    assert write("1. a\n2. b\n3. c\n", "indent", 1) == "1. a\n   1. b\n2. c\n"
    assert write("10. a\n11. b\n", "indent", 1) == "10. a\n    1. b\n"
    assert write("1. a\n1. b\n1. c\n", "indent", 2) == "1. a\n1. b\n   1. c\n"


def test_nesting_joins_the_children_there_and_takes_their_marker() -> None:
    assert write("- a\n    * k\n- b\n", "indent", 2) == "- a\n    * k\n    * b\n"
    assert write("- a\n  1. k\n  2. l\n- b\n", "indent", 3) == "- a\n  1. k\n  2. l\n  3. b\n"
    assert write("-\ta\n\t- k\n-\tb\n", "indent", 2) == "-\ta\n\t- k\n\t-\tb\n"


def test_what_is_nested_follows() -> None:
    text = "- a\n- b\n\n  second\n  ```\n  \tcode\n  ```\n  - k\n    - l\n- c\n"
    assert write(text, "indent", 1) == (
        "- a\n  - b\n\n    second\n    ```\n    \tcode\n    ```\n    - k\n      - l\n- c\n"
    )


def test_lazy_lines_stay_where_they_are() -> None:
    assert write("- a\n- b\nlazy\n", "indent", 1) == "- a\n  - b\nlazy\n"
    assert write("- a\n- b\n  - k\n  lazy\n", "indent", 1) == "- a\n  - b\n    - k\n  lazy\n"


def test_an_item_without_an_elder_cannot_be_nested() -> None:
    assert "There is no item before it" in refused("- a\n- b\n", "indent", 0)
    assert "There is no item before it" in refused("- a\n  - b\n", "indent", 1)


def test_coming_out_takes_the_marker_and_column_of_the_parent() -> None:
    assert write("- a\n  * k\n", "outdent", 1) == "- a\n- k\n"
    assert write("1. a\n   - k\n2. b\n", "outdent", 1) == "1. a\n2. k\n3. b\n"
    assert write("1. a\n   - k\n1. b\n", "outdent", 1) == "1. a\n1. k\n1. b\n"
    assert write("- a\n\n  - k\n\n    second\n\n- b\n", "outdent", 1) == "- a\n\n- k\n\n  second\n\n- b\n"


def test_younger_siblings_become_nested_in_what_comes_out() -> None:
    text = "- a\n  - k\n    - l\n  - m\n- b\n"
    written = write(text, "outdent", 1)
    assert items(written) == [(0, "a"), (0, "k"), (1, "l"), (1, "m"), (0, "b")]
    assert written == "- a\n- k\n  - l\n  - m\n- b\n"


def test_numbered_younger_siblings_start_again() -> None:
    text = "1. a\n   1. k\n   2. l\n   3. m\n2. b\n"
    assert write(text, "outdent", 1) == "1. a\n2. k\n   1. l\n   2. m\n3. b\n"
    text = "1. a\n   1. k\n      1. deep\n   2. l\n"
    assert write(text, "outdent", 1) == "1. a\n2. k\n   1. deep\n   2. l\n"


def test_younger_siblings_that_would_fall_out_are_moved_along() -> None:
    text = "10. a\n    - k\n    - l\n"
    assert items(write(text, "outdent", 1)) == [(0, "a"), (0, "k"), (1, "l")]
    text = "1. a\n   - k\n   - l\n"
    assert write(text, "outdent", 1) == "1. a\n2. k\n   - l\n"
    text = "-   a\n    - k\n  - l\n"
    assert items(text) == [(0, "a"), (1, "k"), (0, "l")]


def test_an_outermost_item_cannot_come_out() -> None:
    assert "not nested" in refused("- a\n", "outdent", 0)


def test_in_and_out_again_is_where_it_was() -> None:
    for text in ("- a\n- b\n  more\n- c\n", "1. a\n2. b\n3. c\n", "* [ ] a\n* [x] b\n  * k\n"):
        assert write(write(text, "indent", 1), "outdent", 1) == text
