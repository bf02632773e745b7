"""Documents of a design: added, renamed, moved and deleted; the main one stays first."""

from __future__ import annotations

import pytest

from tests.edited import Edited
from webapp.extensions import db
from webapp.models import Document
from webapp.services.documents import document_text, documents_of
from webapp.services.editing import documents
from webapp.services.errors import Gone, InvalidValue, Missing
from webapp.services.history import RequestKey
from webapp.services.undoing import undo_batch

pytestmark = pytest.mark.usefixtures("app")

TASKS = "# Tasks\n\n- [ ] Do it\n"


@pytest.fixture
def design() -> Edited:
    return Edited("# FEAT-001: Login\n", documents={"tasks": TASKS, "notes": "# Notes\n"})


def names(design: Edited) -> list[str]:
    assert design.text is not None
    return [document.name for document in documents_of(design.design)]


def document(design: Edited, name: str) -> int:
    return next(each.id for each in documents_of(design.design) if each.name == name)


def test_a_document_is_added_at_the_end_and_counted(design: Edited) -> None:
    saved = documents.add_document(design.design, name="test plan", text=TASKS, by=design.by)

    assert names(design) == ["design", "tasks", "notes", "test plan"]
    added = db.session.get_one(Document, saved.added("document")[0])
    assert document_text(added) == TASKS
    assert design.design.tasks == 2
    assert [(what, before) for what, _, before, _ in design.changes()] == [("document", None)]


def test_a_name_is_what_a_file_may_be_called(design: Edited) -> None:
    documents.add_document(design.design, name="  a/b:  c. ", by=design.by)

    assert names(design)[-1] == "a-b- c."


@pytest.mark.parametrize("name", ["", " ", "..", "Tasks", "design", "x" * 101, "a\0b", "\ud800"])
def test_a_name_that_is_taken_or_none_is_refused(design: Edited, name: str) -> None:
    with design.refused(InvalidValue):
        documents.add_document(design.design, name=name, by=design.by)
    with design.refused(InvalidValue):
        documents.rename_document(document(design, "notes"), name=name, by=design.by)
    assert names(design) == ["design", "tasks", "notes"]


def test_a_text_that_cannot_be_kept_is_refused(design: Edited) -> None:
    for text in ("a\0b", "\ud800", "x" * 1_000_001):
        with design.refused(InvalidValue):
            documents.add_document(design.design, name="new", text=text, by=design.by)


def test_a_document_is_renamed(design: Edited) -> None:
    tasks = document(design, "tasks")

    documents.rename_document(tasks, name="TASKS", by=design.by)

    assert names(design) == ["design", "TASKS", "notes"]
    assert design.changes() == [("document", tasks, {"name": "tasks"}, {"name": "TASKS"})]
    assert documents.rename_document(tasks, name="TASKS", by=design.by).batch_id is None


def test_a_document_moves_but_never_before_the_main_one(design: Edited) -> None:
    notes = document(design, "notes")

    saved = documents.move_document(notes, after=None, by=design.by)

    assert names(design) == ["design", "notes", "tasks"]
    assert [each.piece_id for each in saved.touched] == [notes]
    documents.move_document(notes, after=document(design, "tasks"), by=design.by)
    assert names(design) == ["design", "tasks", "notes"]
    assert documents.move_document(notes, after=document(design, "tasks"), by=design.by).batch_id is None


def test_a_document_is_deleted_and_its_name_is_free(design: Edited) -> None:
    tasks = document(design, "tasks")

    saved = documents.delete_document(tasks, by=design.by)

    assert names(design) == ["design", "notes"]
    assert (saved.deleted("document"), design.design.tasks) == ([tasks], 0)
    documents.add_document(design.design, name="tasks", by=design.by)
    assert names(design) == ["design", "notes", "tasks"]


def test_a_deleted_document_comes_back_in_its_place(design: Edited) -> None:
    tasks = document(design, "tasks")
    saved = documents.delete_document(tasks, by=design.by)
    assert saved.batch_id is not None

    undo_batch(saved.batch_id, by=design.by)

    assert names(design) == ["design", "tasks", "notes"]
    assert (document(design, "tasks"), design.design.tasks) == (tasks, 1)


def test_the_main_document_stays_what_and_where_it_is(design: Edited) -> None:
    main = document(design, "design")
    with design.refused(InvalidValue, "main document"):
        documents.rename_document(main, name="other", by=design.by)
    with design.refused(InvalidValue, "main document"):
        documents.move_document(main, after=document(design, "tasks"), by=design.by)
    with design.refused(InvalidValue, "main document"):
        documents.delete_document(main, by=design.by)


def test_documents_of_other_designs_and_deleted_ones_are_refused(design: Edited) -> None:
    elsewhere = document(Edited("# Other\n", documents={"tasks": TASKS}), "tasks")
    notes, tasks = document(design, "notes"), document(design, "tasks")
    with design.refused(InvalidValue, "not in this design"):
        documents.move_document(notes, after=elsewhere, by=design.by)
    with design.refused(InvalidValue, "behind itself"):
        documents.move_document(notes, after=notes, by=design.by)
    with design.refused(Missing):
        documents.rename_document(10**9, name="x", by=design.by)
    documents.delete_document(tasks, by=design.by)
    with design.refused(Gone) as refusal:
        documents.rename_document(tasks, name="x", by=design.by)

    assert isinstance(refusal.value, Gone)
    assert (refusal.value.what, refusal.value.by) == ("document", design.by.name)


def test_the_same_request_adds_one_document(design: Edited) -> None:
    def add() -> object:
        return documents.add_document(design.design, name="spec", by=design.by, key=RequestKey("k", "add"))

    assert add() == add()
    assert names(design) == ["design", "tasks", "notes", "spec"]
