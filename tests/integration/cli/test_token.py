"""`designbook token`: what a program needs stands alone on the last line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.serving import clean_environment
from webapp import create_app
from webapp.cli import main
from webapp.extensions import db
from webapp.services.tokens import find_token

TEXT = re.compile(r"dbk_[\w-]{43}\n")
EMAIL = "newcomer@example.org"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder that the settings name, with one account that has no password yet."""
    for name, value in clean_environment(tmp_path / "data").items():
        monkeypatch.setenv(name, value)
    for name in ("DATABASE_URL", "PUBLIC_URL", "SECRET_KEY"):
        monkeypatch.delenv(f"DESIGNBOOK_{name}", raising=False)
    assert run("people", "add", EMAIL).exit_code == 0


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, prog_name="designbook")


def stored(text: str) -> tuple[str, str, str, str | None, bool] | None:
    """Whose token this is, its name, scope, project, and whether it expires."""
    with create_app().app_context():
        token = find_token(text.strip())
        found = token and (
            token.person.email,
            token.name,
            token.scope,
            token.project.key if token.project else None,
            token.expires_at is not None,
        )
        db.session.remove()
        db.engine.dispose()
    return found or None


def test_a_token_stands_alone_on_standard_output() -> None:
    done = run("token", "add", EMAIL, "--name", "CI")
    assert done.exit_code == 0, done.output
    assert TEXT.fullmatch(done.stdout)
    assert f"acts as newcomer <{EMAIL}>" in done.stderr
    assert done.stdout.strip() not in done.stderr
    assert stored(done.stdout) == (EMAIL, "CI", "read", None, False)


def test_a_token_has_scope_project_and_days() -> None:
    more = ("--scope", "write", "--project", "feat", "--days", "30")
    done = run("token", "add", EMAIL, "--name", "CI", *more)
    assert stored(done.stdout) == (EMAIL, "CI", "write", "FEAT", True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nobody@example.org", "--name", "CI"), "Nobody has the account nobody@example.org"),
        ((EMAIL,), "Missing option '--name'"),
        ((EMAIL, "--name", "n" * 61), "at most 60 characters"),
        ((EMAIL, "--name", "CI", "--scope", "admin"), "'admin' is not one of 'read', 'write'"),
        ((EMAIL, "--name", "CI", "--project", "PAY"), "There is no project PAY."),
        ((EMAIL, "--name", "CI", "--days", "0"), "0 is not in the range"),
    ],
)
def test_what_cannot_be_made_is_said_on_standard_error(arguments: tuple[str, ...], said: str) -> None:
    done = run("token", "add", *arguments)
    assert done.exit_code in {1, 2}
    assert said in done.stderr
    assert done.stdout == ""
    assert run("token", "list", EMAIL).stdout == ""


def test_tokens_are_listed_and_revoked() -> None:
    text = run("token", "add", EMAIL, "--name", "CI").stdout
    (line,) = run("token", "list", EMAIL).stdout.splitlines()
    assert line == f"1  {text[:8]}…  read  all projects  does not expire  never used  CI"
    assert stored(text) is not None
    done = run("token", "revoke", EMAIL, "1")
    assert (done.exit_code, done.stderr) == (0, "Token 1 is revoked.\n")
    assert stored(text) is None
    assert run("token", "list", EMAIL).stdout == ""
    again = run("token", "revoke", EMAIL, "1")
    assert (again.exit_code, again.stderr) == (1, f"Error: {EMAIL} has no token 1 that works.\n")
