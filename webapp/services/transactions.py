"""How services write: one transaction each, serialised where the database needs it."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, cast

from sqlalchemy import CursorResult, Engine, Update, event, func, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError

from webapp.extensions import db
from webapp.models import Design
from webapp.services.errors import Busy

LOCK_SECONDS = 5.0
# Whoever waits for another process looks so often: a cell is saved in about a millisecond.
LOOK_SECONDS = 0.000_25
LOOK_SECONDS_MAX = 0.002
SEVERAL_DESIGNS = 5_301_042
"""The turn of whoever may hold more than one design, or says which one stands under which.

It is taken before the first design is held: so no two wait for what the other one holds.
"""
BUSY_MESSAGE = "The database is busy with somebody else’s work. Nothing was saved; try again in a moment."

# What every SQLite connection is told: an answered save survives a power cut.
PRAGMAS = (
    "journal_mode=WAL",
    "foreign_keys=ON",
    "busy_timeout=5000",
    "synchronous=FULL",
    "trusted_schema=OFF",
)

_writer = threading.Lock()


@contextmanager
def transaction(*, patience: float = LOCK_SECONDS, apart: bool = False) -> Iterator[None]:
    """Open a write transaction, or join the one that is open; the outermost commits.

    What joins `apart` is rolled back alone when it fails, and whoever opened the transaction goes on.

    What was loaded before is forgotten at the start, so that nothing decided inside rests on an old
    reading. An exception rolls everything back and leaves. Raises Busy when no lock is to be had in
    `patience` seconds.
    """
    session = db.session
    if session.info.get("writing"):
        with _savepoint() if apart else nullcontext():
            yield
        return
    session.commit()  # ends the read transaction; there is nothing in it to write
    with write_lock(patience):
        session.expire_all()
        session.info["writing"] = True
        try:
            _begin(patience)
            yield
            _do_the_rest()
            session.commit()
        except OperationalError as error:
            session.rollback()
            if is_lock_or_full(error):
                raise Busy(BUSY_MESSAGE) from error
            raise
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info["writing"] = False
            session.info.pop("rest", None)


@contextmanager
def _savepoint() -> Iterator[None]:
    left: dict[Any, set[Any]] = db.session.info.get("rest") or {}
    before = {work: set(things) for work, things in left.items()}
    try:
        with db.session.begin_nested():
            yield
    except BaseException:
        db.session.info["rest"] = before
        raise


def leave_for_the_end(work: Callable[[set[Any]], None], things: Iterable[Any]) -> None:
    """Have `work` done with these things last in the open transaction: once, with all that were left for it.

    For what follows from everything else that is written, and for locks that may be waited for only by
    who holds all its designs already.
    """
    rest: dict[Callable[[set[Any]], None], set[Any]] = db.session.info.setdefault("rest", {})
    rest.setdefault(work, set()).update(things)


def _do_the_rest() -> None:
    rest = db.session.info.get("rest")
    while rest:
        work = next(iter(rest))
        things = rest.pop(work)
        if things:
            db.session.flush()
            work(things)


def end_reading() -> None:
    """Give the connection back before long work that needs no database. What was loaded stays readable."""
    db.session.commit()


def hold(design_id: int) -> Design:
    """Load a design as it is now and keep every other writer of it waiting until the transaction ends.

    Whoever writes to more than one row of a design's documents begins with this: what the rows add
    up to (revision, counters) is then true. Who may need a second one takes the turn SEVERAL_DESIGNS
    before. Must be called inside a transaction.
    """
    return db.session.scalars(
        select(Design)
        .where(Design.id == design_id)
        .with_for_update(of=Design, key_share=True)  # whoever only refers to it need not wait
        .execution_options(populate_existing=True)
    ).one()


def take_turns(turn: int) -> None:
    """Keep every other transaction that asks for the same turn waiting until this one ends.

    For what rests on rows that are not there yet, and so cannot be held. On SQLite a write
    transaction is alone already. Must be called inside one.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(turn)))


def change_rows(statement: Update) -> int:
    """Run an UPDATE; how many rows it changed, which is 0 where its condition holds no longer.

    What is loaded of these rows follows. Must be called inside a transaction.
    """
    result = db.session.execute(statement, execution_options={"synchronize_session": "fetch"})
    return cast("CursorResult[Any]", result).rowcount


def prepare_sqlite(engine: Engine) -> None:
    """Set the pragmas on every connection, and begin as the transaction asks for.

    The driver's own transaction handling is switched off: it begins late and never IMMEDIATE, so a
    read followed by a write would fail at once with BUSY_SNAPSHOT in spite of the timeout.
    """

    @event.listens_for(engine, "connect")
    def set_pragmas(connection, record) -> None:  # type: ignore[no-untyped-def]
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("designbook_write")
        # Without what goes around a statement of ours: each request begins once or twice.
        connection.connection.execute("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin(patience: float) -> None:
    if db.engine.dialect.name == "sqlite":
        db.session.connection(execution_options={"designbook_write": True})
        return
    # A writer has to see what those before it, whom it waited for, have left.
    connection = db.session.connection(execution_options={"isolation_level": "READ COMMITTED"})
    # Zero would mean to wait without end.
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {max(1, int(patience * 1000))}")


@contextmanager
def write_lock(patience: float = LOCK_SECONDS) -> Iterator[None]:
    """One SQLite writer at a time, over the threads of this process and over processes.

    SQLite 3.40 can corrupt a WAL when two connections write at the moment of a checkpoint; a lock
    of our own keeps them apart, and is fairer than SQLite's busy loop. PostgreSQL needs none.
    """
    engine = db.engine
    if engine.dialect.name != "sqlite" or not engine.url.database or engine.url.database == ":memory:":
        yield
        return
    deadline = time.monotonic() + patience
    if not _writer.acquire(timeout=patience):
        raise Busy(BUSY_MESSAGE)
    try:
        file = os.open(engine.url.database + ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            _wait_for(file, deadline)
            yield
        finally:
            os.close(file)  # and the lock with it
    finally:
        _writer.release()


def _wait_for(file: int, deadline: float) -> None:
    """Lock a file against other processes: a look now and then, soon at first. Raises Busy at `deadline`."""
    pause = LOOK_SECONDS
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise Busy(BUSY_MESSAGE) from None
            time.sleep(pause)
            pause = min(2 * pause, LOOK_SECONDS_MAX)


def is_lock_or_full(error: OperationalError) -> bool:
    """Whether the database is locked or full, so that the same work may succeed later.

    PostgreSQL ends one of two writers that wait for each other; that one may try again as well.
    """
    said = str(error.orig).lower()
    return any(words in said for words in ("locked", "busy", "full", "lock timeout", "deadlock"))
