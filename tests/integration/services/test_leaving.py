"""Suspending, letting in again, making administrators, and handing over what a leaver owns."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from tests.assertions import database_digest
from tests.conftest import PASSWORD, make_account
from tests.factories import make_design, make_person, make_project
from webapp.extensions import db
from webapp.models import AuditEvent, Person
from webapp.models.types import utc_now
from webapp.services import leaving, links, paging, people, people_list, sessions, tokens
from webapp.services.changes.listing import list_changes
from webapp.services.design_values import many
from webapp.services.errors import InvalidValue, Missing, NotAllowed
from webapp.services.members import set_member
from webapp.services.permissions import forget_rights, may
from webapp.services.transactions import transaction
from webapp.services.undoing import undo_batch

Deed = Callable[[Person, Person], object]
DEEDS: dict[str, Deed] = {
    "suspend": lambda person, by: leaving.suspend_person(person, by=by),
    "let in again": lambda person, by: leaving.let_in_again(person, by=by),
    "make administrator": lambda person, by: leaving.set_administrator(person, True, by=by),
    "reassign": lambda person, by: leaving.reassign_designs(person, by, by=by),
}


def noted() -> list[tuple[str, str, int | None]]:
    """What the audit holds since the accounts were made."""
    found = db.session.execute(
        select(AuditEvent.verb, AuditEvent.about, AuditEvent.person_id).order_by(AuditEvent.id)
    )
    return [(verb, about, by) for verb, about, by in found if verb not in {"person-add", "password"}]


def test_somebody_suspended_is_let_in_nowhere(owner: Person, administrator: Person) -> None:
    design = make_design(owner=owner)
    session = sessions.start_session(owner, days=1)
    token = tokens.make_token(owner, name="CI", scope="write")[1]
    link = links.make_password_link(owner)
    assert may(owner, "edit", design)

    leaving.suspend_person(owner, by=administrator)

    assert sessions.find_session(session) is None
    assert tokens.find_token(token) is None
    with pytest.raises(Missing):
        links.find_password_link(link)
    with pytest.raises(InvalidValue, match="do not belong together"):
        people.authenticate(owner.email, PASSWORD)
    with pytest.raises(NotAllowed, match="let them in again first"):
        links.make_password_link(owner)
    assert not may(owner, "read", design)
    assert design.owner == owner
    assert noted()[-1] == ("sign-in", f"person {owner.id}", None)
    assert ("person-suspend", f"person {owner.id}", administrator.id) in noted()


def test_who_is_let_in_again_signs_in_anew(owner: Person, administrator: Person) -> None:
    session = sessions.start_session(owner, days=1)
    token = tokens.make_token(owner, name="CI", scope="write")[1]
    leaving.suspend_person(owner, by=administrator)
    during = sessions.start_session(owner, days=1)
    assert sessions.find_session(during) is None

    leaving.let_in_again(owner, by=administrator)

    assert sessions.find_session(session) is None
    assert tokens.find_token(token) is not None
    assert people.authenticate(owner.email, PASSWORD) == owner
    assert may(owner, "read")
    assert owner.version == 4  # made, a password, suspended, let in


def test_the_same_again_writes_nothing(owner: Person, administrator: Person) -> None:
    leaving.suspend_person(owner, by=administrator)
    leaving.set_administrator(owner, True, by=administrator)
    before, said = database_digest(), noted()
    leaving.suspend_person(owner, by=administrator)
    leaving.set_administrator(owner, True, by=administrator)
    leaving.let_in_again(administrator, by=administrator)
    assert (database_digest(), noted()) == (before, said)


@pytest.mark.parametrize("deed", DEEDS)
def test_only_an_administrator_does_this(
    owner: Person, author: Person, administrator: Person, deed: str
) -> None:
    make_design(owner=owner)
    before = database_digest()
    with pytest.raises(NotAllowed):
        DEEDS[deed](owner, author)
    assert database_digest() == before
    DEEDS[deed](owner, administrator)


def test_an_administrator_may_administer_from_then_on_and_no_longer(
    owner: Person, administrator: Person
) -> None:
    assert not may(owner, "administer")
    leaving.set_administrator(owner, True, by=administrator)
    assert may(owner, "administer")
    leaving.set_administrator(owner, False, by=administrator)
    assert not may(owner, "administer")


@pytest.mark.parametrize(
    ("field", "deed"),
    [
        ("suspended", lambda person: leaving.suspend_person(person, by=person)),
        ("is_admin", lambda person: leaving.set_administrator(person, False, by=person)),
    ],
)
def test_the_last_administrator_stays_one(
    administrator: Person, field: str, deed: Callable[[Person], None]
) -> None:
    suspended = make_account("other@example.org", "Other", admin=True)
    leaving.suspend_person(suspended, by=administrator)
    before = database_digest()
    with pytest.raises(InvalidValue, match="An Administrator is the last administrator") as caught:
        deed(administrator)
    assert caught.value.field == field
    assert database_digest() == before
    leaving.let_in_again(suspended, by=administrator)
    deed(administrator)
    assert not may(administrator, "administer")


def test_a_suspended_administrator_is_made_ordinary(administrator: Person) -> None:
    other = make_account("other@example.org", "Other", admin=True)
    leaving.suspend_person(other, by=administrator)
    leaving.set_administrator(other, False, by=administrator)
    assert not other.is_admin


def test_two_administrators_who_demote_each_other_leave_one(app: Flask, administrator: Person) -> None:
    other = make_account("other@example.org", "Other", admin=True)
    ids = [administrator.id, other.id]
    db.session.remove()
    start, refused = threading.Barrier(2), []

    def demote(me: int, them: int) -> None:
        with app.app_context():
            by, person = db.session.get_one(Person, me), db.session.get_one(Person, them)
            assert may(by, "administer")
            start.wait()
            try:
                leaving.set_administrator(person, False, by=by)
            except NotAllowed:
                refused.append(me)
            db.session.remove()

    for attempt in range(5):
        with transaction():
            for each in db.session.scalars(select(Person).where(Person.id.in_(ids))):
                each.is_admin = True
        db.session.remove()
        threads = [threading.Thread(target=demote, args=pair) for pair in (ids, reversed(ids))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        left = db.session.scalars(select(Person.id).where(Person.is_admin)).all()
        assert len(left) == 1
        assert len(refused) == attempt + 1
        db.session.remove()


def test_all_that_somebody_owns_is_handed_over_each_with_a_line_in_its_history(
    owner: Person, author: Person, administrator: Person
) -> None:
    designs = [make_design(owner=owner) for _ in range(3)]
    others = make_design(owner=administrator)
    binned = make_design(owner=owner, deleted=True)

    done = leaving.reassign_designs(owner, author, by=administrator)

    assert done == leaving.Reassigned(3, 0)
    assert [design.owner_id for design in designs] == [author.id] * 3
    assert (others.owner_id, binned.owner_id) == (administrator.id, owner.id)
    for design in designs:
        (told,) = list_changes(design, person=administrator).items
        assert (told.by, told.can) == ("An Administrator", "undo")
    undo_batch(told.batch.id, by=administrator)
    assert leaving.count_owned(owner) == 3
    (event,) = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "reassign"))
    assert event.details == {"to": author.id, "designs": 3}


def test_more_than_can_be_set_at_once_are_handed_over(
    owner: Person, author: Person, administrator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (many, leaving):
        monkeypatch.setattr(module, "MANY_MAX", 2)
    for _ in range(5):
        make_design(owner=owner)
    assert leaving.reassign_designs(owner, author, by=administrator).count == 5
    assert leaving.count_owned(author) == 5


def test_what_is_archived_keeps_its_owner(owner: Person, author: Person, administrator: Person) -> None:
    kept = make_design(owner=owner, project=make_project("OLD", "Old"))
    given = make_design(owner=owner)
    with transaction():
        kept.project.archived_at = utc_now()
        forget_rights()
    assert leaving.reassign_designs(owner, author, by=administrator) == leaving.Reassigned(1, 1)
    assert (kept.owner_id, given.owner_id) == (owner.id, author.id)


def test_who_cannot_own_them_gets_none(owner: Person, author: Person, administrator: Person) -> None:
    closed = make_project("PAY", "Payments")
    make_design(owner=owner)
    make_design(owner=owner, project=closed)
    suspended, reader = make_person(), make_person("reader")
    with transaction():
        closed.open_role = None
        suspended.suspended_at = utc_now()
        forget_rights()
    set_member(closed, reader, role="reader", by=administrator)
    before = database_digest()
    for to, words in (
        (author, "is no author of Payments"),
        (reader, "is no author of Payments"),
        (suspended, "is suspended"),
        (owner, "owns them"),
    ):
        with pytest.raises(InvalidValue, match=words) as caught:
            leaving.reassign_designs(owner, to, by=administrator)
        assert caught.value.field == "owner"
    assert leaving.who_can_take_over(owner) == [administrator]
    assert database_digest() == before
    set_member(closed, reader, role="author", by=administrator)
    assert set(leaving.who_can_take_over(owner)) == {administrator, reader}
    assert leaving.reassign_designs(owner, reader, by=administrator).count == 2


def test_the_list_says_what_people_are_own_and_when_they_were_here(
    owner: Person, administrator: Person
) -> None:
    waiting = people.add_person("anna@example.org", name="Anna")
    make_design(owner=owner)
    make_design(owner=owner, deleted=True)
    sessions.start_session(owner, days=1)
    leaving.suspend_person(owner, by=administrator)

    page = people_list.list_people()

    assert [(each.person, each.state, each.owned, each.seen_at is None) for each in page.items] == [
        (administrator, "active", 0, True),
        (waiting, "waiting", 0, True),
        (owner, "suspended", 1, False),
    ]
    assert (page.total, page.of, page.pages) == (3, 3, 1)
    assert people_list.tell_of(owner) == page.items[2]


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("nandu", ["Ñandú Pérez"]),
        ("PEREZ ñan", ["Ñandú Pérez"]),
        ("library.example", ["Dmitri"]),
        ("-library", ["Ñandú Pérez"]),
        ("%", []),
        ("_", []),
        ("owner:me", []),
    ],
)
def test_the_list_is_filtered_by_name_and_address(app: Flask, q: str, names: list[str]) -> None:
    people.add_person("np@example.org", name="Ñandú Pérez")
    people.add_person("dmitri@library.example.org", name="Dmitri")
    page = people_list.list_people(q)
    assert [each.person.name for each in page.items] == names
    assert page.of == 2


def test_the_list_comes_in_pages(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (people_list, paging):
        monkeypatch.setattr(module, "PER_PAGE", 2)
    for number in range(3):
        people.add_person(f"p{number}@example.org", name=f"P {number}")
    assert [each.person.name for each in people_list.list_people(page=2).items] == ["P 2"]
