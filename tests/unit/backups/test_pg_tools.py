"""PostgreSQL's programs: missing or old ones are named, and none is told a password that others could see."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from webapp import create_app
from webapp.config import Settings
from webapp.services.backups import pg_loading, pg_tools
from webapp.services.backups.pg_tools import ToolFailed, ToolMissing, connected, missing_tools, reading


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """PATH with programs of version 15, as Debian names them, and nothing else."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in pg_tools.PROGRAMS:
        install(folder, name, "15.18 (Debian 15.18-0+deb12u1)")
    monkeypatch.setenv("PATH", str(folder))
    return folder


def test_programs_of_the_servers_version_and_newer_will_do(programs: Path) -> None:
    assert missing_tools(15) == ""
    install(programs, "pg_dump", "17.2")
    assert missing_tools(15) == ""


@pytest.mark.parametrize("program", pg_tools.PROGRAMS)
def test_a_missing_program_is_named_with_what_to_install(programs: Path, program: str) -> None:
    (programs / program).unlink()
    assert missing_tools(15) == (
        f"{program} is not on PATH, and backups of this PostgreSQL 15 need it. "
        "On Debian and Ubuntu: apt-get install postgresql-client-15"
    )


def test_a_program_older_than_the_server_is_named(programs: Path) -> None:
    assert "pg_dump is of version 15, and backups of this PostgreSQL 16 need it" in missing_tools(16)


def test_a_dump_is_not_read_without_pg_restore(programs: Path) -> None:
    assert reading(Path("x.dump"), "--list") == ["pg_restore", "--list", "--file=-", "x.dump"]
    (programs / "pg_restore").unlink()
    with pytest.raises(ToolMissing, match="apt-get install postgresql-client"):
        reading(Path("x.dump"))


def test_the_password_is_in_the_environment_and_not_on_the_command_line(tmp_path: Path) -> None:
    url = (
        "postgresql://someone:hid%40den@db.example.org:5433/designs?sslmode=require&options=-csearch_path%3Dx"
    )
    app = create_app(Settings.from_environment({"data": str(tmp_path), "database_url": url}))
    with app.app_context():
        command, environment = connected("pg_dump", "--format=custom")
    assert "hid" not in " ".join(command)
    assert environment["PGPASSWORD"] == "hid@den"
    for word in ("user=someone", "host=db.example.org", "port=5433", "dbname=designs", "sslmode=require"):
        assert word in command[-1]


def test_what_a_program_complains_of_is_told_without_its_name() -> None:
    process = subprocess.Popen(["false"])
    process.wait()
    with pytest.raises(ToolFailed, match=r"^could not write to output file: No space left on device$"):
        pg_tools.checked(
            process, b"noise\npg_dump: error: could not write to output file: No space left on device\n"
        )


@pytest.mark.parametrize(
    ("reader", "relayed"),
    [
        ("printf 'SET a = 1;\\nSET transaction_timeout = 0;\\nSET b = 2;\\n'", b"<SET a = 1;\nSET b = 2;\n>"),
        ("printf 'SET a = 1;\\n'; exit 1", b"<SET a = 1;\n"),
    ],
)
def test_a_script_is_ended_only_when_it_was_read_whole(tmp_path: Path, reader: str, relayed: bytes) -> None:
    with (tmp_path / "relayed").open("wb") as file:
        loading = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=file)
        source = subprocess.Popen(["sh", "-c", reader], stdout=subprocess.PIPE)
        with pg_tools.ended(loading), pg_tools.ended(source):
            pg_loading._relay(source, loading, "<", ">", "public", lambda what, done, of: None)
    assert (tmp_path / "relayed").read_bytes() == relayed


def test_a_loader_that_stops_early_ends_the_reader_too() -> None:
    loading = subprocess.Popen(["false"], stdin=subprocess.PIPE)
    source = subprocess.Popen(["yes"], stdout=subprocess.PIPE)
    with pg_tools.ended(loading), pg_tools.ended(source):
        pg_loading._relay(source, loading, "<", ">", "public", lambda what, done, of: None)
    assert loading.returncode == 1
    assert source.returncode == -9


def install(folder: Path, name: str, version: str) -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
    program.chmod(0o755)
