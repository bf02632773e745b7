"""Backups of an SQLite database: the files, their modes, full disks, and a database that is damaged."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.assertions import database_digest
from tests.factories import make_design
from tests.serving import clean_environment, command, write
from tests.stores import designbook, kill_at, limited, opened, own_store, refused, stopped
from webapp.cli import backup as commands
from webapp.services.backups import container, making, sqlite, workplace


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder with one design."""
    monkeypatch.setattr("tests.stores.POSTGRESQL", "")
    with own_store(tmp_path / "data", monkeypatch) as folder:
        with opened():
            make_design("# One\n\n- [ ] A task\n", title="One")
        yield folder


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """Where the backup will be."""
    (tmp_path / "safe").mkdir()
    return tmp_path / "safe" / "one.backup"


def test_a_file_that_exists_is_replaced_only_with_force(data: Path, backup: Path) -> None:
    backup.write_bytes(b"mine")
    assert refused("backup", backup) == (
        f"{backup} exists already. Choose another name, or replace it with --force."
    )
    assert backup.read_bytes() == b"mine"
    assert designbook("backup", "--force", backup).exit_code == 0
    assert designbook("restore", "--verify", backup).exit_code == 0


def test_a_link_is_replaced_and_not_followed(data: Path, backup: Path, tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"precious")
    backup.symlink_to(tmp_path / "precious")
    assert "exists already" in refused("backup", backup)
    assert designbook("backup", "--force", backup).exit_code == 0
    assert (tmp_path / "precious").read_bytes() == b"precious"
    assert not backup.is_symlink()


def test_what_cannot_be_a_backups_name_is_refused_even_with_force(data: Path, backup: Path) -> None:
    os.mkfifo(backup)
    for path, said in (
        (backup.parent, "is a folder; name a file in it."),
        (backup, "is no ordinary file"),
        (Path("/dev/null"), "is no ordinary file"),
        (data / "designbook.db", "belongs to the database itself"),
        (data / "designbook.db.lock", "belongs to the database itself"),
        (data / "designbook.db-journal", "belongs to the database itself"),
    ):
        assert said in refused("backup", "--force", path)
    assert designbook("doctor").exit_code == 0
    assert designbook("backup", data / "in the data folder").exit_code == 0


def test_a_folder_that_is_missing_or_closed_is_said(data: Path, backup: Path) -> None:
    assert refused("backup", backup.parent / "no" / "x") == (
        f"{backup.parent}/no/x cannot be written: there is no folder {backup.parent}/no. Make it first."
    )
    backup.write_bytes(b"a file")
    assert f"there is no folder {backup}." in refused("backup", backup / "x")
    backup.unlink()
    backup.parent.chmod(0o500)
    done = limited("backup", backup, prefix=without_power())
    backup.parent.chmod(0o700)
    assert done.returncode == 1
    assert done.stderr == (f"Error: {backup} cannot be written: Permission denied. Nothing is left of it.\n")
    assert list(backup.parent.iterdir()) == []


def test_only_its_owner_can_look_into_it_from_the_first_byte(data: Path, backup: Path) -> None:
    before = os.umask(0)
    try:
        for phase in ("Copying", "Packing", "Unpacking"):
            with stopped(f"webapp.cli.backup:report:{phase}", "backup", backup):
                (folder,) = backup.parent.iterdir()
                assert mode(folder) == 0o700
                files = {path.name: mode(path) for path in folder.iterdir()}
                assert files.keys() >= {"copy"}
                assert set(files.values()) == {0o600}, files
        assert designbook("backup", backup).exit_code == 0
    finally:
        os.umask(before)
    assert mode(backup) == 0o600
    assert designbook("restore", backup).exit_code == 0
    assert mode(data / "designbook.db") == 0o600


def test_the_copy_is_one_file_that_any_sqlite_opens(data: Path, backup: Path, tmp_path: Path) -> None:
    assert designbook("backup", backup).exit_code == 0
    shutil.unpack_archive(backup, tmp_path / "out", "zip")
    assert (tmp_path / "out" / "designbook.db").read_bytes()[18:20] == b"\1\1", "not in WAL mode"
    with closing(sqlite3.connect(tmp_path / "out" / "designbook.db")) as database:
        assert database.execute("SELECT title FROM design").fetchall() == [("One",)]


def test_a_disk_that_fails_at_the_end_is_said(
    data: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*given: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(container.os, "fsync", full)
        assert "cannot be written: No space left on device." in refused("backup", backup)
    assert names(backup.parent) == set()
    assert designbook("backup", backup).exit_code == 0


@pytest.mark.parametrize(("number", "status"), [(errno.EIO, 1), (errno.EINVAL, 0)])
def test_a_folder_that_is_not_confirmed_is_said_unless_it_never_is(
    data: Path, backup: Path, monkeypatch: pytest.MonkeyPatch, number: int, status: int
) -> None:
    with unconfirmed_folders(monkeypatch, number):
        done = designbook("backup", backup)
    assert done.exit_code == status
    assert ("does not confirm it: Input/output error." in done.stderr) is bool(status)
    assert designbook("restore", "--verify", backup).exit_code == 0


def test_a_restore_that_is_not_confirmed_says_where_the_old_database_is(
    data: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert designbook("backup", backup).exit_code == 0
    write(data, "UPDATE design SET title = 'Written since'")
    with unconfirmed_folders(monkeypatch, errno.EIO):
        said = refused("restore", backup)
    (kept,) = data.glob("designbook.db.before-restore-*")
    assert said.endswith(f"Look after the disk, then do it again. The old database is kept as {kept}.")
    assert titles(kept) == ["Written since"]


@pytest.mark.parametrize(
    "damage",
    [
        "INSERT INTO batch (verb, at, design_id) VALUES ('import', '2026-01-01 00:00:00', 77)",
        "UPDATE sqlite_schema SET rootpage = 1 WHERE name = 'ix_design_updated_at_id_project_id'",
    ],
)
def test_of_a_damaged_database_no_backup_is_made(data: Path, backup: Path, damage: str) -> None:
    write(data, "PRAGMA writable_schema=ON", damage)
    said = refused("backup", backup)
    assert said.startswith("No backup was written, since it could not be restored. The database is damaged")
    assert list(backup.parent.iterdir()) == []


def test_what_was_not_in_the_database_file_yet_is_kept_with_it(data: Path, backup: Path) -> None:
    assert designbook("backup", backup).exit_code == 0
    leave_a_log(data, "UPDATE design SET title = 'In the log'")

    assert designbook("restore", backup).exit_code == 0

    (kept,) = data.glob("designbook.db.before-restore-*")
    assert titles(kept) == ["In the log"]
    assert titles(data / "designbook.db") == ["One"]


def test_a_database_too_damaged_to_be_read_is_kept_as_it_is(data: Path, backup: Path) -> None:
    assert designbook("backup", backup).exit_code == 0
    before = digest()
    leave_a_log(data, "UPDATE design SET title = 'In the log'")
    (data / "designbook.db").write_bytes(b"no database " * 1000)
    log = (data / "designbook.db-wal").read_bytes()

    done = designbook("restore", backup)

    assert done.exit_code == 0, done.output
    assert digest() == before
    found = {path.name.partition("Z")[2]: path.read_bytes() for path in data.glob("*.before-restore-*")}
    assert found[""] == b"no database " * 1000
    assert found["-wal"] == log


def test_a_file_system_without_second_names_will_do(
    data: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*given: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    assert designbook("backup", backup).exit_code == 0
    before = digest()
    with monkeypatch.context() as patched:
        patched.setattr(sqlite.os, "link", refuse)
        assert designbook("restore", backup).exit_code == 0
    assert digest() == before
    (kept,) = data.glob("*.before-restore-*")
    assert titles(kept) == ["One"]


def test_root_leaves_the_database_to_the_account_that_had_it(
    data: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(sqlite.os, "chown", lambda path, user, group: given.append((user, group)))
    assert designbook("backup", backup).exit_code == 0
    assert designbook("restore", backup).exit_code == 0
    assert given == [(os.getuid(), os.getgid())]


def test_two_restores_in_one_second_keep_both(data: Path, backup: Path, tmp_path: Path) -> None:
    taken = sqlite._free_name(tmp_path / "designbook.db")
    taken.touch()
    next_one = sqlite._free_name(tmp_path / "designbook.db")
    assert next_one != taken
    assert not next_one.exists()


def test_a_server_does_not_start_while_a_backup_is_restored(data: Path, backup: Path) -> None:
    assert designbook("backup", backup).exit_code == 0
    with stopped("webapp.cli.backup:end_access", "restore", backup):
        for arguments in (["serve", "--port", "0"], ["doctor"], ["backup", backup, "--force"]):
            assert refused(*arguments) == (
                f"{data / 'designbook.db'} is being restored; try again when that is done."
            )
    assert designbook("doctor").exit_code == 0


def test_nothing_is_restored_under_a_server_that_nobody_has_asked_anything(data: Path, backup: Path) -> None:
    assert designbook("backup", backup).exit_code == 0
    server = subprocess.Popen(
        command("serve", "--port", "0"), env=clean_environment(data), stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    try:
        while not server.stdout.readline().startswith("Stop it"):
            assert server.poll() is None
        assert "designbook.db is in use. Nothing was changed." in refused("restore", backup)
    finally:
        server.terminate()
        server.communicate()
    assert designbook("restore", backup).exit_code == 0


def test_a_worker_counts_as_a_server(data: Path, backup: Path) -> None:
    assert designbook("backup", backup).exit_code == 0
    load = "from webapp.cli.worker import load_app; load_app(); print('loaded', flush=True); input()"
    worker = subprocess.Popen(
        [sys.executable, "-P", "-c", load],
        env=clean_environment(data),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout is not None
    try:
        assert worker.stdout.readline() == "loaded\n"
        assert "is in use" in refused("restore", backup)
    finally:
        worker.communicate("\n")
    assert designbook("restore", backup).exit_code == 0


def test_a_database_in_memory_has_nothing_to_back_up(
    data: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESIGNBOOK_DATABASE_URL", "sqlite:///:memory:")
    assert refused("backup", backup) == "The database is in memory: there is no file of it."


def test_a_file_is_checked_without_a_data_folder(
    data: Path, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert designbook("backup", backup).exit_code == 0
    monkeypatch.setenv("DESIGNBOOK_DATA", str(tmp_path / "none"))
    assert designbook("restore", "--verify", backup).exit_code == 0
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [("nowhere", "No such file or directory"), ("", "Is a directory")],
)
def test_a_backup_that_cannot_be_read_is_said(data: Path, backup: Path, name: str, said: str) -> None:
    path = backup.parent / name
    for options in ([], ["--verify"]):
        assert refused("restore", *options, path) == f"{path} cannot be read: {said}."


def test_a_sealed_backup_of_a_damaged_database_is_refused(
    data: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        copy = sqlite.examine_copy
        patched.setattr(sqlite, "_copy", damaging(sqlite._copy))
        patched.setattr(sqlite, "examine_copy", lambda path, report: unchecked(path))
        assert designbook("backup", backup).exit_code == 0
        assert copy is not sqlite.examine_copy
    before = digest()
    said = refused("restore", backup)
    assert said.startswith(f"{backup} cannot be restored. The database is damaged")
    assert said.endswith("Use another backup.")
    assert digest() == before


def test_a_backup_that_says_something_else_than_it_holds_is_refused(
    data: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(sqlite, "_count", lambda database, table: 7)
        assert designbook("backup", backup).exit_code == 0
    assert "does not hold what it says it holds" in refused("restore", "--verify", backup)


def test_what_is_read_back_must_be_what_was_written(
    data: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pack(target: Path, *given: object) -> None:
        container.pack(target, *given)  # type: ignore[arg-type]
        with target.open("r+b") as file:
            file.seek(1000)
            file.write(b"?")

    monkeypatch.setattr(making, "pack", pack)
    assert "what was read back is not what was written" in refused("backup", backup)
    assert list(backup.parent.iterdir()) == []


def test_a_broom_takes_only_what_nobody_holds_and_is_our_own(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".designbook-link.part").symlink_to(tmp_path / "elsewhere")
    (tmp_path / ".designbook-left.part").mkdir()
    (tmp_path / ".designbook-file.part").touch()
    with workplace.workplace(tmp_path) as first, workplace.workplace(tmp_path) as second:
        assert first.is_dir()
        assert second.is_dir()
    assert names(tmp_path) == {"elsewhere", ".designbook-link.part", ".designbook-file.part"}
    assert names(tmp_path / "elsewhere") == set()


def test_a_file_system_without_locks_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*given: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(workplace.fcntl, "flock", refuse)
    (tmp_path / ".designbook-left.part").mkdir()
    with workplace.workplace(tmp_path) as folder:
        assert folder.is_dir()
    assert not folder.exists()


def test_a_killed_restore_that_had_set_the_old_data_aside_lost_neither(data: Path, backup: Path) -> None:
    assert designbook("backup", backup).exit_code == 0
    write(data, "UPDATE design SET title = 'Written since'")
    for _ in range(2):
        kill_at("webapp.services.backups.sqlite:_take_along", "restore", backup)
        assert titles(data / "designbook.db") == ["Written since"]
        assert len(list(data.glob("*.before-restore-*"))) == 1, "two names of one database, never three"
    kill_at("webapp.services.backups.sqlite:sync_folder", "restore", backup)
    assert titles(data / "designbook.db") == ["One"]
    assert {titles(path)[0] for path in data.glob("*.before-restore-*")} == {"Written since"}


def test_progress_is_said_in_percent_where_it_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(commands, "show_progress", said.append)
    commands.report("Copying", 1, 3)
    commands.report("Checking", 0, 0)
    assert said == ["Copying: 33 %", "Checking …"]


def without_power() -> list[str]:
    """What takes root's power over other people's files away, when root runs the tests."""
    if os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    assert setpriv, "setpriv (Debian package util-linux) is needed to test file permissions as root"
    return [setpriv, "--bounding-set=-all", "--inh-caps=-all"]


def leave_a_log(data: Path, statement: str) -> None:
    """Leave a write in the log, as a server does that was killed."""
    database, aside = data / "designbook.db", data.parent / "aside"
    aside.mkdir()
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(statement)
        for ending in ("", "-wal"):
            shutil.copy(f"{database}{ending}", aside)
    shutil.copytree(aside, data, dirs_exist_ok=True)
    assert (data / "designbook.db-wal").stat().st_size


def damaging(copy):  # type: ignore[no-untyped-def]
    """A copy whose pages are damaged afterwards."""

    def damage(target: Path, report: object) -> None:
        copy(target, report)
        with closing(sqlite3.connect(target)) as database, database:
            database.execute("PRAGMA writable_schema=ON")
            database.execute(
                "UPDATE sqlite_schema SET rootpage = 1 WHERE name = 'ix_design_updated_at_id_project_id'"
            )

    return damage


def unchecked(path: Path):  # type: ignore[no-untyped-def]
    """What a database holds, without a look at its pages, nor at the index that `damaging` spoils."""
    with closing(sqlite3.connect(path)) as database:
        counts = {
            table: database.execute(f'SELECT count(*) FROM "{table}" NOT INDEXED').fetchone()[0]  # noqa: S608
            for table in sqlite._tables(database)
        }
    return sqlite.Contents("0002", counts)


def titles(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return [title for (title,) in connection.execute("SELECT title FROM design")]


def digest() -> str:
    with opened(upgrade=False):
        return database_digest()


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@contextmanager
def unconfirmed_folders(monkeypatch: pytest.MonkeyPatch, number: int) -> Iterator[None]:
    """The disk answers with this error when it is asked whether it keeps the names in a folder."""
    sync = os.fsync

    def fail_for_folders(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(number, os.strerror(number))
        sync(descriptor)

    with monkeypatch.context() as patched:
        patched.setattr(workplace.os, "fsync", fail_for_folders)
        yield


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
