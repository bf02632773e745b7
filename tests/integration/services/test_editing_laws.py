"""Whatever people do to a design, in whatever order, the stored document stays what its text says.

After each step: what is stored agrees with a fresh reading, nothing is touched that the step is not
about, entries, counters, HTML and checksum are true, and the batches replayed give the document. At the
end what checks say is what they say of the whole anew.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.checked import assert_checked
from tests.factories import make_design, make_person
from tests.laws import assert_design_laws
from tests.replaying import Replay, state_of
from tests.unit.markdown.documents import any_document
from tests.unit.markdown.edits import HOSTILE
from webapp.extensions import db
from webapp.markdown.outline import LIST_KINDS
from webapp.models import Batch, Block, Change, Document, Person, Row, Section
from webapp.services.documents import document_text, documents_of
from webapp.services.editing import blocks, cells, columns, documents, ranges, rows, sections, texts
from webapp.services.editing.saved import Saved
from webapp.services.errors import Conflict, InvalidValue, Missing, UndoConflict
from webapp.services.pieces import load_pieces
from webapp.services.undoing import redo_last, undo_batch, undo_last

pytestmark = pytest.mark.usefixtures("app")

T = TypeVar("T")
LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
BLOCK_KINDS = ("prose", "code", "divider", "table", "checklist", "bullets", "steps")
TEXTS = st.one_of(
    st.sampled_from(["x", "GET", "`/api/users`", "src/main.py", "✅", "FEAT-001", "two\nlines", ""]),
    st.sampled_from([text for text in HOSTILE if "\x0b" not in text]),
)
WHOLE_SECTIONS = (
    "### Other\n\nWords.",
    "## Open Questions\n\n- [ ] Which database?",
    "# Deep\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    "## API Endpoints",
    "Words alone.",
)
"""What a section may be rewritten as: with no word of it left, or as another one’s twin."""
DESIGN = """\
# FEAT-001: Login - Technical Design

Some words.

## API Endpoints

| Method | Path | Auth |
|--------|------|------|
| GET | `/users` | Yes |
| POST | `/users` |

**Notes:**
- one
  - nested
  - deeper

    with more
- two

1. first
2. second

| Method | Path | Auth |
|--------|------|------|
| PUT | `/x` | No |

### Tasks

- [ ] Do it
- [x] Done

```python
class User:
    name: str
```

## Open Questions

- [ ] Which database?
- [ ] Which cache?
"""


@dataclass(frozen=True)
class Stored:
    """The living pieces that a step can pick from, in the order of the documents."""

    sections: Sequence[Section]
    blocks: Sequence[Block]
    rows: Sequence[Row]

    def blocks_with_rows(self) -> list[Block]:
        return [block for block in self.blocks if block.kind == "table" or block.kind in LIST_KINDS]

    def rows_of(self, block: Block) -> list[Row]:
        return [row for row in self.rows if row.block_id == block.id]


class Editing(RuleBasedStateMachine):
    """One person at work on one design; a second one now and then."""

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        text = DESIGN
        if data.draw(st.integers(0, 2)) == 0:
            text = any_document(lambda below: data.draw(st.integers(0, below - 1)))
        self.people = [make_person(), make_person()]
        self.design = make_design(text, documents={"tasks": "# Tasks\n\n- [ ] a\n- [ ] b"})
        self.replay = Replay(self.design)
        self.done: list[tuple[int, str, set[object]]] = []

    @rule(data=st.data())
    def change_cells(self, data: st.DataObject) -> None:
        stored = self.stored()
        row = self.pick(data, stored.rows)
        if row is None:
            return
        block = next(block for block in stored.blocks if block.id == row.block_id)
        column = data.draw(st.sampled_from([column["id"] for column in block.columns] or ["text"]))
        text, done = data.draw(TEXTS), data.draw(st.booleans())
        base = row.cells.get(column, "")
        do = [
            lambda by: cells.set_cell(row.id, column, text, base=base, typed=False, by=by),
            lambda by: cells.tick_row(row.id, done, by=by),
        ]
        others = {each.id: each.source.rstrip() for each in stored.rows if each.id != row.id}
        self.make(data, do, about=block.section_id)
        after = {each.id: each.source.rstrip() for each in self.stored().rows if each.id != row.id}
        assert after == others, "a cell changed other rows than its own"

    @rule(data=st.data())
    def put_rows_back(self, data: st.DataObject) -> None:
        gone = db.session.scalars(
            db.select(Row)
            .join(Document, Document.id == Row.document_id)
            .where(Document.design_id == self.design.id, Row.deleted_at.is_not(None))
            .order_by(Row.id)
        ).all()
        row = self.pick(data, gone)
        if row is None:
            return
        column = data.draw(st.sampled_from([None, *row.cells]))
        text = data.draw(TEXTS)
        self.make(data, [lambda by: rows.restore_row(row.id, column=column, text=text, by=by)])

    @rule(data=st.data())
    def add_rows(self, data: st.DataObject) -> None:
        stored = self.stored()
        block = self.pick(data, stored.blocks_with_rows())
        if block is None:
            return
        names = [column["id"] for column in block.columns] or ["text"]
        texts = {name: data.draw(TEXTS) for name in names}
        after = data.draw(st.sampled_from([None, *(each.id for each in stored.rows_of(block))]))
        self.make(
            data, [lambda by: rows.add_row(block.id, after=after, cells=texts, by=by)], about=block.section_id
        )

    @rule(data=st.data())
    def move_rows(self, data: st.DataObject) -> None:
        stored = self.stored()
        row = self.pick(data, stored.rows)
        if row is None:
            return
        own = next(block for block in stored.blocks if block.id == row.block_id)
        alike = [block for block in stored.blocks if block.kind == own.kind]
        block = data.draw(st.sampled_from([own, *alike]))
        after = data.draw(st.sampled_from([None, *(each.id for each in stored.rows_of(block))]))
        self.make(data, [lambda by: rows.move_row(row.id, block_id=block.id, after=after, by=by)])

    @rule(data=st.data())
    def nest_and_delete_rows(self, data: st.DataObject) -> None:
        row = self.pick(data, self.stored().rows)
        if row is None:
            return
        do = [
            lambda by: rows.indent_row(row.id, by=by),
            lambda by: rows.outdent_row(row.id, by=by),
            lambda by: rows.delete_row(row.id, by=by),
        ]
        self.make(data, do)

    @rule(data=st.data())
    def change_ranges(self, data: st.DataObject) -> None:
        stored = self.stored()
        block = self.pick(data, [each for each in stored.blocks if stored.rows_of(each)])
        if block is None:
            return
        own = [row.id for row in stored.rows_of(block)]
        names = [column["id"] for column in block.columns] or ["text"]
        some_rows = data.draw(st.lists(st.sampled_from(own), min_size=1, max_size=3))
        some_names = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=2))
        values = data.draw(st.lists(st.lists(TEXTS, max_size=3), max_size=4))
        do = [
            lambda by: ranges.paste_cells(
                block.id, row_id=some_rows[0], column_id=some_names[0], values=values, by=by
            ),
            lambda by: ranges.clear_cells(block.id, rows=some_rows, columns=some_names, by=by),
            lambda by: ranges.fill_cells(block.id, rows=some_rows, columns=some_names, by=by),
        ]
        self.make(data, do, about=block.section_id)

    @rule(data=st.data())
    def change_columns(self, data: st.DataObject) -> None:
        block = self.pick(data, [each for each in self.stored().blocks if each.kind == "table"])
        if block is None:
            return
        column = data.draw(st.sampled_from(block.columns))
        after = data.draw(st.sampled_from([None, *(each["id"] for each in block.columns)]))
        name = data.draw(TEXTS)
        do = [
            lambda by: columns.add_column(block.id, name=name, after=after, by=by),
            lambda by: columns.rename_column(block.id, column["id"], name=name, base=column["name"], by=by),
            lambda by: columns.move_column(block.id, column["id"], after=after, by=by),
            lambda by: columns.delete_column(block.id, column["id"], by=by),
        ]
        self.make(data, do, about=block.section_id)

    @rule(data=st.data())
    def change_blocks(self, data: st.DataObject) -> None:
        stored = self.stored()
        section = data.draw(st.sampled_from(stored.sections))
        inside = [each.id for each in stored.blocks if each.section_id == section.id]
        after = data.draw(st.sampled_from([None, *inside]))
        kind, text = data.draw(st.sampled_from(BLOCK_KINDS)), data.draw(TEXTS)
        do = [lambda by: blocks.add_block(section.id, after=after, kind=kind, text=text, by=by)]
        block = self.pick(data, stored.blocks)
        if block is not None:
            own = block.source + "".join(row.source for row in stored.rows_of(block))
            do += [
                lambda by: blocks.set_block_text(block.id, text, base=own, by=by),
                lambda by: blocks.move_block(block.id, section_id=section.id, after=after, by=by),
                lambda by: blocks.delete_block(block.id, by=by),
            ]
        self.make(data, do)

    @rule(data=st.data())
    def change_sections(self, data: st.DataObject) -> None:
        stored = self.stored()
        section = data.draw(st.sampled_from(stored.sections))
        after = data.draw(st.sampled_from([None, *(each.id for each in stored.sections)]))
        level, title = data.draw(st.integers(1, 6)), data.draw(TEXTS)
        do = [
            lambda by: sections.set_section_title(section.id, title, base=section.title, by=by),
            lambda by: sections.add_section(
                section.document_id, after=after, level=level, title=title, by=by
            ),
            lambda by: sections.move_section(section.id, after=after, by=by),
            lambda by: sections.delete_section(section.id, by=by),
        ]
        self.make(data, do)

    @rule(data=st.data())
    def change_documents(self, data: st.DataObject) -> None:
        found = documents_of(self.design)
        document = data.draw(st.sampled_from(found))
        after = data.draw(st.sampled_from([None, *(each.id for each in found)]))
        name = data.draw(st.sampled_from(["spec", "Tasks", "a/b", " "]))
        do = [
            lambda by: documents.add_document(self.design, name=name, text="# S\n\n- [ ] s\n", by=by),
            lambda by: documents.rename_document(document.id, name=name, by=by),
            lambda by: documents.move_document(document.id, after=after, by=by),
            lambda by: documents.delete_document(document.id, by=by),
        ]
        self.make(data, do)

    @rule(data=st.data())
    def change_whole_texts(self, data: st.DataObject) -> None:
        section = data.draw(st.sampled_from(self.stored().sections))
        document = db.session.get_one(Document, section.document_id)
        part, whole = texts.text_of_section(document, section.id), texts.text_of_document(document)
        mine, place = data.draw(TEXTS), data.draw(st.integers(0, 9))
        other = data.draw(st.sampled_from([part, *WHOLE_SECTIONS]))
        anew = "\n\n".join([*data.draw(st.lists(st.sampled_from(WHOLE_SECTIONS), max_size=2)), other])
        do = [
            lambda by: texts.set_section_text(section.id, anew, base=part, by=by),
            lambda by: texts.set_section_text(section.id, spliced(part, mine, place), base=part, by=by),
            lambda by: texts.set_document_text(document.id, spliced(whole, mine, place), base=whole, by=by),
        ]
        self.make(data, do)

    @rule(data=st.data(), rest=st.booleans())
    def undo_any(self, data: st.DataObject, rest: bool) -> None:
        batches = db.session.scalars(
            db.select(Batch.id).where(Batch.design_id == self.design.id).order_by(Batch.id.desc()).limit(8)
        ).all()
        batch_id = self.pick(data, batches)
        if batch_id is None:
            return
        before, living = self.text(), state_of(self.design)
        try:
            undo_batch(batch_id, by=self.people[0], rest=rest)
        except (Conflict, InvalidValue, Missing):
            db.session.expire_all()
            assert (self.text(), state_of(self.design)) == (before, living)
        self.done.clear()

    @rule(who=st.integers(0, 1))
    def undo(self, who: int) -> None:
        try:
            undone = undo_last(self.design, by=self.people[who])
        except (UndoConflict, InvalidValue):
            return
        if self.done and undone.undone_id == self.done[-1][0]:
            _, text, living = self.done.pop()
            assert self.text() == text, "an undo does not give the text that was"
            assert set(state_of(self.design)) == living, "an undo does not bring the same pieces back"
        else:
            self.done.clear()

    @rule(who=st.integers(0, 1))
    def undo_and_redo(self, who: int) -> None:
        before, living = self.text(), set(state_of(self.design))
        try:
            undone = undo_last(self.design, by=self.people[who])
            if undone.undone_id is None:
                return
            redo_last(self.design, by=self.people[who])
        except (UndoConflict, InvalidValue):
            self.done.clear()
            return
        assert self.text() == before, "a redo does not give the text that was"
        assert set(state_of(self.design)) == living

    @invariant()
    def the_laws_hold(self) -> None:
        if hasattr(self, "design"):
            assert_design_laws(self.design)
            self.replay.follow()

    def teardown(self) -> None:
        """What checks say is asked once, at the end: it follows every step by difference."""
        assert_checked()

    def make(
        self, data: st.DataObject, do: Sequence[Callable[[Person], Saved]], *, about: int | None = None
    ) -> None:
        """Do one of these things. A refusal changes nothing, and an edit no section but the one `about`."""
        by = data.draw(st.sampled_from([self.people[0], *self.people]))
        what = data.draw(st.sampled_from(do))
        before, living = self.text(), state_of(self.design)
        versions, elsewhere = self.versions(), self.section_texts(but=about)
        try:
            saved = what(by)
        except (InvalidValue, Conflict):
            db.session.expire_all()
            assert (self.text(), state_of(self.design), self.versions()) == (before, living, versions)
            return
        if saved.batch_id is None:
            assert (self.text(), self.versions()) == (before, versions)
            return
        assert self.text() != before or {each.what for each in saved.touched} == {"document"}
        assert about is None or self.section_texts(but=about) == elsewhere, "an edit changed other sections"
        self.done.append((saved.batch_id, before, set(living)))
        for change in db.session.scalars(db.select(Change).where(Change.batch_id == saved.batch_id)):
            assert change.before != change.after

    def stored(self) -> Stored:
        ids = [document.id for document in documents_of(self.design)]

        def living(model: type[Section] | type[Block] | type[Row]) -> Sequence[object]:
            found = db.select(model).where(model.document_id.in_(ids), model.deleted_at.is_(None))
            return db.session.scalars(found.order_by(model.document_id, model.position, model.id)).all()

        return Stored(living(Section), living(Block), living(Row))  # type: ignore[arg-type]

    def text(self) -> str:
        db.session.expire_all()
        return "\0".join(f"{one.name}\0{document_text(one)}" for one in documents_of(self.design))

    def section_texts(self, *, but: int | None) -> dict[int, str]:
        """The texts of all sections but one."""
        found = {}
        for document in documents_of(self.design):
            pieces = load_pieces(document.id)
            for section, part in zip(pieces.sections, pieces.outline().sections, strict=True):
                found[section.id] = part.text
        return {section_id: text for section_id, text in found.items() if section_id != but}

    def versions(self) -> list[int]:
        return [document.version for document in documents_of(self.design)]

    @staticmethod
    def pick(data: st.DataObject, things: Sequence[T]) -> T | None:
        return data.draw(st.sampled_from(things)) if things else None


def spliced(text: str, mine: str, place: int) -> str:
    """A text with one of its lines replaced, as somebody does who edits it as a whole."""
    lines = text.split("\n")
    at = place % len(lines)
    return "\n".join([*lines[:at], mine, *lines[at + 1 :]])


def test_whatever_is_done_the_laws_hold(app: Flask) -> None:
    run_state_machine_as_test(
        Editing,
        settings=settings(
            max_examples=400 if LONG else 12,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
