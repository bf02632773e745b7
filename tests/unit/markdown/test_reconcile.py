"""Reconciling: which piece of a changed text was which piece before."""

from __future__ import annotations

import copy
import os
import random
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.markdown.outline import LIST_KINDS, Block, Outline, Row
from webapp.markdown.reader import read
from webapp.markdown.reconcile import Matching, match

RowAt = tuple[int, int, int]


def rows(outline: Outline) -> dict[RowAt, Row]:
    return {
        (section, block, row): each
        for section, here in enumerate(outline.sections)
        for block, its in enumerate(here.blocks)
        for row, each in enumerate(its.rows)
    }


def blocks(outline: Outline) -> dict[tuple[int, int], Block]:
    return {
        (section, block): each
        for section, here in enumerate(outline.sections)
        for block, each in enumerate(here.blocks)
    }


def kept(old: str, new: str) -> dict[str, str]:
    """What each paired row says now → what it said before."""
    before, after = read(old), read(new)
    matching = match(before, after)
    return {
        " | ".join(rows(after)[at].cells): " | ".join(rows(before)[old_at].cells)
        for at, old_at in matching.rows.items()
    }


def titles(old: str, new: str) -> dict[str, str]:
    before, after = read(old), read(new)
    pairs = match(before, after).sections
    return {after.sections[at].title: before.sections[old_at].title for at, old_at in pairs.items() if at}


def table(*lines: str) -> str:
    """The head and rows, given without outer pipes."""
    delimiter = "|".join("---" for _ in lines[0].split("|"))
    return "".join(f"| {line} |\n" for line in (lines[0], delimiter, *lines[1:]))


# ── Sections ──────────────────────────────────────────────────────────────────────────────────────


def test_what_stands_before_the_first_heading_is_always_itself() -> None:
    assert match(read("---\na: 1\n---\n"), read("Something else entirely.\n")).sections == {0: 0}
    assert match(read(""), read("")).sections == {0: 0}


def test_a_section_keeps_its_id_while_its_body_changes() -> None:
    assert titles("# T\n\n## Notes\n\nOne.\n", "# T\n\n## Notes\n\nQuite other words.\n") == {
        "T": "T",
        "Notes": "Notes",
    }


def test_equal_titles_are_told_apart_by_the_titles_above_them() -> None:
    old = "# T\n## First\n### Tasks\n- a1\n## Second\n### Tasks\n- b1\n"
    new = "# T\n## Second\n### Tasks\n- b2\n## First\n### Tasks\n- a2\n"
    assert match(read(old), read(new)).sections == {0: 0, 1: 1, 2: 4, 3: 5, 4: 2, 5: 3}


def test_a_new_first_line_changes_no_section_below_it() -> None:
    old = "# FEAT-XXX: Technical Design\n## API\n### Notes\n## Data\n### Notes\n"
    new = "# FEAT-014: Payment webhooks - Technical Design\n## API\n### Notes\n## Data\n### Notes\n"
    assert match(read(old), read(new)).sections == {at: at for at in range(6)}


def test_a_section_at_any_depth_keeps_its_id_under_a_new_first_line() -> None:
    old = "# Old name\n## API\n### Notes\n#### Open\na\n## Data\n### Notes\n#### Open\nb\n"
    new = "# New title\n## Data\n### Notes\n#### Open\ny\n## API\n### Notes\n#### Open\nx\n"
    assert match(read(old), read(new)).sections == {0: 0, 1: 1, 2: 5, 3: 6, 4: 7, 5: 2, 6: 3, 7: 4}


def test_of_two_sections_with_one_path_the_one_that_reads_the_same_is_kept() -> None:
    assert match(read("# T\n## Notes\nx\n## Notes\ny\n"), read("# T\n## Notes\ny\n")).sections[2] == 3


def test_a_section_that_moved_is_known_by_what_it_says_before_its_old_place_is() -> None:
    body = "Ask the two teams that read this table.\n"
    old = f"# T\n## First\n### Notes\n{body}## Second\n"
    new = f"# T\n## First\n### Notes\nNothing so far.\n## Second\n### Notes\n{body}"
    assert match(read(old), read(new)).sections == {0: 0, 1: 1, 2: 2, 4: 4, 5: 3}


def test_a_section_that_says_nothing_yet_does_not_move() -> None:
    old = "# T\n## A\n### Notes\n_TBD_\n## B\n### Notes\n_TBD_\n## C\n"
    new = "# T\n## A\n### Notes\nAsk both teams first.\n## B\n### Notes\n_TBD_\n## C\n### Notes\n_TBD_\n"
    assert match(read(old), read(new)).sections == {at: at for at in range(7)}


def test_a_section_that_moved_and_was_rewritten_is_known_by_a_title_that_stands_once() -> None:
    old = "# T\n## First\n### Rollout of it all\nNext week for one customer only.\n## Second\n"
    new = (
        "# T\n## First\n## Second\n### Rollout of it all\nEverybody gets that in spring, announced by mail.\n"
    )
    assert titles(old, new)["Rollout of it all"] == "Rollout of it all"


def test_a_renamed_section_is_known_by_its_body() -> None:
    body = "The service writes each payment into the ledger before it answers.\n"
    assert titles(f"# T\n## Approach\n{body}", f"# T\n## How it works\n{body}")["How it works"] == "Approach"


def test_a_long_new_title_over_a_short_body_is_still_the_section() -> None:
    body = "Write twice, read once.\n"
    old, new = f"# T\n## Approach\n{body}", f"# T\n## What we agreed to do about all of it\n{body}"
    assert titles(old, new)["What we agreed to do about all of it"] == "Approach"


def test_a_renamed_section_with_a_changed_body_is_known_by_most_of_its_words() -> None:
    old = "# T\n## Approach\nThe service writes each payment into the ledger before it answers.\n"
    new = "# T\n## Approach taken\nThe service writes every payment into the ledger before it answers.\n"
    assert titles(old, new)["Approach taken"] == "Approach"


def test_a_renamed_section_without_a_body_is_known_by_its_subsections() -> None:
    old = "# T\n## Architecture\n### Layers\nOne, two.\n### Flow\nIn, out.\n"
    new = "# T\n## System\n### Layers\nOne, two.\n### Flow\nIn, out.\n"
    assert titles(old, new) == {"T": "T", "System": "Architecture", "Layers": "Layers", "Flow": "Flow"}


def test_a_subsection_under_a_renamed_section_keeps_its_id() -> None:
    body = "We move the old tables to the new schema."
    old = f"# T\n## Plan A\n{body}\n### Steps\n- copy every row\n## Other\n### Steps\n- y\n"
    new = f"# T\n## Plan B\n{body}\n### Steps\n- stop all writers\n## Other\n### Steps\n- q\n"
    assert match(read(old), read(new)).sections == {at: at for at in range(6)}


def test_a_title_that_repeats_under_a_renamed_section_says_too_little() -> None:
    body = "We move the old tables to the new schema."
    tasks = "### Task\nAsk about colours.\n### Task\nCount the tables.\n"
    old = f"# T\n## Plan A\n{body}\n{tasks}## X\n### Task\nc\n"
    new = f"# T\n## Plan B\n{body}\n### Task\nRing the bell twice.\n## X\n### Task\nc\n"
    assert match(read(old), read(new)).sections == {0: 0, 1: 1, 2: 2, 4: 5, 5: 6}


def test_a_section_that_says_something_else_under_another_title_is_new() -> None:
    old = "# T\n## Caching\nKeep the answers for a minute in memory.\n"
    new = "# T\n## Rollout\nTurn it on for one customer, watch, then for all.\n"
    assert "Rollout" not in titles(old, new)


def test_a_renumbered_heading_keeps_its_id() -> None:
    old = "# T\n## 1. Scope\n## 2. Data\n"
    new = "# T\n## 1. Goals\n## 2. Scope\n## 3. Data\n"
    assert titles(old, new) == {"T": "T", "2. Scope": "1. Scope", "3. Data": "2. Data"}


# ── Blocks ────────────────────────────────────────────────────────────────────────────────────────


def test_blocks_in_another_order_keep_their_ids() -> None:
    old = "# T\n\nFirst paragraph here.\n\n```py\nx = 1\n```\n\n- item\n"
    new = "# T\n\n- item\n\n```py\nx = 1\n```\n\nFirst paragraph here.\n"
    assert match(read(old), read(new)).blocks == {(1, 0): (1, 2), (1, 1): (1, 1), (1, 2): (1, 0)}


def test_an_edited_paragraph_is_known_by_its_words_and_another_one_is_new() -> None:
    old = "# T\n\nThe worker retries three times.\n\nNothing is written before that.\n"
    new = "# T\n\nA fresh thought about colours.\n\nThe worker retries five times.\n"
    assert match(read(old), read(new)).blocks == {(1, 1): (1, 0)}


def test_a_short_paragraph_is_known_by_its_words_within_its_section() -> None:
    old, new = "# T\n\nRetries three times.\n", "# T\n\nRetries five times.\n"
    assert match(read(old), read(new)).blocks == {(1, 0): (1, 0)}


def test_paragraphs_that_share_small_words_only_are_two() -> None:
    old = "# T\n\nThe worker is in the queue of the server.\n"
    new = "# T\n\nThe colour of a button is in the theme of the server.\n"
    assert match(read(old), read(new)).blocks == {}


def test_tables_with_other_rows_are_known_by_their_columns() -> None:
    first, second = table("Name | Type", "id | int"), table("Case | Code", "missing | 404")
    new_first, new_second = table("Name | Type", "mail | text"), table("Case | Code", "refused | 403")
    matching = match(read(f"{first}\n{second}"), read(f"{new_second}\n{new_first}"))
    assert matching.blocks == {(0, 0): (0, 1), (0, 1): (0, 0)}


def test_a_list_stays_the_block_when_it_gains_boxes_or_numbers() -> None:
    for changed in ("- [ ] draw\n- [ ] build\n", "1. draw\n2. build\n"):
        matching = match(read("# T\n\n- draw\n- build\n"), read("# T\n\n" + changed))
        assert matching.blocks == {(1, 0): (1, 0)}
        assert matching.rows == {(1, 0, 0): (1, 0, 0), (1, 0, 1): (1, 0, 1)}


def test_no_block_turns_into_one_of_another_kind() -> None:
    old = "# T\n\nthe same five words here\n"
    assert match(read(old), read("# T\n\n- the same five words here\n")).blocks == {}
    assert match(read(old), read("# T\n\n```\nthe same five words here\n```\n")).blocks == {}


def test_a_block_that_moved_to_another_section_keeps_its_id_and_rows() -> None:
    listed = "- [ ] write the migration\n- [ ] test the migration\n"
    old = f"# T\n## Now\n\nWords about what is going on.\n\n{listed}\n## Later\n\nNothing yet.\n"
    new = f"# T\n## Now\n\nWords about what is going on.\n\n## Later\n\nNothing yet.\n\n{listed}"
    matching = match(read(old), read(new))
    assert matching.blocks[3, 1] == (2, 1)
    assert matching.rows == {(3, 1, 0): (2, 1, 0), (3, 1, 1): (2, 1, 1)}


def test_blocks_that_moved_are_known_by_every_word_first_and_by_most_of_them_then() -> None:
    long = " ".join(f"word{number}" for number in range(30))
    old = f"# T\n## A\n\n{long} ash\n\n{long} oak\n\n## B\n\nSome other words.\n"
    new = f"# T\n## A\n\n## B\n\nSome other words.\n\n{long} oak\n\n{long} elm\n"
    assert match(read(old), read(new)).blocks == {(3, 0): (3, 0), (3, 1): (2, 1), (3, 2): (2, 0)}


def test_a_block_that_says_nothing_of_its_own_does_not_move() -> None:
    old = "# T\n## A\n\n_TBD_\n\n## B\n\nText of the second.\n"
    new = "# T\n## A\n\n## B\n\n_TBD_\n\nText of the second.\n"
    assert (3, 0) not in match(read(old), read(new)).blocks


def test_the_only_list_of_a_section_keeps_its_id_when_every_row_is_new() -> None:
    matching = match(read("# T\n\n- [ ] Question 1?\n"), read("# T\n\n- [ ] Who pays the fee?\n"))
    assert matching.blocks == {(1, 0): (1, 0)}
    assert matching.rows == {}


# ── Rows ──────────────────────────────────────────────────────────────────────────────────────────


def test_rows_around_an_added_one_keep_their_ids() -> None:
    assert kept("- a\n- b\n- c\n", "- a\n- new\n- b\n- c\n") == {"a": "a", "b": "b", "c": "c"}


def test_rows_in_another_order_keep_their_ids() -> None:
    assert kept("- ash\n- birch\n- cedar\n", "- cedar\n- ash\n- birch\n") == {
        "ash": "ash",
        "birch": "birch",
        "cedar": "cedar",
    }


def test_a_ticked_indented_or_renumbered_item_is_the_same_row() -> None:
    assert kept("- [ ] draw it\n- [ ] build it\n", "- [x] draw it\n  - [ ] build it\n") == {
        "draw it": "draw it",
        "build it": "build it",
    }
    assert kept("1. draw it\n2. build it\n", "1. sign it\n2. draw it\n3. build it\n") == {
        "draw it": "draw it",
        "build it": "build it",
    }


def test_a_number_written_in_the_text_does_not_make_another_row() -> None:
    old = table("# | Task | Status", "1 | Draw the plan | ⬜", "2 | Build the house | ⬜")
    new = table(
        "# | Task | Status", "1 | Sign papers | ⬜", "2 | Draw the plan | ✅", "3 | Build the house | ⬜"
    )
    assert kept(old, new) == {
        "2 | Draw the plan | ✅": "1 | Draw the plan | ⬜",
        "3 | Build the house | ⬜": "2 | Build the house | ⬜",
    }
    assert kept("- **1.1**: Draw the plan\n- x\n", "- **2.4**: Draw the plan\n- y\n") == {
        "**2.4**: Draw the plan": "**1.1**: Draw the plan"
    }


def test_equal_items_stay_under_their_parents() -> None:
    old = "- Phase one\n  - Unit tests\n- Phase two\n  - Unit tests\n"
    new = "- Phase two\n  - Unit tests\n- Phase one\n  - Unit tests\n"
    assert match(read(old), read(new)).rows == {
        (0, 0, 0): (0, 0, 2),
        (0, 0, 1): (0, 0, 3),
        (0, 0, 2): (0, 0, 0),
        (0, 0, 3): (0, 0, 1),
    }


def test_equal_items_stay_under_their_parents_when_one_is_ticked() -> None:
    old = "- Phase one\n  - [ ] Unit tests\n- Phase two\n  - [ ] Unit tests\n"
    new = "- Phase two\n  - [x] **2.1**: Unit tests\n- Phase one\n  - [x] **1.1**: Unit tests\n"
    assert match(read(old), read(new)).rows == {
        (0, 0, 0): (0, 0, 2),
        (0, 0, 1): (0, 0, 3),
        (0, 0, 2): (0, 0, 0),
        (0, 0, 3): (0, 0, 1),
    }


def test_a_repeated_item_stays_between_its_neighbours() -> None:
    old = "- [ ] one\n- [ ] Unit tests\n- [ ] two\n- [ ] Unit tests\n"
    new = "- [ ] one\n- [ ] two\n- [x] Unit tests\n"
    assert match(read(old), read(new)).rows == {
        (0, 0, 0): (0, 0, 0),
        (0, 0, 1): (0, 0, 2),
        (0, 0, 2): (0, 0, 3),
    }


def test_items_under_a_new_parent_are_known_by_every_word() -> None:
    long = " ".join(f"word{number}" for number in range(30))
    old = f"- Before\n  - **1**: {long} ash\n  - **2**: {long} oak\n"
    new = f"- Quite another\n  - **1**: {long} oak\n  - **2**: {long} ash\n"
    assert match(read(old), read(new)).rows == {(0, 0, 1): (0, 0, 2), (0, 0, 2): (0, 0, 1)}


def test_a_table_laid_out_anew_keeps_even_the_rows_that_say_little() -> None:
    old = table("A | B", "- | -", "1 | 2", "3 | 4", "- | -")
    new = "|  A  |  B  |\n|-----|-----|\n|  -  |  -  |\n|  3  |  4  |\n|  1  |  2  |\n|  -  |  -  |\n"
    assert match(read(old), read(new)).rows == {
        (0, 0, 0): (0, 0, 0),
        (0, 0, 1): (0, 0, 2),
        (0, 0, 2): (0, 0, 1),
        (0, 0, 3): (0, 0, 3),
    }


def test_of_rows_that_differ_in_their_number_only_the_one_with_that_number_is_kept() -> None:
    old = table("# | Task", "1 | Unit tests", "2 | Unit tests")
    assert match(read(old), read("|  #  |  Task  |\n|---|---|\n|  2  |  Unit tests  |\n")).rows == {
        (0, 0, 0): (0, 0, 1)
    }


def test_items_that_say_little_are_kept_under_a_new_parent() -> None:
    old, new = "- Before it\n  - [ ] 1\n  - [ ] 2\n", "- Quite another\n  - [x] 2\n  - [x] 1\n"
    assert match(read(old), read(new)).rows == {(0, 0, 1): (0, 0, 2), (0, 0, 2): (0, 0, 1)}


def test_of_items_that_differ_in_their_box_only_the_one_with_that_box_is_kept() -> None:
    assert match(read("- [ ] a\n- [x] a\n- b\n"), read("- [x] a\n- b\n")).rows == {
        (0, 0, 0): (0, 0, 1),
        (0, 0, 1): (0, 0, 2),
    }


def test_a_row_is_known_by_the_cell_that_names_it() -> None:
    old = table("File | Changes", "`src/main.py` | Add router import", "`src/config.py` | Add new settings")
    new = table("File | Changes", "`src/config.py` | Read limits", "`src/main.py` | Start the worker")
    assert kept(old, new) == {
        "`src/config.py` | Read limits": "`src/config.py` | Add new settings",
        "`src/main.py` | Start the worker": "`src/main.py` | Add router import",
    }


def test_a_first_cell_that_repeats_names_no_row() -> None:
    old = table("Method | Path", "GET | /users", "GET | /orders")
    assert kept(old, table("Method | Path", "GET | /invoices", "GET | /refunds")) == {}
    assert kept(old, table("Method | Path", "GET | /invoices")) == {}
    assert kept(table("Method | Path", "GET | /users"), table("Method | Path", "GET | /a", "GET | /b")) == {}


def test_a_number_or_code_in_front_needs_words_beside_it() -> None:
    old = table("# | Task", "1 | Create data models", "T2 | Add validation rules")
    assert kept(old, table("# | Task", "1 | Choose colours", "T2 | Ship")) == {}
    assert kept(old, table("# | Task", "7 | Choose", "T2 | Add more rules")) == {
        "T2 | Add more rules": "T2 | Add validation rules"
    }


def test_a_column_that_both_tables_have_makes_no_rows_alike_by_itself() -> None:
    old = table("Task | Status", "Draw the plan | waiting", "Build the house | finished")
    new = table("Phase | Owner | Status", "Foundation | owner | waiting", "Sign-in page | author | finished")
    assert kept(old, new) == {}
    assert (
        len(
            kept(
                old, table("Task | Owner | When", "Build the house | owner | May", "Sell it | author | June")
            )
        )
        == 1
    )


def test_an_edited_row_is_known_by_its_words_and_a_mended_one_by_its_letters() -> None:
    old = "- Rotate the signing keys every month\n- Databse\n"
    new = "- Rotate the signing keys every week\n- Database\n"
    assert kept(old, new) == {
        "Rotate the signing keys every week": "Rotate the signing keys every month",
        "Database": "Databse",
    }


def test_a_row_reworded_in_its_place_is_kept_and_one_that_moved_as_well_is_not() -> None:
    retry, end = "Retry the upload three times", "Tell the owner"
    reworded = "Retry the upload at most four times"
    assert kept(f"- {retry}\n- {end}\n", f"- {reworded}\n- {end}\n") == {reworded: retry, end: end}
    assert kept(f"- {retry}\n- {end}\n", f"- {end}\n- {reworded}\n") == {end: end}
    assert kept(f"- Databse\n- {end}\n", f"- {end}\n- Database\n") == {end: end}


def test_a_row_that_moved_far_is_found_by_its_rare_words() -> None:
    between = "- ash\n- birch\n- cedar\n- elm\n- fir\n- larch\n- maple\n"
    rewritten = "- acorn\n- bean\n- clover\n- dill\n- fig\n"
    old = f"- rotate the signing keys of every tenant monthly\n{between}- end\n"
    new = f"{rewritten}- end\n- rotate the signing keys of every tenant weekly\n"
    assert kept(old, new) == {
        "end": "end",
        "rotate the signing keys of every tenant weekly": "rotate the signing keys of every tenant monthly",
    }


def test_of_equally_like_rows_the_nearest_is_taken() -> None:
    old = "- start\n- send a mail to the owner\n- middle\n- send a mail to the reader\n- end\n"
    new = "- start\n- send a mail to the author\n- middle\n- send a mail to the guest\n- end\n"
    pairs = kept(old, new)
    assert pairs["send a mail to the author"] == "send a mail to the owner"
    assert pairs["send a mail to the guest"] == "send a mail to the reader"


def test_of_equally_like_rows_in_one_gap_the_nearest_is_taken() -> None:
    old = "- start\n- send a mail to the owner\n- send a mail to the reader\n- end\n"
    new = "- start\n- choose colours\n- send a mail to the guest\n- end\n"
    assert kept(old, new)["send a mail to the guest"] == "send a mail to the reader"


def test_of_equally_like_rows_one_that_is_gone_does_not_come_back() -> None:
    old = "- start\n- send a mail to the owner\n- middle\n- send a mail to the reader\n- end\n"
    new = "- start\n- middle\n- send a mail to the guest\n- end\n"
    assert kept(old, new)["send a mail to the guest"] == "send a mail to the reader"


def test_numbers_alone_make_no_rows_alike() -> None:
    old = table("Area | Done | All", "Backend | 0 | 5", "Frontend | 0 | 4")
    new = table("Phase | Done | All", "Foundation | 0 | 5", "Sign-in page | 0 | 4")
    assert kept(old, new) == {}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- [ ] Question 1?\n- [ ] Question 2?\n", "- [ ] Question 3?\n- [ ] Who pays?\n"),
        ("1. Step 1\n2. Step 2\n", "1. Step 3\n2. Create tables\n"),
        ("- [Link to relevant docs]\n", "- [Link to similar implementation]\n"),
        (table("A | B", "_TBD_ | -"), table("A | B", "- | _TBD_")),
        (table("A | B", " | "), table("A | B", "x | ")),
    ],
)
def test_what_a_template_left_to_fill_in_is_nobody_s_row(old: str, new: str) -> None:
    assert kept(old, new) == {}


def test_a_placeholder_that_still_stands_keeps_its_row() -> None:
    old = table("Aspect | Approach", "Caching | _TBD_", "Indexing | _TBD_")
    new = table("Aspect | Approach", "Caching | In memory", "Indexing | _TBD_")
    assert kept(old, new) == {
        "Caching | In memory": "Caching | _TBD_",
        "Indexing | _TBD_": "Indexing | _TBD_",
    }


def test_a_row_that_moved_to_another_list_keeps_its_id_if_its_text_stands_once() -> None:
    old = "# T\n## Now\n- Write the migration\n- Unit tests\n## Later\n- Dashboards\n- Unit tests\n"
    new = "# T\n## Now\n- Unit tests\n## Later\n- Dashboards\n- [ ] Write the migration\n- Unit tests\n"
    matching = match(read(old), read(new))
    assert matching.rows[3, 0, 1] == (2, 0, 0)
    assert len(matching.rows) == 4


def test_a_row_that_stands_twice_does_not_move() -> None:
    old = "# T\n## Now\n- Unit tests\n- a\n## Later\n- Unit tests\n- b\n"
    new = "# T\n## Now\n- a\n## Later\n- Unit tests\n- b\n## Soon\n- Unit tests\n"
    assert (4, 0, 0) not in match(read(old), read(new)).rows


def test_a_row_that_has_its_partner_in_its_list_keeps_it() -> None:
    one, other = "Write the migration script", "Write the whole migration script"
    apart = f"# T\n## A\n- {one}\n## B\n- b\n"
    assert match(read(apart), read(f"# T\n## A\n- {other}\n## B\n- {one}\n")).rows == {(2, 0, 0): (2, 0, 0)}
    assert match(read(f"# T\n## A\n- {other}\n## B\n- {one}\n"), read(apart)).rows == {(2, 0, 0): (2, 0, 0)}


def test_a_row_that_stood_twice_is_not_guessed_at() -> None:
    old = "# T\n## Now\n- Unit tests\n- a\n## Later\n- Unit tests\n- b\n"
    new = "# T\n## Now\n- a\n## Later\n- b\n## Soon\n- Unit tests\n- c\n"
    assert {at[0] for at in match(read(old), read(new)).rows} == {2, 3}


def test_no_row_moves_between_a_list_and_a_table() -> None:
    old = "# T\n## Now\n- Write the migration\n"
    new = "# T\n## Now\n" + table("Task | By", "Write the migration | ")
    assert match(read(old), read(new)).rows == {}


# ── Columns ───────────────────────────────────────────────────────────────────────────────────────


def columns(old: str, new: str) -> dict[int, int]:
    return match(read(old), read(new)).columns[0, 0]


def test_columns_are_known_by_name_wherever_they_stand() -> None:
    old = table("Method | Path | Auth", "GET | /users | yes", "POST | /users | no")
    new = table("Auth | Method | Notes | Path", "yes | GET |  | /users", "no | POST |  | /users")
    assert columns(old, new) == {0: 2, 1: 0, 3: 1}
    assert len(kept(old, new)) == 2


def test_columns_of_one_name_pair_in_order() -> None:
    old = table("Name | x | x", "a | 1 | 2")
    assert columns(old, old) == {0: 0, 1: 1, 2: 2}
    assert columns(old, table("x | Name | x", "1 | a | 2")) == {0: 1, 1: 0, 2: 2}


def test_a_renamed_column_is_known_by_its_place_and_cells() -> None:
    old = table("File | Changes", "a.py | one", "b.py | two")
    assert columns(old, table("File | What changes", "a.py | one", "b.py | two")) == {0: 0, 1: 1}
    assert columns(old, table("File | Owner", "a.py | owner", "b.py | author")) == {0: 0}


def test_a_column_is_not_guessed_where_nothing_speaks_for_it() -> None:
    assert columns(table("File | Changes"), table("File | What")) == {0: 0}
    assert columns(table("A | B | C", "x | y | z"), table("A | Q", "x | y")) == {0: 0}
    assert columns(table("A | B", "same | same"), table("Q | A", "same | same")) == {1: 0}


def test_a_column_in_the_place_of_a_deleted_one_is_new() -> None:
    old = table("File | Changes | Size", "a.py | one | 3", "b.py | two | 4")
    new = table("File | Size", "a.py | 3", "b.py | 4")
    assert columns(old, new) == {0: 0, 1: 2}
    assert len(kept(old, new)) == 2


# ── Properties ────────────────────────────────────────────────────────────────────────────────────

words = st.sampled_from(
    ["alpha", "beta gamma", "delta", "users", "_TBD_", "-", "x", "Step 1", "1.2 zeta", "✅"]
)
sentences = st.lists(words, min_size=1, max_size=6).map(" ".join)


@st.composite
def lists(draw: st.DrawFn) -> str:
    marker = draw(st.sampled_from(["- ", "- [ ] ", "- [x] ", "1. "]))
    depth, lines = 0, []
    for _ in range(draw(st.integers(1, 5))):
        lines.append(" " * (len("1. ") * depth) + marker + draw(sentences) + "\n")
        depth = draw(st.integers(0, min(depth + 1, 2)))
    return "".join(lines)


@st.composite
def tables(draw: st.DrawFn) -> str:
    width = draw(st.integers(1, 4))
    cells = st.lists(words, min_size=width, max_size=width).map(lambda row: f"| {' | '.join(row)} |")
    names = st.lists(st.sampled_from(["Name", "Path", "#", ""]), min_size=width, max_size=width)
    head = f"| {' | '.join(draw(names))} |\n|{'---|' * width}\n"
    return head + "".join(f"{line}\n" for line in draw(st.lists(cells, max_size=5)))


block_texts = st.one_of(
    sentences.map(lambda text: text + "\n"),
    lists(),
    tables(),
    st.just("---\n"),
    sentences.map(lambda text: f"```py\n{text}\n```\n"),
)


@st.composite
def documents(draw: st.DrawFn, *, titles_differ: bool = False) -> Outline:
    parts = [f"{block}\n" for block in draw(st.lists(block_texts, max_size=2))]
    for number in range(draw(st.integers(0, 5))):
        title = draw(st.sampled_from(["Notes", "Tasks", "API", "1. Scope", ""]))
        title += f" {'ABCDE'[number]}" if titles_differ else ""
        parts.append(f"{'#' * draw(st.integers(1, 3))} {title}\n\n")
        parts += [f"{block}\n" for block in draw(st.lists(block_texts, max_size=4))]
    return read("".join(parts))


def family(block: Block) -> str:
    return "list" if block.kind in LIST_KINDS else block.kind


def assert_sound(old: Outline, new: Outline, matching: Matching) -> None:
    """Every name exists, each old piece is taken once, and kinds agree."""
    for pairs in (matching.sections, matching.blocks, matching.rows, *matching.columns.values()):
        assert len(set(pairs.values())) == len(pairs)
    assert matching.sections[0] == 0
    assert set(matching.sections) <= set(range(len(new.sections)))
    assert set(matching.sections.values()) <= set(range(len(old.sections)))
    old_blocks, new_blocks = blocks(old), blocks(new)
    for at, old_at in matching.blocks.items():
        assert family(new_blocks[at]) == family(old_blocks[old_at])
    for row, old_row in matching.rows.items():
        assert row in rows(new)
        assert old_row in rows(old)
        assert family(new_blocks[row[:2]]) == family(old_blocks[old_row[:2]])
    tables_kept = {at for at in matching.blocks if new_blocks[at].kind == "table"}
    assert set(matching.columns) == tables_kept
    for at, pairs in matching.columns.items():
        assert set(pairs) <= set(range(len(new_blocks[at].columns)))
        assert set(pairs.values()) <= set(range(len(old_blocks[matching.blocks[at]].columns)))


@settings(max_examples=100, deadline=None)
@given(documents())
def test_a_text_matched_with_itself_is_the_identity(document: Outline) -> None:
    matching = match(document, copy.deepcopy(document))
    assert matching.sections == {at: at for at in range(len(document.sections))}
    assert matching.blocks == {at: at for at in blocks(document)}
    assert matching.rows == {at: at for at in rows(document)}
    assert matching.columns == {
        at: {column: column for column in range(len(block.columns))}
        for at, block in blocks(document).items()
        if block.kind == "table"
    }


@settings(max_examples=150, deadline=None)
@given(documents(), documents())
def test_whatever_changed_each_piece_is_taken_once_and_kinds_agree(old: Outline, new: Outline) -> None:
    assert_sound(old, new, match(old, new))


@settings(max_examples=100, deadline=None)
@given(documents(titles_differ=True), st.randoms(use_true_random=False))
def test_sections_in_another_order_keep_all_ids(old: Outline, chance: random.Random) -> None:
    rest = copy.deepcopy(old.sections[1:])
    chance.shuffle(rest)
    new = Outline([old.sections[0], *rest])
    matching = match(old, new)
    assert_sound(old, new, matching)
    assert_every_row_kept(old, new, matching)


@settings(max_examples=150, deadline=None)
@given(documents(titles_differ=True), st.data())
def test_deleting_one_piece_loses_only_that_piece(old: Outline, data: st.DataObject) -> None:
    new = copy.deepcopy(old)
    what = data.draw(st.sampled_from(["section", "block", "row"]))
    if what == "section" and len(new.sections) > 1:
        del new.sections[data.draw(st.integers(1, len(new.sections) - 1))]
    elif what == "block" and blocks(new):
        section, block = data.draw(st.sampled_from(sorted(blocks(new))))
        del new.sections[section].blocks[block]
    elif what == "row" and (places := [at for at in rows(new) if len(blocks(new)[at[:2]].rows) > 1]):
        section, block, row = data.draw(st.sampled_from(places))
        del new.sections[section].blocks[block].rows[row]
    matching = match(old, new)
    assert_sound(old, new, matching)
    assert_every_row_kept(old, new, matching)


@settings(max_examples=150, deadline=None)
@given(documents(), sentences, st.data())
def test_a_row_inserted_anywhere_leaves_all_others_their_ids(
    old: Outline, text: str, data: st.DataObject
) -> None:
    new = copy.deepcopy(old)
    places = [at for at, block in blocks(new).items() if block.rows]
    if not places:
        return
    block = blocks(new)[data.draw(st.sampled_from(places))]
    like = data.draw(st.sampled_from(block.rows))
    added = Row(f"{like.marker} {text}\n", [text] * len(like.cells), like.depth, like.marker, like.done)
    block.rows.insert(data.draw(st.integers(0, len(block.rows))), added)
    matching = match(old, new)
    assert_sound(old, new, matching)
    assert len(matching.rows) == len(rows(old))
    assert_sources_equal(old, new, matching)


def assert_every_row_kept(old: Outline, new: Outline, matching: Matching) -> None:
    """All that is in the new text has its id from a piece that reads the same."""
    assert len(matching.sections) == len(new.sections)
    assert set(matching.blocks) == set(blocks(new))
    assert set(matching.rows) == set(rows(new))
    assert_sources_equal(old, new, matching)


def assert_sources_equal(old: Outline, new: Outline, matching: Matching) -> None:
    before, after = rows(old), rows(new)
    for at, old_at in matching.rows.items():
        assert after[at].source.strip() == before[old_at].source.strip()


# ── Real edits ────────────────────────────────────────────────────────────────────────────────────


def versions(samples: Path) -> Iterator[tuple[str, str]]:
    """Successive versions of documents: of the corpus, else our own."""
    folder = Path(os.environ["DESIGNBOOK_CORPUS"]) if os.environ.get("DESIGNBOOK_CORPUS") else samples
    for history in sorted((folder / "history").iterdir()):
        texts = [path.read_bytes().decode() for path in sorted(history.glob("*.md"))]
        yield from pairwise(texts)


def is_wrong(old: Row, new: Row) -> bool:
    """Whether two rows neither start with one name nor have half of their words in common, in order."""
    before, after = normalised(old), normalised(new)
    named = len(old.cells) > 1 and old.cells[0] == new.cells[0] and not old.cells[0].isdecimal()
    return not named and SequenceMatcher(None, before.split(), after.split(), autojunk=False).ratio() < 0.5


def normalised(row: Row) -> str:
    """A row's words, without box, sign, number in front and marks."""
    cells = [re.sub(r"[\W_]+", " ", cell.casefold()).strip() for cell in row.cells]
    return re.sub(r"^[\d ]+", "", " ".join(cells)).strip()


def test_real_edits_keep_their_rows_and_pair_no_strangers(samples: Path) -> None:
    counted = 0
    for old_text, new_text in versions(samples):
        old, new = read(old_text), read(new_text)
        matching = match(old, new)
        assert_sound(old, new, matching)
        before, after = rows(old), rows(new)
        wrong = [
            (before[old_at].cells, after[at].cells)
            for at, old_at in matching.rows.items()
            if is_wrong(before[old_at], after[at])
        ]
        assert wrong == []
        # What still stands there word for word, whatever its box, sign or number, is never lost.
        said_before = {normalised(row) for row in before.values()}
        lost = [normalised(row) for at, row in after.items() if at not in matching.rows]
        assert [text for text in lost if text in said_before] == []
        if "-XXX" not in old_text:  # from a filled version to the next
            assert len(matching.rows) >= 0.99 * min(len(before), len(after))
        counted += 1
    assert counted
