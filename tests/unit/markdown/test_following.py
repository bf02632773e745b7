"""Who is who after an edit whose outcome is known: nothing is guessed that need not be."""

from __future__ import annotations

from webapp.markdown.following import Planned, after_both, as_it_was, follow, identity, with_rows
from webapp.markdown.outline import Outline
from webapp.markdown.reader import read
from webapp.markdown.reconcile import Matching, match

TEXT = "# A\n\nsame\n\n- x\n- y\n\nsame\n\n# B\n\n| a |\n|---|\n| 1 |\n"


def moved(old: Outline, new: str, plan: list[Planned]) -> Matching:
    matching = follow(old, read(new), plan)
    assert matching is not None
    return matching


def test_what_stays_in_its_place_goes_on_as_itself() -> None:
    outline = read(TEXT)

    assert identity(outline) == match(outline, outline)
    assert follow(outline, outline, as_it_was(outline)) == match(outline, outline)


def test_blocks_that_say_the_same_are_told_apart_by_the_plan() -> None:
    outline = read(TEXT)
    plan = as_it_was(outline)
    plan[1].blocks = [(1, 2), (1, 0), (1, 1)]

    matching = moved(outline, "# A\n\nsame\n\nsame\n\n- x\n- y\n\n# B\n\n| a |\n|---|\n| 1 |\n", plan)

    assert [matching.blocks[1, place] for place in range(3)] == [(1, 2), (1, 0), (1, 1)]
    assert matching.rows[1, 2, 1] == (1, 1, 1)
    assert matching.columns == {(2, 0): {0: 0}}


def test_typed_text_may_read_as_any_number_of_blocks() -> None:
    outline = read(TEXT)
    plan = as_it_was(outline)
    plan[1].blocks[1] = None

    matching = moved(outline, TEXT.replace("- x\n- y\n", "- x\n- y\n- z\n\nmore\n"), plan)

    assert matching.blocks[1, 1] == (1, 1)
    assert (1, 2) not in matching.blocks
    assert matching.blocks[1, 3] == (1, 2)
    assert (matching.rows[1, 1, 1], (1, 1, 2) in matching.rows) == ((1, 1, 1), False)


def test_a_text_that_shares_no_word_with_what_it_replaced_goes_on_from_it() -> None:
    outline = read("one thing\n\nanother\n")
    plan = as_it_was(outline)
    plan[0].blocks[0] = None

    assert moved(outline, "- list\n\nwholly new\n\nanother\n", plan).blocks == {
        (0, 2): (0, 1),
        (0, 1): (0, 0),
    }
    assert moved(outline, "```\ncode\n```\n\nanother\n", plan).blocks == {(0, 1): (0, 1)}


def test_a_text_that_is_not_what_was_planned_is_no_match() -> None:
    outline = read(TEXT)
    plan = as_it_was(outline)

    assert follow(outline, read(TEXT + "\n# C\n"), plan) is None
    assert follow(outline, read(TEXT.replace("# B", "# C")), plan) is None
    assert follow(outline, read(TEXT.replace("- x", "- z")), plan) is None
    assert follow(outline, read(TEXT.replace("- x\n- y\n\n", "")), plan) is None
    plan[1].blocks[1] = None
    assert follow(outline, read(TEXT.replace("- x\n- y\n\nsame\n\n", "")), plan) is None


def test_sections_change_places_by_plan() -> None:
    outline = read("# S\n\na\n\n# S\n\na\n")
    plan = as_it_was(outline)
    plan[1:] = plan[:0:-1]

    matching = moved(outline, outline.text, plan)

    assert (matching.sections, matching.blocks) == ({0: 0, 1: 2, 2: 1}, {(1, 0): (2, 0), (2, 0): (1, 0)})


def test_two_edits_are_one_matching() -> None:
    outline = read(TEXT)
    first = with_rows(identity(outline), (1, 1), [1, None, 0])
    second = with_rows(identity(outline), (1, 1), [2, 0])
    second.columns[2, 0] = {0: 0, 1: 5}

    both = after_both(first, second)

    assert {place: old for place, old in both.rows.items() if place[0] == 1} == {
        (1, 1, 0): (1, 1, 0),
        (1, 1, 1): (1, 1, 1),
    }
    assert both.columns == {(2, 0): {0: 0}}
    assert both.sections == {0: 0, 1: 1, 2: 2}
