"""Clashes between stored designs: found with the save that makes them, one record for all who share a key."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import ColumnElement

from tests.checked import assert_checked, stored_clashes
from tests.factories import make_design, make_document, make_person, make_project
from tests.planted import PLANTED, Case
from tests.statements import statements
from webapp.extensions import db
from webapp.models import Clash, ClashSide, Design, Dismissal, Entry, Finding, Person, Row
from webapp.models.design import STATUSES
from webapp.services.bin import delete_designs, restore_design
from webapp.services.design_values.columns import set_status
from webapp.services.design_values.many import set_many
from webapp.services.documents import documents_of
from webapp.services.editing.blocks import delete_block
from webapp.services.editing.cells import set_cell
from webapp.services.editing.documents import delete_document
from webapp.services.editing.rows import add_row, delete_row, move_row
from webapp.services.errors import Conflict, InvalidValue
from webapp.services.findings import clashing
from webapp.services.findings.dismissing import dismiss, find_clash
from webapp.services.findings.listing import list_findings
from webapp.services.findings.narrowed import Narrowed
from webapp.services.findings.remarks import marks_of, remarks_of
from webapp.services.history import Action
from webapp.services.permissions import readable
from webapp.services.projects import set_template
from webapp.services.reconciliation import reconcile_text
from webapp.services.undoing import redo_last, undo_last

pytestmark = pytest.mark.usefixtures("app")

AT_ONCE = 8
TEXT = "# T\n\n## API Endpoints\n\n| Method | Path | Auth |\n|---|---|---|\n| GET | {} | yes |\n"
SHIPPED = "| GET | `/api/v1/resource` | List resources | ✅ |"


def clash_keys() -> list[str]:
    return sorted(db.session.scalars(db.select(Clash.key)))


def row_of(design: Design) -> int:
    found = db.session.scalar(db.select(Entry.row_id).where(Entry.design_id == design.id).order_by(Entry.id))
    assert found
    return found


def make_planted(case: Case) -> None:
    for each in case.designs:
        number = int(each.key.partition("-")[2])
        project = make_project("PLANT")
        make_design(each.text, project=project, number=number, status=each.status, deleted=each.deleted)


def found_clashes() -> set[tuple[str, str, frozenset[str]]]:
    return {
        (
            each.code,
            each.key,
            frozenset(db.session.get_one(Design, side.design_id).key for side in each.sides),
        )
        for each in db.session.scalars(db.select(Clash))
    }


def test_forty_planted_clashes_are_stored_and_forty_lookalikes_are_not() -> None:
    """All of them side by side, as in `tests/planted`: nothing of one case is found in another."""
    for case in PLANTED:
        make_planted(case)
    wanted = {(each.code, each.key, each.designs) for case in PLANTED for each in case.clashes}
    assert len([case for case in PLANTED if case.clashes]) == 40
    assert found_clashes() == wanted


def test_two_designs_of_one_endpoint_clash_until_one_of_them_gives_way(author: Person) -> None:
    make_design(TEXT.format("/users/{id}"))
    other = make_design(TEXT.format("/people/{id}"))
    assert clash_keys() == []
    set_cell(row_of(other), "c2", "/users/{name}", base="/people/{id}", typed=True, by=author)
    assert clash_keys() == ["GET /users/{}"]
    assert_checked()
    set_cell(row_of(other), "c2", "/people", base="/users/{name}", typed=True, by=author)
    assert clash_keys() == []
    assert_checked()


def test_one_clash_is_kept_for_all_who_share_a_key(author: Person) -> None:
    designs = [make_design(TEXT.format("/a")) for _ in range(5)]
    [clash] = db.session.scalars(db.select(Clash))
    since, clash_id = clash.since, clash.id
    assert {side.design_id for side in clash.sides} == {design.id for design in designs}
    set_status(designs[0], "Rejected", base="Draft", by=author)
    [clash] = db.session.scalars(db.select(Clash))
    assert (clash.id, clash.since, len(clash.sides)) == (clash_id, since, 4)
    assert_checked()


@pytest.mark.parametrize("status", ["Rejected", "Superseded"])
def test_what_is_off_the_table_does_not_clash(author: Person, status: str) -> None:
    make_design(TEXT.format("/a"))
    other = make_design(TEXT.format("/a"))
    set_status(other, status, base="Draft", by=author)
    assert clash_keys() == []
    assert_checked()
    undo_last(other, by=author)
    assert clash_keys() == ["GET /a"]
    set_many([other], "status", status, by=author)
    assert clash_keys() == []
    set_status(other, "Approved", base=status, by=author)
    assert clash_keys() == ["GET /a"]
    assert_checked()


def test_what_is_in_the_bin_does_not_clash(author: Person) -> None:
    one, two = make_design(TEXT.format("/a")), make_design(TEXT.format("/a"))
    delete_designs([one, two], by=author)
    assert clash_keys() == []
    restore_design(one, by=author)
    assert clash_keys() == []
    restore_design(two, by=author)
    assert clash_keys() == ["GET /a"]
    assert_checked()


def test_a_deleted_document_does_not_clash(author: Person) -> None:
    make_design(TEXT.format("/a"))
    other = make_design("# T\n", documents={"spec": TEXT.format("/a")})
    assert clash_keys() == ["GET /a"]
    delete_document(documents_of(other)[1].id, by=author)
    assert clash_keys() == []
    assert_checked()
    undo_last(other, by=author)
    assert clash_keys() == ["GET /a"]
    assert_checked()


def test_what_the_template_says_never_clashes(author: Person) -> None:
    head = "# T\n\n## API Endpoints\n\n| Method | Endpoint | Description | Auth |\n|---|---|---|---|\n"
    designs = [make_design(f"{head}{SHIPPED}\n") for _ in range(2)]
    assert set(db.session.scalars(db.select(Entry.from_template))) == {True}
    assert clash_keys() == []
    for design, text in zip(designs, ("All of them", "Each of them"), strict=True):
        set_cell(row_of(design), "c3", text, base="List resources", typed=True, by=author)
    assert clash_keys() == ["GET /api/v1/resource"]
    assert_checked()


def test_moved_rows_still_clash(author: Person) -> None:
    make_design(TEXT.format("/a"))
    other = make_design(TEXT.format("/b") + "| GET | /a | yes |\n")
    second = db.session.scalars(db.select(Row).order_by(Row.id.desc())).first()
    assert second
    move_row(second.id, block_id=second.block_id, after=None, by=author)
    assert clash_keys() == ["GET /a"]
    assert_checked()
    delete_block(second.block_id, by=author)
    assert clash_keys() == []
    undo_last(other, by=author)
    assert clash_keys() == ["GET /a"]
    assert_checked()
    redo_last(other, by=author)
    assert clash_keys() == []
    assert_checked()


def test_what_does_not_change_the_claim_asks_for_no_clash(author: Person) -> None:
    design = make_design(TEXT.format("/a"))
    make_design(TEXT.format("/a"))
    with statements() as sent:
        set_cell(row_of(design), "c3", "no", base="yes", typed=True, by=author)
    assert not [each for each in sent if "clash" in each]
    assert clash_keys() == ["GET /a"]


def test_a_key_of_very_many_entries_takes_no_more_statements_and_reads_a_few(author: Person) -> None:
    design = make_design(TEXT.format("/a"))
    _multiply(design, 3 * clashing.CLAIMS_MAX)
    with statements() as sent:
        set_cell(row_of(design), "c2", "/b", base="/a", typed=True, by=author)
        set_cell(row_of(design), "c2", "/a", base="/b", typed=True, by=author)
    assert len(sent) <= 2 * 20
    [clash] = db.session.scalars(db.select(Clash))
    assert len(clash.sides) <= clashing.CLAIMS_MAX


def _multiply(design: Design, count: int) -> None:
    """Give as many designs one entry each, by the rows of tables alone."""
    project_id, document = design.project_id, documents_of(design)[0]
    entry = db.session.scalars(db.select(Entry)).one()
    numbers = range(1000, 1000 + count)
    db.session.execute(
        db.insert(Design),
        [{"project_id": project_id, "number": each, "title": "x", "filter_text": "x"} for each in numbers],
    )
    ids = db.session.scalars(db.select(Design.id).where(Design.number >= 1000)).all()
    common = {name: getattr(entry, name) for name in ("block_id", "register", "key", "values", "sort")}
    db.session.execute(
        db.insert(Entry),
        [{**common, "design_id": each, "document_id": document.id, "from_template": False} for each in ids],
    )
    db.session.commit()


def test_a_reason_holds_while_the_same_designs_say_the_same(author: Person) -> None:
    one, two = make_design(TEXT.format("/a")), make_design(TEXT.format("/a"))
    clash = db.session.scalars(db.select(Clash)).one()
    dismiss(clash, reason="They are one.", digest=clash.digest, by=author)
    assert list_findings(author).items == []
    assert remarks_of(one, author).clashes == []
    assert marks_of(db.session.scalars(db.select(Entry.id)).all(), author) == {}
    set_cell(row_of(one), "c3", "no", base="yes", typed=True, by=author)
    assert list_findings(author).items == []

    make_design(TEXT.format("/a"))
    [shown] = list_findings(author).items
    assert len(shown.places) == 3
    assert shown.dismissed is None
    assert [len(remarks_of(each, author).clashes) for each in (one, two)] == [1, 1]


def test_of_an_unreadable_design_nothing_is_told(author: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    one, hidden = make_design(TEXT.format("/a")), make_design(TEXT.format("/a"), title="Secret")
    clash = db.session.scalars(db.select(Clash)).one()
    _hide(hidden.id, monkeypatch)
    assert list_findings(author, narrowed=Narrowed(dismissed="all")).of == 0
    assert list_findings(author, q="secret").items == []
    assert remarks_of(one, author).clashes == []
    assert marks_of(db.session.scalars(db.select(Entry.id)).all(), author) == {}
    assert find_clash(clash.id, author) == (None, [])

    make_design(TEXT.format("/a"))
    [shown] = list_findings(author).items
    assert {place.design_id for place in shown.places}.isdisjoint({hidden.id})
    assert len(shown.places) == 2
    assert find_clash(clash.id, author)[0] is clash


ENTITY = "# T\n\n## Data Model\n\n```sql\nCREATE TABLE users (\n    id INT PRIMARY KEY,\n    {}\n);\n```\n"


def test_of_a_clash_only_that_is_told_in_which_its_readable_sides_contradict_each_other(
    author: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = ("name TEXT", "name INT", "name TEXT,\n    salary INT", "salary TEXT")
    one, two, three, hidden = (make_design(ENTITY.format(each)) for each in columns)
    [whole] = [each for each in list_findings(author).items if each.code == "column-clash"]
    assert "salary" in whole.sentence
    assert len(whole.places) == 4

    _hide(hidden.id, monkeypatch)
    [shown] = list_findings(author, narrowed=Narrowed(code="column-clash")).items
    assert shown.sentence == "Designs give different types to users.name."
    assert {place.design_id for place in shown.places} == {one.id, two.id, three.id}
    assert [each for each in remarks_of(three, author).clashes if "salary" in each.sentence] == []
    assert list_findings(author, q="salary").items == []

    _hide(two.id, monkeypatch, hidden.id)
    assert list_findings(author, narrowed=Narrowed(code="column-clash")).of == 1  # they all create it
    assert [each.code for each in remarks_of(one, author).clashes] == ["table-clash"]
    entries = db.session.scalars(db.select(Entry.id)).all()
    told = [each.code for marks in marks_of(entries, author).values() for each in marks]
    assert set(told) == {"table-clash"}
    assert find_clash(whole.id, author) == (None, [])


def test_a_design_of_which_only_unreadable_ones_differ_takes_part_in_no_clash(
    author: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "# T\n\n## Dependencies\n\n| Package | Version |\n|---|---|\n| redis | {} |\n"
    one, two, three, hidden = (make_design(text.format(each)) for each in ("^4.0", "4.1.0", ">=4.2", ">=5.0"))
    _hide(hidden.id, monkeypatch)
    [shown] = list_findings(author).items
    assert {place.design_id for place in shown.places} == {two.id, three.id}
    assert remarks_of(one, author).clashes == []
    [entry] = db.session.scalars(db.select(Entry.id).where(Entry.design_id == one.id))
    assert marks_of([entry], author) == {}
    assert list_findings(author, q=f"design:{one.key}").items == []


def _hide(design_id: int, monkeypatch: pytest.MonkeyPatch, *others: int) -> None:
    """Nobody reads these designs, as roles will have it."""

    def narrower(person: Person | None) -> ColumnElement[bool]:
        return readable(person) & Design.id.not_in([design_id, *others])

    for name in ("reading", "listing", "clash_kinds", "dismissing", "seen"):
        monkeypatch.setattr(f"webapp.services.findings.{name}.readable", narrower)


def test_designs_that_get_one_key_at_the_same_moment_have_one_clash(app: Flask) -> None:
    designs = [
        make_design(TEXT.format(f"/{number}") + f"| PUT | /{number} | yes |\n") for number in range(AT_ONCE)
    ]
    rows = [
        db.session.scalars(db.select(Row.id).where(Row.document_id == documents_of(each)[0].id)).all()
        for each in designs
    ]
    people = [make_person().id for _ in designs]

    def work(number: int) -> None:
        me = db.session.get_one(Person, people[number])
        # In either order, so that they would wait for each other.
        for row in rows[number] if number % 2 else reversed(rows[number]):
            set_cell(row, "c2", "/same", base=f"/{number}", typed=True, by=me)

    _at_once(app, work)
    assert clash_keys() == ["GET /same", "PUT /same"]
    assert db.session.scalar(db.select(db.func.count()).select_from(ClashSide)) == 2 * AT_ONCE
    assert_checked()


def test_whole_texts_and_bins_at_the_same_moment_wait_for_each_other_and_no_longer(app: Flask) -> None:
    paths = [f"/{number}" for number in range(6)]
    designs = [make_design(_text(paths)) for _ in range(AT_ONCE)]
    people = [make_person().id for _ in designs]

    def work(number: int) -> None:
        me = db.session.get_one(Person, people[number])
        design = db.session.get_one(Design, designs[number].id)
        turned = paths[number % 6 :] + paths[: number % 6]
        for kept in (3, 6, 4):
            action = Action(design, "text", me)
            if number % 4:
                reconcile_text(documents_of(design)[0], _text(turned[:kept]), action)
            elif kept == 6:
                restore_design(design, by=me)
            elif design.deleted_at is None:
                delete_designs(
                    [design, db.session.get_one(Design, designs[(number + 4) % AT_ONCE].id)], by=me
                )

    ids = [design.id for design in designs]
    _at_once(app, work)
    assert {design.id for design in db.session.scalars(db.select(Design))} == set(ids)
    assert_checked()


def _text(paths: list[str]) -> str:
    rows = "".join(f"| GET | {path} | yes |\n" for path in paths)
    return f"# T\n\n## API Endpoints\n\n| Method | Path | Auth |\n|---|---|---|\n{rows}"


def _at_once(app: Flask, work: Callable[[int], None]) -> None:
    """AT_ONCE threads that begin at the same moment, each told its number."""
    db.session.commit()
    start = threading.Barrier(AT_ONCE)
    wrong: list[Exception] = []

    def run(number: int) -> None:
        with app.app_context():
            start.wait()
            try:
                work(number)
            except Exception as error:  # in a thread it would be lost
                wrong.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    db.session.expire_all()


PATHS = ("/a", "/b", "/c/{id}", "/c/{name}", "TBD")
MORE = (
    "## Packages\n\n| Package | Version |\n|---|---|\n| flask | {} |\n",
    "## Files to Create\n\n| File |\n|---|\n| `src/{}.py` |\n",
    "## Tasks\n\n- [ ] Write `src/{}.py`\n- [ ] Test `GET /a`\n",
    '## Errors\n\n| Error | Code | Response |\n|---|---|---|\n| Gone | 404 | `{{"error": "{}"}}` |\n',
    "```sql\nCREATE TABLE users (id INTEGER PRIMARY KEY, email {});\n```\n",
    "## Migration Plan\n\n1. Copy {}\n2. Roll back\n",
)


@pytest.mark.parametrize("seed", range(6))
def test_after_any_edits_all_is_as_a_fresh_look_finds_it(author: Person, seed: int) -> None:
    dice = random.Random(seed)
    projects = [make_project(), make_project("LIB", template=TEXT.format("/a"))]
    designs = [_random_design(dice, dice.choice(projects)) for _ in range(4)]
    for _ in range(25):
        step = dice.choice(STEPS)
        try:
            step(dice, dice.choice(designs), author)
        except (InvalidValue, Conflict):
            db.session.rollback()
        db.session.expire_all()
    assert_checked()


def _random_text(dice: random.Random) -> str:
    rows = "".join(
        f"| {dice.choice(['GET', 'PUT', ''])} | {dice.choice(PATHS)} | {dice.choice(['yes', ''])} |\n"
        for _ in range(3)
    )
    some = [each.format(dice.choice(["1.0", "==2.0", ">=1", "TEXT"])) for each in dice.sample(MORE, 3)]
    return "\n".join([TEXT.format("/z") + rows, *some])


def _random_design(dice: random.Random, project: object) -> Design:
    return make_design(_random_text(dice), project=project, documents={"tasks": _random_text(dice)})  # type: ignore[arg-type]


def _edit_cell(dice: random.Random, design: Design, by: Person) -> None:
    row, columns = _random_row(dice, design)
    column = dice.choice(columns)
    text = dice.choice([*PATHS, "GET", "yes", "", "[such]", "Roll back", "Write `src/x.py`"])
    set_cell(row.id, column, text, base=row.cells.get(column, ""), typed=False, by=by)


def _random_row(dice: random.Random, design: Design) -> tuple[Row, list[str]]:
    ids = [each.id for each in documents_of(design)]
    living = db.select(Row).where(Row.document_id.in_(ids), Row.deleted_at.is_(None)).order_by(Row.id)
    row = dice.choice(db.session.scalars(living).all())
    return row, sorted(row.cells) or ["text"]


def _add_row(dice: random.Random, design: Design, by: Person) -> None:
    row, columns = _random_row(dice, design)
    add_row(row.block_id, after=row.id, cells={columns[0]: "GET", columns[-1]: dice.choice(PATHS)}, by=by)


def _take_row(dice: random.Random, design: Design, by: Person) -> None:
    delete_row(_random_row(dice, design)[0].id, by=by)


def _rewrite(dice: random.Random, design: Design, by: Person) -> None:
    reconcile_text(dice.choice(documents_of(design)), _random_text(dice), Action(design, "text", by))


def _restate(dice: random.Random, design: Design, by: Person) -> None:
    set_many([design], "status", dice.choice(STATUSES), by=by)


def _bin_and_back(dice: random.Random, design: Design, by: Person) -> None:
    if design.deleted_at is None:
        delete_designs([design], by=by)
    if dice.random() < 0.7:
        restore_design(design, by=by)


def _undo(dice: random.Random, design: Design, by: Person) -> None:
    dice.choice([undo_last, undo_last, redo_last])(design, by=by)


def _other_documents(dice: random.Random, design: Design, by: Person) -> None:
    if len(documents_of(design)) > 1:
        delete_document(documents_of(design)[-1].id, by=by)
    else:
        make_document(design, "more", _random_text(dice))


def _other_template(dice: random.Random, design: Design, by: Person) -> None:
    project = design.project
    set_template(project, data=_random_text(dice).encode(), version=project.version)


STEPS = (
    *[_edit_cell] * 6,
    *(_add_row, _take_row, _rewrite, _restate, _bin_and_back),
    *(_undo, _undo, _other_documents, _other_template),
)


def test_a_fresh_look_is_another_than_a_wrong_record(author: Person) -> None:
    """The comparison that the tests here rest on fails where something is missing or too much."""
    make_design(TEXT.format("/a"))
    make_design(TEXT.format("/a") + "\nTBD\n")
    assert len(stored_clashes()) == 1
    assert_checked()
    for statement in (
        db.delete(Finding),
        db.update(Entry).values(from_template=True),
        db.update(Clash).values(about={"what": "another"}),
    ):
        db.session.execute(statement)
        with pytest.raises(AssertionError):
            assert_checked()
        db.session.rollback()
    assert db.session.scalars(db.select(Dismissal)).all() == []
