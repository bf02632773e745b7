"""People: accounts, names, and passwords that are hashed only within their limits."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from flask import Flask

from tests.assertions import database_digest
from tests.conftest import PASSWORD
from webapp.extensions import db
from webapp.models import Person
from webapp.services import people, sessions
from webapp.services.errors import Conflict, InvalidValue, Missing

NEW = "a better battery staple"
CHEAP = {"memory_cost": 8, "parallelism": 1}


class CountingHasher(PasswordHasher):
    """Counts what it is asked to do."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.hashed = 0
        self.verified = 0

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self.hashed += 1
        return super().hash(password, salt=salt)

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # noqa: A002 - the parent's name
        self.verified += 1
        return super().verify(hash, password)


@pytest.fixture
def hasher(monkeypatch: pytest.MonkeyPatch) -> CountingHasher:
    counting = CountingHasher()
    monkeypatch.setattr(people, "hasher", counting)
    return counting


def wrong_words(email: str, password: str) -> str:
    with pytest.raises(InvalidValue) as refused:
        people.authenticate(email, password)
    return f"{refused.value.field}: {refused.value.message}"


def test_a_new_account_has_no_password_and_is_named_after_its_address(app: Flask) -> None:
    person = people.add_person("New.Person@Example.org")
    assert (person.email, person.name, person.password_hash, person.is_admin) == (
        "new.person@example.org",
        "new.person",
        None,
        False,
    )
    assert people.add_person("tester@example.org", name="Builder", admin=True).is_admin


def test_an_address_has_one_account(owner: Person) -> None:
    before = database_digest()
    with pytest.raises(InvalidValue, match="has an account already") as refused:
        people.add_person("OWNER@example.org", name="Another")
    assert refused.value.field == "email"
    assert database_digest() == before


def test_an_account_that_is_added_by_somebody_else_meanwhile_is_said_so(
    owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "find_person", lambda email: None)
    with pytest.raises(InvalidValue, match="has an account already"):
        people.add_person(owner.email)


def test_the_right_password_gives_the_person(owner: Person) -> None:
    assert people.authenticate(" OWNER@Example.org ", PASSWORD) == owner


def test_a_password_may_be_typed_in_either_form_of_unicode(owner: Person) -> None:
    people.set_password(owner, "contrase\u00f1a muy larga")
    assert people.authenticate(owner.email, "contrasen\u0303a muy larga") == owner


def test_unknown_waiting_and_wrong_are_said_alike(owner: Person) -> None:
    waiting = people.add_person("waiting@example.org")
    said = {
        wrong_words(owner.email, NEW),
        wrong_words(waiting.email, NEW),
        wrong_words("nobody@example.org", NEW),
        wrong_words("no address", NEW),
        wrong_words(owner.email, "short"),
        wrong_words(owner.email, "x" * 1025),
        wrong_words(owner.email, PASSWORD + "\ud800"),
        wrong_words(owner.email, PASSWORD.upper()),
        wrong_words(owner.email, PASSWORD + " "),
    }
    assert said == {f"password: {people.WRONG_PAIR}"}


@pytest.mark.parametrize("email", ["owner@example.org", "waiting@example.org", "nobody@example.org", "x"])
def test_unknown_waiting_and_wrong_cost_the_same_work(
    owner: Person, hasher: CountingHasher, email: str
) -> None:
    people.add_person("waiting@example.org")
    wrong_words("warm@example.org", NEW)  # makes the hash of nobody, once
    hasher.hashed = hasher.verified = 0
    wrong_words(email, NEW)
    assert (hasher.hashed, hasher.verified) == (0, 1)


@pytest.mark.parametrize("password", ["", "x" * 11, "x" * 1025, "x" * 1_000_000])
def test_nothing_outside_the_limits_is_hashed(owner: Person, hasher: CountingHasher, password: str) -> None:
    wrong_words(owner.email, password)
    with pytest.raises(InvalidValue):
        people.set_password(owner, password)
    with pytest.raises(InvalidValue):
        people.change_password(owner, old=password, new=NEW, keep="")
    assert (hasher.hashed, hasher.verified) == (0, 0)


@pytest.mark.parametrize("password", ["x" * 12, "x" * 1024, "\u00f1" * 1024, " " * 12, "a\x00b" * 4])
def test_a_password_within_the_limits_works(owner: Person, password: str) -> None:
    people.set_password(owner, password)
    assert people.authenticate(owner.email, password) == owner
    assert password not in (owner.password_hash or "")


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("x" * 11, "at least 12 characters"),
        ("n\u0303" * 11, "at least 12 characters"),
        ("x" * 1025, "at most 1,024 characters"),
        ("x" * 12 + "\udfff", "half of a character"),
    ],
)
def test_a_password_outside_the_limits_is_refused_in_words(owner: Person, password: str, said: str) -> None:
    before = database_digest()
    with pytest.raises(InvalidValue, match=said) as refused:
        people.set_password(owner, password)
    assert refused.value.field == "new"
    assert database_digest() == before


def test_a_hash_of_older_parameters_is_made_anew_at_sign_in(
    owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = owner.password_hash
    monkeypatch.setattr(people, "hasher", PasswordHasher(time_cost=2, **CHEAP))
    people.authenticate(owner.email, PASSWORD)
    db.session.refresh(owner)
    after = owner.password_hash
    assert after != before
    assert "t=2" in (after or "")
    people.authenticate(owner.email, PASSWORD)
    db.session.refresh(owner)
    assert owner.password_hash == after


def test_a_hash_that_is_damaged_lets_nobody_in(owner: Person) -> None:
    owner.password_hash = "not a hash"
    db.session.commit()
    assert wrong_words(owner.email, PASSWORD) == f"password: {people.WRONG_PAIR}"


def test_the_old_password_changes_into_the_new_one(owner: Person) -> None:
    people.change_password(owner, old=PASSWORD, new=NEW, keep="")
    assert people.authenticate(owner.email, NEW) == owner
    wrong_words(owner.email, PASSWORD)


@pytest.mark.parametrize("old", ["", "wrong", "x" * 20, "x" * 2000, PASSWORD + "\ud800"])
def test_a_wrong_old_password_changes_nothing(owner: Person, old: str) -> None:
    before = database_digest()
    with pytest.raises(InvalidValue, match="not your present password") as refused:
        people.change_password(owner, old=old, new=NEW, keep="")
    assert refused.value.field == "old"
    assert database_digest() == before


def test_an_account_that_waits_has_no_old_password(app: Flask) -> None:
    with pytest.raises(InvalidValue, match="not your present password"):
        people.change_password(people.add_person("waiting@example.org"), old="", new=NEW, keep="")


def test_a_password_that_was_changed_meanwhile_is_a_conflict(owner: Person) -> None:
    stale = owner.password_hash
    people.set_password(owner, "set by somebody else")
    with pytest.raises(Conflict, match="changed in another window"):
        people.set_password(owner, NEW, unless_changed_from=stale)
    assert people.authenticate(owner.email, "set by somebody else") == owner
    people.set_password(owner, NEW, unless_changed_from=owner.password_hash)
    assert people.authenticate(owner.email, NEW) == owner


def test_a_new_password_keeps_one_session(owner: Person) -> None:
    kept, other = (sessions.start_session(owner, days=1) for _ in range(2))
    people.change_password(owner, old=PASSWORD, new=NEW, keep=kept)
    assert sessions.find_session(kept) is not None
    assert sessions.find_session(other) is None


def test_a_name_is_changed(owner: Person, author: Person) -> None:
    people.rename_person(owner, name="Our Other")
    db.session.expire_all()
    assert (owner.name, owner.version, author.name) == ("Our Other", 3, "An Author")


def test_the_same_name_again_writes_nothing(owner: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    before = database_digest()
    people.rename_person(owner, name="  Our Owner ")
    assert database_digest() == before


def test_nobody_has_an_address_that_is_not_stored(owner: Person) -> None:
    assert people.person_with_email("OWNER@example.org") == owner
    for email in ("tester@example.org", "", "x"):
        with pytest.raises(Missing, match="designbook people add"):
            people.person_with_email(email)
