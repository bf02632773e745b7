"""`designbook doctor`: sets up, says what is there, and finds each fault it knows."""

from __future__ import annotations

import shutil
import sqlite3
from collections import namedtuple
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.serving import clean_environment, write
from webapp import __version__
from webapp.cli import main
from webapp.services import diagnosis
from webapp.services.diagnosis import has_wal_reset_race

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder that the settings name."""
    for name, value in clean_environment(tmp_path / "data").items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("DESIGNBOOK_DATABASE_URL", raising=False)
    # Whatever SQLite and disk this machine has, the folder of a test is in order.
    monkeypatch.setattr(diagnosis, "has_wal_reset_race", lambda version: False)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**12, 0, 10**12))
    return tmp_path / "data"


def examine(*options: str) -> Result:
    return CliRunner().invoke(main, ["doctor", *options])


def test_an_empty_folder_is_set_up_and_nothing_is_wrong(data: Path) -> None:
    done = examine("--strict")
    assert done.exit_code == 0, done.output
    assert done.output.splitlines()[-1] == "Nothing is wrong."
    facts = dict(line.split(maxsplit=1) for line in done.stdout.splitlines()[:2])
    assert facts["Designbook"] == __version__
    assert "pragma journal_mode         wal" in done.stdout
    assert "pragma foreign_keys         1" in done.stdout
    assert "pragma synchronous          2" in done.stdout
    assert "rows in project             1" in done.stdout
    assert f"{data} (mode 700)" in done.stdout
    with closing(sqlite3.connect(data / "designbook.db")) as database:
        revision = database.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        assert database.execute("SELECT key FROM project").fetchall() == [("FEAT",)]
    assert f"schema revision             {revision} (newest is {revision})" in done.stdout


def test_an_old_sqlite_is_a_warning_and_wrong_only_when_strict(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagnosis, "has_wal_reset_race", lambda version: True)
    done = examine()
    assert done.exit_code == 0
    assert "Warning: SQLite" in done.stdout
    assert "Nothing is wrong." not in done.stdout
    assert examine("--strict").exit_code == 1


@pytest.mark.parametrize(
    ("version", "affected"),
    [
        ((3, 6, 23), False),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 52, 0), False),
    ],
)
def test_the_versions_with_the_wal_reset_race(version: tuple[int, ...], affected: bool) -> None:
    assert has_wal_reset_race(version) is affected


def test_a_secret_key_that_others_can_read_is_wrong(data: Path) -> None:
    assert examine().exit_code == 0
    (data / "secret_key").chmod(0o644)
    done = examine()
    assert done.exit_code == 1
    assert f"Wrong: Others can read {data / 'secret_key'}" in done.stdout


def test_a_folder_that_everyone_may_enter_is_a_warning(data: Path) -> None:
    assert examine().exit_code == 0
    data.chmod(0o755)
    done = examine()
    assert done.exit_code == 0
    assert f"chmod o= {data}" in done.stdout


@pytest.mark.parametrize(("free", "said", "status"), [(900_000_000, "Warning", 0), (9_000_000, "Wrong", 1)])
def test_a_disk_that_is_nearly_full_is_said(
    data: Path, monkeypatch: pytest.MonkeyPatch, free: int, said: str, status: int
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**12, 0, free))
    done = examine()
    assert done.exit_code == status
    assert f"{said}: Only {free // 1_000_000} MB are free" in done.stdout


def test_rows_that_point_nowhere_are_wrong(data: Path) -> None:
    assert examine().exit_code == 0
    write(data, "INSERT INTO batch (verb, at, design_id) VALUES ('import', '2026-01-01 00:00:00', 77)")
    done = examine()
    assert done.exit_code == 1
    assert "Wrong: 1 rows point at rows that are not there" in done.stdout


def test_a_damaged_database_is_wrong(data: Path) -> None:
    assert examine().exit_code == 0
    write(
        data,
        "PRAGMA writable_schema=ON",
        "UPDATE sqlite_schema SET rootpage = 1 WHERE name = 'ix_design_updated_at_id_project_id'",
    )
    done = examine()
    assert done.exit_code == 1
    assert "Wrong: The database is damaged" in done.output or "Error: The database" in done.output


def test_a_document_whose_pieces_are_not_its_text_is_wrong(data: Path, tmp_path: Path) -> None:
    (tmp_path / "FEAT-007.md").write_text("# FEAT-007: Kept\n\nWord for word.\n")
    assert CliRunner().invoke(main, ["import", str(tmp_path / "FEAT-007.md")]).exit_code == 0
    assert examine().exit_code == 0
    write(data, "UPDATE block SET source = 'Word for work.' || char(10)")
    done = examine()
    assert done.exit_code == 1
    assert "Wrong: The stored text of FEAT-007" in done.stdout


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE row SET source = '- b' || char(10) WHERE source LIKE '- a%'",
        "UPDATE document SET checksum = checksum + 1",
        "UPDATE row SET position = 'zz' WHERE source LIKE '- a%'",
    ],
)
def test_a_document_whose_cells_were_saved_is_known_by_its_checksum(
    data: Path, tmp_path: Path, damage: str
) -> None:
    (tmp_path / "FEAT-007.md").write_text("# FEAT-007: Kept\n\n- a\n\n1. c\n")
    assert CliRunner().invoke(main, ["import", str(tmp_path / "FEAT-007.md")]).exit_code == 0
    write(data, "UPDATE document SET revision = ''")
    assert examine().exit_code == 0
    write(data, damage)
    done = examine()
    assert done.exit_code == 1
    assert "Wrong: The stored text of FEAT-007" in done.stdout


def test_pieces_that_give_the_same_text_are_wrong_where_they_are_not_those_that_were_saved(
    data: Path, tmp_path: Path
) -> None:
    (tmp_path / "FEAT-007.md").write_text("# FEAT-007: Kept\n\n- a\n")
    assert CliRunner().invoke(main, ["import", str(tmp_path / "FEAT-007.md")]).exit_code == 0
    assert examine().exit_code == 0
    write(data, "UPDATE row SET position = 'zz'")
    done = examine()
    assert done.exit_code == 1
    assert "Wrong: The stored text of FEAT-007" in done.stdout


def test_a_connection_without_its_pragmas_is_wrong(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.prepare_sqlite", lambda engine: None)
    done = examine()
    assert done.exit_code == 1
    assert "Wrong: A connection has unsafe pragmas" in done.stdout


def test_a_database_on_a_network_file_system_is_wrong(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnosis, "_file_system", lambda folder: "nfs4")
    done = examine()
    assert done.exit_code == 1
    assert "network file system (nfs4)" in done.stdout


def test_the_file_system_of_a_folder_is_that_of_its_nearest_mount() -> None:
    assert diagnosis._file_system(Path("/proc/self")) == "proc"
