"""`designbook sample`, as somebody at a terminal meets it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from webapp.cli import main
from webapp.services.sample import SAMPLE


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of the commands, not made yet."""
    monkeypatch.setenv("DESIGNBOOK_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("DESIGNBOOK_DATABASE_URL", raising=False)
    return tmp_path / "data"


def test_the_sample_comes_in_and_goes_out_again_byte_for_byte(tmp_path: Path) -> None:
    done = designbook("sample")

    assert done.exit_code == 0, done.output
    assert done.stdout == "The sample project LIB is loaded: 8 designs of an imaginary town library.\n"
    designbook("export", "--to", str(tmp_path / "out"))
    assert given_out(tmp_path / "out") == given_out(SAMPLE)


def test_a_second_time_it_says_that_it_is_there() -> None:
    designbook("sample")
    again = designbook("sample")

    assert again.exit_code == 0
    assert again.stdout == "The sample project LIB is there already. Nothing was changed.\n"


def test_another_project_of_that_key_ends_it_with_one_line(tmp_path: Path) -> None:
    (tmp_path / "LIB-001-shelves").mkdir()
    (tmp_path / "LIB-001-shelves" / "design.md").write_text("# LIB-001: Shelves\n")
    designbook("import", str(tmp_path / "LIB-001-shelves"))

    refused = designbook("sample")

    assert refused.exit_code == 1
    assert refused.stderr.startswith(
        "Error: The sample needs the key LIB, and there is a project LIB already"
    )
    assert designbook("export", "LIB-001").stdout == "# LIB-001: Shelves\n"


def designbook(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def given_out(folder: Path) -> dict[tuple[str, str], bytes]:
    return {(file.parent.name[:7], file.name): file.read_bytes() for file in folder.glob("*/*.md")}
