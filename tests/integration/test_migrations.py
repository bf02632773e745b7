"""The schema: up, down and up again on databases with data, and what a start does with it."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Engine, create_engine, inspect, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from webapp import create_app
from webapp.config import Settings
from webapp.extensions import Model, db
from webapp.models import (
    ApiToken,
    AuditEvent,
    Batch,
    Block,
    Change,
    Clash,
    ClashSide,
    Design,
    Dismissal,
    Document,
    Entry,
    Finding,
    GivenAnswer,
    LoginSession,
    Member,
    OneTimeLink,
    Person,
    Project,
    Row,
    SavedView,
    SearchGram,
    SearchLine,
    SearchWord,
    Section,
)
from webapp.models.types import utc_now
from webapp.services import schema
from webapp.services.checksums import block_digest, row_digest, section_digest, total
from webapp.services.transactions import transaction

DERIVED = {"search_line", "search_gram", "search_word", "finding", "clash", "clash_side"}
"""What a start makes anew: going down drops it."""
FORGOTTEN = {"given_answer"}
"""What serves a request that is sent again within a few days: going down drops it, too."""
POSTGRESQL = os.environ.get("DESIGNBOOK_TEST_DATABASE_URL", "")


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """An empty database of its own, on whichever engine the run is for."""
    if not POSTGRESQL:
        yield f"sqlite:///{tmp_path / 'designbook.db'}"
        return
    engine = create_engine(POSTGRESQL)
    with engine.begin() as connection:
        connection.execute(text("CREATE SCHEMA migrating"))
    own = engine.url.update_query_dict({"options": "-csearch_path=migrating"})
    yield own.render_as_string(hide_password=False)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA migrating CASCADE"))
    engine.dispose()


@pytest.fixture
def fresh(url: str, tmp_path: Path) -> Iterator[Flask]:
    """An application over an empty database, in its context."""
    app = create_app(Settings.from_environment({"data": str(tmp_path), "database_url": url}), TESTING=True)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_the_migrations_make_what_the_models_say(fresh: Flask) -> None:
    schema.upgrade_schema()

    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=schema.compared())
        assert compare_metadata(context, db.metadata) == []
    assert schema.schema_revision() == schema.newest_revision()


def test_the_newest_revision_is_told_without_alembic() -> None:
    script = ScriptDirectory.from_config(schema._alembic_config())
    assert schema.newest_revision() == script.get_current_head()
    assert schema.known_revisions() == {each.revision for each in script.walk_revisions()}


def test_flask_db_check_is_clean(fresh: Flask) -> None:
    schema.upgrade_schema()

    result = fresh.test_cli_runner().invoke(args=["db", "check"])

    assert result.exit_code == 0, result.output


def test_a_fresh_database_has_the_project_feat(fresh: Flask) -> None:
    schema.upgrade_schema()

    projects = db.session.scalars(select(Project)).all()
    assert [(project.key, project.name, project.next_number) for project in projects] == [
        ("FEAT", "Features", 1)
    ]


def test_a_second_upgrade_writes_nothing(fresh: Flask) -> None:
    schema.upgrade_schema()
    project = db.session.scalars(select(Project)).one()
    db.session.rollback()

    schema.upgrade_schema()

    assert db.session.scalars(select(Project)).all() == [project]


def test_several_starts_at_once_migrate_once(fresh: Flask) -> None:
    wrong: list[Exception] = []
    start = threading.Barrier(4)

    def upgrade() -> None:
        with fresh.app_context():
            start.wait()
            try:
                schema.upgrade_schema()
            except Exception as error:  # an assertion in a thread would be lost
                wrong.append(error)

    threads = [threading.Thread(target=upgrade) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
    assert [project.key for project in db.session.scalars(select(Project))] == ["FEAT"]


def test_down_and_up_again_loses_nothing(fresh: Flask) -> None:
    schema.upgrade_schema()
    populate()
    before = everything()
    db.session.remove()

    for revision in down_to_nothing():
        command.downgrade(schema._alembic_config(), revision)
    assert not inspect(db.engine).has_table("design")
    schema.upgrade_schema()

    after, gone = everything(), DERIVED | FORGOTTEN
    assert {name for name in after if not after[name]} == gone | {"member"}
    assert after | dict.fromkeys(gone) == before | dict.fromkeys(gone)
    assert {name for name in before if not before[name]} == {"member"}
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=schema.compared())
        assert compare_metadata(context, db.metadata) == []


@pytest.mark.parametrize(
    ("said", "close"),
    [
        ("somebody is a member of a project", lambda: make_member()),
        ("a project is not open to authors", lambda: change(Project, open_role=None)),
        ("a project is not open to authors", lambda: change(Project, open_role="reader")),
        ("a project is archived", lambda: change(Project, archived_at=utc_now())),
        ("somebody is suspended", lambda: change(Person, suspended_at=utc_now())),
        ("a design is locked", lambda: change(Design, locked_at=utc_now())),
    ],
)
def test_what_is_closed_is_not_opened_by_going_down(
    fresh: Flask, said: str, close: Callable[[], None]
) -> None:
    schema.upgrade_schema()
    populate()
    close()
    before = everything()
    db.session.remove()

    with pytest.raises(RuntimeError, match=f"cannot go back to 0005: {said}, and everybody could change it"):
        command.downgrade(schema._alembic_config(), "0005")

    assert schema.schema_revision() == schema.newest_revision()
    assert everything() == before


def test_tokens_and_the_audit_are_set_aside_and_taken_up_again(fresh: Flask) -> None:
    schema.upgrade_schema()
    populate()
    before = everything()
    db.session.remove()

    command.downgrade(schema._alembic_config(), "0005")
    names = set(inspect(db.engine).get_table_names())
    assert names & {"api_token", "audit_event", "member"} == set()
    assert names >= {"archived_api_token", "archived_audit_event"}
    schema.upgrade_schema()

    assert everything() == before | {"given_answer": []}
    assert not {name for name in inspect(db.engine).get_table_names() if name.startswith("archived_")}


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET verb = 'x'", "DELETE FROM audit_event"])
def test_the_audit_is_written_once_also_after_down_and_up(fresh: Flask, statement: str) -> None:
    schema.upgrade_schema()
    populate()
    db.session.remove()
    command.downgrade(schema._alembic_config(), "0005")
    schema.upgrade_schema()
    before = everything()

    with pytest.raises(DBAPIError, match="the audit is written once"), transaction():
        db.session.execute(text(statement))

    assert everything() == before


def test_an_older_version_finds_a_revision_where_cells_were_saved_since(fresh: Flask) -> None:
    schema.upgrade_schema()
    populate()
    with transaction():
        db.session.scalars(select(Document)).one().revision = ""
    db.session.remove()

    command.downgrade(schema._alembic_config(), "0002")

    with db.engine.connect() as connection:
        assert connection.scalar(text("SELECT revision FROM document")) == (
            hashlib.sha256("\ufeff- ñ\r".encode()).hexdigest()
        )


def test_ids_are_not_given_again_after_down_and_up(fresh: Flask) -> None:
    schema.upgrade_schema()
    populate()
    entry = db.session.scalars(select(Entry)).one()
    facts = {name: getattr(entry, name) for name in ("design_id", "document_id", "block_id", "register")}
    newest, newest_entry = entry.row_id or 0, entry.id
    with transaction():
        db.session.execute(db.delete(Entry))
        db.session.execute(db.delete(Row))
    db.session.remove()

    command.downgrade(schema._alembic_config(), "base")
    schema.upgrade_schema()

    with transaction():
        block = db.session.scalars(select(Block)).one()
        row = Row(block_id=block.id, document_id=block.document_id, position="a0", cells={}, source="")
        entry = Entry(key="k", values={}, **facts)
        db.session.add_all([row, entry])
    assert row.id > newest
    assert entry.id > newest_entry


def test_constraints_hold_after_down_and_up(fresh: Flask) -> None:
    schema.upgrade_schema()
    populate()
    db.session.remove()

    command.downgrade(schema._alembic_config(), "base")
    schema.upgrade_schema()

    with pytest.raises(IntegrityError), transaction():
        db.session.add(Project(key="FEAT", name="Again"))
    with pytest.raises(IntegrityError), transaction():
        db.session.add(Batch(design_id=1, verb="edit", group_id=99))
    with pytest.raises(IntegrityError), transaction():
        db.session.add(Batch(design_id=1, verb="edit", person_id=1, key="k" * 36))
    with pytest.raises(IntegrityError), transaction():
        db.session.add(Row(block_id=99, document_id=99, position="a0", cells={}, source=""))


def test_after_down_and_up_the_next_start_reads_every_document_again(fresh: Flask) -> None:
    schema.upgrade_schema()
    populate()
    with transaction():
        db.session.scalars(select(Document)).one().renderer = "drawn by this version"
    db.session.remove()

    command.downgrade(schema._alembic_config(), "0004")
    schema.upgrade_schema()

    assert db.session.scalars(select(Document)).one().renderer == ""


def test_an_unused_database_goes_down_to_nothing(fresh: Flask) -> None:
    schema.upgrade_schema()

    command.downgrade(schema._alembic_config(), "base")

    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version", "sqlite_sequence"}


def test_a_renamed_first_project_survives_its_downgrade(fresh: Flask) -> None:
    schema.upgrade_schema()
    with transaction():
        db.session.scalars(select(Project)).one().name = "Payments"

    command.downgrade(schema._alembic_config(), "0001")

    assert list(db.session.scalars(text("SELECT name FROM project"))) == ["Payments"]


def test_no_first_project_is_made_beside_others(fresh: Flask) -> None:
    schema.upgrade_schema()
    with transaction():
        db.session.scalars(select(Project)).one().key = "PAY"
    db.session.remove()

    command.downgrade(schema._alembic_config(), "0001")
    schema.upgrade_schema()

    assert [project.key for project in db.session.scalars(select(Project))] == ["PAY"]


def test_a_database_from_a_newer_version_is_refused_and_left_alone(fresh: Flask) -> None:
    schema.upgrade_schema()
    with transaction():
        db.session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    db.session.remove()

    with pytest.raises(schema.SchemaTooNew, match="schema revision 9999"):
        schema.upgrade_schema()

    assert schema.schema_revision() == "9999"


def down_to_nothing() -> list[str]:
    """Each step down, so that every downgrade runs by itself."""
    script = ScriptDirectory.from_config(schema._alembic_config())
    return [revision.down_revision or "base" for revision in script.walk_revisions()]  # type: ignore[misc]


def populate() -> None:
    """At least one row in every table, with NULLs, long texts and letters beyond ASCII."""
    now = utc_now()  # the schema before 0006 knows when an account was made, and not when it was changed
    with transaction():
        project = db.session.scalars(select(Project)).one()
        person = Person(
            email="analyst@example.org",
            name="Analista Dueña",
            filter_name="analista duena",
            password_hash=None,
            is_admin=True,
            single_keys=False,
            created_at=now,
            updated_at=now,
        )
        db.session.add(person)
        db.session.flush()
        token = "0" * 64
        db.session.add(LoginSession(person_id=person.id, token_hash=token, expires_at=utc_now()))
        db.session.add(OneTimeLink(purpose="setup", token_hash=token, expires_at=utc_now()))
        design = Design(project_id=project.id, number=1, title="T" * 200, filter_text="t", owner_id=person.id)
        design.contributors = [person]
        project.next_number = 2
        db.session.add(design)
        db.session.flush()
        document = Document(design_id=design.id, name="design", position="a0", revision=token, size=3)
        db.session.add(document)
        db.session.flush()
        section = Section(document_id=document.id, position="a0", level=0, title="", source="\ufeff", html="")
        db.session.add(section)
        db.session.flush()
        block = Block(
            section_id=section.id, document_id=document.id, position="a0", kind="bullets", source=""
        )
        db.session.add(block)
        db.session.flush()
        row = Row(
            block_id=block.id, document_id=document.id, position="a0", cells={"text": "ñ\r"}, source="- ñ\r"
        )
        db.session.add(row)
        db.session.flush()
        document.checksum = total([section_digest(section), block_digest(block), row_digest(row)])
        batch = Batch(
            design_id=design.id, person_id=person.id, verb="import", key="k" * 36, fingerprint="f" * 64
        )
        batch.changes = [Change(what="row", piece_id=row.id, before=None, after={"source": "- ñ\r"})]
        db.session.add(batch)
        db.session.flush()
        db.session.add(Batch(design_id=design.id, verb="import", group_id=batch.id))
        facts = {
            "design_id": design.id,
            "document_id": document.id,
            "block_id": block.id,
            "register": "tasks",
            "key": "k",
            "values": {},
        }
        entry = Entry(row_id=row.id, **facts)
        db.session.add(entry)
        db.session.flush()
        said = {"person_id": person.id, "reason": "It’s ours"}
        db.session.add(Dismissal(code="placeholder", subject=f"row-{row.id}", digest=token, **said))
        db.session.add(SavedView(person_id=person.id, list="designs", name="Mine", query="q=ñ"))
        populate_derived(document, section, entry)
        populate_access(person, project)


def populate_derived(document: Document, section: Section, entry: Entry) -> None:
    """A row in every table that is derived from the others."""
    place = {"design_id": document.design_id, "document_id": document.id, "section_id": section.id}
    about: dict[str, Any] = {"about": {}, "digest": "0" * 64}
    db.session.add(Finding(code="placeholder", subject="section-1", **place, **about))
    clash = Clash(code="endpoint-clash", register="endpoints", key="GET /", **about)
    clash.sides = [ClashSide(entry_id=entry.id, design_id=document.design_id)]
    db.session.add(clash)
    db.session.add(SearchLine(id=1, what="section", piece_id=section.id, text="n"))
    db.session.add(SearchGram(gram="n", kind=1, design_id=document.design_id))
    db.session.add(SearchWord(word="nandu"))


def populate_access(person: Person, project: Project) -> None:
    """A token, an event and a given answer; nothing that going down would open to everybody."""
    token = {"name": "Exportación", "scope": "read", "token_hash": "1" * 64, "hint": "dbk_abcd"}
    db.session.add(ApiToken(person_id=person.id, project_id=project.id, **token))
    event = {"verb": "sign-in", "about": "person 1", "result": "done", "details": {"ñ": 1}}
    more = {"address": "192.0.2.1", "request_id": "r", "filter_text": "analista"}
    db.session.add(AuditEvent(person_id=person.id, **event, **more))
    given = {"fingerprint": "f" * 64, "status": 201, "headers": {"ETag": "1"}, "body": b"{}"}
    db.session.add(GivenAnswer(person_id=person.id, key="k" * 36, **given))


def make_member() -> None:
    """A member of the project that there is."""
    with transaction():
        person, project = db.session.scalars(select(Person)).one(), db.session.scalars(select(Project)).one()
        db.session.add(Member(project_id=project.id, person_id=person.id, role="reader"))


def change(model: type[Model], **values: object) -> None:
    """Set columns of the one row there is."""
    with transaction():
        db.session.execute(update(model).values(**values))


def everything() -> dict[str, list[Any]]:
    """Every row of every table, as the database gives them."""
    engine: Engine = db.engine
    with engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table))))
            for table in db.metadata.sorted_tables
        }
