"""Signed-in browsers. Only the hash of a token is stored, and ending a session is final."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, bindparam, delete, or_, select, update
from sqlalchemy.orm import contains_eager

from webapp.extensions import db
from webapp.models import LoginSession, Person
from webapp.models.types import utc_now
from webapp.services.audit import note
from webapp.services.errors import Busy, Missing
from webapp.services.transactions import change_rows, transaction

# A session that nobody used for so long ends, however long it might have lived.
IDLE = timedelta(days=14)
# `seen_at` is written no more often: a reader's page should not wait for the writers' lock.
SEEN_EVERY = timedelta(minutes=5)
# An ended session or link is of no use to anybody; for so long its row may still answer a question.
ENDED_KEPT = timedelta(days=30)
AGENT_MAX = 300
ADDRESS_MAX = 64


_OPEN = and_(
    LoginSession.ended_at.is_(None),
    LoginSession.expires_at > bindparam("now", callable_=lambda: utc_now()),
    LoginSession.seen_at > bindparam("idle_since", callable_=lambda: utc_now() - IDLE),
)
_WITH_TOKEN = (
    select(LoginSession)
    .join(LoginSession.person)
    .where(LoginSession.token_hash == bindparam("token_hash"), _OPEN, Person.suspended_at.is_(None))
    .options(contains_eager(LoginSession.person))
)


def start_session(person: Person, *, days: int, agent: str = "", address: str = "") -> str:
    """Sign a browser in for at most `days`. Returns its token, which is stored nowhere.

    Everybody's sessions that ended more than ENDED_KEPT ago are removed: nothing else comes by.
    """
    token = new_token()
    with transaction():
        db.session.execute(delete(LoginSession).where(_ended_before(utc_now() - ENDED_KEPT)))
        db.session.add(
            LoginSession(
                person_id=person.id,
                token_hash=hash_token(token),
                expires_at=utc_now() + timedelta(days=days),
                agent=_printable(agent)[:AGENT_MAX],
                address=_printable(address)[:ADDRESS_MAX],
            )
        )
        note("sign-in", about=f"person {person.id}", by=person)
    return token


def find_session(token: str) -> LoginSession | None:
    """The open session with this token, with its person, one query.

    None where there is none, or its person is suspended.
    """
    return db.session.scalar(_WITH_TOKEN, {"token_hash": hash_token(token)})


def note_use(session: LoginSession) -> None:
    """Write down that a session is in use, at most every SEEN_EVERY; reading never waits for writers."""
    now = utc_now()
    if now - session.seen_at < SEEN_EVERY:
        return
    try:
        with transaction(patience=0):
            change_rows(update(LoginSession).where(LoginSession.id == session.id).values(seen_at=now))
    except Busy:
        return


def list_sessions(person: Person) -> list[LoginSession]:
    """A person's open sessions, the one used last first."""
    query = select(LoginSession).where(LoginSession.person_id == person.id, _OPEN)
    return list(db.session.scalars(query.order_by(LoginSession.seen_at.desc(), LoginSession.id.desc())))


def own_session(session_id: int, *, of: Person) -> LoginSession:
    """An open session of this person. Raises Missing for another's, an ended or no session."""
    query = select(LoginSession).where(LoginSession.id == session_id, LoginSession.person_id == of.id, _OPEN)
    session = db.session.scalar(query)
    if session is None:
        raise Missing
    return session


def end_session(session_id: int, *, by: Person, here: bool = False) -> None:
    """End one of a person's own sessions; `here` says that it is the one that asks.

    Raises Missing for another's, an ended or no session.
    """
    with transaction():
        if not _end(LoginSession.id == session_id, LoginSession.person_id == by.id):
            raise Missing
        note("sign-out" if here else "session-end", about=f"session {session_id}", by=by)


def end_other_sessions(person: Person, *, keep: str) -> int:
    """End a person's sessions but the one with the token `keep`. Returns how many ended."""
    with transaction():
        ended = _end(LoginSession.person_id == person.id, LoginSession.token_hash != hash_token(keep))
        if ended:
            note("session-end", about=f"person {person.id}", by=None, details={"sessions": ended})
        return ended


def end_all_sessions() -> int:
    """End everybody’s sessions. Returns how many ended."""
    with transaction():
        return _end()


def new_token() -> str:
    """256 random bits, fit for a URL and a cookie."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What is stored of a token. One round is enough: nobody guesses 256 random bits."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _ended_before(moment: datetime) -> ColumnElement[bool]:
    return or_(
        LoginSession.ended_at < moment, LoginSession.expires_at < moment, LoginSession.seen_at < moment - IDLE
    )


def _end(*which: ColumnElement[bool]) -> int:
    return change_rows(
        update(LoginSession).where(*which, LoginSession.ended_at.is_(None)).values(ended_at=utc_now())
    )


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else "?" for character in text)
