"""How lists are cut into rows, and which lists are not."""

from __future__ import annotations

import pytest

from tests.unit.markdown.desk import blocks, items, kinds


def test_a_row_runs_from_its_marker_to_the_next_marker() -> None:
    text = "- a\n\n  ```\n  x\n  ```\n\n  second\n  > quote\n  - k\n\n- b\n\n"
    block = blocks(text)[0]
    assert [row.source for row in block.rows] == [
        "- a\n\n  ```\n  x\n  ```\n\n  second\n  > quote\n",
        "  - k\n\n",
        "- b\n",
    ]
    assert (block.source, block.tail) == ("", "\n")
    assert items(text) == [(0, "a"), (1, "k"), (0, "b")]


def test_lazy_lines_belong_to_the_text() -> None:
    assert items("- a\n**Safe:** x\n   more\n- b\n") == [(0, "a\n**Safe:** x\nmore"), (0, "b")]
    assert items("10. x\nT\n===\n") == [(0, "x\nT\n===")]


def test_a_hard_break_inside_a_text_is_kept() -> None:
    assert items("- a  \n  b\n") == [(0, "a  \nb")]


@pytest.mark.parametrize(
    ("text", "done", "cell"),
    [
        ("- [ ] a\n", False, "a"),
        ("- [x] a\n", True, "a"),
        ("- [X]\ta\n", True, "a"),
        ("- [ ]\n", False, ""),
        ("- [x] \n", True, ""),
        ("- [ ]\n  a\n", False, "a"),
        ("1. [x] a\n", True, "a"),
        ("- [] a\n", None, "[] a"),
        ("- [*] a\n", None, "[*] a"),
        ("- [ ]a\n", None, "[ ]a"),
        ("- [ ]\u00a0a\n", None, "[ ]\u00a0a"),
        ("- a [ ]\n", None, "a [ ]"),
    ],
)
def test_a_box_stands_at_the_start_and_has_a_blank_behind_it(text: str, done: bool | None, cell: str) -> None:
    row = blocks(text)[0].rows[0]
    assert (row.done, row.cells) == (done, [cell])


def test_the_kind_follows_from_number_and_boxes() -> None:
    assert kinds("1. a\n   - [ ] b\n") == ["steps"]
    assert kinds("- a\n  1. [ ] b\n") == ["checklist"]
    assert kinds("- a\n  1. b\n") == ["bullets"]


def test_markers_are_kept_as_written() -> None:
    text = "- a\n  01) b\n  02) c\n- d\n"
    assert [row.marker for row in blocks(text)[0].rows] == ["-", "01)", "02)", "-"]
    assert kinds("- a\n* b\n+ c\n1. d\n1) e\n") == ["bullets", "bullets", "bullets", "steps", "steps"]


def test_columns_decide_who_is_nested() -> None:
    assert items("- a\n - b\n  - c\n") == [(0, "a"), (0, "b"), (0, "c")]
    assert items("- a\n      - b\n") == [(0, "a\n- b")]
    assert items("  - v\n- t\n") == [(0, "v"), (0, "t")]
    assert items("1. a\n  - b\n") == [(0, "a")]
    assert items("1. a\n   - b\n") == [(0, "a"), (1, "b")]
    assert items("-\ta\n\t- b\n\t\t- c\n") == [(0, "a"), (1, "b"), (2, "c")]


def test_only_a_list_from_one_interrupts_a_text() -> None:
    assert items("1. a\n   2. b\n") == [(0, "a\n2. b")]
    assert items("1. a\n   1. b\n") == [(0, "a"), (1, "b")]


def test_empty_items_are_rows() -> None:
    assert items("- a\n-\n- \n- b\n") == [(0, "a"), (0, ""), (0, ""), (0, "b")]
    assert items("- \n  - b\n") == [(0, ""), (1, "b")]
    assert items("-\n  foo\n") == [(0, "foo")]
    assert items("-\npara\n") == [(0, "")]
    assert items("- \n\n   - k\n") == [(0, ""), (0, "k")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("- a\n  - b\n\n  after\n", "an item with text after its nested list"),
        ("- # x\n", "an item that starts with a heading"),
        ("- > x\n", "an item that starts with a quote"),
        ("- ```\n  x\n  ```\n", "an item that starts with code"),
        ("-     x\n", "an item that starts with code"),
        ("- <div>\n", "an item that starts with HTML"),
        ("- ***\n", "an item that starts with a divider"),
        ("- | a |\n  |---|\n", "an item that starts with a table"),
        ("- - x\n", "two markers on one line"),
        ("- a\n- 1. x\n", "two markers on one line"),
        ("- [foo]: /url\n", "an item that holds definitions"),
        ("- a\n\n  [foo]: /url\n", "an item that holds definitions"),
    ],
)
def test_a_list_that_rows_would_tear_is_raw_as_a_whole(text: str, reason: str) -> None:
    whole = f"- first\n{text}- last\n"
    assert [(block.kind, block.reason, block.source) for block in blocks(whole)] == [("raw", reason, whole)]


def test_lists_in_quotes_inside_items_are_no_rows() -> None:
    assert items("- a\n  > - q\n  >   - r\n- b\n") == [(0, "a"), (0, "b")]
