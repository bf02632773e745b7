"""A session begins anew, ends for good, and is known to the database by its hash (RELIABILITY S09)."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from tests.assertions import assert_goes_to, assert_page
from tests.browser import Browser
from tests.conftest import PASSWORD, make_account, signed_in
from tests.factories import make_design
from webapp.extensions import db
from webapp.models import LoginSession, Person
from webapp.models.types import utc_now
from webapp.services import leaving, links, people, sessions
from webapp.services.members import remove_member, set_member
from webapp.services.projects import set_open_role
from webapp.services.transactions import transaction

NEW_PASSWORD = "a better battery staple"


def cookie_of(browser: Browser) -> str:
    cookie = browser.get_cookie("designbook")
    assert cookie is not None
    return cookie.value


def with_cookie(app: Flask, value: str) -> Browser:
    browser = app.test_client()
    assert isinstance(browser, Browser)
    browser.set_cookie("designbook", value)
    return browser


def is_signed_in(browser: Browser) -> bool:
    return browser.get("/account").status_code == 200


def sign_in(browser: Browser, person: Person, password: str = PASSWORD) -> None:
    assert_goes_to(browser.post("/login", data={"email": person.email, "password": password}), "/")


def test_signing_in_makes_a_new_cookie_and_the_planted_one_stays_worthless(
    app: Flask, as_stranger: Browser, owner: Person
) -> None:
    as_stranger.get("/login")
    planted = cookie_of(as_stranger)
    sign_in(as_stranger, owner)
    assert is_signed_in(as_stranger)
    assert cookie_of(as_stranger) != planted
    assert not is_signed_in(with_cookie(app, planted))


def test_signing_in_again_ends_the_session_before(app: Flask, as_owner: Browser, author: Person) -> None:
    before = cookie_of(as_owner)
    sign_in(as_owner, author)
    assert author.email in as_owner.get("/account").text
    assert not is_signed_in(with_cookie(app, before))


def test_nothing_of_the_session_before_is_carried_over(
    app: Flask, as_stranger: Browser, owner: Person
) -> None:
    as_stranger.get("/login")
    with as_stranger.session_transaction() as before:
        before["planted"] = "by somebody else"
        token = before["csrf_token"]
    sign_in(as_stranger, owner)
    as_stranger.get("/account")
    with as_stranger.session_transaction() as after:
        assert "planted" not in after
        assert after["csrf_token"] != token


def test_a_cookie_is_dead_after_signing_out(app: Flask, as_owner: Browser, owner: Person) -> None:
    kept = cookie_of(as_owner)
    assert is_signed_in(with_cookie(app, kept))
    assert_goes_to(as_owner.post("/logout"), "/login")
    assert not is_signed_in(as_owner)
    assert not is_signed_in(with_cookie(app, kept))
    assert sessions.list_sessions(owner) == []


def test_signing_out_leaves_other_browsers_alone(app: Flask, as_owner: Browser, owner: Person) -> None:
    phone = signed_in(app, owner)
    as_owner.post("/logout")
    assert is_signed_in(phone)


def test_a_new_password_ends_every_other_session(app: Flask, as_owner: Browser, owner: Person) -> None:
    phone = signed_in(app, owner)
    answer = as_owner.post("/account/password", data={"old": PASSWORD, "new": NEW_PASSWORD})
    assert_goes_to(answer, "/account")
    assert is_signed_in(as_owner)
    assert not is_signed_in(phone)


def test_a_refused_password_ends_no_session(app: Flask, as_owner: Browser, owner: Person) -> None:
    phone = signed_in(app, owner)
    assert as_owner.post("/account/password", data={"old": "wrong", "new": NEW_PASSWORD}).status_code == 422
    assert is_signed_in(phone)


def test_a_password_link_ends_every_session(app: Flask, as_owner: Browser, owner: Person) -> None:
    links.use_password_link(links.make_password_link(owner), password=NEW_PASSWORD)
    assert not is_signed_in(as_owner)


def test_a_session_ends_after_its_days_however_much_it_is_used(app: Flask, owner: Person) -> None:
    with time_machine.travel(utc_now(), tick=False) as clock:
        browser = signed_in(app, owner)
        for _ in range(29):
            clock.shift(timedelta(days=1))
            assert is_signed_in(browser)
        clock.shift(timedelta(days=1, seconds=-1))
        assert is_signed_in(browser)
        clock.shift(timedelta(seconds=1))
        assert not is_signed_in(browser)


def test_a_session_that_nobody_uses_ends(app: Flask, owner: Person) -> None:
    with time_machine.travel(utc_now(), tick=False) as clock:
        browser = signed_in(app, owner)
        clock.shift(sessions.IDLE - timedelta(seconds=1))
        assert is_signed_in(browser)
        clock.shift(sessions.IDLE - timedelta(seconds=1))
        assert is_signed_in(browser)
        clock.shift(sessions.IDLE)
        assert not is_signed_in(browser)


def test_a_cookie_that_is_too_old_is_dead_however_young_its_session(app: Flask, owner: Person) -> None:
    with time_machine.travel(utc_now(), tick=False) as clock:
        browser = signed_in(app, owner)
        kept = cookie_of(browser)
        clock.shift(timedelta(days=31))
        change(owner, seen_at=utc_now(), expires_at=utc_now() + timedelta(days=1))
        assert not is_signed_in(with_cookie(app, kept))


def test_a_session_that_was_ended_from_another_browser_is_dead(
    app: Flask, as_owner: Browser, owner: Person
) -> None:
    phone = signed_in(app, owner)
    assert is_signed_in(phone)
    newest = max(session.id for session in sessions.list_sessions(owner))
    assert_goes_to(as_owner.post(f"/account/sessions/{newest}/end"), "/account")
    assert not is_signed_in(phone)
    assert is_signed_in(as_owner)


def test_a_session_is_dead_once_its_person_is_suspended_and_stays_so(
    as_owner: Browser, owner: Person, administrator: Person
) -> None:
    assert is_signed_in(as_owner)
    leaving.suspend_person(owner, by=administrator)
    assert not is_signed_in(as_owner)
    leaving.let_in_again(owner, by=administrator)
    assert not is_signed_in(as_owner)


def test_every_other_browser_is_dead_once_they_are_signed_out(
    app: Flask, as_owner: Browser, owner: Person, author: Person
) -> None:
    others, colleague = [signed_in(app, owner) for _ in range(2)], signed_in(app, author)
    kept = [cookie_of(each) for each in others]
    assert_goes_to(as_owner.post("/account/sessions/end"), "/account")
    assert [is_signed_in(with_cookie(app, cookie)) for cookie in kept] == [False, False]
    assert is_signed_in(as_owner)
    assert is_signed_in(colleague)


def test_what_a_role_allowed_is_refused_on_the_next_request_of_the_same_session(
    app: Flask, as_administrator: Browser, administrator: Person, as_author: Browser, author: Person
) -> None:
    other = make_account("other@example.org", "Other", admin=True)
    assert_page(as_administrator.get("/people"))
    leaving.set_administrator(administrator, False, by=other)
    assert as_administrator.get("/people").status_code == 403
    assert as_administrator.post("/people", data={"name": "X", "email": "x@example.org"}).status_code == 403

    project = make_design().project
    set_member(project, author, role="author", by=other)
    set_open_role(project, None, project.version)
    assert_page(as_author.get("/designs/FEAT-001/title"))
    set_member(project, author, role="reader", by=other)
    assert as_author.get("/designs/FEAT-001/title").status_code == 403
    remove_member(project, author, by=other)
    assert as_author.get("/designs/FEAT-001").status_code == 404
    assert is_signed_in(as_author)


def test_who_is_suspended_while_they_sign_in_is_not_let_in(app: Flask, owner: Person) -> None:
    with transaction():
        owner.suspended_at = utc_now()
    assert not is_signed_in(signed_in(app, owner))


@pytest.mark.parametrize("who", ["unknown", "wrong", "suspended", "without a password"])
def test_everybody_who_is_not_let_in_is_told_the_same(
    as_stranger: Browser, owner: Person, administrator: Person, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    hashed = []
    verify = type(people.hasher).verify
    monkeypatch.setattr(
        type(people.hasher), "verify", lambda *sent: (hashed.append(1), verify(*sent))[1], raising=True
    )
    typed = {"email": owner.email, "password": PASSWORD}
    if who == "unknown":
        typed["email"] = "nobody@example.org"
    elif who == "wrong":
        typed["password"] = "a wrong battery staple"
    elif who == "suspended":
        leaving.suspend_person(owner, by=administrator)
    else:
        typed["email"] = people.add_person("new@example.org").email
    answer = as_stranger.post("/login", data=typed)
    assert people.WRONG_PAIR in assert_page(answer, 422)
    assert hashed == [1]


def test_the_database_does_not_know_the_token(app: Flask, owner: Person) -> None:
    browser = app.test_client()
    assert isinstance(browser, Browser)
    token = browser.sign_in(owner)
    (stored,) = sessions.list_sessions(owner)
    assert stored.token_hash == hashlib.sha256(token.encode()).hexdigest()
    columns = [getattr(stored, column.key) for column in LoginSession.__table__.columns]
    assert token not in columns


@pytest.mark.parametrize("token", ["", "x", "1", "\ud800", None], ids=repr)
def test_a_signed_cookie_with_another_token_is_a_strangers(as_owner: Browser, token: str | None) -> None:
    with as_owner.session_transaction() as cookie:
        cookie["_user_id"] = token
    assert not is_signed_in(as_owner)


def test_the_id_of_a_person_is_no_token(as_owner: Browser, owner: Person) -> None:
    (stored,) = sessions.list_sessions(owner)
    for guess in (str(owner.id), str(stored.id), stored.token_hash):
        with as_owner.session_transaction() as cookie:
            cookie["_user_id"] = guess
        assert not is_signed_in(as_owner)


def test_a_page_that_is_read_again_and_again_writes_nothing(
    as_owner: Browser, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    (before,) = [session.seen_at for session in sessions.list_sessions(owner)]
    as_owner.get("/account")
    (after,) = [session.seen_at for session in sessions.list_sessions(owner)]
    assert after == before


def change(person: Person, **values: object) -> None:
    db.session.execute(update(LoginSession).where(LoginSession.person_id == person.id).values(**values))
    db.session.commit()
