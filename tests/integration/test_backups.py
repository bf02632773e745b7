"""`designbook backup` and `designbook restore`: the same promises on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import create_engine, func, inspect, select, text
from sqlalchemy.pool import NullPool

from tests.assertions import database_digest
from tests.factories import make_design, make_person
from tests.serving import running_server
from tests.stores import POSTGRESQL, designbook, kill_at, limited, opened, own_store, stopped
from webapp import __version__, create_app
from webapp.extensions import db
from webapp.models import (
    ApiToken,
    AuditEvent,
    Batch,
    Design,
    LoginSession,
    OneTimeLink,
    Person,
    Project,
)
from webapp.models.types import utc_now
from webapp.services import diagnosis, schema
from webapp.services.backups import making, sqlite
from webapp.services.backups.container import pack
from webapp.services.backups.making import make_backup
from webapp.services.backups.manifest import Manifest, Report
from webapp.services.backups.restoring import check_backup
from webapp.services.links import make_password_link
from webapp.services.schema import compared
from webapp.services.sessions import find_session, start_session
from webapp.services.tokens import make_token, revoke_token
from webapp.services.transactions import hold, transaction

PATIENCE = 60
# What a restore changes, and nothing else.
ENDED = (
    ("login_session", "ended_at"),
    ("one_time_link", "expires_at"),
    *(("api_token", column) for column in ("revoked_at", "updated_at", "version")),
)
TEXT = (
    "# FEAT-001: Señal\r\n\r\n| a | b |\r\n|---|---|\r\n| ñ\\|x | \\\\N |\r\n\r\n- [x] done\n- [ ] 日本 \t\n"
)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with own_store(tmp_path / "data", monkeypatch) as folder:
        yield folder


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """Where the backup will be."""
    return tmp_path / "safe" / "one.backup"


@pytest.fixture
def filled(data: Path, backup: Path) -> str:
    """Something of everything is stored; its digest."""
    backup.parent.mkdir()
    with opened():
        owner = make_person("owner")
        make_design(TEXT, title="Señal", owner=owner, documents={"tasks": "# Tasks\n\n- [ ] One\n"})
        make_design(title="In the bin", deleted=True)
        start_session(owner, days=30)
        make_password_link(owner)
        make_token(owner, name="A program", scope="read")
        return database_digest(*ENDED)


def test_what_was_backed_up_is_restored_row_by_row(filled: str, backup: Path) -> None:
    done = designbook("backup", backup)
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith(f"{backup}: 2 designs, 3 documents, 4 rows, 1 account; ")
    retitle("Another title")

    done = designbook("restore", backup)

    assert done.exit_code == 0, done.output
    assert f"Restored {backup}: made 2" in done.stdout
    assert f"UTC by Designbook {__version__}; 2 designs, 3 documents, 4 rows, 1 account.\n" in done.stdout
    assert digest() == filled
    assert designbook("export", "FEAT-001").stdout_bytes == TEXT.encode()
    assert designbook("doctor").exit_code == 0


def test_a_restored_database_is_what_the_models_say_and_never_gives_an_id_again(
    filled: str, backup: Path
) -> None:
    with opened():
        newest = make_person("author").id
        with transaction():
            db.session.execute(db.delete(Person).where(Person.id == newest))
    assert designbook("backup", backup).exit_code == 0
    assert designbook("restore", backup).exit_code == 0

    with opened(upgrade=False):
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts=compared())
            assert compare_metadata(context, db.metadata) == []
        assert make_person("author").id > newest


def test_what_was_stored_before_is_kept_and_can_be_read(filled: str, backup: Path, data: Path) -> None:
    assert designbook("backup", backup).exit_code == 0
    retitle("Written since")
    since = digest()

    done = designbook("restore", backup)

    assert "What was stored before is kept as " in done.stdout
    assert "Remove it when you are sure." in done.stdout
    with kept(data, done.stdout):
        assert database_digest(*ENDED) == since
    assert digest() == filled


def test_a_backup_is_restored_as_often_as_one_likes(filled: str, backup: Path, data: Path) -> None:
    assert designbook("backup", backup).exit_code == 0
    places = {designbook("restore", backup).stdout.splitlines()[-1] for _ in range(3)}
    assert len(places) == 3
    assert digest() == filled
    for place in places:
        with kept(data, place):
            assert database_digest(*ENDED) == filled


def test_an_empty_place_takes_a_backup_in(
    filled: str, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert designbook("backup", backup).exit_code == 0
    with own_store(tmp_path / "elsewhere" / "data", monkeypatch):
        done = designbook("restore", backup)
        assert done.exit_code == 0, done.output
        assert "kept" not in done.stdout
        assert digest() == filled


def test_sessions_links_and_tokens_end_and_passwords_stay(filled: str, backup: Path) -> None:
    with opened():
        person = db.session.scalars(select(Person)).one()
        person_id, token = person.id, start_session(person, days=30)
        with transaction():
            person.password_hash = "kept"
        assert find_session(token)
    assert designbook("backup", backup).exit_code == 0

    said = designbook("restore", backup).stdout
    assert "Ended: 2 sessions, 1 one-time link and 1 API token.\n" in said

    with opened():
        assert find_session(token) is None
        assert all(db.session.scalars(select(LoginSession.ended_at)))
        assert all(db.session.scalars(select(ApiToken.revoked_at)))
        assert all(moment <= utc_now() for moment in db.session.scalars(select(OneTimeLink.expires_at)))
        assert db.session.get_one(Person, person_id).password_hash == "kept"


def test_a_token_that_was_revoked_since_does_not_come_back(filled: str, backup: Path) -> None:
    assert designbook("backup", backup).exit_code == 0
    with opened():
        token = db.session.scalars(select(ApiToken)).one()
        revoke_token(token.id, by=token.person)

    assert designbook("restore", backup).exit_code == 0

    with opened():
        assert db.session.scalars(select(ApiToken)).one().revoked_at is not None


def test_who_makes_a_backup_or_restores_one_leaves_a_trace(filled: str, backup: Path) -> None:
    assert designbook("backup", backup).exit_code == 0
    assert noted("backup") == [(str(backup), {})]
    assert designbook("restore", "--verify", backup).exit_code == 0
    assert noted("restore") == []

    assert designbook("restore", backup).exit_code == 0

    assert noted("backup") == [], "it is not in the backup yet"
    [(about, details)] = noted("restore")
    assert about.startswith("backup of 2")
    assert details == {"sessions": 1, "links": 1, "tokens": 1}


def noted(verb: str) -> list[tuple[str, dict[str, object]]]:
    """What the audit of the database has of a verb."""
    with opened():
        found = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == verb))
        return [(each.about, each.details) for each in found]


def test_a_backup_is_of_one_moment_however_much_is_written_meanwhile(
    filled: str, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "PAGES_AT_ONCE", 10)
    copied: list[int] = []
    written: list[int] = []
    with opened(), writing() as counter:
        counter.wait_for(20)
        before = counter.saved
        during: list[int] = []

        def report(what: str, done: int, of: int) -> None:
            if what == "Copying":
                copied.append(done)
                assert not of or len(copied) <= of // 10 + 1, "the copy began anew"
                during.append(counter.saved)
                counter.wait_for(counter.saved + 2)

        make_backup(backup, version=__version__, force=False, report=report)
        written += [before, during[0], counter.saved]
    assert written[2] - written[1] >= 2 * len(copied), "nobody wrote meanwhile"

    assert designbook("restore", backup).exit_code == 0

    with opened():
        person = db.session.scalars(select(Person)).one()
        project = db.session.scalars(select(Project)).one()
        batches = db.session.scalar(select(func.count()).select_from(Batch).where(Batch.verb == "count"))
        assert person.version == project.version == batches
        # Each thread may have saved one more and not counted it yet when the copy began.
        assert written[0] <= person.version <= written[1] + 2


def test_a_backup_of_an_older_schema_is_brought_up_to_date(data: Path, backup: Path) -> None:
    backup.parent.mkdir()
    with opened(upgrade=False):
        command.upgrade(schema._alembic_config(), "0001")
    assert designbook("backup", backup).exit_code == 0
    with opened(upgrade=False):
        assert schema.schema_revision() == "0001", "a backup changes nothing"

    done = designbook("restore", backup)

    with opened(upgrade=False):
        newest = schema.newest_revision()
        assert schema.schema_revision() == newest
        assert db.session.scalars(select(Project.key)).all() == ["FEAT"]
    assert f"Its schema was brought from revision 0001 to {newest}.\n" in done.stdout


def test_a_backup_of_a_newer_schema_is_refused_and_nothing_is_touched(filled: str, backup: Path) -> None:
    with opened() as app, transaction():
        db.session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert designbook("backup", backup).exit_code == 0
    with app.app_context(), transaction():
        newest = schema.newest_revision()
        db.session.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": newest})
    close(app)

    for options in ([], ["--verify"]):
        done = designbook("restore", *options, backup)
        assert (done.exit_code, done.stdout) == (1, "")
        assert "at schema revision 9999, which this version does not know" in done.stderr
    assert digest() == filled


def test_a_damaged_backup_is_refused_and_nothing_is_touched(filled: str, backup: Path, data: Path) -> None:
    assert designbook("backup", backup).exit_code == 0
    whole = backup.read_bytes()
    there = names(data)
    for damaged in (whole[:-1], whole[: len(whole) // 2], b"", b"notes", flipped(whole, len(whole) // 2)):
        backup.write_bytes(damaged)
        for options in ([], ["--verify"]):
            done = designbook("restore", *options, backup)
            assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert (digest(), names(data)) == (filled, there)
    backup.write_bytes(whole)
    done = designbook("restore", "--verify", backup)
    assert done.exit_code == 0
    assert done.stdout.startswith(f"{backup} is whole: made 2")
    assert (digest(), names(data)) == (filled, there)


def test_a_backup_of_the_other_kind_of_database_is_refused(
    filled: str, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = "sqlite" if POSTGRESQL else "postgresql"

    def pack_as_the_other(target: Path, manifest: Manifest, copy: Path, report: Report) -> None:
        pack(target, replace(manifest, kind=other), copy, report)

    monkeypatch.setattr(making, "pack", pack_as_the_other)
    assert designbook("backup", backup).exit_code == 0

    done = designbook("restore", backup)

    assert done.exit_code == 1
    assert "designbook export --to FOLDER there, designbook import FOLDER here." in done.stderr
    assert digest() == filled


def test_nothing_is_restored_under_a_server_and_a_backup_is_made_beside_it(
    filled: str, backup: Path, data: Path
) -> None:
    environment = {} if not POSTGRESQL else {"DESIGNBOOK_DATABASE_URL": url()}
    with running_server(data, **environment):
        since = digest()  # its start makes a link for the first administrator
        assert designbook("backup", backup).exit_code == 0
        done = designbook("restore", backup)
        assert (done.exit_code, done.stdout) == (1, "")
        assert "in use" in done.stderr
        assert "Nothing was changed. Stop " in done.stderr
        assert designbook("restore", "--verify", backup).exit_code == 0
    assert digest() == since
    assert designbook("restore", backup).exit_code == 0


def test_nothing_is_restored_while_another_program_has_the_database_open(filled: str, backup: Path) -> None:
    assert designbook("backup", backup).exit_code == 0
    engine = create_engine(url(), poolclass=NullPool)
    with engine.connect() as other:
        other.execute(text("SELECT count(*) FROM person"))
        other.rollback()
        done = designbook("restore", backup)
        assert done.exit_code == 1
        assert "in use" in done.stderr
        assert digest() == filled
    assert designbook("restore", backup).exit_code == 0


def test_two_do_not_restore_at_once(filled: str, backup: Path) -> None:
    assert designbook("backup", backup).exit_code == 0
    with stopped("webapp.cli.backup:end_access", "restore", backup):
        done = designbook("restore", backup)
        assert done.exit_code == 1
        assert "Nothing was changed." in done.stderr
    assert designbook("restore", backup).exit_code == 0


def test_a_backup_that_is_killed_leaves_no_file(filled: str, backup: Path) -> None:
    kill_at("webapp.cli.backup:report:Unpacking", "backup", backup)

    (rest,) = names(backup.parent)
    assert rest.startswith(".designbook-")
    assert rest.endswith(".part")


@pytest.mark.parametrize("phase", ["Copying", "Checking", "Packing", "Unpacking"])
def test_a_backup_that_is_killed_leaves_yesterdays_and_the_next_one_clears_up(
    filled: str, backup: Path, phase: str
) -> None:
    backup.write_bytes(b"yesterday's")

    kill_at(f"webapp.cli.backup:report:{phase}", "backup", "--force", backup)

    assert backup.read_bytes() == b"yesterday's"
    assert len(names(backup.parent)) == 2
    assert designbook("backup", "--force", backup).exit_code == 0
    assert names(backup.parent) == {backup.name}
    check_backup(backup, silent)


def test_two_backups_at_once_leave_each_other_alone(filled: str, backup: Path) -> None:
    with stopped("webapp.cli.backup:report:Packing", "backup", backup):
        other = backup.with_name("two.backup")
        assert designbook("backup", other).exit_code == 0
        assert len(names(backup.parent)) == 2
        assert designbook("restore", "--verify", other).exit_code == 0


@pytest.mark.parametrize(
    "place",
    [
        "webapp.cli.backup:report:Unpacking",
        "webapp.cli.backup:opened_app",
        "webapp.cli.backup:end_access",
        "webapp.services.occupancy:refuse_others" if POSTGRESQL else "webapp.services.backups.sqlite:_settle",
        "webapp.services.backups.pg_loading:moving"
        if POSTGRESQL
        else "webapp.services.backups.sqlite:_take_along",
    ],
)
def test_a_restore_that_is_killed_leaves_what_was_there_and_can_be_done_again(
    filled: str, backup: Path, data: Path, place: str
) -> None:
    assert designbook("backup", backup).exit_code == 0
    retitle("Written since")
    since = digest()

    kill_at(place, "restore", backup)

    assert digest() == since
    assert designbook("restore", backup).exit_code == 0
    assert digest() == filled
    assert not [name for name in names(data) if name.endswith(".part")]
    with opened():
        schemas = inspect(db.engine).get_schema_names()
        assert not [name for name in schemas if name.startswith("designbook_restoring")]


@pytest.mark.parametrize("bytes_left", [0, 4_096, 12_000])
def test_a_full_disk_is_said_and_nothing_is_left(filled: str, backup: Path, bytes_left: int) -> None:
    backup.write_bytes(b"yesterday's")

    done = limited("backup", "--force", backup, bytes_left=bytes_left)

    assert done.returncode == 1
    assert done.stderr.startswith(f"Error: {backup} cannot be written: ")
    assert done.stderr.endswith(". Nothing is left of it.\n")
    assert done.stderr.count("\n") == 1
    assert names(backup.parent) == {backup.name}
    assert backup.read_bytes() == b"yesterday's"


@pytest.mark.parametrize("bytes_left", [0, 4_096, 12_000])
def test_a_restore_without_room_touches_nothing(
    filled: str, backup: Path, data: Path, bytes_left: int
) -> None:
    assert designbook("backup", backup).exit_code == 0
    there = names(data)

    done = limited("restore", backup, bytes_left=bytes_left)

    assert done.returncode == 1
    assert done.stderr.startswith(f"Error: {backup} cannot be unpacked")
    assert done.stderr.endswith("Nothing was changed.\n")
    assert (digest(), names(data)) == (filled, there)
    assert designbook("restore", backup).exit_code == 0


def test_doctor_says_when_a_program_for_backups_is_missing(
    filled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagnosis, "missing_tools", lambda server: f"pg_dump {server} is missing.")
    done = designbook("doctor")
    assert done.exit_code == 0
    assert ("Warning: pg_dump " in done.stdout) is bool(POSTGRESQL)


def test_there_is_nothing_to_back_up_before_the_first_start(data: Path, backup: Path) -> None:
    backup.parent.mkdir()
    done = designbook("backup", backup)
    assert done.exit_code == 1
    assert "There is nothing to back up" in done.stderr
    assert names(backup.parent) == set()


class Counter:
    """How many writes were saved."""

    def __init__(self) -> None:
        self.saved = 0
        self.changed = threading.Condition()

    def add(self) -> None:
        with self.changed:
            self.saved += 1
            self.changed.notify_all()

    def wait_for(self, number: int) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: self.saved >= number, PATIENCE), "nobody writes"


@contextmanager
def writing() -> Iterator[Counter]:
    """Two threads that count in three places, one transaction each time."""
    counter, stop = Counter(), threading.Event()
    with transaction():
        for model in (Person, Project):
            db.session.execute(db.update(model).values(version=0))
    design_id = db.session.scalars(select(func.min(Design.id))).one()
    db.session.rollback()
    app = create_app()

    def write() -> None:
        with app.app_context():
            while not stop.is_set():
                with transaction():
                    design = hold(design_id)
                    db.session.execute(db.update(Person).values(version=Person.version + 1))
                    db.session.add(Batch(design_id=design.id, verb="count"))
                    db.session.execute(db.update(Project).values(version=Project.version + 1))
                counter.add()

    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield counter
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        close(app)


@contextmanager
def kept(data: Path, said: str) -> Iterator[None]:
    """An application over what a restore says it has kept."""
    place = said.partition("is kept as ")[2].partition(". Remove")[0]
    with opened(upgrade=False):
        address = db.engine.url
    if POSTGRESQL:
        namespace = place.removeprefix("schema ").partition(" ")[0]
        address = address.update_query_dict({"options": f"-csearch_path={namespace}"})
    else:
        assert Path(place).parent == data
        address = address.set(database=place)
    app = create_app(SQLALCHEMY_DATABASE_URI=address)
    with app.app_context():
        yield
    close(app)


def retitle(title: str) -> None:
    with opened(), transaction():
        db.session.scalars(select(Design).order_by(Design.id)).first().title = title  # type: ignore[union-attr]


def digest() -> str:
    """The digest of what is stored, but for what a restore ends."""
    with opened(upgrade=False):
        return database_digest(*ENDED)


def url() -> str:
    """The address of the database."""
    with opened(upgrade=False):
        return db.engine.url.render_as_string(hide_password=False)


def close(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def flipped(whole: bytes, place: int) -> bytes:
    return whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]


def silent(what: str, done: int, of: int) -> None:
    assert what
