"""What is noted of who did what, and that nobody forges, fills or changes it (RELIABILITY S23)."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
from flask import Flask, g
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.assertions import assert_page, without_tokens
from tests.browser import Browser
from tests.conftest import PASSWORD
from tests.factories import make_design
from tests.security.conftest import Maker
from webapp.extensions import db
from webapp.models import AuditEvent, Design, Person
from webapp.services import audit
from webapp.services.audit_refusals import REFUSALS, REFUSED_MAX
from webapp.services.design_values.columns import set_owner
from webapp.services.design_values.lock import set_locked
from webapp.services.design_values.many import set_many
from webapp.services.errors import Busy, Conflict
from webapp.services.members import remove_member, set_member
from webapp.services.permissions import forget_rights
from webapp.services.projects import archive_project, set_open_role
from webapp.services.sessions import start_session
from webapp.services.transactions import transaction
from webapp.services.undoing import redo_last, undo_last


@pytest.fixture(autouse=True)
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """The log, from its quietest line on; no refusal was noted before."""
    REFUSALS.forget()
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
    for number in range(REFUSED_MAX + 5):
        audit.note("access", about=f"/rows/{number}", by=owner, result="refused")
    assert len(events()) == REFUSED_MAX


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET verb = 'x'", "DELETE FROM audit_event"])
def test_the_application_cannot_change_what_is_written(app: Flask, owner: Person, statement: str) -> None:
    audit.note("sign-out", about="", by=owner)
    with pytest.raises(DBAPIError, match="written once"), transaction():
        db.session.execute(text(statement))
    assert [each.verb for each in events()] == ["sign-out"]


def closed_design() -> Design:
    """A design that nobody may read but administrators."""
    design = make_design("# Nobody’s business\n")
    with transaction():
        design.project.open_role = None
        forget_rights()
    return design


def test_who_may_not_do_something_is_noted(as_reader: Browser, reader: Person) -> None:
    assert as_reader.get("/audit").status_code == 403
    assert noted("access") == [(reader.id, "GET /audit", "refused")]


def test_who_asks_for_what_they_may_not_know_of_is_noted_and_the_answer_says_nothing(
    as_reader: Browser, reader: Person
) -> None:
    design = closed_design()
    with as_reader.get(f"/designs/{design.key}") as hidden:
        nothing = as_reader.get("/designs/FEAT-999")
        assert (hidden.status_code, without_tokens(hidden.text)) == (404, without_tokens(nothing.text))
    assert noted("access") == [(reader.id, f"design {design.id}", "refused")]


def test_what_is_not_there_is_not_noted(as_reader: Browser) -> None:
    as_reader.get("/designs/FEAT-999").close()
    assert noted("access") == []


@pytest.mark.parametrize("path", ["/designs/FEAT-001.md", "/projects/FEAT.zip", "/registers/tasks.csv"])
def test_what_is_taken_away_as_a_file_is_noted(as_owner: Browser, owner: Person, path: str) -> None:
    make_design(owner=owner)
    answer = as_owner.get(path)
    assert noted("export") == [(owner.id, path, "done")]
    (event,) = [each for each in events() if each.verb == "export"]
    assert (event.address, event.request_id) == ("127.0.0.1", answer.headers["X-Request-Id"])


def test_signing_in_and_out_is_noted_and_what_was_typed_is_not(as_stranger: Browser, owner: Person) -> None:
    as_stranger.post("/login", data={"email": owner.email, "password": "canary canary canary"})
    as_stranger.post("/login", data={"email": owner.email, "password": PASSWORD})
    as_stranger.post("/logout")
    assert [each[2] for each in noted("sign-in")] == ["refused", "done"]
    assert len(noted("sign-out")) == 1
    assert not any("canary" in f"{each.about}{each.details}{each.filter_text}" for each in events())


def test_an_address_is_that_of_who_connects_unless_a_proxy_is_trusted(make_app: Maker) -> None:
    said = {"X-Forwarded-For": "192.0.2.7"}
    for proxies, address in (("0", "127.0.0.1"), ("1", "192.0.2.7")):
        app = make_app({"proxies": proxies})
        with app.app_context():
            REFUSALS.forget()
            typed = {"email": "owner@example.org", "password": "x" * 12}
            app.test_client().post("/login", data=typed, headers=said)
            assert [each.address for each in events()] == [address]
            db.session.remove()


def test_the_page_lists_the_newest_first_and_filters(as_administrator: Browser, owner: Person) -> None:
    audit.note("export", about="/designs/FEAT-001.md", by=owner, details={"size": 12})
    audit.note("admin-make", about="person 7", by=None)
    page = assert_page(as_administrator.get("/audit"))
    assert page.index("person 7") < page.index("/designs/FEAT-001.md")
    assert "size: <bdi>12</bdi>" in page
    for query in ("q=feat-001", f"person={owner.id}&verb=export", "verb=export", "q=-administrator+export"):
        text = assert_page(as_administrator.get(f"/audit?{query}"))
        assert "/designs/FEAT-001.md" in text
        assert "person 7" not in text
    assert "No event matches" in as_administrator.get("/audit?day=2001-01-01").text
    assert "No event matches" in as_administrator.get("/audit?result=refused&verb=export").text
    assert as_administrator.get("/audit?day=2001-02-31&verb=nothing&person=x&page=99").status_code == 200


def test_the_file_has_what_the_page_has_and_no_formula(as_administrator: Browser, owner: Person) -> None:
    audit.note("export", about="=cmd()", by=owner)
    lines = as_administrator.get("/audit.csv?verb=export").text.split("\r\n")
    assert lines[0] == "at,person,name,verb,about,result,address,request,details"
    assert f",{owner.id},Our Owner,export,'=cmd(),done,,," in lines[1]


@pytest.mark.parametrize("path", ["/audit", "/audit.csv"])
def test_the_list_is_for_administrators(as_administrator: Browser, as_owner: Browser, path: str) -> None:
    assert as_owner.get(path).status_code == 403
    assert as_administrator.get(path).status_code == 200


def test_a_page_of_the_list_follows_another(as_administrator: Browser, owner: Person) -> None:
    for number in range(60):
        audit.note("export", about=f"/designs/FEAT-{number:03}.md", by=owner)
    first, second = (as_administrator.get(f"/audit?verb=export&page={page}").text for page in (1, 2))
    assert ("FEAT-059" in first, "FEAT-005" in first) == (True, False)
    assert ("FEAT-059" in second, "FEAT-005" in second) == (False, True)


def noted(verb: str) -> list[tuple[int | None, str, str]]:
    """Who did this to what, and whether it was done."""
    return [(each.person_id, each.about, each.result) for each in events() if each.verb == verb]


def test_what_changes_rights_in_a_project_is_noted_with_who_did_it(
    app: Flask, administrator: Person, reader: Person
) -> None:
    design = make_design(owner=administrator)
    project = design.project
    with app.test_request_context("/"):
        g.person = administrator
        set_open_role(project, "reader", project.version)
        set_member(project, reader, role="author", by=administrator)
        set_member(project, reader, role="maintainer", by=administrator)
        remove_member(project, reader, by=administrator)
        set_locked(design, True, by=administrator)
        archive_project(project, project.version)
    assert [(each.verb, each.about, each.person_id) for each in events()] == [
        ("open-role", "project FEAT", administrator.id),
        ("member-add", "project FEAT", administrator.id),
        ("member-change", "project FEAT", administrator.id),
        ("member-remove", "project FEAT", administrator.id),
        ("design-lock", f"/designs/{design.key}", administrator.id),
        ("project-archive", "project FEAT", administrator.id),
    ]


def test_a_change_that_is_refused_leaves_no_event(reader: Person) -> None:
    project = make_design().project
    with pytest.raises(Conflict):
        set_open_role(project, "reader", project.version + 1)
    assert events() == []


def test_a_lock_that_comes_or_goes_with_something_else_is_noted_too(app: Flask, owner: Person) -> None:
    design = make_design(owner=owner)
    with app.test_request_context("/"):
        g.person = owner
        set_locked(design, True, by=owner)
        undo_last(design, by=owner)
        redo_last(design, by=owner)
        set_owner(design, None, base=owner.id, by=owner)
    about = f"/designs/{design.key}"
    assert [(each.verb, each.about, each.person_id) for each in events() if each.verb != "design-owner"] == [
        (verb, about, owner.id) for verb in ("design-lock", "design-unlock", "design-lock", "design-unlock")
    ]


def test_who_is_given_a_design_is_noted_however_it_comes_about(
    app: Flask, owner: Person, reader: Person, administrator: Person
) -> None:
    designs = [make_design(owner=owner), make_design(owner=owner)]
    set_owner(designs[0], reader.id, base=owner.id, by=administrator)
    undo_last(designs[0], by=administrator)
    set_many(designs, "owner", None, by=administrator)
    about = [f"/designs/{design.key}" for design in designs]
    assert [(each.about, each.details) for each in events() if each.verb == "design-owner"] == [
        (about[0], {"from": owner.id, "to": reader.id}),
        (about[0], {"from": reader.id, "to": owner.id}),
        (about[0], {"from": owner.id, "to": None}),
        (about[1], {"from": owner.id, "to": None}),
    ]


def test_ending_all_other_sessions_is_noted_where_there_are_some(as_owner: Browser, owner: Person) -> None:
    as_owner.post("/account/sessions/end")
    assert noted("session-end") == []
    start_session(owner, days=30)
    as_owner.post("/account/sessions/end")
    assert noted("session-end") == [(owner.id, f"person {owner.id}", "done")]
