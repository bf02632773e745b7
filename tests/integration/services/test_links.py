"""One-time links: they work once, until they end, for what they were made for."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from tests.assertions import database_digest
from tests.conftest import PASSWORD, make_account
from webapp.extensions import db
from webapp.models import OneTimeLink, Person
from webapp.models.types import utc_now
from webapp.services import links, people, sessions
from webapp.services.errors import Conflict, InvalidValue, Missing, NotAllowed

NEW = "a better battery staple"


def set_up(
    token: str, email: str = "newcomer@example.org", name: str = "Newcomer", password: str = NEW
) -> Person:
    return links.use_setup_link(token, email=email, name=name, password=password)


def expire(token: str) -> None:
    which = OneTimeLink.token_hash == links.hash_token(token)
    db.session.execute(update(OneTimeLink).where(which).values(expires_at=utc_now() - timedelta(seconds=1)))
    db.session.commit()


def people_count() -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(Person)) or 0


def test_the_setup_link_makes_the_first_administrator(app: Flask) -> None:
    person = set_up(links.make_setup_link())
    assert (person.email, person.name, person.is_admin) == ("newcomer@example.org", "Newcomer", True)
    assert people.authenticate("newcomer@example.org", NEW) == person


def test_the_setup_link_works_once(app: Flask) -> None:
    token = links.make_setup_link()
    set_up(token)
    with pytest.raises(Missing):
        set_up(token, "tester@example.org")
    with pytest.raises(Missing):
        links.find_setup_link(token)
    assert people_count() == 1


def test_a_new_setup_link_ends_the_one_before(app: Flask) -> None:
    older, newer = links.make_setup_link(), links.make_setup_link()
    with pytest.raises(Missing):
        set_up(older)
    assert set_up(newer).is_admin


def test_setup_closes_with_the_first_password_however_it_came(app: Flask) -> None:
    token = links.make_setup_link()
    waiting = people.add_person("waiting@example.org")
    assert links.setup_is_open()
    assert links.find_setup_link(token).purpose == "setup"
    people.set_password(waiting, NEW)
    assert not links.setup_is_open()
    with pytest.raises(Missing):
        set_up(token)
    with pytest.raises(NotAllowed):
        links.make_setup_link()
    assert people_count() == 1


def test_setup_that_closes_while_its_form_is_on_the_way_makes_nobody(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = links.make_setup_link()
    waiting = people.add_person("waiting@example.org")
    clean_name = people.clean_name

    def choose_a_password_first(name: str) -> str:
        people.set_password(waiting, NEW)
        return clean_name(name)

    monkeypatch.setattr(people, "clean_name", choose_a_password_first)
    with pytest.raises(Missing):
        set_up(token)
    assert people_count() == 1
    assert not waiting.is_admin


def test_an_account_that_waits_becomes_the_administrator(app: Flask) -> None:
    waiting = people.add_person("newcomer@example.org", name="Somebody")
    older = links.make_password_link(waiting)
    person = set_up(links.make_setup_link(), "NEWCOMER@example.org")
    assert (person.id, person.name, person.is_admin) == (waiting.id, "Newcomer", True)
    with pytest.raises(Missing):
        links.find_password_link(older)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"email": "no address"}, "email"),
        ({"name": "  "}, "name"),
        ({"name": "a\x00"}, "name"),
        ({"password": "short"}, "new"),
        ({"password": "x" * 1025}, "new"),
    ],
)
def test_a_refused_setup_leaves_the_link_alone(app: Flask, values: dict[str, str], field: str) -> None:
    token = links.make_setup_link()
    before = database_digest()
    with pytest.raises(InvalidValue) as refused:
        set_up(token, **values)
    assert refused.value.field == field
    assert database_digest() == before
    assert set_up(token).is_admin


def test_a_password_link_sets_a_password_once_and_ends_the_sessions(owner: Person) -> None:
    open_session = sessions.start_session(owner, days=1)
    token = links.make_password_link(owner)
    assert people.authenticate(owner.email, PASSWORD) == owner  # the old one works until then
    assert links.use_password_link(token, password=NEW) == owner
    assert people.authenticate(owner.email, NEW) == owner
    assert sessions.find_session(open_session) is None
    with pytest.raises(Missing):
        links.use_password_link(token, password=PASSWORD)
    assert people.authenticate(owner.email, NEW) == owner


def test_a_new_password_link_ends_the_persons_older_ones_and_nobody_elses(
    owner: Person, author: Person
) -> None:
    older, authors, newer = (links.make_password_link(person) for person in (owner, author, owner))
    with pytest.raises(Missing):
        links.use_password_link(older, password=NEW)
    assert links.use_password_link(newer, password=NEW) == owner
    assert links.use_password_link(authors, password=NEW) == author


def test_a_password_link_ends_after_seven_days(owner: Person) -> None:
    token = links.make_password_link(owner)
    lasts = links.find_password_link(token).expires_at - utc_now()
    assert timedelta(days=6, hours=23) < lasts <= timedelta(days=7)
    expire(token)
    with pytest.raises(Missing):
        links.use_password_link(token, password=NEW)
    assert people.authenticate(owner.email, PASSWORD) == owner


def test_a_refused_password_leaves_the_link_alone(owner: Person) -> None:
    token = links.make_password_link(owner)
    with pytest.raises(InvalidValue):
        links.use_password_link(token, password="short")
    assert links.use_password_link(token, password=NEW) == owner


def test_a_link_works_for_its_purpose_only(app: Flask) -> None:
    setup, password = links.make_setup_link(), links.make_password_link(people.add_person("x@example.org"))
    with pytest.raises(Missing):
        links.find_password_link(setup)
    with pytest.raises(Missing):
        links.find_setup_link(password)


@pytest.mark.parametrize("column", ["used_at", "expires_at"])
def test_links_that_ended_long_ago_are_removed_when_one_is_made(
    owner: Person, author: Person, reader: Person, column: str
) -> None:
    gone, kept = links.make_password_link(owner), links.make_password_link(author)
    for token, days in ((gone, 31), (kept, 29)):
        which = OneTimeLink.token_hash == links.hash_token(token)
        ended = {column: utc_now() - timedelta(days=days)}
        db.session.execute(update(OneTimeLink).where(which).values(**ended))
    db.session.commit()

    new = links.make_password_link(reader)

    stored = set(db.session.scalars(db.select(OneTimeLink.token_hash)))
    assert stored == {links.hash_token(kept), links.hash_token(new)}


@pytest.mark.parametrize("token", ["", "x", "\ud800", "' OR 1=1 --", "a" * 10_000])
def test_a_token_that_was_never_made_opens_nothing(app: Flask, token: str) -> None:
    links.make_setup_link()
    for find in (links.find_setup_link, links.find_password_link):
        with pytest.raises(Missing):
            find(token)


def test_the_database_does_not_know_the_token(owner: Person) -> None:
    token = links.make_password_link(owner)
    stored = links.find_password_link(token)
    assert token not in [getattr(stored, column.key) for column in OneTimeLink.__table__.columns]


def test_of_two_browsers_with_the_setup_link_one_wins(app: Flask) -> None:
    token = links.make_setup_link()
    won = race(app, lambda n: set_up(token, f"person{n}@example.org", f"Person {n}"))
    assert len(won) == 1
    assert people_count() == 1
    (person,) = db.session.scalars(db.select(Person))
    assert person.is_admin


def test_of_several_links_made_at_once_one_works(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    look_slowly(monkeypatch)
    tokens: dict[int, str] = {}
    made = race(app, lambda n: tokens.update({n: links.make_setup_link()}))
    assert len(made) == len(tokens) == 6
    assert len([token for token in tokens.values() if works(token)]) == 1


def test_of_two_browsers_with_a_setup_link_each_one_wins(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = [links.make_setup_link() for _ in range(6)]
    db.session.execute(update(OneTimeLink).values(expires_at=utc_now() + links.SETUP_LINK_LASTS))
    db.session.commit()
    look_slowly(monkeypatch)
    won = race(app, lambda n: set_up(tokens[n], f"person{n}@example.org", f"Person {n}"))
    assert len(won) == 1
    (person,) = db.session.scalars(db.select(Person))
    assert (person.is_admin, person.email) == (True, f"person{won[0]}@example.org")


def look_slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let others come in between the look whether setup is open and what is done about it."""
    look = links.setup_is_open

    def slow_look() -> bool:
        is_open = look()
        time.sleep(0.05)
        return is_open

    monkeypatch.setattr(links, "setup_is_open", slow_look)


def works(token: str) -> bool:
    try:
        return links.find_setup_link(token).used_at is None
    except Missing:
        return False


def test_of_two_browsers_with_a_password_link_one_wins(app: Flask) -> None:
    person = make_account("newcomer@example.org", "Newcomer")
    token = links.make_password_link(person)
    (winner,) = race(app, lambda n: links.use_password_link(token, password=f"the password of {n}"))
    assert (
        people.authenticate("newcomer@example.org", f"the password of {winner}").email
        == "newcomer@example.org"
    )


def race(app: Flask, act: Callable[[int], object], runners: int = 6) -> list[int]:
    """Let threads act at the same moment. Returns who came through; the others were told Missing."""
    db.session.commit()
    start, won, refused = threading.Barrier(runners), [], []

    def run(number: int) -> None:
        with app.app_context():
            start.wait()
            try:
                act(number)
                won.append(number)
            except (Missing, Conflict) as error:
                refused.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(runners)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    assert len(won) + len(refused) == runners
    return won
