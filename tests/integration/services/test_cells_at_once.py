"""Many people save at the same moment: every save that was answered is there, and nobody is kept out."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from flask import Flask

from tests.factories import make_design, make_person
from tests.laws import assert_design_laws
from tests.replaying import Replay
from webapp.extensions import db
from webapp.models import Batch, Change, Design, Person, Row, Section
from webapp.services.design_values.many import set_many
from webapp.services.design_values.parent import set_parent
from webapp.services.design_values.title import set_title
from webapp.services.documents import document_text, documents_of
from webapp.services.editing.cells import set_cell, tick_row
from webapp.services.editing.rows import add_row
from webapp.services.editing.saved import Saved
from webapp.services.editing.sections import move_section
from webapp.services.errors import CellConflict, Conflict, InvalidValue
from webapp.services.history import RequestKey
from webapp.services.undoing import redo_last, undo_last

Answer = TypeVar("Answer")

PEOPLE = 16
SAVES = 4

TABLE = "| Method | Path |\n|---|---|\n" + "".join(f"| GET | /{number} |\n" for number in range(PEOPLE))
TASKS = "".join(f"- [ ] Task {number}\n" for number in range(PEOPLE))
TEXT = f"# T\n\n## API\n\n{TABLE}\n## Tasks\n\n{TASKS}"


def test_sixteen_people_in_one_document_lose_nothing(app: Flask) -> None:
    design = make_design(TEXT)
    rows = row_ids()

    def work(number: int) -> int:
        saved = 0
        me = db.session.get_one(Person, people[number])
        base = f"/{number}"
        for turn in range(SAVES):
            mine = f"/{number}/{turn}"
            saved += bool(set_cell(rows[number], "c2", mine, base=base, typed=True, by=me).batch_id)
            base = mine
        saved += bool(tick_row(rows[PEOPLE + number], True, by=me).batch_id)
        return saved

    people = [make_person().id for _ in range(PEOPLE)]
    answered = at_once(app, work)

    assert answered == [SAVES + 1] * PEOPLE
    expected = re.sub(r"/(\d+)", rf"/\1/{SAVES - 1}", TEXT.replace("[ ]", "[x]"))
    assert document_text(documents_of(design)[0]) == expected
    assert_design_laws(design)
    assert (design.tasks, design.tasks_done) == (PEOPLE, PEOPLE)
    for what in (Batch, Change):
        assert db.session.scalar(db.select(db.func.count()).select_from(what)) == PEOPLE * (SAVES + 1)


def test_of_those_who_save_one_cell_one_wins_a_version(app: Flask) -> None:
    make_design(TEXT)
    row = row_ids()[0]
    people = [make_person().id for _ in range(PEOPLE)]

    def work(number: int) -> str:
        me = db.session.get_one(Person, people[number])
        try:
            set_cell(row, "c2", f"/mine/{number}", base="/0", typed=True, by=me)
        except CellConflict as conflict:
            return conflict.theirs
        return "won"

    answers = at_once(app, work)

    stored = db.session.get_one(Row, row, populate_existing=True)
    assert answers.count("won") == 1
    assert stored.cells["c2"] == f"/mine/{answers.index('won')}"
    assert set(answers) == {"won", stored.cells["c2"]}
    assert stored.version == 2


def test_a_request_that_comes_twice_at_once_makes_one_batch(app: Flask) -> None:
    make_design(TEXT)
    row, me = row_ids()[0], make_person().id

    def work(number: int) -> int | None:
        by = db.session.get_one(Person, me)
        key = RequestKey("one", "fingerprint")
        return set_cell(row, "c2", "/mine", base="/0", typed=True, by=by, key=key).batch_id

    batches = at_once(app, work)

    assert set(batches) == {db.session.scalars(db.select(Batch.id)).one()}


def test_cells_are_saved_while_rows_are_added(app: Flask) -> None:
    design = make_design(TEXT)
    rows = row_ids()
    block = db.session.get_one(Row, rows[0]).block_id
    people = [make_person().id for _ in range(PEOPLE)]

    def work(number: int) -> bool:
        me = db.session.get_one(Person, people[number])
        if number % 4 == 0:
            return bool(add_row(block, after=rows[number], cells={"c2": f"/new/{number}"}, by=me).batch_id)
        return bool(
            set_cell(rows[number], "c2", f"/mine/{number}", base=f"/{number}", typed=True, by=me).batch_id
        )

    assert all(at_once(app, work))

    text = document_text(documents_of(design)[0])
    assert text.count("/new/") == PEOPLE // 4
    assert text.count("/mine/") == PEOPLE - PEOPLE // 4
    assert_design_laws(design)


def test_whatever_sixteen_people_do_at_once_is_told_and_keeps_the_laws(app: Flask) -> None:
    designs = [make_design(TEXT), make_design(TEXT)]
    replays = [Replay(design) for design in designs]
    ids = [design.id for design in designs]
    rows = row_ids()[:PEOPLE]
    block = db.session.get_one(Row, rows[0]).block_id
    sections = list(db.session.scalars(db.select(Section.id).where(Section.level == 2).order_by(Section.id)))
    people = [make_person().id for _ in range(PEOPLE)]

    def work(number: int) -> None:
        me = db.session.get_one(Person, people[number])
        one, other = (db.session.get_one(Design, each) for each in ids)
        mine = f"/{number}/mine"
        assert set_cell(rows[number], "c2", mine, base=f"/{number}", typed=True, by=me).batch_id
        works: list[Callable[[], Saved]] = [
            lambda: add_row(block, after=None, cells={"c2": f"/new/{number}"}, by=me),
            lambda: undo_last(one, by=me),
            lambda: set_many([one, other], "priority", f"P{number % 3}", by=me),
            lambda: undo_last(other, by=me),
            lambda: move_section(sections[number % 2], after=None, by=me),
            lambda: set_parent((one, other)[number % 2], (other, one)[number % 2].key, base="", by=me),
            lambda: redo_last(one, by=me),
            lambda: set_title(other, f"Title {number}", base=other.title, by=me),
        ]
        for turn in range(len(works)):
            with suppress(Conflict, InvalidValue):
                works[(turn + number) % len(works)]()

    at_once(app, work)

    for design in designs:
        assert_design_laws(design)
    for replay in replays:
        replay.follow()
    assert None in {design.parent_id for design in designs}
    saved = db.select(Change.piece_id).where(Change.what == "row", Change.piece_id.in_(rows))
    assert set(db.session.scalars(saved)) == set(rows)


def row_ids() -> list[int]:
    """The rows of the only design, in their order."""
    return list(db.session.scalars(db.select(Row.id).order_by(Row.id)))


def at_once(app: Flask, work: Callable[[int], Answer]) -> list[Answer]:
    """What `work` answers PEOPLE threads that begin at the same moment, each told its number."""
    db.session.commit()
    start = threading.Barrier(PEOPLE)
    answers: dict[int, Answer] = {}
    wrong: list[Exception] = []

    def run(number: int) -> None:
        with app.app_context():
            start.wait()
            try:
                answers[number] = work(number)
            except Exception as error:  # an assertion in a thread would be lost
                wrong.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    db.session.expire_all()
    return [answers[number] for number in range(PEOPLE)]
