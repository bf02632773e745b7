"""The audit: what was done or refused in matters of access, as a line of the log and a row for good.

Neither ever holds a secret (a password, a token, a link, a cookie), nor what a design says.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Literal

from sqlalchemy import event, insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from webapp.extensions import db
from webapp.models import Person
from webapp.models.audit import AuditEvent
from webapp.models.types import utc_now
from webapp.services.audit_refusals import REFUSALS
from webapp.services.audit_verbs import VERBS
from webapp.services.errors import Busy
from webapp.services.transactions import write_lock
from webapp.utils.folding import fold_line

Result = Literal["done", "refused"]

ABOUT_MAX = 300
DETAIL_MAX = 200
NOTED_EACH = frozenset({"sign-in"})
"""Refusals that are few by the limits, and must take as long for an account as for none."""
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
PATIENCE = 0.25
"""How many seconds the audit waits for the database: the line of the log is there in any case."""

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
    if result == "refused" and verb not in NOTED_EACH and not REFUSALS.let_through(who, f"{verb} {about}"):
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


def _store(written: Mapping[str, Any]) -> None:
    """Write the row in a transaction of its own, beside whatever the request reads."""
    with write_lock(PATIENCE), db.engine.connect() as connection:
        writing = connection.execution_options(designbook_write=True)
        with writing.begin():
            if db.engine.dialect.name == "postgresql":
                writing.exec_driver_sql(f"SET LOCAL lock_timeout = {int(PATIENCE * 1000)}")
            writing.execute(insert(AuditEvent).values(**written))


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


@event.listens_for(db.session, "after_commit")
def _say(session: Any) -> None:
    """What was noted in a transaction is said once it stands."""
    for line in session.info.pop("audited", ()):
        logger.info(line)


@event.listens_for(db.session, "after_rollback")
def _keep_quiet(session: Any) -> None:
    """What did not happen is not said."""
    session.info.pop("audited", None)
