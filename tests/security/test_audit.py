"""What is noted of who did what, and that nobody forges, fills or changes it (RELIABILITY S23)."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from webapp.extensions import db
from webapp.models import AuditEvent, Person
from webapp.services import audit
from webapp.services.errors import Busy
from webapp.services.transactions import transaction


@pytest.fixture(autouse=True)
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """The log, from its quietest line on; no refusal was noted before."""
    audit._SIEVE.forget()
    with caplog.at_level(logging.INFO, logger="designbook.audit"):
        yield caplog


OF_THE_CAST = ("person-add", "password")


def events() -> list[AuditEvent]:
    """What was noted, but for how the cast came to their accounts."""
    db.session.rollback()
    query = db.select(AuditEvent).where(AuditEvent.verb.not_in(OF_THE_CAST)).order_by(AuditEvent.id)
    return list(db.session.scalars(query))


def said(lines: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    """The lines of the audit, read."""
    return [json.loads(each.getMessage()) for each in lines.records if each.name == "designbook.audit"]


def test_an_event_is_a_line_and_a_row(owner: Person, lines: pytest.LogCaptureFixture) -> None:
    audit.note("open-role", about="project FEAT", by=owner, details={"from": "author", "to": None})
    (row,) = events()
    (line,) = said(lines)
    assert (row.person_id, row.verb, row.about, row.result) == (owner.id, "open-role", "project FEAT", "done")
    assert row.details == line["details"] == {"from": "author", "to": None}
    assert (line["person"], line["name"], line["verb"]) == (owner.id, "Our Owner", "open-role")
    assert str(line["at"]).endswith("Z")


@pytest.mark.usefixtures("app")
def test_what_has_no_meaning_is_not_noted() -> None:
    with pytest.raises(KeyError):
        audit.note("sign-on", about="", by=None)
    assert events() == []


def test_in_a_transaction_an_event_stands_with_what_it_is_about(
    owner: Person, lines: pytest.LogCaptureFixture
) -> None:
    with transaction():
        audit.note("admin-make", about=f"person {owner.id}", by=owner)
        assert said(lines) == []
    assert (len(events()), len(said(lines))) == (1, 1)


def test_in_a_transaction_an_event_falls_with_what_it_is_about(
    owner: Person, lines: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        with transaction():
            audit.note("admin-make", about=f"person {owner.id}", by=owner)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    audit.note("sign-out", about="", by=owner)
    assert [each.verb for each in events()] == ["sign-out"]
    assert [each["verb"] for each in said(lines)] == ["sign-out"]


def test_a_busy_database_loses_the_row_and_neither_line_nor_request(
    owner: Person, lines: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise Busy("")

    monkeypatch.setattr(audit, "_store", refuse)
    audit.note("sign-out", about="", by=owner)
    assert events() == []
    line, why = said(lines)
    assert (line["verb"], why["why"]) == ("sign-out", "Busy")


@pytest.mark.parametrize("ugly", ["\r\n", "\x1b[31m", "\u202e", "\u2028", "\u0085", '"}', "\ud800", "\0"])
def test_nothing_in_a_name_forges_a_line(owner: Person, lines: pytest.LogCaptureFixture, ugly: str) -> None:
    forged = f'x{ugly}{{"verb": "admin-make"}}'
    audit.note("export", about=f"/designs/{forged}", by=owner, details={"name": forged})
    assert len(events()) == 1
    (line,) = [each.getMessage() for each in lines.records if each.name == "designbook.audit"]
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["verb"] == "export"


@pytest.mark.usefixtures("app")
def test_the_same_refusal_is_noted_once_a_minute(lines: pytest.LogCaptureFixture) -> None:
    for _ in range(5):
        audit.note("access", about="/designs/FEAT-001", by=None, result="refused", address="192.0.2.1")
    audit.note("access", about="/designs/FEAT-001", by=None, result="refused", address="192.0.2.2")
    audit.note("access", about="/designs/FEAT-002", by=None, result="refused", address="192.0.2.1")
    assert (len(events()), len(said(lines))) == (3, 3)


def test_many_refusals_of_one_person_do_not_fill_the_disk(owner: Person) -> None:
    for number in range(audit.REFUSED_MAX + 5):
        audit.note("access", about=f"/rows/{number}", by=owner, result="refused")
    assert len(events()) == audit.REFUSED_MAX


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET verb = 'x'", "DELETE FROM audit_event"])
def test_the_application_cannot_change_what_is_written(app: Flask, owner: Person, statement: str) -> None:
    audit.note("sign-out", about="", by=owner)
    with pytest.raises(DBAPIError, match="written once"), transaction():
        db.session.execute(text(statement))
    assert [each.verb for each in events()] == ["sign-out"]
