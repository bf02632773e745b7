"""History: one user action is one batch, whose changes say piece, before, after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, cast

from sqlalchemy import Table, select
from sqlalchemy.dialects import postgresql, sqlite

from webapp.extensions import db
from webapp.models import Batch, Change, Design, Person
from webapp.models.types import utc_now
from webapp.services.bulk import insert_many
from webapp.services.errors import InvalidValue

What = Literal["design", "document", "section", "block", "row"]
Values = dict[str, Any]

ANOTHER_REQUEST = "This key came with another request already. Load the page again, then try once more."


@dataclass(frozen=True, slots=True)
class Touched:
    """One piece before and after; `before` is None for a new piece, `after` for a deleted one."""

    what: What
    piece_id: int
    before: Values | None
    after: Values | None

    @property
    def values(self) -> Values:
        """What is told of the piece as it is, or as it last was."""
        return self.after if self.after is not None else self.before or {}


@dataclass(frozen=True, slots=True)
class RequestKey:
    """What names a request for ever, so that it does its work once however often it is sent.

    `fingerprint` tells what the request asks for: with another one the same key is refused.
    """

    key: str
    fingerprint: str


class Repeated(Exception):
    """This request has made a batch already. The transaction rolls back; what was made is the answer."""

    def __init__(self, batch: Batch) -> None:
        super().__init__(f"batch {batch.id}")
        self.batch = batch


@dataclass
class Action:
    """What somebody does to a design. Its batch is written with the first change: nothing done, none.

    `group_id` names the first batch of an action over several designs, `undoes_id` the batch that
    this one takes back.
    """

    design: Design
    verb: str
    by: Person | None = None
    key: RequestKey | None = None
    group_id: int | None = None
    undoes_id: int | None = None
    batch_id: int | None = field(default=None, init=False)

    def record(self, touched: Sequence[Touched]) -> None:
        """Write the changes, in this order, into the action's batch.

        Raises Repeated where the request did so before, InvalidValue where another one had its key.
        """
        if touched:
            write_changes(self.begin(), touched)

    def begin(self) -> int:
        """Write the batch, unless it is written, and give its id: it says what was done without a change too.

        Raises as `record` does: also where the same request is at work at this very moment.
        """
        if self.batch_id is None:
            self.batch_id = write_batch(
                self.design.id,
                self.verb,
                person_id=self.by.id if self.by else None,
                key=self.key,
                group_id=self.group_id,
                undoes_id=self.undoes_id,
            )
        return self.batch_id


def write_batch(
    design_id: int,
    verb: str,
    *,
    person_id: int | None,
    key: RequestKey | None,
    group_id: int | None = None,
    undoes_id: int | None = None,
) -> int:
    """Write a batch, for whoever has no more than ids at hand; its id.

    Raises Repeated where the request made one before, InvalidValue where another one had its key.
    """
    values: Values = {"design_id": design_id, "person_id": person_id, "at": utc_now(), "verb": verb}
    further: Values = {"group_id": group_id, "undoes_id": undoes_id}
    if key:
        further |= {"key": key.key, "fingerprint": key.fingerprint}
    values |= {name: value for name, value in further.items() if value is not None}
    connection = db.session.connection()
    batch_id = connection.execute(_insert_batch(connection.dialect.name), values).scalar()
    if batch_id is None:
        _refuse_repeated(person_id, key)
        raise AssertionError("A batch collides with nothing but a batch of the same key.")
    return cast(int, batch_id)


def write_changes(batch_id: int, touched: Sequence[Touched]) -> None:
    """Write what a batch changed, in this order."""
    db.session.connection().execute(
        insert_many(Change),
        [
            {
                "batch_id": batch_id,
                "what": each.what,
                "piece_id": each.piece_id,
                "before": each.before,
                "after": each.after,
            }
            for each in touched
        ],
    )


def refuse_repeated(by: Person | None, key: RequestKey | None) -> None:
    """Raise Repeated where this request has made a batch; InvalidValue where another one had its key.

    A service that is about to refuse asks this first: what it would refuse may be its own work.
    """
    if by is not None:
        _refuse_repeated(by.id, key)


def _refuse_repeated(person_id: int | None, key: RequestKey | None) -> None:
    if person_id is None or key is None:
        return
    batch = db.session.scalar(select(Batch).where(Batch.person_id == person_id, Batch.key == key.key))
    if batch is None:
        return
    if batch.fingerprint != key.fingerprint:
        raise InvalidValue("key", ANOTHER_REQUEST)
    raise Repeated(batch)


@cache
def _insert_batch(dialect: str) -> Any:
    # A refused INSERT would end the transaction on PostgreSQL, and nobody could ask whose the key is.
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    table = cast(Table, Batch.__table__)
    return insert(table).on_conflict_do_nothing().returning(table.c.id)
