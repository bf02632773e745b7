"""A copy of a design: every text the same, but for the heading that names it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, update

from tests.assertions import database_digest
from tests.factories import make_design, make_person, make_project
from tests.statements import statements
from webapp.extensions import db
from webapp.models import Batch, Change, Design, Document, Project, Row
from webapp.services.copies import copy_design
from webapp.services.documents import document_text, documents_of
from webapp.services.errors import Damaged, Missing
from webapp.services.history import Action
from webapp.services.readings import Reading
from webapp.services.reconciliation import reconcile_text
from webapp.services.transactions import transaction

pytestmark = pytest.mark.usefixtures("app")

TEXT = "# FEAT-001: Login - Technical Design\n\nSee FEAT-001.\n\n| Method | Path |\n|---|---|\n| GET | /x |\n"
TASKS = "# FEAT-001: Login - Tasks\r\n\r\n- [x] one  \r\n- [ ] two"


def texts_of(design: Design) -> dict[str, str]:
    return {document.name: document_text(document) for document in documents_of(design)}


def test_a_copy_has_every_text_and_only_its_heading_is_its_own() -> None:
    original = make_design(TEXT, title="Login", documents={"tasks": TASKS, "notes": ""})
    before = texts_of(original)

    copy = copy_design(original, by=make_person())

    db.session.expire_all()
    assert (copy.key, copy.title) == ("FEAT-002", "Login (copy)")
    assert list(texts_of(copy).items()) == [
        ("design", TEXT.replace("# FEAT-001: Login", "# FEAT-002: Login (copy)")),
        ("tasks", TASKS),
        ("notes", ""),
    ]
    assert texts_of(original) == before
    assert (original.key, original.title) == ("FEAT-001", "Login")


def test_a_copy_is_a_draft_of_whoever_made_it() -> None:
    parent = make_design()
    original = make_design(TASKS, owner=make_person(), status="Approved", priority="P0")
    with transaction():
        original.parent = parent
    author = make_person()

    copy = copy_design(original, by=author)

    db.session.expire_all()
    assert (copy.status, copy.owner, copy.priority, copy.parent) == ("Draft", author, "P0", parent)
    assert (copy.tasks, copy.tasks_done) == (original.tasks, original.tasks_done) == (2, 1)
    assert copy.deleted_at is None


def test_a_copy_is_one_batch_that_names_every_document() -> None:
    original = make_design(TEXT, documents={"tasks": TASKS})
    author = make_person()

    copy = copy_design(original, by=author)

    [batch] = db.session.scalars(select(Batch))
    assert (batch.design_id, batch.person_id, batch.verb) == (copy.id, author.id, "copy")
    changes = db.session.scalars(select(Change)).all()
    assert [(change.what, change.before, change.after["name"]) for change in changes if change.after] == [
        ("document", None, "design"),
        ("document", None, "tasks"),
    ]


@pytest.mark.parametrize(
    ("heading", "copied"),
    [
        ("# FEAT-001: Login", "# FEAT-002: Login (copy)"),
        ("# [feat-1](FEAT-001.md) Login - Spec", "# [FEAT-002](FEAT-001.md) Login (copy) - Spec"),
        ("**FEAT-001: Login**\n===", "**FEAT-002: Login (copy)**\n==="),
        ("# FEAT-XXX: Login", "# FEAT-002: Login (copy)"),
        ("# FEAT-044: Login {#top}", "# FEAT-002: Login (copy) {#top}"),
        ("# Login", "# Login (copy)"),
        ("\ufeff# `Login` ##", "\ufeff# `Login` (copy) ##"),
        ("# FEAT-001", "# FEAT-002: FEAT-001 (copy) - Technical Design"),
        ("## FEAT-001: Login", "## FEAT-001: Login"),
        ("FEAT-001: no heading", "FEAT-001: no heading"),
    ],
)
def test_the_heading_gets_the_new_key_and_title_where_there_is_one(heading: str, copied: str) -> None:
    title = {"# FEAT-001": "FEAT-001", "\ufeff# `Login` ##": "`Login`"}.get(heading, "Login")
    original = make_design(f"{heading}\n\nFEAT-001\n", title=title)

    copy = copy_design(original, by=make_person())

    assert texts_of(copy) == {"design": f"{copied}\n\nFEAT-001\n"}
    assert copy.title == f"{title} (copy)"


@pytest.mark.parametrize("length", [193, 194, 200])
def test_a_long_title_keeps_the_mark_of_a_copy(length: int) -> None:
    title = "x" * length
    original = make_design(f"# FEAT-001: {title}\n", title=title)

    copy = copy_design(original, by=make_person())

    whole = length + len(" (copy)") <= 200
    assert copy.title == ("x" * length if whole else "x" * 192 + "…") + " (copy)"
    assert texts_of(copy) == {"design": f"# FEAT-002: {copy.title}\n"}


def test_a_copy_of_a_copy_and_of_another_project_take_their_own_next_number() -> None:
    pay = make_design("# PAY-001: Refunds\n", title="Refunds", project=make_project("PAY"))
    make_design(project=make_project())

    second = copy_design(copy_design(pay, by=make_person()), by=make_person())

    assert (second.key, second.title) == ("PAY-003", "Refunds (copy) (copy)")
    assert texts_of(second) == {"design": "# PAY-003: Refunds (copy) (copy)\n"}
    assert db.session.scalars(select(Project.next_number).order_by(Project.key)).all() == [2, 4]


def test_a_design_without_a_document_of_that_name_keeps_every_text() -> None:
    original = make_design(TEXT, title="Login", documents={"tasks": TASKS})
    with transaction():
        db.session.execute(update(Document).where(Document.name == "design").values(name="spec"))

    copy = copy_design(original, by=make_person())

    assert (copy.title, texts_of(copy)) == ("Login (copy)", {"spec": TEXT, "tasks": TASKS})


def test_a_design_without_documents_is_copied_as_it_is() -> None:
    original = make_design(TEXT, title="Login")
    with transaction():
        db.session.execute(update(Document).values(deleted_at=original.created_at))

    copy = copy_design(original, by=make_person())

    assert (copy.title, texts_of(copy)) == ("Login (copy)", {})


def test_real_documents_are_copied_to_the_byte(samples: Path) -> None:
    for path in sorted(samples.glob("*.md")):
        text = path.read_bytes().decode()
        original = make_design(text, title=path.stem, documents={"tasks": text})

        copy = copy_design(original, by=make_person())

        copied = texts_of(copy)
        assert copied["tasks"] == text
        lines, old = copied["design"].splitlines(keepends=True), text.splitlines(keepends=True)
        assert sum(line != before for line, before in zip(lines, old, strict=True)) <= 1, path


def test_what_others_did_while_the_copy_was_drawn_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    original = make_design(TEXT, title="Login", documents={"tasks": TASKS})
    [_, tasks] = documents_of(original)
    derive = Reading.derive

    def meanwhile(reading: Reading) -> None:
        monkeypatch.setattr(Reading, "derive", derive)
        make_design(title="Takes the number")
        reconcile_text(tasks, TASKS.replace("two", "three"), Action(original, "edit"))
        reading.derive()

    monkeypatch.setattr(Reading, "derive", meanwhile)

    copy = copy_design(original, by=make_person())

    assert copy.key == "FEAT-003"
    assert texts_of(copy) == {
        "design": TEXT.replace("# FEAT-001: Login", "# FEAT-003: Login (copy)"),
        "tasks": TASKS.replace("two", "three"),
    }


def test_a_damaged_text_is_not_copied_and_a_whole_one_is() -> None:
    original = make_design(TEXT, documents={"tasks": TASKS})
    author = make_person()
    row = db.session.scalars(select(Row).where(Row.source.contains("two"))).one()
    source = row.source
    with transaction():
        row.source = source.replace("two", "2")
    before = database_digest()

    with pytest.raises(Damaged, match="“tasks”"):
        copy_design(original, by=author)

    db.session.rollback()
    assert database_digest() == before
    with transaction():
        row.source = source
    assert texts_of(copy_design(original, by=author))["tasks"] == TASKS


def test_a_design_that_went_to_the_bin_is_not_copied_and_one_outside_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    original = make_design(TEXT)
    author = make_person()
    with transaction():
        original.deleted_at = original.created_at
    before = database_digest()

    with pytest.raises(Missing):
        copy_design(original, by=author)

    db.session.rollback()
    assert database_digest() == before
    with transaction():
        original.deleted_at = None
    assert copy_design(original, by=author).key == "FEAT-002"


def test_an_error_on_the_way_leaves_nothing_and_gives_the_number_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    original = make_design(TEXT, documents={"tasks": TASKS})
    author = make_person()
    before = database_digest()

    def fail(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("webapp.services.copies.as_new", fail)
        with pytest.raises(RuntimeError):
            copy_design(original, by=author)

    db.session.rollback()
    assert database_digest() == before
    assert copy_design(original, by=author).key == "FEAT-002"


def test_a_copy_takes_as_many_statements_for_many_rows_as_for_few() -> None:
    sent = []
    for rows in (1, 400):
        original = make_design("# Tasks\n\n" + "- [ ] a task\n" * rows, documents={"tasks": "## T\n- x\n"})
        author = make_person()
        db.session.commit()
        with statements() as these:
            copy = copy_design(original, by=author)
        sent.append(these)
        assert copy.tasks == rows

    few, many = sent
    assert len(many) == len(few) < 60
