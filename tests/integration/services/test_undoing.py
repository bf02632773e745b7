"""Undo and redo: everything comes back as it was, and nobody's later work is overwritten."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from tests.factories import make_design, make_document, make_person
from webapp.extensions import db
from webapp.models import Batch, Block, Design, Document, Entry, Person, Row, Section
from webapp.services import permissions
from webapp.services.bin import delete_designs
from webapp.services.changes.conflicts import tell_conflict
from webapp.services.design_values.many import set_many
from webapp.services.design_values.parent import set_parent
from webapp.services.documents import as_new, document_text, documents_of
from webapp.services.editing.saved import Saved
from webapp.services.errors import Busy, Conflict, Missing, NotAllowed, UndoConflict
from webapp.services.history import Action, RequestKey
from webapp.services.reconciliation import reconcile_text
from webapp.services.transactions import hold, transaction
from webapp.services.undoing import Undone, redo_last, undo_batch, undo_last

pytestmark = pytest.mark.usefixtures("app")

TEXT = """# Webhooks

## Endpoints

| Method | Path | Auth |
|---|---|---|
| GET | /webhooks | yes |
| POST | /webhooks | yes |
| PUT | /webhooks/{id} | no |

## Tasks

1. first
2. second
   - nested
3. third

Some words.
"""


def write(design: Design, by: Person, change: Callable[[str], str], name: str = "design") -> int:
    """Edit a document as Markdown; the batch that it made."""
    document = next(each for each in documents_of(design) if each.name == name)
    action = Action(design, "edit", by)
    with transaction():
        reconcile_text(document, change(document_text(document)), action)
    assert action.batch_id is not None
    return action.batch_id


def replace(old: str, new: str) -> Callable[[str], str]:
    """The change that puts `new` in the place of `old`, which must be there."""

    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return change


def text_of(design: Design, name: str = "design") -> str:
    """What the document says now; whoever asks learns of damage."""
    db.session.expire_all()
    return document_text(next(each for each in documents_of(design) if each.name == name))


def stored(*left_out: str) -> list[tuple[object, ...]]:
    """Everything that is stored of living pieces and of what is counted from them, but for these columns."""
    db.session.expire_all()
    ignored = {"version", "updated_at", "id", "renderer", *left_out}
    found = []
    for model in (Section, Block, Row, Entry):
        kept = {"id"} if model is not Entry else set()
        columns = [column for column in model.__table__.c if column.name not in ignored - kept]
        query = db.select(*columns)
        if "deleted_at" in model.__table__.c:
            query = query.where(model.__table__.c.deleted_at.is_(None))
        rows = [tuple(map(repr, row)) for row in db.session.execute(query)]
        found += [(model.__tablename__, *row) for row in sorted(rows)]
    return found


CHANGES = {
    "a cell": replace("| POST | /webhooks | yes |", "| POST | /hooks | yes |"),
    "a row gone": replace("| POST | /webhooks | yes |\n", ""),
    "a row more": replace("| PUT |", "| DELETE | /webhooks/{id} | yes |\n| PUT |"),
    "a row moved": lambda text: text.replace("| GET | /webhooks | yes |\n", "").replace(
        "| PUT | /webhooks/{id} | no |\n", "| PUT | /webhooks/{id} | no |\n| GET | /webhooks | yes |\n"
    ),
    "an item gone": replace("2. second\n   - nested\n3. third", "2. third"),
    "a list gone": replace("1. first\n2. second\n   - nested\n3. third\n\n", ""),
    "a paragraph": replace("Some words.", "Other words.\n\nAnd more."),
    "a column gone": lambda text: (
        text.replace(" Path |", "", 1)
        .replace("|---|---|---|", "|---|---|")
        .replace(" /webhooks |", "")
        .replace(" /webhooks/{id} |", "")
    ),
    "a column renamed": replace("| Path |", "| Route |"),
    "a section gone": lambda text: text[: text.index("## Tasks")],
    "a section more": lambda text: text + "\n## Risks\n\n- one\n- two\n",
    "a heading": replace("## Tasks", "## Work to do"),
    "the title": replace("# Webhooks", "# Calling back"),
    "everything": lambda text: "# Another\n\nwith nothing of it\n",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_undo_brings_every_piece_back_as_itself_and_redo_takes_it_again(
    change: Callable[[str], str], owner: Person
) -> None:
    design = make_design(TEXT, title="Webhooks")
    before = stored("checksum", "column_seq")
    batch_id = write(design, owner, change)
    after, changed, title = stored("checksum", "column_seq"), text_of(design), design.title

    undone = undo_last(design, by=owner)

    assert text_of(design) == TEXT
    assert stored("checksum", "column_seq") == before
    assert design.title == "Webhooks"
    assert undone.undone_id == batch_id
    assert db.session.get_one(Batch, batch_id).undone_by_id == undone.batch_id

    redone = redo_last(design, by=owner)

    assert text_of(design) == changed
    assert stored("checksum", "column_seq") == after
    assert design.title == title
    assert redone.undone_id == undone.batch_id
    assert db.session.get_one(Batch, batch_id).undone_by_id is None


def test_undo_goes_back_step_by_step_and_redo_comes_all_the_way(owner: Person) -> None:
    design = make_design(TEXT)
    texts = [TEXT]
    for name in (
        "a cell",
        "a row more",
        "an item gone",
        "a heading",
        "a section more",
        "a paragraph",
        "everything",
    ):
        write(design, owner, CHANGES[name])
        texts.append(text_of(design))
    for text in reversed(texts[:-1]):
        undo_last(design, by=owner)
        assert text_of(design) == text
    assert undo_last(design, by=owner) == Undone()
    for text in texts[1:]:
        redo_last(design, by=owner)
        assert text_of(design) == text
    assert redo_last(design, by=owner) == Undone()


def test_redo_ends_with_the_next_edit(owner: Person) -> None:
    design = make_design(TEXT)
    write(design, owner, replace("first", "1st"))
    undo_last(design, by=owner)
    write(design, owner, replace("third", "3rd"))
    assert redo_last(design, by=owner) == Undone()
    assert "3rd" in text_of(design)


def test_undo_takes_ones_own_batches_of_this_design_alone(owner: Person, author: Person) -> None:
    design, other = make_design(TEXT), make_design(TEXT)
    write(design, owner, replace("first", "1st"))
    write(design, author, replace("third", "3rd"))
    write(other, owner, replace("second", "2nd"))
    undo_last(design, by=owner)
    assert "first" in text_of(design)
    assert "3rd" in text_of(design)
    assert "2nd" in text_of(other)


def test_undo_leaves_what_others_wrote_beside_it_in_the_same_row(owner: Person, author: Person) -> None:
    design = make_design(TEXT)
    write(design, owner, replace("| POST | /webhooks | yes |", "| POST | /hooks | yes |"))
    write(design, author, replace("| POST | /hooks | yes |", "| POST | /hooks | no |"))
    undo_last(design, by=owner)
    assert "| POST | /webhooks | no |" in text_of(design)


def test_undo_leaves_what_others_wrote_in_a_row_that_it_renumbers(owner: Person, author: Person) -> None:
    design = make_design(TEXT)
    write(design, owner, replace("2. second\n   - nested\n3. third", "2. third"))
    write(design, author, replace("2. third", "2. third!"))
    undo_last(design, by=owner)
    assert "2. second\n   - nested\n3. third!" in text_of(design)


def test_undo_overwrites_no_cell_that_somebody_changed_since(owner: Person, author: Person) -> None:
    design = make_design(TEXT)
    batch_id = write(design, owner, replace("| POST | /webhooks | yes |", "| POST | /hooks | yes |"))
    write(design, author, replace("| POST | /hooks | yes |", "| POST | /callbacks | yes |"))
    before = stored()
    with pytest.raises(UndoConflict) as refused:
        undo_last(design, by=owner)
    assert stored() == before
    assert db.session.get_one(Batch, batch_id).undone_by_id is None
    assert refused.value.rest is False
    [obstacle] = refused.value.obstacles
    [clash] = obstacle.clashes[:1]
    assert (clash.base, clash.theirs, clash.mine) == ("/hooks", "/callbacks", "/webhooks")


def test_what_others_did_not_touch_can_be_undone_without_the_rest(owner: Person, author: Person) -> None:
    design = make_design(TEXT)
    batch_id = write(design, owner, lambda text: text.replace("/webhooks |", "/hooks |"))
    write(design, author, replace("| POST | /hooks | yes |", "| POST | /callbacks | yes |"))
    with pytest.raises(UndoConflict) as refused:
        undo_last(design, by=owner)
    assert refused.value.rest is True
    undo_batch(batch_id, by=owner, rest=True)
    assert "| GET | /webhooks | yes |\n| POST | /callbacks | yes |" in text_of(design)


def test_a_new_section_stays_while_others_write_in_it(owner: Person, author: Person) -> None:
    design = make_design(TEXT)
    batch_id = write(design, owner, CHANGES["a section more"])
    write(design, author, replace("- two\n", "- two\n- three\n"))
    before = text_of(design)
    with pytest.raises(UndoConflict):
        undo_batch(batch_id, by=owner)
    assert text_of(design) == before


def test_a_row_does_not_come_back_to_a_table_that_is_gone(owner: Person, author: Person) -> None:
    design = make_design(TEXT)
    batch_id = write(design, owner, CHANGES["a row gone"])
    write(design, author, lambda text: text[: text.index("| Method")] + text[text.index("## Tasks") :])
    with pytest.raises(UndoConflict) as refused:
        undo_batch(batch_id, by=owner)
    assert refused.value.obstacles[0].reason == "homeless"


def test_a_column_does_not_come_back_under_rows_that_came_since(owner: Person, author: Person) -> None:
    design = make_design(TEXT)
    batch_id = write(design, owner, CHANGES["a column gone"])
    write(design, author, replace("| PUT | no |", "| PUT | no |\n| HEAD | no |"))
    before = text_of(design)
    with pytest.raises(UndoConflict) as refused:
        undo_batch(batch_id, by=owner)
    assert refused.value.rest is False
    assert text_of(design) == before


def test_a_batch_of_somebody_else_can_be_undone(owner: Person, author: Person) -> None:
    design = make_design(TEXT)
    batch_id = write(design, author, replace("first", "1st"))
    undo_batch(batch_id, by=owner)
    assert "1st" not in text_of(design)


def test_a_batch_is_undone_once(owner: Person) -> None:
    design = make_design(TEXT)
    batch_id = write(design, owner, replace("first", "1st"))
    undo_batch(batch_id, by=owner)
    with pytest.raises(Conflict):
        undo_batch(batch_id, by=owner)


def test_what_made_a_design_is_not_undone(owner: Person) -> None:
    design = make_design(TEXT)
    action = Action(design, "create", owner)
    with transaction():
        action.record([as_new(documents_of(design)[0])])
    assert action.batch_id is not None
    assert undo_last(design, by=owner) == Undone()
    with pytest.raises(Missing):
        undo_batch(action.batch_id, by=owner)


def test_an_undo_that_is_sent_again_undoes_nothing_more(owner: Person) -> None:
    design = make_design(TEXT)
    write(design, owner, replace("first", "1st"))
    write(design, owner, replace("third", "3rd"))
    key = RequestKey("one", "same")
    first = undo_last(design, by=owner, key=key)
    again = undo_last(design, by=owner, key=key)
    assert (again.batch_id, again.undone_id) == (first.batch_id, first.undone_id)
    assert "1st" in text_of(design)


def test_what_was_undone_by_hand_does_not_keep_undo_from_going_on(owner: Person) -> None:
    design = make_design(TEXT)
    write(design, owner, replace("first", "1st"))
    second = write(design, owner, CHANGES["a cell"])
    write(design, make_person(), replace("/hooks", "/webhooks"))
    assert undo_last(design, by=owner).undone_id == second
    undo_last(design, by=owner)
    assert text_of(design) == TEXT


def test_what_was_replaced_does_not_come_back_beside_a_third_thing(owner: Person, author: Person) -> None:
    design = make_design(TEXT)
    write(design, owner, replace("3. third", "3. something else"))
    write(design, author, replace("3. something else", "3. another thing"))
    before = text_of(design)
    with pytest.raises(UndoConflict) as refused:
        undo_last(design, by=owner)
    assert refused.value.obstacles[0].reason == "deleted"
    assert text_of(design) == before


def test_a_document_that_was_added_goes_and_comes_back_with_its_text(owner: Person) -> None:
    design = make_design(TEXT)
    with transaction():
        document = make_document(design, "tasks", "# Tasks\n\n- [ ] one\n")
        Action(design, "add_document", owner).record([as_new(document)])
    undo_last(design, by=owner)
    db.session.expire_all()
    assert [each.name for each in documents_of(design)] == ["design"]
    redo_last(design, by=owner)
    assert text_of(design, "tasks") == "# Tasks\n\n- [ ] one\n"
    assert db.session.get_one(Document, document.id).deleted_at is None


def test_a_document_stays_while_others_write_in_it(owner: Person, author: Person) -> None:
    design = make_design(TEXT)
    with transaction():
        action = Action(design, "add_document", owner)
        action.record([as_new(make_document(design, "tasks", "# Tasks\n\n- [ ] one\n"))])
    write(design, author, replace("one", "two"), "tasks")
    with pytest.raises(UndoConflict):
        undo_last(design, by=owner)
    assert "two" in text_of(design, "tasks")


def at_once(app: Flask, works: Sequence[Callable[[Person], Saved]], by: Person) -> list[Saved | Exception]:
    """What becomes of works that are begun at the same moment, each in a thread of its own."""
    gate = threading.Barrier(len(works))

    def run(work: Callable[[Person], Saved]) -> Saved | Exception:
        with app.app_context():
            person = db.session.get_one(Person, by.id)
            gate.wait()
            try:
                return work(person)
            except (Conflict, Busy) as error:
                return error
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_of_two_who_undo_one_batch_at_once_one_is_told_that_it_was_undone(app: Flask, owner: Person) -> None:
    design = make_design(TEXT)
    batch_id = write(design, owner, CHANGES["a cell"])
    found = at_once(app, [lambda person: undo_batch(batch_id, by=person)] * 2, owner)
    assert sum(isinstance(each, Conflict) for each in found) == 1
    assert text_of(design) == TEXT
    assert db.session.scalar(db.select(db.func.count(Batch.id)).where(Batch.verb == "undo")) == 1


def test_two_undos_at_once_take_two_batches_back(app: Flask, owner: Person) -> None:
    design = make_design(TEXT)
    ids = {write(design, owner, CHANGES["a cell"]), write(design, owner, CHANGES["a heading"])}

    def work(person: Person) -> Undone:
        return undo_last(db.session.get_one(Design, design.id), by=person)

    found = at_once(app, [work] * 2, owner)
    assert {each.undone_id for each in found if isinstance(each, Undone)} == ids
    assert text_of(design) == TEXT


@pytest.mark.parametrize("other", ["set", "put under", "delete"])
def test_who_undoes_in_several_designs_and_who_writes_to_several_wait_for_each_other_in_turn(
    app: Flask, owner: Person, monkeypatch: pytest.MonkeyPatch, other: str
) -> None:
    one, two = (make_design(title=title).id for title in ("One", "Two"))
    designs = [db.session.get_one(Design, each) for each in (one, two)]
    set_many(designs, "status", "Approved", by=owner)
    batch_id = db.session.scalars(db.select(Batch.id).where(Batch.design_id == two)).first()
    assert batch_id
    is_held = threading.Event()

    def hold_and_wait(design_id: int) -> Design:
        held = hold(design_id)
        is_held.set()
        time.sleep(0.2)  # long enough for the other one to begin
        return held

    def undo(person: Person) -> Saved:
        return undo_batch(batch_id, by=person)

    def write(person: Person) -> Saved:
        is_held.wait()
        designs = [db.session.get_one(Design, each) for each in (one, two)]
        if other == "set":
            return set_many(designs, "priority", "P0", by=person)
        if other == "delete":
            return delete_designs(designs, by=person)
        return set_parent(designs[0], designs[1].key, base="", by=person)

    monkeypatch.setattr("webapp.services.undoing.hold", hold_and_wait)
    undone, written = at_once(app, [undo, write], owner)
    assert isinstance(undone, Undone), undone
    assert isinstance(written, Saved), written
    assert len(undone.touched) == 2
    assert len(written.touched) == (1 if other == "put under" else 2)


def test_no_redo_puts_a_design_under_itself(owner: Person) -> None:
    one, other = make_design(title="One"), make_design(title="Other")
    set_parent(one, other.key, base="", by=owner)
    undo_last(one, by=owner)
    set_parent(other, one.key, base="", by=owner)
    with pytest.raises(UndoConflict) as conflict:
        redo_last(one, by=owner)
    words = [each.words for each in tell_conflict(conflict.value)]
    assert words == ["The design that this one would stand under stands under it now."]
    db.session.expire_all()
    assert (one.parent, other.parent) == (None, one)
    set_parent(other, "", base=one.key, by=owner)
    redo_last(one, by=owner)
    db.session.expire_all()
    assert one.parent == other


def test_several_designs_are_undone_by_who_may_edit_each_of_them(
    owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = make_design(title="One"), make_design(title="Two")
    batch_id = set_many([one, two], "status", "Approved", by=owner).batch_id
    assert batch_id
    monkeypatch.setattr(permissions, "may", lambda person, verb, thing=None: thing.id != two.id)
    for undo in (lambda: undo_batch(batch_id, by=owner), lambda: undo_last(one, by=owner)):
        with pytest.raises(NotAllowed):
            undo()
        db.session.expire_all()
        assert (one.status, two.status) == ("Approved", "Approved")
    monkeypatch.undo()
    undo_batch(batch_id, by=owner)
    db.session.expire_all()
    assert (one.status, two.status) == ("Draft", "Draft")


def test_an_undo_of_several_designs_that_is_sent_again_answers_all_of_them(owner: Person) -> None:
    designs = [make_design(title="One"), make_design(title="Other")]
    batch_id = set_many(designs, "status", "Approved", by=owner).batch_id
    assert batch_id
    key = RequestKey("again", "the same")
    first = undo_batch(batch_id, by=owner, key=key)
    assert [each.piece_id for each in first.touched] == [design.id for design in designs]
    assert undo_batch(batch_id, by=owner, key=key) == first
