"""What requests that named themselves were answered, so that each does its work once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from webapp.extensions import db
from webapp.models import GivenAnswer, Person
from webapp.models.types import utc_now
from webapp.services.errors import InvalidValue
from webapp.services.history import RequestKey

KEPT_FOR = timedelta(days=30)
ANSWER_BYTES_MAX = 1_000_000
"""How long an answer may be that is kept."""
ANSWERS_MAX = 10_000
"""How many answers are kept for a person. The oldest go first."""
ANSWERS_BYTES_MAX = 50_000_000
"""How many bytes the answers of a person have together. The oldest go first."""
LOOKED_EVERY = 100
"""After so many answers more it is looked how much a person has: adding up takes longer than one save."""
LARGE = 100_000
"""It is looked after an answer of so many bytes as well."""
ANOTHER_REQUEST = "This key came with another request already. Send each request under a key of its own."
TOO_LONG = (
    f"The answer would have more than {ANSWER_BYTES_MAX:,} bytes, which is too long to be kept for when the "
    "request comes again. Nothing was done: ask for less at once, or leave this header out."
)


@dataclass(frozen=True, slots=True)
class Given:
    """An answer: its status, the headers that are answered again, and its body's bytes."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def claim_key(by: Person, key: RequestKey) -> Given | None:
    """Take a key for the request that is about to be done; what it was answered, where it came before.

    Whoever comes with the same key at the same moment waits. What was answered more than KEPT_FOR ago is
    forgotten on the way. Must be called inside a transaction. Raises InvalidValue("Idempotency-Key", …)
    where another request had the key.
    """
    db.session.execute(delete(GivenAnswer).where(GivenAnswer.at < utc_now() - KEPT_FOR))
    connection = db.session.connection()
    # A refused INSERT would end the transaction on PostgreSQL.
    insert: Any = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    mine = {
        "person_id": by.id,
        "key": key.key,
        "fingerprint": key.fingerprint,
        "at": utc_now(),
        "status": 0,
        "headers": {},
        "body": b"",
    }
    claiming = insert(GivenAnswer).on_conflict_do_nothing().returning(GivenAnswer.key)
    if connection.execute(claiming, mine).scalar() is not None:
        return None
    found = db.session.execute(
        select(GivenAnswer.fingerprint, GivenAnswer.status, GivenAnswer.headers, GivenAnswer.body).where(
            GivenAnswer.person_id == by.id, GivenAnswer.key == key.key
        )
    ).one()
    if found.fingerprint != key.fingerprint:
        raise InvalidValue("Idempotency-Key", ANOTHER_REQUEST)
    return Given(found.status, found.headers, found.body)


def keep_answer(by: Person, key: RequestKey, given: Given) -> None:
    """Keep what a request is answered under the key that it claimed, in the same transaction.

    The person's oldest answers are forgotten where they have more than ANSWERS_MAX, or ANSWERS_BYTES_MAX.
    Raises InvalidValue("Idempotency-Key", …) for a body of more than ANSWER_BYTES_MAX.
    """
    if len(given.body) > ANSWER_BYTES_MAX:
        raise InvalidValue("Idempotency-Key", TOO_LONG)
    db.session.execute(
        update(GivenAnswer)
        .where(GivenAnswer.person_id == by.id, GivenAnswer.key == key.key)
        .values(status=given.status, headers=dict(given.headers), body=given.body),
        execution_options=_APART,
    )
    count = db.session.scalar(select(func.count()).where(GivenAnswer.person_id == by.id)) or 0
    if count % LOOKED_EVERY == 0 or len(given.body) >= LARGE:
        _forget_oldest(by)


def _forget_oldest(by: Person) -> None:
    newest_first = (GivenAnswer.at.desc(), GivenAnswer.key)
    mine = (
        select(
            GivenAnswer.key,
            func.row_number().over(order_by=newest_first).label("number"),
            func.sum(func.length(GivenAnswer.body)).over(order_by=newest_first).label("bytes"),
        )
        .where(GivenAnswer.person_id == by.id)
        .subquery()
    )
    too_old = select(mine.c.key).where(or_(mine.c.number > ANSWERS_MAX, mine.c.bytes > ANSWERS_BYTES_MAX))
    db.session.execute(
        delete(GivenAnswer).where(GivenAnswer.person_id == by.id, GivenAnswer.key.in_(too_old)),
        execution_options=_APART,
    )


_APART = {"synchronize_session": False}
