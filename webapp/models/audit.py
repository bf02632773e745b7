"""The audit: who let in whom, who was refused, who took what away; written once and never changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import DDL, JSON, ForeignKey, Index, String, Text, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.extensions import Model
from webapp.models.person import Person
from webapp.models.types import Folded, Id, UtcDateTime, utc_now

VERB_MAX = 40
RESULTS = ("done", "refused")


class AuditEvent(Model):
    """One thing that was done, or refused, in matters of access.

    `person_id` is who did it (None: a stranger), `verb` what (`sign-in`, `token-add` …), `about` of what
    (`person 12`, `/designs/FEAT-014` …), `details` whatever else is known: never a secret, and never what
    a design says. `filter_text` is what the list is filtered by.
    """

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_at", "at"), {"sqlite_autoincrement": True})

    id: Mapped[Id]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    verb: Mapped[str] = mapped_column(String(VERB_MAX), index=True)
    about: Mapped[str] = mapped_column(Text)
    result: Mapped[str] = mapped_column(String(10))
    address: Mapped[str] = mapped_column(String(64))
    request_id: Mapped[str] = mapped_column(String(32))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    filter_text: Mapped[Folded]

    person: Mapped[Person | None] = relationship()


# What the application itself could change would prove nothing.
WRITTEN_ONCE = {
    "sqlite": tuple(
        f"CREATE TRIGGER audit_event_no_{verb.lower()} BEFORE {verb} ON audit_event "
        "BEGIN SELECT RAISE(ABORT, 'the audit is written once'); END"
        for verb in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION audit_event_is_written_once() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit is written once'; END $$",
        "CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON audit_event "
        "FOR EACH ROW EXECUTE FUNCTION audit_event_is_written_once()",
    ),
}
_ddl: Any = DDL  # whose arguments have no types
for _dialect, _statements in WRITTEN_ONCE.items():
    for _statement in _statements:
        event.listen(AuditEvent.__table__, "after_create", _ddl(_statement).execute_if(dialect=_dialect))
