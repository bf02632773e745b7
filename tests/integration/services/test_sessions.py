"""Sessions: found by their token while they are open, and never again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import update

from tests.assertions import database_digest
from webapp.extensions import db
from webapp.models import LoginSession, Person
from webapp.models.types import utc_now
from webapp.services import sessions
from webapp.services.errors import Busy, Missing


def set_seen(token: str, ago: timedelta) -> LoginSession:
    """Pretend that a session was last used so long ago."""
    hashed = sessions.hash_token(token)
    seen = utc_now() - ago
    db.session.execute(update(LoginSession).where(LoginSession.token_hash == hashed).values(seen_at=seen))
    db.session.commit()
    found = sessions.find_session(token)
    assert found is not None
    return found


def test_a_session_is_found_by_its_token_with_its_person(owner: Person) -> None:
    token = sessions.start_session(owner, days=3, agent="Firefox", address="192.0.2.1")
    found = sessions.find_session(token)
    assert found is not None
    assert (found.person, found.agent, found.address) == (owner, "Firefox", "192.0.2.1")
    assert timedelta(days=2, hours=23) < found.expires_at - utc_now() <= timedelta(days=3)


def test_two_sessions_have_two_tokens(owner: Person) -> None:
    tokens = {sessions.start_session(owner, days=1) for _ in range(20)}
    assert len(tokens) == 20
    assert all(len(token) >= 43 for token in tokens)


def test_what_a_browser_says_is_cut_and_printable(owner: Person) -> None:
    token = sessions.start_session(owner, days=1, agent="a\x1b\n\x00" + "x" * 400, address="y" * 100)
    found = sessions.find_session(token)
    assert found is not None
    assert found.agent == "a???" + "x" * 296
    assert found.address == "y" * 64


@pytest.mark.parametrize("later", [timedelta(days=3), sessions.IDLE])
def test_a_session_that_was_found_once_ends_when_its_time_comes(
    owner: Person, monkeypatch: pytest.MonkeyPatch, later: timedelta
) -> None:
    token = sessions.start_session(owner, days=3 if later.days == 3 else 365)
    assert sessions.find_session(token) is not None
    assert len(sessions.list_sessions(owner)) == 1
    then = utc_now() + later
    monkeypatch.setattr(sessions, "utc_now", lambda: then)
    assert sessions.find_session(token) is None
    assert sessions.list_sessions(owner) == []


def test_an_ended_session_is_not_found_again(owner: Person) -> None:
    token = sessions.start_session(owner, days=1)
    found = sessions.find_session(token)
    assert found is not None
    sessions.end_session(found.id, by=owner)
    assert sessions.find_session(token) is None
    with pytest.raises(Missing):
        sessions.end_session(found.id, by=owner)


def test_a_session_is_ended_by_its_own_person_only(owner: Person, author: Person) -> None:
    token = sessions.start_session(owner, days=1)
    found = sessions.find_session(token)
    assert found is not None
    before = database_digest()
    with pytest.raises(Missing):
        sessions.end_session(found.id, by=author)
    assert database_digest() == before
    assert sessions.find_session(token) is not None


def test_the_others_end_and_this_one_stays(owner: Person, author: Person) -> None:
    kept, *others = (sessions.start_session(owner, days=1) for _ in range(3))
    authors = sessions.start_session(author, days=1)
    assert sessions.end_other_sessions(owner, keep=kept) == 2
    assert [sessions.find_session(token) is not None for token in (kept, *others, authors)] == [
        True,
        False,
        False,
        True,
    ]


def test_the_list_holds_what_is_open_the_last_used_first(owner: Person, author: Person) -> None:
    old, new, ended = (
        sessions.start_session(owner, days=1, agent=agent) for agent in ("old", "new", "ended")
    )
    sessions.start_session(author, days=1, agent="author's")
    set_seen(old, timedelta(hours=1))
    sessions.end_session(set_seen(ended, timedelta(0)).id, by=owner)
    assert [session.agent for session in sessions.list_sessions(owner)] == ["new", "old"]
    assert sessions.find_session(new) is not None


def test_use_is_written_down_now_and_then(owner: Person) -> None:
    token = sessions.start_session(owner, days=1)
    recent = set_seen(token, sessions.SEEN_EVERY - timedelta(seconds=30))
    before = recent.seen_at
    sessions.note_use(recent)
    assert recent.seen_at == before
    stale = set_seen(token, sessions.SEEN_EVERY + timedelta(seconds=1))
    sessions.note_use(stale)
    db.session.refresh(stale)
    assert utc_now() - stale.seen_at < timedelta(seconds=10)


@pytest.mark.parametrize(
    ("column", "days"),
    [("ended_at", 30), ("expires_at", 30), ("seen_at", 30 + sessions.IDLE.days)],
)
def test_sessions_that_ended_long_ago_are_removed_when_somebody_signs_in(
    owner: Person, author: Person, column: str, days: int
) -> None:
    gone, kept = (sessions.start_session(owner, days=365) for _ in range(2))
    for token, ago in ((gone, days + 1), (kept, days - 1)):
        which = LoginSession.token_hash == sessions.hash_token(token)
        ended = {column: utc_now() - timedelta(days=ago)}
        db.session.execute(update(LoginSession).where(which).values(**ended))
    db.session.commit()

    new = sessions.start_session(author, days=1)

    stored = set(db.session.scalars(db.select(LoginSession.token_hash)))
    assert stored == {sessions.hash_token(kept), sessions.hash_token(new)}


def test_reading_does_not_wait_for_a_writer(owner: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    stale = set_seen(sessions.start_session(owner, days=1), sessions.SEEN_EVERY * 2)
    before, waited = last_uses(), []

    @contextmanager
    def locked(*, patience: float) -> Iterator[None]:
        waited.append(patience)
        raise Busy("Somebody else writes.")
        yield

    monkeypatch.setattr(sessions, "transaction", locked)
    sessions.note_use(stale)
    assert waited == [0]
    assert last_uses() == before


def last_uses() -> list[object]:
    """When each session was last used, which the digest of the database leaves out."""
    return list(db.session.scalars(db.select(LoginSession.seen_at).order_by(LoginSession.id)))
