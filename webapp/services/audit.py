"""The audit: what was done or refused in matters of access, as a line of the log and a row for good.

Neither ever holds a secret (a password, a token, a link, a cookie), nor what a design says.
"""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from threading import Lock
from typing import Any, Literal

from sqlalchemy import ColumnElement, event, func, insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import joinedload

from webapp.extensions import db
from webapp.models import Person
from webapp.models.audit import AuditEvent
from webapp.models.types import utc_now
from webapp.services.errors import Busy
from webapp.services.narrowing import typed_over_list
from webapp.services.paging import PER_PAGE
from webapp.services.transactions import write_lock
from webapp.utils.folding import fold_line

VERBS: Mapping[str, str] = {
    "sign-in": "sign-in",
    "sign-out": "signed out",
    "session-end": "ended a session, or all others",
    "password": "change of a password",
    "link-make": "made a one-time link",
    "link-use": "used a one-time link",
    "person-add": "invited a person",
    "person-suspend": "suspended a person",
    "person-restore": "let a suspended person in again",
    "admin-make": "made somebody an administrator",
    "admin-end": "made an administrator an ordinary person",
    "reassign": "gave what somebody owns to somebody else",
    "member-add": "gave somebody a role in a project",
    "member-change": "changed somebody’s role in a project",
    "member-remove": "took somebody’s role in a project away",
    "open-role": "changed for whom a project is open",
    "project-add": "made a project",
    "project-change": "changed a project’s name or template",
    "project-archive": "archived a project",
    "project-restore": "took a project out of the archive",
    "design-owner": "gave a design another owner",
    "design-lock": "locked a design",
    "design-unlock": "unlocked a design",
    "token-add": "made an API token",
    "token-revoke": "revoked an API token",
    "token-use": "use of an API token",
    "export": "took content away as a file",
    "backup": "made a backup of everything",
    "restore": "put a backup in the place of everything",
    "access": "something they may not see or do",
    "limit": "more requests than the limits allow",
}
"""What is noted, and what each verb says.

A page, a list or a text that a program reads is no export, whatever their format: reading is what
everybody does here, and a line for each would hide what matters. A file that is taken away is one.
"""

Result = Literal["done", "refused"]

ABOUT_MAX = 300
DETAIL_MAX = 200
NOTED_EACH = frozenset({"sign-in"})
"""Refusals that are few by the limits, and must take as long for an account as for none."""
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
PATIENCE = 0.25
"""How many seconds the audit waits for the database: the line of the log is there in any case."""
REFUSED_EVERY = 60.0
"""The same refusal of the same person is noted once in so many seconds …"""
REFUSED_MAX = 60
"""… and no more than so many of one person, or of one address, in that time."""

logger = logging.getLogger("designbook.audit")


def note(
    verb: str,
    *,
    about: str,
    by: Person | None,
    result: Result = "done",
    details: Mapping[str, str | int | bool | None] | None = None,
    address: str = "",
    request_id: str = "",
) -> None:
    """Write down one event: a line of JSON in the log, and a row.

    `verb` is one of VERBS, `about` names the thing (`person 12`, `project FEAT`, `/designs/FEAT-014`), `by`
    is who did it: None for whoever asks, for a stranger, or the command line. Address and request are those
    of the request that is being answered, unless they are given. In an open transaction the event stands or
    falls with it; otherwise it has one of its own, and a database that is busy loses the row and no request.
    Refusals that come again and again are noted once in REFUSED_EVERY. Raises KeyError for a verb that is
    not in VERBS.
    """
    note_later(
        verb, about=about, by=by, result=result, details=details, address=address, request_id=request_id
    )()


def note_later(
    verb: str,
    *,
    about: str,
    by: Person | None,
    result: Result = "done",
    details: Mapping[str, str | int | bool | None] | None = None,
    address: str = "",
    request_id: str = "",
) -> Callable[[], None]:
    """The same in two steps: what is called now, and what writes it down whenever it is called.

    The second one needs nothing of the request, nor of its session.
    """
    VERBS[verb]
    here = _asker()
    address, request_id, by = address or here[0], request_id or here[1], by or here[2]
    about = _storable(about)[:ABOUT_MAX]
    who = f"person {by.id}" if by else address
    if result == "refused" and verb not in NOTED_EACH and not _SIEVE.lets_through(who, f"{verb} {about}"):
        return _nothing
    said = {name: _short(value) for name, value in (details or {}).items()}
    written = {
        "at": utc_now(),
        "person_id": by.id if by else None,
        "verb": verb,
        "about": about,
        "result": result,
        "address": address[:64],
        "request_id": request_id[:32],
        "details": said,
        "filter_text": fold_line(
            " ".join([by.name if by else "", verb, about, result, address, *map(str, said.values())])
        ),
    }
    return partial(_write, written, _line(written, by.name if by else None))


def told_by(asker: Callable[[], tuple[str, str, Person | None]]) -> None:
    """Say how the address, the number and the person of the request that is being answered are found."""
    global _asker
    _asker = asker


@dataclass(frozen=True, slots=True)
class Events:
    """Some of the events that fit, the newest first; `total` fit, and `of` there are."""

    items: Sequence[AuditEvent]
    total: int
    of: int
    unknown: Sequence[str] = ()


def list_events(
    q: str = "",
    *,
    person: int | None = None,
    verb: str = "",
    day: date | None = None,
    result: str = "",
    limit: int | None = PER_PAGE,
    offset: int = 0,
) -> Events:
    """The events that fit, the newest first, with who did them; `limit` None for all of them.

    `q` are words that stand in the name, the verb, the thing, the address or the details, and -words;
    `person` is the id of who did it, `day` a day in UTC. Only administrators may ask: whoever calls this
    has checked it. Raises InvalidValue for a `q` that cannot be looked for.
    """
    query = typed_over_list(q)
    if query.unknown:
        return Events((), 0, _count(), query.unknown)
    chosen: list[ColumnElement[bool]] = [
        *(AuditEvent.filter_text.contains(word, autoescape=True) for word in query.texts),
        *(~AuditEvent.filter_text.contains(word, autoescape=True) for word in query.without),
    ]
    if person is not None:
        chosen.append(AuditEvent.person_id == person)
    if verb:
        chosen.append(AuditEvent.verb == verb)
    if result:
        chosen.append(AuditEvent.result == result)
    if day is not None:
        start = datetime(day.year, day.month, day.day, tzinfo=UTC)
        chosen += [AuditEvent.at >= start, AuditEvent.at < start + timedelta(days=1)]
    found = (
        select(AuditEvent)
        .where(*chosen)
        .options(joinedload(AuditEvent.person))
        .order_by(AuditEvent.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return Events(list(db.session.scalars(found)), _count(*chosen), _count())


def people_of_events() -> dict[int, str]:
    """Everybody who did something that is noted: ids with names, by name."""
    did = select(AuditEvent.person_id).where(AuditEvent.person_id.is_not(None))
    found = select(Person.id, Person.name).where(Person.id.in_(did)).order_by(Person.filter_name, Person.id)
    return {each.id: each.name for each in db.session.execute(found)}


class Sieve:
    """Which refusals were noted already: so that nobody fills a disk by asking again and again."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._since = time.monotonic()
        self._seen: set[tuple[str, str]] = set()
        self._count: dict[str, int] = {}

    def lets_through(self, who: str, what: str) -> bool:
        """Whether this one is noted. It forgets everything each REFUSED_EVERY seconds."""
        with self._lock:
            if time.monotonic() - self._since >= REFUSED_EVERY:
                self.forget()
            count = self._count.get(who, 0)
            if (who, what) in self._seen or count >= REFUSED_MAX:
                return False
            self._seen.add((who, what))
            self._count[who] = count + 1
            return True

    def forget(self) -> None:
        """Begin anew."""
        self._since = time.monotonic()
        self._seen.clear()
        self._count.clear()


_SIEVE = Sieve()


def _nothing() -> None:
    """What was noted already leaves no second trace."""


def _write(written: Mapping[str, Any], line: str) -> None:
    if db.session.info.get("writing"):
        db.session.execute(insert(AuditEvent).values(**written))
        db.session.info.setdefault("audited", []).append(line)
        return
    logger.info(line)
    try:
        _store(written)
    except (Busy, DBAPIError, PoolTimeout) as error:
        logger.warning(json.dumps({"audit": "this event is in the log alone", "why": type(error).__name__}))


def _nobody_asks() -> tuple[str, str, None]:
    """Outside of a request there is neither an address nor a number, and nobody."""
    return "", "", None


_asker: Callable[[], tuple[str, str, Person | None]] = _nobody_asks


def _short(value: str | int | bool | None) -> str | int | bool | None:
    return _storable(value)[:DETAIL_MAX] if isinstance(value, str) else value


def _storable(text: str) -> str:
    """An address may be anything; what no database can hold is written as an escape."""
    return _UNSTORABLE.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def _line(written: Mapping[str, Any], name: str | None) -> str:
    """One line of ASCII: whatever could end it, colour it or turn it round is written as an escape."""
    return json.dumps(
        {
            "at": written["at"].isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "person": written["person_id"],
            "name": name,
            "verb": written["verb"],
            "about": written["about"],
            "result": written["result"],
            "request": written["request_id"],
            "address": written["address"],
            "details": written["details"],
        }
    )


def _store(written: Mapping[str, Any]) -> None:
    """Write the row in a transaction of its own, beside whatever the request reads."""
    with write_lock(PATIENCE), db.engine.connect() as connection:
        writing = connection.execution_options(designbook_write=True)
        with writing.begin():
            if db.engine.dialect.name == "postgresql":
                writing.exec_driver_sql(f"SET LOCAL lock_timeout = {int(PATIENCE * 1000)}")
            writing.execute(insert(AuditEvent).values(**written))


def _count(*chosen: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count(AuditEvent.id)).where(*chosen)) or 0


@event.listens_for(db.session, "after_commit")
def _say(session: Any) -> None:
    """What was noted in a transaction is said once it stands."""
    for line in session.info.pop("audited", ()):
        logger.info(line)


@event.listens_for(db.session, "after_rollback")
def _keep_quiet(session: Any) -> None:
    """What did not happen is not said."""
    session.info.pop("audited", None)
