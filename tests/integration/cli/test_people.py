"""`designbook people`: accounts and links, before the first `serve` too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.serving import clean_environment
from webapp import create_app
from webapp.cli import main
from webapp.extensions import db
from webapp.models import Person
from webapp.services import links, people

LINK = re.compile(r"http://127\.0\.0\.1:8000/links/([\w-]{43})\n")


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder that the settings name."""
    for name, value in clean_environment(tmp_path / "data").items():
        monkeypatch.setenv(name, value)
    for name in ("DATABASE_URL", "PUBLIC_URL", "SECRET_KEY"):
        monkeypatch.delenv(f"DESIGNBOOK_{name}", raising=False)
    return tmp_path / "data"


def run_people(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["people", *arguments], prog_name="designbook")


def stored() -> list[tuple[str, str, bool]]:
    with create_app().app_context():
        found = [(each.email, each.name, each.is_admin) for each in db.session.scalars(db.select(Person))]
        db.session.remove()
        db.engine.dispose()
    return found


def test_an_account_is_added_to_an_empty_folder_and_its_link_works(data: Path) -> None:
    done = run_people("add", "Newcomer@Example.org", "--name", "New Person", "--admin")
    assert done.exit_code == 0, done.output
    found = LINK.fullmatch(done.stdout)
    assert found
    assert "New Person <newcomer@example.org> chooses a password" in done.stderr
    assert stored() == [("newcomer@example.org", "New Person", True)]
    with create_app().app_context():
        links.use_password_link(found[1], password="a better battery staple")
        assert people.authenticate("newcomer@example.org", "a better battery staple").is_admin
        db.session.remove()
        db.engine.dispose()


def test_without_options_an_account_is_no_administrators_and_named_after_its_address(data: Path) -> None:
    assert run_people("add", "newcomer@example.org").exit_code == 0
    assert stored() == [("newcomer@example.org", "newcomer", False)]


def test_a_link_for_a_forgotten_password_ends_the_one_before(data: Path) -> None:
    first = LINK.fullmatch(run_people("add", "newcomer@example.org").stdout)
    second = LINK.fullmatch(run_people("link", "NEWCOMER@example.org").stdout)
    assert first
    assert second
    with create_app().app_context():
        with pytest.raises(links.Missing):
            links.find_password_link(first[1])
        assert links.find_password_link(second[1]).person is not None
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize(
    ("arguments", "environment", "start"),
    [
        ([], {}, "http://127.0.0.1:8000/links/"),
        ([], {"DESIGNBOOK_PUBLIC_URL": "https://designs.example.org"}, "https://designs.example.org/links/"),
        (["--url", "http://here:8123/"], {}, "http://here:8123/links/"),
        (
            ["--url", "http://here:8123"],
            {"DESIGNBOOK_PUBLIC_URL": "https://designs.example.org"},
            "http://here:8123/links/",
        ),
    ],
)
def test_the_link_begins_where_people_reach_the_server(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], environment: dict[str, str], start: str
) -> None:
    monkeypatch.setenv("DESIGNBOOK_LIMITS", "on")  # nobody may switch them off for such a server
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    done = run_people("add", "newcomer@example.org", *arguments)
    assert done.exit_code == 0
    assert done.stdout.startswith(start)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["add", "no address"], "Error: This is not an e-mail address"),
        (["add", "tester@example.org", "--name", "a\nb"], "Error: This holds a line break"),
        (["add", "tester@example.org", "--name", "x" * 101], "Error: A name has at most 100 characters"),
        (["add", "NEWCOMER@example.org"], "designbook people link newcomer@example.org"),
        (["link", "tester@example.org"], "designbook people add tester@example.org"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line_and_changes_nothing(arguments: list[str], said: str) -> None:
    assert run_people("add", "newcomer@example.org").exit_code == 0
    done = run_people(*arguments)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert stored() == [("newcomer@example.org", "newcomer", False)]


@pytest.mark.parametrize(
    "arguments", [["add"], ["link"], ["add", "a@b.org", "c@d.org"], ["nonsense"], ["add", "--x"]]
)
def test_a_wrong_use_is_a_usage_error(arguments: list[str]) -> None:
    done = run_people(*arguments)
    assert done.exit_code == 2
    assert "Usage: designbook people" in done.stderr


@pytest.mark.parametrize("command", ["add", "link"])
def test_each_command_says_what_it_does(command: str) -> None:
    done = run_people(command, "--help")
    assert done.exit_code == 0
    assert "EMAIL" in done.output
    assert "password" in done.output
