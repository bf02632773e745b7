"""API tokens: a program acts as a person, for as long as both may. Only the hash of a token is stored."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, delete, func, or_, select, update
from sqlalchemy.orm import contains_eager, joinedload

from webapp.extensions import db
from webapp.models import ApiToken, Person, Project
from webapp.models.token import SCOPES, TOKEN_NAME_MAX
from webapp.models.types import utc_now
from webapp.services.audit import note
from webapp.services.errors import Busy, InvalidValue, Missing, NotAllowed
from webapp.services.permissions import may
from webapp.services.sessions import ENDED_KEPT, SEEN_EVERY, hash_token, new_token
from webapp.services.transactions import change_rows, transaction
from webapp.utils.lines import one_line

PREFIX = "dbk_"
"""How a token begins, so that whoever finds one lying about knows what it opens."""
HINT_LENGTH = 8
LIVING_MAX = 50
DAYS_MAX = 3650

_LIVING = and_(
    ApiToken.revoked_at.is_(None),
    or_(
        ApiToken.expires_at.is_(None),
        ApiToken.expires_at > bindparam("now", callable_=lambda: utc_now()),
    ),
)
_WITH_TEXT = (
    select(ApiToken)
    .join(ApiToken.person)
    .where(ApiToken.token_hash == bindparam("token_hash"), _LIVING, Person.suspended_at.is_(None))
    .options(contains_eager(ApiToken.person), joinedload(ApiToken.project))
)


def make_token(
    person: Person,
    *,
    name: str,
    scope: str,
    project: Project | None = None,
    expires_at: datetime | None = None,
) -> tuple[ApiToken, str]:
    """Make a token with which a program acts as `person`. Returns it and its text, which is stored nowhere.

    With a `project` it is good for that one alone. Raises InvalidValue for a bad value or where the
    person has LIVING_MAX that work, NotAllowed for somebody who is suspended, Missing where they may not
    read the project.
    """
    name = clean_token_name(name)
    if scope not in SCOPES:
        raise InvalidValue("scope", f"A token may {' or '.join(SCOPES)}; “{scope[:20]}” is neither.")
    if expires_at is not None and expires_at <= utc_now():
        raise InvalidValue("expires_at", "A token expires at a moment that is still to come.")
    text = PREFIX + new_token()
    with transaction():
        _hold_person(person)
        if project is not None and not may(person, "read", project):
            raise Missing
        _remove_old()
        if _count_living(person) >= LIVING_MAX:
            raise InvalidValue(
                "name", f"Nobody has more than {LIVING_MAX} tokens that work; revoke one that is not used."
            )
        token = ApiToken(
            person=person,
            project=project,
            name=name,
            scope=scope,
            token_hash=hash_token(text),
            hint=text[:HINT_LENGTH],
            expires_at=expires_at,
        )
        db.session.add(token)
        db.session.flush()
        details = {"scope": scope, "project": project.key if project else None}
        note("token-add", about=f"token {token.id}", by=person, details=details)
    return token, text


def find_token(text: str) -> ApiToken | None:
    """The token with this text, with its person and project, one query.

    None where there is none, it was revoked, has expired, or its person is suspended.
    """
    if not text.startswith(PREFIX):
        return None
    return db.session.scalar(_WITH_TEXT, {"token_hash": hash_token(text)})


def note_token_use(token: ApiToken) -> None:
    """Write down that a token is in use, at most every SEEN_EVERY; reading never waits for writers."""
    now = utc_now()
    if token.last_used_at is not None and now - token.last_used_at < SEEN_EVERY:
        return
    try:
        with transaction(patience=0):
            change_rows(update(ApiToken).where(ApiToken.id == token.id).values(last_used_at=now))
    except Busy:
        return


def list_tokens(person: Person) -> list[ApiToken]:
    """A person's tokens that were not revoked, the newest first; what has expired is told with them."""
    query = select(ApiToken).where(ApiToken.person_id == person.id, ApiToken.revoked_at.is_(None))
    return list(db.session.scalars(query.options(joinedload(ApiToken.project)).order_by(ApiToken.id.desc())))


def own_token(token_id: int, *, of: Person) -> ApiToken:
    """One of a person's tokens that were not revoked. Raises Missing for another's or none."""
    token = db.session.scalar(select(ApiToken).where(*_own(token_id, of)))
    if token is None:
        raise Missing
    return token


def revoke_token(token_id: int, *, by: Person) -> None:
    """End one of a person's own tokens for good. Raises Missing for another's, a revoked or no token."""
    with transaction():
        if not _revoke(*_own(token_id, by)):
            raise Missing
        note("token-revoke", about=f"token {token_id}", by=by)


def revoke_all_tokens(person: Person) -> int:
    """End all tokens of a person for good. Returns how many ended."""
    with transaction():
        ended = _revoke(ApiToken.person_id == person.id)
        if ended:
            note("token-revoke", about=f"person {person.id}", by=person, details={"tokens": ended})
        return ended


def end_all_tokens() -> int:
    """End everybody’s tokens for good. Returns how many ended."""
    with transaction():
        return _revoke()


def clean_token_name(name: str) -> str:
    """A token's name as it is stored. Raises InvalidValue where it cannot be shown or is too long."""
    try:
        name = one_line(name)
    except ValueError as error:
        raise InvalidValue("name", str(error)) from error
    if len(name) > TOKEN_NAME_MAX:
        raise InvalidValue(
            "name", f"A token’s name has at most {TOKEN_NAME_MAX} characters; this has {len(name)}."
        )
    return name


def _own(token_id: int, person: Person) -> tuple[ColumnElement[bool], ...]:
    return ApiToken.id == token_id, ApiToken.person_id == person.id, ApiToken.revoked_at.is_(None)


def _revoke(*which: ColumnElement[bool]) -> int:
    now = utc_now()
    return change_rows(
        update(ApiToken)
        .where(*which, ApiToken.revoked_at.is_(None))
        .values(revoked_at=now, updated_at=now, version=ApiToken.version + 1)
    )


def _hold_person(person: Person) -> None:
    """Keep whoever makes another token of theirs waiting, and see whether they were suspended meanwhile."""
    db.session.refresh(person, with_for_update=True)
    if person.suspended_at is not None:
        raise NotAllowed(f"{person.name} is suspended and can have no tokens made.")


def _count_living(person: Person) -> int:
    query = select(func.count()).select_from(ApiToken).where(ApiToken.person_id == person.id, _LIVING)
    return db.session.scalar(query) or 0


def _remove_old() -> None:
    """Everybody's tokens that ended more than ENDED_KEPT ago: nothing else comes by to clear them away."""
    moment = utc_now() - ENDED_KEPT
    db.session.execute(
        delete(ApiToken).where(or_(ApiToken.revoked_at < moment, ApiToken.expires_at < moment))
    )
