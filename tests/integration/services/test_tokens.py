"""API tokens: shown once, found by their hash, and dead as soon as they or their person are."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.assertions import database_digest
from tests.factories import make_project
from tests.statements import statements
from webapp.extensions import db
from webapp.models import ApiToken, Person
from webapp.models.types import utc_now
from webapp.services import sessions, tokens
from webapp.services.errors import Busy, InvalidValue, Missing, NotAllowed
from webapp.services.permissions import forget_rights
from webapp.services.transactions import transaction


def make(person: Person, name: str = "CI", *, scope: str = "read", ends: datetime | None = None) -> str:
    """The text of a new token."""
    return tokens.make_token(person, name=name, scope=scope, expires_at=ends)[1]


def test_a_token_is_found_by_its_text_with_its_person_and_project(owner: Person) -> None:
    project = make_project()
    made, text = tokens.make_token(owner, name=" CI ", scope="write", project=project)
    found = tokens.find_token(text)
    assert found == made
    assert (made.person, made.project, made.name, made.scope) == (owner, project, "CI", "write")
    assert (made.expires_at, made.last_used_at, made.revoked_at) == (None, None, None)


def test_a_token_is_found_with_one_statement(owner: Person) -> None:
    text = tokens.make_token(owner, name="CI", scope="read", project=make_project())[1]
    db.session.expunge_all()
    with statements("SELECT") as asked:
        found = tokens.find_token(text)
        assert found is not None
        assert found.project is not None
        assert (found.person.name, found.project.key) == ("Our Owner", "FEAT")
    assert len(asked) == 1


def test_the_database_does_not_know_the_text(owner: Person) -> None:
    made, text = tokens.make_token(owner, name="CI", scope="read")
    assert text.startswith("dbk_")
    assert len(text) == 47
    assert made.token_hash == sessions.hash_token(text)
    assert made.hint == text[:8]
    assert text not in {getattr(made, column.key) for column in ApiToken.__table__.columns}


@pytest.mark.parametrize("text", ["", "dbk_", "x", "dbk_" + "a" * 43, "dbk_\ud800", "dbk_ñ"], ids=repr)
def test_another_text_finds_nothing(owner: Person, text: str) -> None:
    make(owner)
    assert tokens.find_token(text) is None


def test_neither_the_hash_nor_a_session_is_a_token(owner: Person) -> None:
    made, text = tokens.make_token(owner, name="CI", scope="read")
    session = sessions.start_session(owner, days=1)
    for other in (made.token_hash, made.hint, session, tokens.PREFIX + session, text.upper(), text + " "):
        assert tokens.find_token(other) is None
    assert sessions.find_session(text) is None


def test_a_revoked_token_is_dead(owner: Person) -> None:
    made, text = tokens.make_token(owner, name="CI", scope="read")
    kept = make(owner, "other")
    tokens.revoke_token(made.id, by=owner)
    assert tokens.find_token(text) is None
    assert tokens.find_token(kept) is not None
    assert [each.name for each in tokens.list_tokens(owner)] == ["other"]
    assert db.session.get_one(ApiToken, made.id).version == 2


def test_a_token_is_revoked_once_and_by_its_owner_alone(owner: Person, administrator: Person) -> None:
    made, text = tokens.make_token(owner, name="CI", scope="read")
    before = database_digest()
    with pytest.raises(Missing):
        tokens.revoke_token(made.id, by=administrator)
    with pytest.raises(Missing):
        tokens.own_token(made.id, of=administrator)
    assert database_digest() == before
    assert tokens.find_token(text) is not None
    tokens.revoke_token(made.id, by=owner)
    for ask in (lambda: tokens.revoke_token(made.id, by=owner), lambda: tokens.own_token(made.id, of=owner)):
        with pytest.raises(Missing):
            ask()


def test_a_token_dies_at_its_moment_and_is_still_listed(owner: Person) -> None:
    with time_machine.travel("2026-11-23T10:00:00Z", tick=False) as clock:
        text = make(owner, ends=utc_now() + timedelta(days=1))
        clock.shift(timedelta(days=1, seconds=-1))
        assert tokens.find_token(text) is not None
        clock.shift(timedelta(seconds=1))
        assert tokens.find_token(text) is None
        assert len(tokens.list_tokens(owner)) == 1


def test_a_token_of_somebody_suspended_is_dead(owner: Person) -> None:
    text = make(owner)
    with transaction():
        owner.suspended_at = utc_now()
    assert tokens.find_token(text) is None
    with transaction():
        owner.suspended_at = None
    assert tokens.find_token(text) is not None


def test_somebody_suspended_gets_no_token(owner: Person) -> None:
    with transaction():
        owner.suspended_at = utc_now()
    before = database_digest()
    with pytest.raises(NotAllowed, match="Our Owner is suspended"):
        make(owner)
    assert database_digest() == before


def test_a_token_for_a_project_that_is_not_readable_is_a_token_for_nothing(owner: Person) -> None:
    project = make_project("PAY", "Payments")
    tokens.make_token(owner, name="CI", scope="read", project=project)
    with transaction():
        project.open_role = None
        forget_rights()
    before = database_digest()
    with pytest.raises(Missing):
        tokens.make_token(owner, name="CI", scope="read", project=project)
    assert database_digest() == before


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "This is needed."),
        ("\u200d", "This is needed."),
        ("a\nb", "line break"),
        ("a\0b", "control character"),
        ("n" * 61, "at most 60 characters; this has 61"),
    ],
    ids=repr,
)
def test_a_name_that_breaks_a_rule_is_refused(owner: Person, name: str, said: str) -> None:
    before = database_digest()
    with pytest.raises(InvalidValue, match=said) as caught:
        make(owner, name)
    assert caught.value.field == "name"
    assert database_digest() == before


def test_the_longest_name_is_kept_composed(owner: Person) -> None:
    make(owner, "e\u0301" * 60)
    assert [each.name for each in tokens.list_tokens(owner)] == ["é" * 60]


@pytest.mark.parametrize("scope", ["", "admin", "READ", "read write"])
def test_a_scope_that_there_is_not_is_refused(owner: Person, scope: str) -> None:
    with pytest.raises(InvalidValue, match="A token may read or write") as caught:
        make(owner, scope=scope)
    assert caught.value.field == "scope"


def test_a_token_cannot_have_expired_before_it_is_made(owner: Person) -> None:
    with pytest.raises(InvalidValue, match="still to come") as caught:
        make(owner, ends=utc_now())
    assert caught.value.field == "expires_at"


def test_nobody_has_more_than_fifty_that_work(owner: Person, author: Person) -> None:
    with time_machine.travel("2026-11-01T10:00:00Z"):
        make(owner, "expired", ends=utc_now() + timedelta(days=1))
    made = [tokens.make_token(owner, name=f"{number}", scope="read")[0] for number in range(50)]
    with pytest.raises(InvalidValue, match="more than 50 tokens that work"):
        make(owner)
    make(author)
    tokens.revoke_token(made[7].id, by=owner)
    make(owner)
    with pytest.raises(InvalidValue):
        make(owner)


def test_use_is_written_down_at_most_every_five_minutes(owner: Person) -> None:
    with time_machine.travel("2026-11-23T10:00:00Z", tick=False) as clock:
        made, _ = tokens.make_token(owner, name="CI", scope="read")
        tokens.note_token_use(made)
        first = made.last_used_at
        assert first == utc_now()
        clock.shift(timedelta(minutes=4))
        tokens.note_token_use(made)
        assert made.last_used_at == first
        clock.shift(timedelta(minutes=1))
        tokens.note_token_use(made)
        assert made.last_used_at == utc_now()
        assert made.version == 1


def test_reading_does_not_wait_for_a_writer(owner: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    made, _ = tokens.make_token(owner, name="CI", scope="read")

    def busy(*, patience: float) -> None:
        assert patience == 0
        raise Busy("somebody else writes")

    monkeypatch.setattr(tokens, "transaction", busy)
    tokens.note_token_use(made)
    assert made.last_used_at is None


def test_what_ended_long_ago_is_cleared_away_when_one_is_made(owner: Person, author: Person) -> None:
    with time_machine.travel("2026-09-01T10:00:00Z", tick=False) as clock:
        make(author, "expired", ends=utc_now() + timedelta(days=1))
        revoked, _ = tokens.make_token(author, name="revoked", scope="read")
        tokens.revoke_token(revoked.id, by=author)
        make(author, "kept")
        clock.shift(timedelta(days=20))
        make(owner)
        assert len(db.session.scalars(select(ApiToken)).all()) == 4
        clock.shift(timedelta(days=20))
        make(owner)
    assert sorted(db.session.scalars(select(ApiToken.name))) == ["CI", "CI", "kept"]


def test_all_of_a_person_are_revoked_and_no_others(app: Flask, owner: Person, author: Person) -> None:
    texts = [make(owner), make(owner)]
    others = make(author)
    assert tokens.revoke_all_tokens(owner) == 2
    assert [tokens.find_token(text) for text in texts] == [None, None]
    assert tokens.find_token(others) is not None
