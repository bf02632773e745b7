"""Counters of a document and what a section has left."""

from __future__ import annotations

from tests.sections import left_of
from webapp.markdown.reader import read
from webapp.registers import Counters, Left, counters, entries


def test_counters_count_tasks_and_open_questions() -> None:
    text = (
        "## Tasks\n\n- [x] a\n- [ ] b\n\n## Implementation order\n\n1. c\n\n"
        "## Open questions\n\n- [ ] d\n- [x] e\n- f\n"
    )
    assert counters(entries(read(text))) == Counters(tasks=3, tasks_done=1, open_questions=2)
    assert counters([]) == Counters(0, 0, 0)


def test_left_counts_boxes_and_placeholders() -> None:
    text = (
        "## A\n\n_[Say why]_\n\n- [x] a\n  - [ ] b\n- c\n\n"
        "| Aspect | Approach |\n|-|-|\n| Caching | _TBD_ |\n| Async | TBD |\n\n"
        "```\n[new_model]\n```\n"
    )
    assert left_of(read(text).sections[1]) == Left(done=1, total=2, undecided=3)


def test_a_section_that_is_done_has_nothing_left() -> None:
    assert left_of(read("## A\n\nWords and `code`.\n").sections[1]) == Left()


def test_what_several_sections_have_left_adds_up() -> None:
    assert Left(1, 2, 3) + Left(4, 5, 6) == Left(5, 7, 9)
