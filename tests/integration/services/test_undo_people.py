"""Undo brings nobody back to a design who is no author there any more: nobody could set that anew either."""

from __future__ import annotations

import pytest

from tests.factories import make_design, make_project
from webapp.extensions import db
from webapp.models import Design, Person, Project
from webapp.services.changes.conflicts import tell_conflict
from webapp.services.design_values.columns import set_owner
from webapp.services.design_values.contributors import set_contributors
from webapp.services.design_values.lock import set_locked
from webapp.services.design_values.many import set_many
from webapp.services.editing.saved import Saved
from webapp.services.errors import UndoConflict
from webapp.services.members import remove_member, set_member
from webapp.services.permissions import forget_rights
from webapp.services.transactions import transaction
from webapp.services.undoing import undo_batch

WORDS = "Somebody whom this would bring back to the design is no author of its project any more."


@pytest.fixture
def project(owner: Person, author: Person, administrator: Person) -> Project:
    """A project for members only, with two authors."""
    project = make_project()
    with transaction():
        project.open_role = None
        forget_rights()
    for person in (owner, author):
        set_member(project, person, role="author", by=administrator)
    return project


def handed_over(design: Design, to: Person, by: Person) -> int:
    return batch_of(set_owner(design, to.id, base=design.owner_id, by=by))


def batch_of(saved: Saved) -> int:
    assert saved.batch_id is not None
    return saved.batch_id


def refused(batch_id: int, by: Person) -> None:
    """Undoing is refused, and it is said why."""
    with pytest.raises(UndoConflict) as conflict:
        undo_batch(batch_id, by=by)
    assert [each.words for each in tell_conflict(conflict.value)] == [WORDS]
    db.session.expire_all()


def test_an_owner_who_left_the_project_does_not_come_back(
    project: Project, owner: Person, author: Person, administrator: Person
) -> None:
    design = make_design(project=project, owner=owner)
    batch = handed_over(design, author, by=owner)
    remove_member(project, owner, by=administrator)
    refused(batch, by=author)
    assert design.owner_id == author.id


def test_an_owner_who_only_reads_by_now_does_not_come_back(
    project: Project, owner: Person, author: Person, administrator: Person
) -> None:
    design = make_design(project=project, owner=owner)
    batch = handed_over(design, author, by=owner)
    set_member(project, owner, role="reader", by=administrator)
    refused(batch, by=author)
    assert design.owner_id == author.id


def test_an_owner_who_stayed_comes_back(project: Project, owner: Person, author: Person) -> None:
    design = make_design(project=project, owner=owner)
    batch = handed_over(design, author, by=owner)
    undo_batch(batch, by=author)
    db.session.expire_all()
    assert design.owner_id == owner.id


def test_a_contributor_who_left_the_project_does_not_come_back(
    project: Project, owner: Person, author: Person, administrator: Person
) -> None:
    design = make_design(project=project, owner=owner)
    set_contributors(design, [author.id], base=[], by=owner)
    batch = batch_of(set_contributors(design, [], base=[author.id], by=owner))
    remove_member(project, author, by=administrator)
    refused(batch, by=owner)
    assert design.contributors == []


def test_who_contributes_still_hinders_nobody(
    project: Project, owner: Person, author: Person, administrator: Person
) -> None:
    design = make_design(project=project, owner=owner)
    set_contributors(design, [author.id], base=[], by=owner)
    batch = batch_of(set_contributors(design, [author.id, administrator.id], base=[author.id], by=owner))
    remove_member(project, author, by=administrator)
    undo_batch(batch, by=owner)
    db.session.expire_all()
    assert design.contributors == [author]


def test_of_designs_set_together_the_others_are_undone_if_asked_for(
    project: Project, owner: Person, author: Person, administrator: Person
) -> None:
    theirs = make_design(project=project, owner=owner)
    nobodys = make_design(project=project)
    batch = batch_of(set_many([theirs, nobodys], "owner", author.id, by=administrator))
    remove_member(project, owner, by=administrator)
    refused(batch, by=administrator)
    assert (theirs.owner_id, nobodys.owner_id) == (author.id, author.id)
    undo_batch(batch, by=administrator, rest=True)
    db.session.expire_all()
    assert (theirs.owner_id, nobodys.owner_id) == (author.id, None)


def test_a_lock_does_not_come_back_without_an_owner(project: Project, owner: Person) -> None:
    design = make_design(project=project, owner=owner)
    set_locked(design, True, by=owner)
    unlocked = batch_of(set_locked(design, False, by=owner))
    set_owner(design, None, base=owner.id, by=owner)
    undo_batch(unlocked, by=owner)
    db.session.expire_all()
    assert (design.locked_at, design.owner_id) == (None, None)
