"""The pages of accounts: signing in and out, one-time links, one's own account."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.assertions import assert_goes_to, assert_json, assert_page, assert_piece, database_digest
from tests.browser import Browser
from tests.conftest import PASSWORD, signed_in
from tests.markup import pressed
from webapp.extensions import db
from webapp.models import Person
from webapp.services import links, people, sessions
from webapp.services.errors import InvalidValue

NEW = "a better battery staple"
SETUP = {"email": "newcomer@example.org", "name": "Newcomer", "new": NEW}
JSON = {"Accept": "application/json"}


# Signing in and out


def test_the_sign_in_page_is_a_form_without_javascript(as_stranger: Browser) -> None:
    page = assert_page(as_stranger.get("/login"))
    assert "<h1>Sign in</h1>" in page
    assert 'method="post"' in page
    assert 'autocomplete="current-password"' in page


def test_the_piece_of_the_sign_in_page_is_the_same_form(as_stranger: Browser) -> None:
    piece = assert_piece(as_stranger.piece("GET", "/login"))
    assert piece.strip() in assert_page(as_stranger.get("/login"))


def test_somebody_with_an_account_signs_in(as_stranger: Browser, owner: Person) -> None:
    typed = {"email": "Owner@Example.org", "password": PASSWORD}
    assert_goes_to(as_stranger.post("/login", data=typed), "/")
    assert_page(as_stranger.get("/account"))
    (session,) = sessions.list_sessions(owner)
    assert session.address == "127.0.0.1"


@pytest.mark.parametrize("email", ["owner@example.org", "nobody@example.org", "no address"])
def test_a_wrong_password_and_an_unknown_address_are_said_alike(
    as_stranger: Browser, owner: Person, email: str
) -> None:
    before = database_digest()
    page = assert_page(as_stranger.post("/login", data={"email": email, "password": NEW}), 422)
    assert people.WRONG_PAIR in page
    assert f'value="{email}"' in page
    assert NEW not in page
    assert database_digest() == before


@pytest.mark.parametrize("typed", [{}, {"email": "owner@example.org"}, {"password": PASSWORD}])
def test_an_empty_field_is_named(as_stranger: Browser, owner: Person, typed: dict[str, str]) -> None:
    piece = assert_piece(as_stranger.piece("POST", "/login", data=typed), 422)
    assert piece.count("This is needed.") == 2 - len(typed)
    assert sessions.list_sessions(owner) == []


def test_signing_out_ends_the_session(as_owner: Browser, owner: Person) -> None:
    assert_goes_to(as_owner.post("/logout"), "/login")
    assert sessions.list_sessions(owner) == []
    assert_goes_to(as_owner.get("/account"), "/login?next=/account")


def test_a_link_cannot_sign_anybody_out(as_owner: Browser) -> None:
    assert as_owner.get("/logout").status_code == 405
    assert_page(as_owner.get("/account"))


# The first account


def test_the_setup_link_makes_the_first_account_and_signs_in(as_stranger: Browser) -> None:
    path = f"/setup/{links.make_setup_link()}"
    assert "The first account" in assert_page(as_stranger.get(path))
    assert_goes_to(as_stranger.post(path, data=SETUP), "/")
    page = assert_page(as_stranger.get("/account"))
    assert "newcomer@example.org" in page
    (person,) = db.session.scalars(db.select(Person))
    assert (person.email, person.name, person.is_admin) == ("newcomer@example.org", "Newcomer", True)


def test_looking_at_the_setup_page_does_not_use_it_up(as_stranger: Browser) -> None:
    path = f"/setup/{links.make_setup_link()}"
    for method in ("GET", "HEAD", "GET"):
        assert as_stranger.open(path, method=method).status_code == 200
    assert_goes_to(as_stranger.post(path, data=SETUP), "/")


def test_the_setup_page_is_not_there_for_anybody_else(as_stranger: Browser) -> None:
    links.make_setup_link()
    for answer in (as_stranger.get("/setup/guessed"), as_stranger.post("/setup/guessed", data=SETUP)):
        assert_page(answer, 404)
    assert db.session.scalar(db.select(db.func.count()).select_from(Person)) == 0


def test_the_setup_page_is_gone_once_it_was_used(app: Flask, as_stranger: Browser) -> None:
    path = f"/setup/{links.make_setup_link()}"
    as_stranger.post(path, data=SETUP)
    before = database_digest()
    other = app.test_client()
    assert other.get(path).status_code == 404
    assert other.post(path, data=SETUP | {"email": "tester@example.org"}).status_code == 404
    assert_json(other.get(path, headers=JSON), 404, '{"error": "Resource not found"}')
    assert database_digest() == before


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"email": "no address"}, "This is not an e-mail address"),
        ({"name": "a\u2028b"}, "a line break or a control character"),
        ({"name": "x" * 101}, "at most 100 characters"),
        ({"new": "x" * 11}, "at least 12 characters"),
        ({"new": "x" * 1025}, "at most 1,024 characters"),
        ({"new": ""}, "This is needed."),
    ],
)
def test_a_refused_first_account_is_not_made_and_the_link_still_works(
    as_stranger: Browser, typed: dict[str, str], said: str
) -> None:
    path = f"/setup/{links.make_setup_link()}"
    before = database_digest()
    assert said in assert_page(as_stranger.post(path, data=SETUP | typed), 422)
    assert said in assert_piece(as_stranger.piece("POST", path, data=SETUP | typed), 422)
    assert database_digest() == before
    assert_goes_to(as_stranger.post(path, data=SETUP), "/")


# One-time links


def test_a_password_link_sets_the_password_and_signs_in(as_stranger: Browser, owner: Person) -> None:
    path = f"/links/{links.make_password_link(owner)}"
    page = assert_page(as_stranger.get(path))
    assert "Our Owner" in page
    assert_goes_to(as_stranger.post(path, data={"new": NEW}), "/")
    assert owner.email in assert_page(as_stranger.get("/account"))
    assert people.authenticate(owner.email, NEW) == owner


def test_the_form_of_a_link_sends_nothing_that_is_refused(as_stranger: Browser, owner: Person) -> None:
    path = f"/links/{links.make_password_link(owner)}"
    address, fields = pressed(assert_page(as_stranger.get(path)), "Save and sign in")
    assert_goes_to(as_stranger.post(address, data=fields | {"new": NEW}), "/")
    assert people.authenticate(owner.email, NEW) == owner


def test_the_form_of_a_new_password_sends_nothing_that_is_refused(as_owner: Browser, owner: Person) -> None:
    address, fields = pressed(assert_page(as_owner.get("/account")), "Change password")
    assert_goes_to(as_owner.post(address, data=fields | {"old": PASSWORD, "new": NEW}), "/account")
    assert people.authenticate(owner.email, NEW) == owner


def test_a_password_link_works_once(app: Flask, as_stranger: Browser, owner: Person) -> None:
    path = f"/links/{links.make_password_link(owner)}"
    as_stranger.post(path, data={"new": NEW})
    other = app.test_client()
    assert other.get(path).status_code == 404
    assert other.post(path, data={"new": "the password of a thief"}).status_code == 404
    assert people.authenticate(owner.email, NEW) == owner


def test_a_guessed_link_is_not_there(as_stranger: Browser, owner: Person) -> None:
    before = database_digest()
    assert_page(as_stranger.get("/links/guessed"), 404)
    assert_piece(as_stranger.piece("POST", "/links/guessed", data={"new": NEW}), 404)
    assert database_digest() == before


def test_a_refused_password_keeps_the_link(as_stranger: Browser, owner: Person) -> None:
    path = f"/links/{links.make_password_link(owner)}"
    assert "at least 12 characters" in assert_page(as_stranger.post(path, data={"new": "short"}), 422)
    assert_goes_to(as_stranger.post(path, data={"new": NEW}), "/")


def test_a_link_opened_in_a_signed_in_browser_signs_its_own_person_in(
    as_author: Browser, author: Person, owner: Person
) -> None:
    assert_goes_to(as_author.post(f"/links/{links.make_password_link(owner)}", data={"new": NEW}), "/")
    assert owner.email in as_author.get("/account").text
    assert sessions.list_sessions(author) == []


# One's own account


def test_the_account_page_shows_name_and_sessions(as_owner: Browser) -> None:
    page = assert_page(as_owner.get("/account"))
    assert 'value="Our Owner"' in page
    piece = assert_piece(as_owner.piece("GET", "/account")).strip()
    assert piece in page
    assert piece.count("This browser") == 1
    assert "Sign out everywhere else" not in page


def test_the_name_is_changed(as_owner: Browser, owner: Person) -> None:
    assert_goes_to(as_owner.post("/account", data={"name": " Our Other "}), "/account")
    assert owner.name == "Our Other"
    assert "Your name is saved." in as_owner.get("/account").text
    assert "Your name is saved." not in as_owner.get("/account").text


@pytest.mark.parametrize("name", ["", " ", "x" * 101, "a\x00b"])
def test_a_refused_name_changes_nothing(as_owner: Browser, owner: Person, name: str) -> None:
    before = database_digest()
    page = assert_page(as_owner.post("/account", data={"name": name}), 422)
    assert 'aria-invalid="true"' in page
    assert database_digest() == before
    assert owner.name == "Our Owner"


def test_single_letters_are_switched_off_and_on_again(as_owner: Browser, owner: Person) -> None:
    assert "data-single-keys" in as_owner.get("/").text
    assert_goes_to(as_owner.post("/account/keys"), "/account#keys")
    assert owner.single_keys is False
    page = as_owner.get("/account").text
    assert "Your keys are saved." in page
    assert "data-single-keys" not in page
    assert_goes_to(as_owner.post("/account/keys", data={"single_keys": "y"}), "/account#keys")
    assert owner.single_keys is True
    assert "data-single-keys" in as_owner.get("/account").text


def test_the_same_choice_of_keys_again_writes_nothing(as_owner: Browser, owner: Person) -> None:
    version = owner.version
    assert_goes_to(as_owner.post("/account/keys", data={"single_keys": "y"}), "/account#keys")
    assert (owner.single_keys, owner.version) == (True, version)


def test_what_a_service_refuses_about_no_field_stands_at_the_forms_head(
    as_owner: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(person: Person, *, name: str) -> None:
        raise InvalidValue("elsewhere", "This cannot be done today.")

    monkeypatch.setattr(people, "rename_person", refuse)
    page = assert_page(as_owner.post("/account", data={"name": "Our"}), 422)
    assert re.search(r'role="alert">\s*<svg.*?</svg>\s*<p>This cannot be done today\.', page, re.DOTALL)


def test_the_password_is_changed(as_owner: Browser, owner: Person) -> None:
    answer = as_owner.post("/account/password", data={"old": PASSWORD, "new": NEW})
    assert_goes_to(answer, "/account")
    assert people.authenticate(owner.email, NEW) == owner
    assert "Your password is changed" in as_owner.get("/account").text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"old": "wrong"}, people.WRONG_PASSWORD),
        ({"new": "short"}, "at least 12 characters"),
        ({"new": "x" * 1025}, "at most 1,024 characters"),
        ({"old": ""}, "This is needed."),
    ],
)
def test_a_refused_password_changes_nothing(
    as_owner: Browser, owner: Person, typed: dict[str, str], said: str
) -> None:
    before = database_digest()
    page = assert_page(as_owner.post("/account/password", data={"old": PASSWORD, "new": NEW} | typed), 422)
    assert said in page
    assert 'value="Our Owner"' in page  # the form beside it is as it was
    assert database_digest() == before


def test_a_password_that_somebody_else_changed_meanwhile_is_a_conflict(
    as_owner: Browser, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change_first(stored: str, typed: str) -> bool:
        people.set_password(people.person_with_email(owner.email), "set by somebody else")
        return True

    monkeypatch.setattr(people, "_fits", change_first)
    answer = as_owner.post("/account/password", data={"old": PASSWORD, "new": NEW})
    assert "changed in another window" in assert_page(answer, 409)


def test_one_of_the_own_sessions_is_ended(app: Flask, as_owner: Browser, owner: Person) -> None:
    phone = signed_in(app, owner)
    (first, second) = sorted(sessions.list_sessions(owner), key=lambda session: session.id)
    assert "Sign out everywhere else" in as_owner.get("/account").text
    assert_goes_to(as_owner.post(f"/account/sessions/{second.id}/end"), "/account")
    assert [session.id for session in sessions.list_sessions(owner)] == [first.id]
    assert phone.get("/account").status_code == 303
    assert "That browser is signed out." in as_owner.get("/account").text


def test_a_session_of_somebody_else_is_not_there(
    as_owner: Browser, as_author: Browser, author: Person
) -> None:
    (authors,) = sessions.list_sessions(author)
    for path in (f"/account/sessions/{authors.id}/end", "/account/sessions/987654321/end"):
        assert_page(as_owner.post(path), 404)
    assert_page(as_author.get("/account"))


@pytest.mark.parametrize("number", ["0", "01", "-1", "x", "٣", "9" * 19, "9" * 30])
def test_what_is_no_id_is_not_there(as_owner: Browser, number: str) -> None:
    assert_page(as_owner.post(f"/account/sessions/{number}/end"), 404)


def test_every_other_session_is_ended(
    app: Flask, as_owner: Browser, as_author: Browser, owner: Person
) -> None:
    others = [signed_in(app, owner) for _ in range(2)]
    assert_goes_to(as_owner.post("/account/sessions/end"), "/account")
    assert [browser.get("/account").status_code for browser in (as_owner, as_author, *others)] == [
        200,
        200,
        303,
        303,
    ]


def test_the_account_page_asks_the_database_a_fixed_number_of_questions(
    app: Flask, as_owner: Browser, owner: Person
) -> None:
    def questions() -> int:
        asked: list[str] = []

        def note(connection, cursor, statement, *rest) -> None:  # type: ignore[no-untyped-def]
            asked.append(statement)

        db.event.listen(db.engine, "before_cursor_execute", note)
        try:
            assert as_owner.get("/account").status_code == 200
        finally:
            db.event.remove(db.engine, "before_cursor_execute", note)
        return len([statement for statement in asked if statement.startswith("SELECT")])

    few = questions()
    for _ in range(20):
        sessions.start_session(owner, days=1)
    assert questions() == few <= 3
