"""The bin: in, out exactly, and emptied after its time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.assertions import database_digest
from tests.factories import make_design
from tests.integration.services.test_undoing import TEXT, replace, write
from webapp.extensions import db
from webapp.models import Batch, Change, Design, Document, Entry, Person, Row, Section
from webapp.models.types import utc_now
from webapp.services.bin import KEPT_DAYS, delete_designs, find_binned, list_bin, purge_bin, restore_design
from webapp.services.designs import find_design
from webapp.services.documents import document_text, documents_of
from webapp.services.errors import Missing, NotAllowed
from webapp.services.history import RequestKey
from webapp.services.listing import list_designs
from webapp.services.naming import held_file
from webapp.services.projects import count_designs
from webapp.services.transactions import transaction
from webapp.services.transfer import import_designs
from webapp.services.undoing import find_batch, undo_batch

pytestmark = pytest.mark.usefixtures("app")

READER = Person()
"""Somebody who reads."""


def let_days_pass(design: Design, days: int) -> None:
    """The design was put into the bin so many days ago."""
    with transaction():
        design.deleted_at = utc_now() - timedelta(days=days)


def test_a_deleted_design_is_in_no_list_and_not_to_be_found(owner: Person) -> None:
    design, other = make_design(TEXT), make_design(TEXT, title="Other")
    delete_designs([design], by=owner)
    assert find_design(design.key) is None
    assert [each.key for each in list_designs(person=READER).items] == [other.key]
    assert count_designs(design.project) == 1
    [binned], of = list_bin(person=owner)
    assert (binned.key, binned.title, binned.by, binned.left, of) == (
        design.key,
        "Title",
        "Our Owner",
        KEPT_DAYS,
        1,
    )


def test_a_design_comes_back_exactly(owner: Person, author: Person) -> None:
    design = make_design(TEXT, documents={"tasks": "# Tasks\n\n- [ ] one\n"})
    rows = db.session.scalar(db.select(db.func.count(Row.id)))
    updated = design.updated_at
    delete_designs([design], by=owner)
    restore_design(design, by=author)
    assert find_design(design.key) is design
    assert design.updated_at == updated
    assert design.deleted_at is None
    assert [document_text(each) for each in documents_of(design)] == [TEXT, "# Tasks\n\n- [ ] one\n"]
    assert db.session.scalar(db.select(db.func.count(Row.id))) == rows


def test_several_designs_go_as_one_action_and_one_undo_brings_them_back(owner: Person) -> None:
    designs = [make_design(TEXT) for _ in range(3)]
    saved = delete_designs(designs, by=owner)
    assert list_bin(person=owner)[1] == 3
    assert saved.batch_id is not None
    undo_batch(saved.batch_id, by=owner)
    assert list_bin(person=owner)[1] == 0
    assert list_designs(person=READER).total == 3


def test_what_is_not_ones_own_is_neither_deleted_nor_restored_nor_in_ones_bin(
    owner: Person, author: Person
) -> None:
    own, others = make_design(TEXT, owner=author), make_design(TEXT, owner=owner)
    before = database_digest()

    with pytest.raises(NotAllowed):
        delete_designs([own, others], by=author)

    assert database_digest() == before
    delete_designs([others], by=owner)
    with pytest.raises(NotAllowed):
        restore_design(others, by=author)
    assert list_bin(person=author) == ([], 0)
    delete_designs([own], by=author)
    assert [each.key for each in list_bin(person=author)[0]] == [own.key]


def test_a_deletion_that_is_sent_again_deletes_nothing_more(owner: Person) -> None:
    designs = [make_design(TEXT), make_design(TEXT)]
    key = RequestKey("one", "same")
    first = delete_designs(designs, by=owner, key=key)
    restore_design(designs[0], by=owner)
    assert delete_designs(designs, by=owner, key=key) == first
    assert designs[0].deleted_at is None


def test_the_bin_is_filtered_by_key_title_and_who_deleted(owner: Person, author: Person) -> None:
    hooks, queues = make_design(TEXT, title="Webhooks"), make_design(TEXT, title="Queues")
    delete_designs([hooks], by=owner)
    delete_designs([queues], by=author)
    assert [each.title for each in list_bin(person=owner)[0]] == ["Queues", "Webhooks"]
    assert [each.title for each in list_bin("WEBHOOKS owner", person=owner)[0]] == ["Webhooks"]
    assert list_bin("webhooks author", person=owner) == ([], 2)
    assert [each.title for each in list_bin("-webhooks project:feat", person=owner)[0]] == ["Queues"]
    assert list_bin("project:PAY", person=owner) == ([], 2)
    assert list_bin("-project:FEAT", person=owner) == ([], 2)
    assert list_bin("status:draft", person=owner) == ([], 2)


def test_after_its_time_the_texts_are_gone_and_the_key_stays_taken(owner: Person) -> None:
    design = make_design(TEXT, owner=owner)
    child = make_design("# Child\n", title="Child")
    with transaction():
        child.parent_id = design.id
    write(design, owner, replace("first", "1st"))
    delete_designs([design], by=owner)
    let_days_pass(design, KEPT_DAYS)

    assert purge_bin() == 1

    db.session.expire_all()
    assert db.session.scalar(db.select(db.func.count(Row.id))) == 0
    assert db.session.scalars(db.select(Document.design_id)).all() == [child.id]
    assert {each.document_id for each in db.session.scalars(db.select(Section))} == {
        documents_of(child)[0].id
    }
    assert db.session.scalar(db.select(db.func.count(Entry.id))) == 0
    assert db.session.scalar(db.select(db.func.count(Change.id))) == 0
    assert (design.title, design.owner_id, design.number) == (design.key, None, 1)
    assert child.parent_id is None
    assert list_bin(person=owner) == ([], 0)
    assert find_binned(design.key) is None
    assert purge_bin() == 0
    [report] = import_designs([held_file(f"{design.key}/design.md", b"# New\n")])
    assert report.status == "refused"


def test_what_still_waits_is_not_purged(owner: Person) -> None:
    design = make_design(TEXT)
    delete_designs([design], by=owner)
    let_days_pass(design, KEPT_DAYS - 1)
    before = database_digest()
    assert purge_bin() == 0
    assert database_digest() == before
    assert list_bin(person=owner)[0][0].left == 1


@pytest.mark.parametrize("is_purged", [False, True])
def test_a_design_is_not_taken_out_after_its_time(owner: Person, is_purged: bool) -> None:
    design = make_design(TEXT)
    saved = delete_designs([design], by=owner)
    assert saved.batch_id
    let_days_pass(design, KEPT_DAYS)
    assert not is_purged or purge_bin() == 1
    with pytest.raises(Missing):
        restore_design(design, by=owner)
    assert find_batch(saved.batch_id) is None
    with pytest.raises(Missing):
        undo_batch(saved.batch_id, by=owner)
    assert db.session.scalar(db.select(db.func.count(Batch.id))) == 1
    assert design.deleted_at is not None
