"""Blocks: added in every kind, rewritten, moved within and between sections, deleted."""

from __future__ import annotations

import pytest

from tests.edited import Edited
from webapp.extensions import db
from webapp.models import Block
from webapp.services.editing import blocks
from webapp.services.errors import CellConflict, Gone, InvalidValue, Missing
from webapp.services.history import RequestKey

pytestmark = pytest.mark.usefixtures("app")

TEXT = """\
# T

First words.

```py
x = 1
```

- a
- b

## Two

Other words.

| A |
|---|
| 1 |
"""


@pytest.fixture
def design() -> Edited:
    return Edited(TEXT)


def stored(block_id: int) -> Block:
    return db.session.get_one(Block, block_id, populate_existing=True)


@pytest.mark.parametrize(
    ("kind", "text", "written"),
    [
        ("checklist", "", "- [ ] \n"),
        ("bullets", "", "- \n"),
        ("steps", "", "1. \n"),
        ("code", "", "```\n```\n"),
        ("divider", "", "---\n"),
        ("table", "", "| Column 1 | Column 2 | Column 3 |\n|----------|----------|----------|\n"),
        ("prose", "New *words*.", "New *words*.\n"),
        ("code", "a\n```\nb", "````\na\n```\nb\n````\n"),
        ("bullets", "- one\n- [ ] two\n\n# three", "- one\n- two\n- \\# three\n"),
        ("steps", "one\ntwo", "1. one\n2. two\n"),
        ("table", "a\tb|c\n1\t2", "| a   | b\\|c |\n|-----|------|\n| 1   | 2    |\n"),
    ],
)
def test_a_block_of_each_kind_is_added(design: Edited, kind: str, text: str, written: str) -> None:
    after = design.block("prose")

    saved = blocks.add_block(design.section("T"), after=after, kind=kind, text=text, by=design.by)

    assert f"First words.\n\n{written}" in design.text
    assert "\n\n```py\nx = 1\n```\n" in design.text
    block = stored(saved.added("block")[0])
    assert (block.kind, block.section_id) == (kind, design.section("T"))
    assert not saved.changed("row") + saved.deleted("row") + saved.deleted("block")


def test_a_block_is_added_right_under_a_heading_and_in_an_empty_document() -> None:
    design = Edited("# T\n\nwords\n", documents={"empty": ""})
    blocks.add_block(design.section("T"), after=None, kind="divider", by=design.by)
    blocks.add_block(design.section(""), after=None, kind="prose", text="before", by=design.by)

    assert design.text == "before\n\n# T\n\n---\n\nwords\n"


def test_a_list_next_to_a_list_gets_another_marker(design: Edited) -> None:
    blocks.add_block(
        design.section("T"), after=design.block("bullets"), kind="bullets", text="c", by=design.by
    )

    assert "- a\n- b\n\n* c\n\n## Two" in design.text
    assert design.rows(design.block("bullets", 1)) == [design.row("c")]


def test_a_divider_at_the_start_is_no_front_matter() -> None:
    design = Edited("key: value\n")

    blocks.add_block(design.section(""), after=None, kind="divider", by=design.by)

    assert stored(design.block("divider")).source in ("---\n", "***\n")
    assert design.text.endswith("\n\nkey: value\n")


def test_a_paragraph_without_words_is_refused_with_what_to_do(design: Edited) -> None:
    with design.refused(InvalidValue, "Type the text first"):
        blocks.add_block(design.section("T"), after=None, kind="prose", by=design.by)
    with design.refused(InvalidValue, "A new block is"):
        blocks.add_block(design.section("T"), after=None, kind="raw", by=design.by)
    with design.refused(InvalidValue, "characters"):
        blocks.add_block(design.section("T"), after=None, kind="prose", text="x" * 100_001, by=design.by)
    with design.refused(InvalidValue, "not in that section"):
        blocks.add_block(design.section("T"), after=design.block("table"), kind="divider", by=design.by)
    with design.refused(Missing):
        blocks.add_block(10**9, after=None, kind="divider", by=design.by)


def test_the_same_request_adds_one_block(design: Edited) -> None:
    def add() -> object:
        return blocks.add_block(
            design.section("T"), after=None, kind="divider", by=design.by, key=RequestKey("k", "add")
        )

    assert add() == add()
    assert design.text.count("---\n") == TEXT.count("---\n") + 1


def test_the_text_of_a_block_is_written_and_the_block_stays_itself(design: Edited) -> None:
    prose, code = design.block("prose"), design.block("code")

    blocks.set_block_text(prose, "Wholly new ones.\nTwo lines.", base="First words.", by=design.by)
    blocks.set_block_text(code, "````sql\nSELECT 1\n````", base="```py\nx = 1\n```\n", by=design.by)

    assert "# T\n\nWholly new ones.\nTwo lines.\n\n````sql\nSELECT 1\n````\n\n- a" in design.text
    assert (design.block("prose"), design.block("code")) == (prose, code)
    assert (stored(code).info, stored(prose).version) == ("sql", 2)


def test_a_text_may_become_several_blocks_and_sections(design: Edited) -> None:
    prose = design.block("prose")

    blocks.set_block_text(prose, "First words.\n\n- x\n\n## New\n\nmore", base="First words.", by=design.by)

    assert "First words.\n\n- x\n\n## New\n\nmore\n\n```py" in design.text
    assert design.block("prose") == prose
    assert design.section("New")


def test_a_blank_text_deletes_its_block(design: Edited) -> None:
    prose = design.block("prose")

    saved = blocks.set_block_text(prose, " \n", base="First words.", by=design.by)

    assert design.text.startswith("# T\n\n```py")
    assert saved.deleted("block") == [prose]


def test_a_text_that_somebody_changed_meanwhile_is_a_conflict(design: Edited) -> None:
    prose = design.block("prose")
    blocks.set_block_text(prose, "Theirs.", base="First words.", by=design.by)
    with design.refused(CellConflict) as refusal:
        blocks.set_block_text(prose, "Mine.", base="First words.\r\n", by=design.by)

    conflict = refusal.value
    assert isinstance(conflict, CellConflict)
    assert (conflict.base, conflict.theirs, conflict.mine) == ("First words.", "Theirs.", "Mine.")
    assert blocks.set_block_text(prose, "Theirs.\n", base="First words.", by=design.by).batch_id is None
    blocks.set_block_text(prose, "Mine.", base="Theirs.", by=design.by)
    assert design.text.startswith("# T\n\nMine.\n\n")


def test_a_text_for_a_block_that_was_deleted_is_kept_for_whoever_typed_it(design: Edited) -> None:
    prose = design.block("prose")
    blocks.delete_block(prose, by=design.by)
    with design.refused(Gone) as refusal:
        blocks.set_block_text(prose, "Mine.", base="First words.", by=design.by)

    gone = refusal.value
    assert isinstance(gone, Gone)
    assert (gone.text, gone.mine) == ("First words.\n", "Mine.")


def test_a_block_moves_in_its_section(design: Edited) -> None:
    prose, items = design.block("prose"), design.block("bullets")

    saved = blocks.move_block(prose, section_id=design.section("T"), after=items, by=design.by)

    assert design.text.startswith("# T\n\n```py\nx = 1\n```\n\n- a\n- b\n\nFirst words.\n\n## Two")
    assert saved.changed("block") == [prose]
    blocks.move_block(prose, section_id=design.section("T"), after=None, by=design.by)
    assert design.text == TEXT


def test_a_block_moves_to_another_section_with_its_rows(design: Edited) -> None:
    items, row = design.block("bullets"), design.row("a")

    saved = blocks.move_block(
        items, section_id=design.section("Two"), after=design.block("prose", 1), by=design.by
    )

    assert "```\n\n## Two\n\nOther words.\n\n- a\n- b\n\n| A |" in design.text
    assert stored(items).section_id == design.section("Two")
    assert (saved.added("row"), saved.deleted("row"), design.row("a")) == ([], [], row)


def test_two_lists_that_would_become_one_are_refused() -> None:
    design = Edited("# A\n\n- a\n\n## B\n\n- b\n\nwords\n")
    first = design.block("bullets")
    with design.refused(InvalidValue, "Choose another place"):
        blocks.move_block(first, section_id=design.section("B"), after=None, by=design.by)

    blocks.move_block(first, section_id=design.section("B"), after=design.block("prose"), by=design.by)
    assert design.text == "# A\n\n## B\n\n- b\n\nwords\n\n- a\n"


def test_a_block_stays_out_of_places_that_it_cannot_have(design: Edited) -> None:
    prose = design.block("prose")
    with design.refused(InvalidValue, "behind itself"):
        blocks.move_block(prose, section_id=design.section("T"), after=prose, by=design.by)
    with design.refused(InvalidValue, "not in that section"):
        blocks.move_block(prose, section_id=design.section("T"), after=design.block("table"), by=design.by)
    assert blocks.move_block(prose, section_id=design.section("T"), after=None, by=design.by).batch_id is None


def test_a_block_is_deleted_with_its_rows(design: Edited) -> None:
    items, row = design.block("bullets"), design.row("a")

    saved = blocks.delete_block(items, by=design.by)

    assert "x = 1\n```\n\n## Two" in design.text
    assert saved.deleted("block") == [items]
    assert len(saved.deleted("row")) == 2
    assert design.stored(row).deleted_at is not None


def test_lists_that_meet_when_what_parted_them_goes_become_one() -> None:
    design = Edited("- Read the file\n\nwords\n\n- Write the report\n")
    first, second = design.row("Read the file"), design.row("Write the report")

    blocks.delete_block(design.block("prose"), by=design.by)

    assert design.text == "- Read the file\n\n- Write the report\n"
    assert design.rows(design.block("bullets")) == [first, second]


def test_entries_follow_a_block_to_another_heading() -> None:
    design = Edited("# X\n\n## Notes\n\nwords\n\n## Open Questions\n\n- [ ] Which cache?\n")
    assert design.design.open_questions == 1

    blocks.move_block(design.block("checklist"), section_id=design.section("Notes"), after=None, by=design.by)

    assert design.text
    assert design.design.open_questions == 0
