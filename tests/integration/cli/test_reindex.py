"""`designbook reindex`, as somebody at a terminal meets it."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from webapp.cli import main

DESIGN = "# FEAT-001: Login\n\n| a |\n|---|\n| needle |\n"


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The database of a data folder that holds one design."""
    monkeypatch.setenv("DESIGNBOOK_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("DESIGNBOOK_DATABASE_URL", raising=False)
    (tmp_path / "FEAT-001-login.md").write_text(DESIGN)
    done = CliRunner().invoke(main, ["import", str(tmp_path / "FEAT-001-login.md")])
    assert done.exit_code == 0, done.output
    return tmp_path / "data" / "designbook.db"


def test_an_index_that_was_lost_is_there_again_and_the_command_says_so(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("DELETE FROM search_line")
        connection.execute("DELETE FROM search_gram")
        connection.execute("INSERT INTO search_line_fts (search_line_fts) VALUES ('delete-all')")

    done = CliRunner().invoke(main, ["reindex"])

    assert done.exit_code == 0, done.output
    first, second = done.stdout.splitlines()
    assert re.fullmatch(r"4 lines of 1 design indexed in \d+ s\.", first)
    assert second == "1 design had lines that were missing or wrong."
    with closing(sqlite3.connect(database)) as connection:
        found = connection.execute("SELECT text FROM search_line_fts WHERE search_line_fts MATCH 'needle'")
        assert found.fetchall() == [("needle",)]
        assert connection.execute("SELECT count(*) FROM search_gram WHERE gram = 'ne'").fetchone() == (1,)


def test_where_nothing_is_wrong_it_says_so(database: Path) -> None:
    done = CliRunner().invoke(main, ["reindex"])

    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[1] == "0 designs had lines that were missing or wrong."
