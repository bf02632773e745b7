"""The group of commands: help, versions and exit statuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.serving import run
from webapp import __version__
from webapp.cli import COMMANDS, main
from webapp.cli.starting import CannotStart


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_a_help_that_begins_with_a_sentence(name: str) -> None:
    done = CliRunner().invoke(main, [name, "--help"], prog_name="designbook")
    assert done.exit_code == 0, done.output
    assert done.output.startswith(f"Usage: designbook {name}")
    assert done.output.splitlines()[2].strip()


def test_the_help_lists_every_command() -> None:
    done = CliRunner().invoke(main, ["--help"])
    assert done.exit_code == 0
    for name in COMMANDS:
        assert f"\n  {name} " in done.output


def test_the_version_is_said() -> None:
    assert CliRunner().invoke(main, ["--version"]).output == f"Designbook {__version__}\n"


@pytest.mark.parametrize("arguments", [["nonsense"], ["serve", "--nonsense"], ["export", "--nonsense"]])
def test_what_is_no_command_or_option_is_a_usage_error(arguments: list[str]) -> None:
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 2
    assert "nonsense" in done.output


def test_what_a_person_can_put_right_is_one_line_and_status_1(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise CannotStart("The disk is on fire.")

    monkeypatch.setattr("webapp.cli.doctor.opened_app", refuse)
    done = CliRunner().invoke(main, ["doctor"])
    assert done.exit_code == 1
    assert done.output == "Error: The disk is on fire.\n"


def test_the_commands_run_from_a_folder_that_has_a_webapp_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "webapp").mkdir()
    (tmp_path / "webapp" / "__init__.py").write_text("raise SystemExit('the wrong one')")
    monkeypatch.chdir(tmp_path)
    assert run(tmp_path / "data", "--version").stdout == f"Designbook {__version__}\n"
