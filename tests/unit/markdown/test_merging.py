"""Three-way merge by piece: what one side changed is taken, what both changed is chosen, nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.markdown.strategies import documents, heaps
from webapp.markdown.line_ends import with_ends_of
from webapp.markdown.lines import split_lines, with_newlines, without_end
from webapp.markdown.merged import Merged
from webapp.markdown.merging import merge
from webapp.markdown.reader import read

PAPER = """\
# Paper

An opening paragraph of a few words.

## Endpoints

| Method | Path | Says |
|--------|------|------|
| GET | /one | the first |
| GET | /two | the second |
| GET | /three | the third |

## Steps

1. Draw the plan
2. Order the wood
3. Build the shed

Closing words stand here.
"""


def changed(old: str, new: str, text: str = PAPER) -> str:
    """The paper with one thing in it changed."""
    assert text.count(old) == 1
    return text.replace(old, new)


texts = documents() | heaps


@given(texts, texts)
def test_what_one_side_changed_is_the_result_and_so_is_what_both_changed_alike(one: str, other: str) -> None:
    assert merge(one, one, other).text() == other
    assert merge(one, other, one).text() == other
    assert merge(one, other, other).text() == other


@given(texts, texts, texts)
def test_no_line_that_somebody_wrote_is_lost(base: str, theirs: str, mine: str) -> None:
    merged = merge(base, theirs, mine)
    kept = lines_of(merged.text({part.key: part.both for part in merged.parts}))
    for side in (theirs, mine):
        assert lines_of(side) - lines_of(base) <= kept
    for part in merged.parts:
        assert part.theirs != part.mine
        assert part.base not in (part.theirs, part.mine)


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, str, str]:
    """A document, and two that were made from it by changing, adding and taking away some of its lines."""
    base = draw(documents())
    return base, _edited(draw, base, "theirs"), _edited(draw, base, "mine")


def _edited(draw: st.DrawFn, text: str, who: str) -> str:
    lines = split_lines(text)
    for number in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(lines)))
        how = draw(st.sampled_from(["add", "change", "delete", "move"]))
        if how == "add" or at == len(lines):
            lines.insert(at, draw(st.sampled_from([f"{who} {number}\n", f"- {who}\n", "\n", "## New\n"])))
        elif how == "change":
            lines[at] = without_end(lines[at]) + f" {who} {number}" + lines[at][len(without_end(lines[at])) :]
        elif how == "delete":
            del lines[at]
        else:
            lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(at))
    return "".join(lines)


@given(edits())
@settings(max_examples=settings().max_examples * 2)
def test_no_line_is_lost_of_two_edits_of_one_document(texts: tuple[str, str, str]) -> None:
    base, theirs, mine = texts
    merged = merge(base, theirs, mine)
    kept = lines_of(merged.text({part.key: part.both for part in merged.parts}))
    for side in (theirs, mine):
        assert lines_of(side) - lines_of(base) <= kept


@given(documents(), st.data())
def test_independent_edits_are_both_in_the_result_and_nothing_else_changed(
    text: str, data: st.DataObject
) -> None:
    rows = rows_of(text)
    if len(rows) < 2:
        return
    one, other = data.draw(st.lists(st.sampled_from(rows), min_size=2, max_size=2, unique=True))
    theirs, mine = row_edited(text, one, "theirs"), row_edited(text, other, "mine")
    both = row_edited(theirs, other, "mine")
    if theirs is None or mine is None or both is None:
        return
    merged = merge(text, theirs, mine)
    assert merged.parts == []
    assert with_newlines(merged.text()) == with_newlines(both)


def lines_of(text: str) -> set[str]:
    """The lines that say something; the number of a step follows from its place, and is nobody's text."""
    lines = {without_end(line).rstrip() for line in split_lines(text.replace("\ufeff", ""))}
    return {re.sub(r"\A(\s*)\d+[.)]", r"\1", line) for line in lines} - {""}


def rows_of(text: str) -> list[tuple[int, int, int]]:
    """The addresses of all rows that stand in one line."""
    return [
        (number, place, row)
        for number, section in enumerate(read(text).sections)
        for place, block in enumerate(section.blocks)
        for row in range(len(block.rows))
    ]


def row_edited(text: str | None, at: tuple[int, int, int], word: str) -> str | None:
    """The text with a word more in the last line of a row; None where that is no mere change of the row."""
    if text is None:
        return None
    outline = read(text)
    number, place, row = at
    block = outline.sections[number].blocks[place]
    cell = block.rows[row].cells[0]
    if not cell or cell not in block.rows[row].source:
        return None
    shape = [[len(block.rows) for block in section.blocks] for section in outline.sections]
    block.rows[row].source = block.rows[row].source.replace(cell, f"{cell} {word}", 1)
    edited = outline.text
    again = [[len(block.rows) for block in section.blocks] for section in read(edited).sections]
    return edited if shape == again else None


def test_two_edits_of_neighbouring_rows_merge_silently() -> None:
    theirs = changed("the second", "the second, by them")
    mine = changed("the third", "the third, by me")
    merged = merge(PAPER, theirs, mine)
    assert merged.parts == []
    assert merged.text() == changed("the third", "the third, by me", theirs)


def test_two_edits_of_one_row_are_a_part_with_its_three_texts() -> None:
    theirs, mine = changed("the second", "their second"), changed("the second", "my second")
    merged = merge(PAPER, theirs, mine)
    (part,) = merged.parts
    assert part.base == "| GET | /two | the second |"
    assert part.theirs == "| GET | /two | their second |"
    assert part.mine == "| GET | /two | my second |"
    assert (part.kind, part.section) == ("row", "Endpoints")
    assert merged.text({part.key: part.mine}) == mine
    assert merged.text({part.key: part.theirs}) == theirs
    assert merged.text({part.key: part.both}).count("/two") == 2
    assert merged.text({part.key: ""}) == changed("| GET | /two | the second |\n", "")


def test_a_text_with_a_part_that_nobody_chose_is_no_text() -> None:
    merged = merge(PAPER, changed("the second", "their second"), changed("the second", "my second"))
    with pytest.raises(KeyError):
        merged.text()


def test_the_key_of_a_part_stays_while_another_part_comes() -> None:
    theirs, mine = changed("the second", "their second"), changed("the second", "my second")
    (part,) = merge(PAPER, theirs, mine).parts
    later = changed("Closing words", "Their words", theirs)
    first, second = merge(PAPER, later, changed("Closing words", "My words", mine)).parts
    assert first.key == part.key
    assert second.key != part.key


def test_rows_that_both_added_at_one_place_are_both_there_theirs_first() -> None:
    last = "| GET | /three | the third |\n"
    theirs = changed(last, last + "| PUT | /four | theirs |\n")
    mine = changed(last, last + "| PUT | /five | mine |\n")
    assert merge(PAPER, theirs, mine).text() == changed(
        last, last + "| PUT | /four | theirs |\n| PUT | /five | mine |\n"
    )


def test_a_row_that_both_added_alike_is_there_once() -> None:
    last = "| GET | /three | the third |\n"
    both = changed(last, last + "| PUT | /four | both |\n")
    mine = changed("the first", "my first", both)
    theirs = changed("Closing words", "Their words", both)
    assert merge(PAPER, theirs, mine).text() == changed("the first", "my first", theirs)


def test_paragraphs_that_both_added_at_the_end_stay_two() -> None:
    merged = merge(PAPER, PAPER + "\nTheir end.\n", PAPER + "\nMy end.\n")
    assert merged.text() == PAPER + "\nTheir end.\n\nMy end.\n"


def test_a_paragraph_that_both_wrote_anew_is_a_part() -> None:
    old = "Closing words stand here."
    merged = merge(PAPER, changed(old, "Quite another thought."), changed(old, "Nothing like it at all."))
    (part,) = merged.parts
    assert (part.theirs, part.mine) == ("Quite another thought.", "Nothing like it at all.")


def test_what_one_side_deleted_and_the_other_left_alone_is_gone() -> None:
    row = "| GET | /two | the second |\n"
    theirs, mine = changed(row, ""), changed("the third", "my third")
    assert merge(PAPER, theirs, mine).text() == changed("the third", "my third", theirs)
    assert merge(PAPER, mine, theirs).text() == changed("the third", "my third", theirs)


def test_a_section_that_one_deleted_and_the_other_edited_is_a_part_of_its_own() -> None:
    start, rest = PAPER.split("## Steps")
    merged = merge(PAPER, start, changed("Order the wood", "Order oak"))
    (part,) = merged.parts
    assert (part.kind, part.section, part.theirs) == ("section", "Steps", "")
    assert part.mine.startswith("## Steps\n\n1. Draw")
    assert merged.text({part.key: part.mine}) == changed("Order the wood", "Order oak")
    assert merged.text({part.key: ""}).rstrip() == start.rstrip()
    assert rest


def test_a_section_that_one_moved_takes_the_edit_of_the_other_along() -> None:
    head, endpoints, steps = re.split(r"(?=^## )", PAPER, flags=re.MULTILINE)
    theirs = head + steps + "\n" + endpoints.rstrip("\n") + "\n"
    merged = merge(PAPER, theirs, changed("the second", "my second"))
    assert merged.parts == []
    assert merged.text() == changed("the second", "my second", theirs)


def test_a_step_added_before_an_edited_one_gives_it_another_number_and_no_conflict() -> None:
    theirs = changed("2. Order the wood\n3. Build", "2. Ask the neighbours\n3. Order the wood\n4. Build")
    merged = merge(PAPER, theirs, changed("Build the shed", "Build a big shed"))
    assert merged.text() == changed("Build the shed", "Build a big shed", theirs)


def test_rows_never_land_under_other_columns() -> None:
    """Theirs put a column in between; a row with the old columns would say something else there."""
    theirs = (
        PAPER.replace("| Method | Path", "| Method | Role | Path")
        .replace("|--------|", "|--------|----|")
        .replace("| GET |", "| GET | - |")
    )
    merged = merge(PAPER, theirs, changed("the second", "my second"))
    (part,) = merged.parts
    assert part.kind == "table"
    assert merged.text({part.key: part.theirs}) == theirs


def test_headings_that_both_changed_are_a_part_and_what_stands_below_is_merged() -> None:
    theirs = changed("the first", "their first", changed("## Endpoints", "## Addresses"))
    mine = changed("the third", "my third", changed("## Endpoints", "## Routes"))
    merged = merge(PAPER, theirs, mine)
    (part,) = merged.parts
    assert (part.kind, part.base, part.theirs, part.mine) == (
        "heading",
        "## Endpoints",
        "## Addresses",
        "## Routes",
    )
    assert merged.text({part.key: part.mine}) == changed(
        "the third", "my third", changed("the first", "their first", changed("## Endpoints", "## Routes"))
    )


ENDS: list[Callable[[str], str]] = [
    lambda text: with_newlines(text, "\r\n"),
    lambda text: with_newlines(text, "\r"),
    lambda text: "\ufeff" + text,
    lambda text: text.rstrip("\n"),
]


@pytest.mark.parametrize("dressed", ENDS, ids=["CRLF", "CR", "BOM", "no final newline"])
def test_a_text_keeps_its_line_ends_its_mark_and_how_it_ends(dressed: Callable[[str], str]) -> None:
    theirs, mine = changed("the second", "their second"), changed("the third", "my third")
    expected = dressed(changed("the third", "my third", theirs))
    assert merge(dressed(PAPER), dressed(theirs), dressed(mine)).text() == expected


def test_rows_that_both_added_behind_a_last_line_without_an_end() -> None:
    base = "| a | b |\n|---|---|\n| 1 | 2 |"
    merged = merge(base, base + "\n| 3 | 4 |", base + "\n| 5 | 6 |")
    assert merged.text() == base + "\n| 3 | 4 |\n| 5 | 6 |"


def test_lines_keep_the_ends_they_had_before_an_editor_made_them_alike() -> None:
    model = "one\r\ntwo\nthree\rfour"
    assert with_ends_of(model, with_newlines(model)) == model
    assert with_ends_of(model, "one\nnew\ntwo\nthree\nfour\n") == "one\r\nnew\r\ntwo\nthree\rfour\r"


@given(texts, texts)
def test_giving_line_ends_back_loses_no_line(model: str, text: str) -> None:
    text = with_newlines(text)
    assert with_newlines(with_ends_of(model, text)) == text
    assert with_ends_of(model, with_newlines(model)) == model


def test_every_step_of_a_real_history_merges_with_what_nobody_changed(samples: Path) -> None:
    for path in sorted(samples.glob("*.md")):
        text = path.read_bytes().decode()
        merged = merge(text, text + "\nTheir last words.\n", "My first words.\n\n" + text)
        kept = merged.text({part.key: part.both for part in merged.parts})
        assert lines_of(text) <= lines_of(kept)
        assert isinstance(merged, Merged)
