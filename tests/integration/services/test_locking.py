"""The lock of a design: kept in its history, its owner's, and gone with the owner."""

from __future__ import annotations

import pytest

from tests.assertions import database_digest
from tests.factories import make_design, make_person, make_project
from webapp.extensions import db
from webapp.models import Batch, Design, Person
from webapp.services.changes.listing import list_changes
from webapp.services.design_values.columns import set_owner, set_status
from webapp.services.design_values.contributors import set_contributors
from webapp.services.design_values.lock import set_locked
from webapp.services.design_values.many import set_many
from webapp.services.design_values.title import set_title
from webapp.services.editing.saved import NOTHING
from webapp.services.errors import InvalidValue, NotAllowed
from webapp.services.history import RequestKey
from webapp.services.members import set_member
from webapp.services.permissions import may
from webapp.services.undoing import redo_last, undo_batch, undo_last

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def owner() -> Person:
    return make_person("owner")


@pytest.fixture
def design(owner: Person) -> Design:
    make_project()
    return make_design("# FEAT-001: Title\n", owner=owner)


def test_a_locked_design_is_edited_by_its_owner_and_contributors_alone(design: Design, owner: Person) -> None:
    contributor, author = make_person("author"), make_person("author")
    set_contributors(design, [contributor.id], base=[], by=owner)
    assert may(author, "edit", design)

    set_locked(design, True, by=owner)

    assert design.locked_at is not None
    assert [may(each, "edit", design) for each in (owner, contributor, author)] == [True, True, False]
    assert may(author, "read", design)


def test_a_contributor_who_is_added_or_taken_away_may_at_once(design: Design, owner: Person) -> None:
    author = make_person("author")
    set_locked(design, True, by=owner)
    assert not may(author, "edit", design)

    set_contributors(design, [author.id], base=[], by=owner)
    assert may(author, "edit", design)

    set_contributors(design, [], base=[author.id], by=owner)
    assert not may(author, "edit", design)


def test_a_maintainer_may_not_write_in_a_locked_design_but_unlock_it(design: Design, owner: Person) -> None:
    maintainer = make_person("maintainer")
    set_member(design.project, maintainer, role="maintainer", by=make_person("administrator"))
    set_locked(design, True, by=owner)

    assert not may(maintainer, "edit", design)
    assert may(maintainer, "own", design)


def test_a_lock_is_undone_and_done_again_as_all_else(design: Design, owner: Person) -> None:
    saved = set_locked(design, True, by=owner)
    assert saved.batch_id

    undo_last(design, by=owner)
    assert design.locked_at is None

    redo_last(design, by=owner)
    assert design.locked_at is not None
    assert [each.headline.sentence for each in list_changes(design, person=owner).items][-1] == (
        "Locked to its owner and contributors"
    )


def test_who_may_not_unlock_does_not_undo_the_lock(design: Design, owner: Person) -> None:
    saved, author = set_locked(design, True, by=owner), make_person("author")
    assert saved.batch_id
    before = database_digest()

    with pytest.raises(NotAllowed):
        undo_batch(saved.batch_id, by=author)

    assert database_digest() == before
    undo_batch(saved.batch_id, by=owner)
    assert design.locked_at is None


def test_an_author_undoes_what_a_design_says_and_not_its_status(design: Design, owner: Person) -> None:
    author = make_person("author")
    status = set_status(design, "Approved", base="Draft", by=owner)
    title = set_title(design, "Webhooks", base="Title", by=owner)
    assert status.batch_id
    assert title.batch_id

    undo_batch(title.batch_id, by=author)
    with pytest.raises(NotAllowed):
        undo_batch(status.batch_id, by=author)

    db.session.expire_all()
    assert (design.title, design.status) == ("Title", "Approved")
    undo_batch(status.batch_id, by=owner)
    assert design.status == "Draft"


def test_a_lock_needs_an_owner(owner: Person) -> None:
    design = make_design()
    before = database_digest()

    with pytest.raises(InvalidValue) as error:
        set_locked(design, True, by=owner)

    assert error.value.field == "locked"
    assert database_digest() == before


def test_the_lock_goes_with_the_owner_and_comes_back_with_one(design: Design, owner: Person) -> None:
    set_locked(design, True, by=owner)

    saved = set_owner(design, None, base=owner.id, by=owner)

    db.session.expire_all()
    assert (design.owner_id, design.locked_at) == (None, None)
    assert saved.batch_id
    undo_batch(saved.batch_id, by=owner)
    assert design.owner_id == owner.id
    assert design.locked_at is not None


def test_the_locks_of_many_go_with_their_owners(design: Design, owner: Person) -> None:
    other = make_design(owner=owner)
    set_locked(design, True, by=owner)

    set_many([design, other], "owner", None, by=owner)

    db.session.expire_all()
    assert [(each.owner_id, each.locked_at) for each in (design, other)] == [(None, None)] * 2


def test_an_owner_who_is_undone_takes_the_lock_along(owner: Person) -> None:
    design = make_design()
    saved = set_owner(design, owner.id, base=None, by=owner)
    set_locked(design, True, by=owner)
    assert saved.batch_id

    undo_batch(saved.batch_id, by=owner)

    db.session.expire_all()
    assert (design.owner_id, design.locked_at) == (None, None)


def test_locked_again_it_writes_nothing_and_sent_again_it_is_done_once(design: Design, owner: Person) -> None:
    key = RequestKey("one", "lock")
    first = set_locked(design, True, by=owner, key=key)
    before = database_digest()

    assert set_locked(design, True, by=owner, key=key) == first
    assert set_locked(design, True, by=owner) == NOTHING

    assert database_digest() == before
    assert db.session.scalars(db.select(Batch.verb)).all() == ["lock"]
