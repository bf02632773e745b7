"""One-time links: the first administrator's, and those that let a person choose a password."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, delete, exists, or_, select, update

from webapp.extensions import db
from webapp.models import OneTimeLink, Person
from webapp.models.types import utc_now
from webapp.services import people
from webapp.services.audit import note
from webapp.services.errors import Missing, NotAllowed
from webapp.services.permissions import forget_rights
from webapp.services.sessions import ENDED_KEPT, hash_token, new_token
from webapp.services.transactions import change_rows, take_turns, transaction

PASSWORD_LINK_LASTS = timedelta(days=7)
# A setup link ends by being used or by the next one; the column wants a moment all the same.
SETUP_LINK_LASTS = timedelta(days=36_500)
# Any number will do that nothing else takes turns by in the same PostgreSQL database.
SETUP_TURN = 0x53455455


def setup_is_open() -> bool:
    """Whether the first administrator is still to come: no account has a password."""
    return not db.session.scalar(select(exists().where(Person.password_hash.is_not(None))))


def make_setup_link() -> str:
    """Make the one link that makes the first administrator; older ones end. Returns its token.

    Raises NotAllowed once an account has a password.
    """
    with transaction():
        take_turns(SETUP_TURN)
        if not setup_is_open():
            raise NotAllowed("There are accounts already: `designbook people add` makes another.")
        return _make_link("setup", None, SETUP_LINK_LASTS)


def make_password_link(person: Person, *, by: Person | None = None) -> str:
    """Make a link with which `person` chooses a password; their older ones end. Returns its token.

    `by` is who makes it; None: the command line. Raises NotAllowed for somebody who is suspended.
    """
    with transaction():
        if person.suspended_at is not None:
            raise NotAllowed(f"{person.name} is suspended: let them in again first.")
        note("link-make", about=f"person {person.id}", by=by)
        return _make_link("password", person.id, PASSWORD_LINK_LASTS)


def find_setup_link(token: str) -> OneTimeLink:
    """The setup link with this token. Raises Missing unless it works at this moment."""
    if not setup_is_open():
        raise Missing
    return _find("setup", token)


def find_password_link(token: str) -> OneTimeLink:
    """The password link with this token. Raises Missing unless it works at this moment."""
    return _find("password", token)


def use_setup_link(token: str, *, email: str, name: str, password: str) -> Person:
    """Make the first administrator. Two browsers at once: one wins, the other gets Missing.

    An account that waits for its password under this address becomes it. Raises InvalidValue for
    bad values; the link then still works.
    """
    link = find_setup_link(token)
    people.clean_password(password)
    email, name = people.clean_email(email), people.clean_name(name)
    with transaction():
        take_turns(SETUP_TURN)
        _use_up(link)
        if not setup_is_open():
            raise Missing
        person = people.find_person(email) or people.add_person(email, name=name)
        people.set_name(person, name)
        person.is_admin = True
        db.session.flush()
        _end_links("password", person.id)
        people.set_password(person, password)
        forget_rights()
        note("link-use", about=f"person {person.id}", by=person, details={"purpose": "setup"})
    return person


def use_password_link(token: str, *, password: str) -> Person:
    """Give the link's person this password; all their sessions end. Raises as use_setup_link does."""
    link = find_password_link(token)
    people.clean_password(password)
    with transaction():
        _use_up(link)
        person = db.session.get_one(Person, link.person_id)
        people.set_password(person, password)
        note("link-use", about=f"person {person.id}", by=person, details={"purpose": "password"})
    return person


def end_links_of(person: Person) -> None:
    """End the links with which somebody could choose a password."""
    with transaction():
        _end_links("password", person.id)


def end_all_links() -> int:
    """End every link that still works, whoever it was made for. Returns how many ended."""
    with transaction():
        return change_rows(update(OneTimeLink).where(*_works()).values(expires_at=utc_now()))


def _make_link(purpose: str, person_id: int | None, lasts: timedelta) -> str:
    _end_links(purpose, person_id)
    _remove_old()
    token = new_token()
    db.session.add(
        OneTimeLink(
            purpose=purpose,
            person_id=person_id,
            token_hash=hash_token(token),
            expires_at=utc_now() + lasts,
        )
    )
    return token


def _find(purpose: str, token: str) -> OneTimeLink:
    query = select(OneTimeLink).where(
        OneTimeLink.purpose == purpose, OneTimeLink.token_hash == hash_token(token), *_works()
    )
    link = db.session.scalar(query)
    if link is None:
        raise Missing
    return link


def _use_up(link: OneTimeLink) -> None:
    """The check and the mark are one statement, so that a link works for one of two browsers."""
    used = change_rows(
        update(OneTimeLink).where(OneTimeLink.id == link.id, *_works()).values(used_at=utc_now())
    )
    if not used:
        raise Missing


def _end_links(purpose: str, person_id: int | None) -> None:
    whose = OneTimeLink.person_id.is_(None) if person_id is None else OneTimeLink.person_id == person_id
    change_rows(
        update(OneTimeLink)
        .where(OneTimeLink.purpose == purpose, whose, *_works())
        .values(expires_at=utc_now())
    )


def _remove_old() -> None:
    """Everybody's links that ended more than ENDED_KEPT ago: nothing else comes by to clear them away."""
    moment = utc_now() - ENDED_KEPT
    db.session.execute(
        delete(OneTimeLink).where(or_(OneTimeLink.used_at < moment, OneTimeLink.expires_at < moment))
    )


def _works() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > utc_now()
