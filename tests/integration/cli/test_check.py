"""`designbook check`, as somebody at a terminal and a script in CI meet it."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from webapp.checks import CODES
from webapp.cli import main
from webapp.config import ROOT

ENDPOINTS = "| Method | Endpoint | Description | Auth |\n|---|---|---|---|\n"
LOGIN = f"# FEAT-001: Login\n\n## API Design\n\n{ENDPOINTS}| POST | `/sessions` | Sign in | ❌ |\n"
LOGOUT = f"# FEAT-002: Logout\n\nText.\n\n## API Design\n\n{ENDPOINTS}| POST | `/sessions` | Sign out | |\n"
FINE = "# FEAT-003: Fine\n\nNothing is missing.\n"


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that cannot be made."""
    (tmp_path / "in-the-way").write_text("a file\n")
    monkeypatch.setenv("DESIGNBOOK_DATA", str(tmp_path / "in-the-way" / "data"))
    monkeypatch.delenv("DESIGNBOOK_DATABASE_URL", raising=False)
    return tmp_path / "in-the-way" / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of three designs, of which two clash."""
    for name, text in {"FEAT-001-login": LOGIN, "FEAT-002-logout": LOGOUT, "FEAT-003-fine": FINE}.items():
        (tmp_path / "designs" / name).mkdir(parents=True)
        (tmp_path / "designs" / name / "design.md").write_text(text)
    return tmp_path / "designs"


def designbook(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)), prog_name="designbook")


def test_what_is_found_is_told_with_file_and_line_and_what_to_do(folder: Path, nowhere: Path) -> None:
    done = designbook("check", folder)

    assert done.exit_code == 1, done.output
    login, logout = (folder / name / "design.md" for name in ("FEAT-001-login", "FEAT-002-logout"))
    clash = "endpoint-clash: More than one design defines POST /sessions."
    assert done.stdout.splitlines() == [
        f"{login}:7: {clash} Also: {logout}:9. {CODES['endpoint-clash'].remedy}",
        f"{logout}:9: {clash} Also: {login}:7. {CODES['endpoint-clash'].remedy}",
        f"{logout}:9: endpoint-without-auth: Whether POST /sessions needs authentication is not decided. "
        f"{CODES['endpoint-without-auth'].remedy}",
    ]
    assert done.stderr == "3 findings in 2 of 3 files.\n"
    assert not nowhere.exists()


def test_where_nothing_is_found_the_exit_status_says_so(folder: Path) -> None:
    done = designbook("check", folder / "FEAT-003-fine", folder / "FEAT-001-login" / "design.md")

    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == "Nothing found in 2 files.\n"


def test_the_order_is_the_same_whatever_the_order_of_the_files(folder: Path) -> None:
    files = [folder / name / "design.md" for name in ("FEAT-001-login", "FEAT-002-logout", "FEAT-003-fine")]
    assert designbook("check", *files).stdout == designbook("check", *reversed(files)).stdout


def test_json_says_the_same(folder: Path) -> None:
    done = designbook("check", "--json", folder)

    assert done.exit_code == 1
    said = json.loads(done.stdout)
    assert (said["files"], said["unreadable"]) == (3, [])
    assert [(each["line"], each["code"], each["register"]) for each in said["findings"]] == [
        (7, "endpoint-clash", "endpoints"),
        (9, "endpoint-clash", "endpoints"),
        (9, "endpoint-without-auth", "endpoints"),
    ]
    first = said["findings"][0]
    assert first["sentence"] == "More than one design defines POST /sessions."
    assert first["remedy"] == CODES["endpoint-clash"].remedy
    assert first["others"] == [{"file": f"{folder}/FEAT-002-logout/design.md", "line": 9}]


def test_files_of_one_folder_are_one_design(folder: Path) -> None:
    (folder / "FEAT-001-login" / "spec.md").write_text(LOGIN)
    tasks = "# Tasks\n\n## Phase 1\n\n- [ ] Write `GET /sessions`\n"
    (folder / "FEAT-001-login" / "tasks.md").write_text(tasks)

    done = designbook("check", folder / "FEAT-001-login")

    assert done.stdout.startswith(f"{folder}/FEAT-001-login/tasks.md:5: endpoint-not-declared: ")
    assert len(done.stdout.splitlines()) == 1


def test_an_archive_is_looked_into(folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "designs.zip", "w") as archive:
        for file in folder.rglob("*.md"):
            archive.write(file, file.relative_to(folder))

    done = designbook("check", tmp_path / "designs.zip")

    assert done.exit_code == 1
    assert f"{tmp_path}/designs.zip/FEAT-002-logout/design.md:9: endpoint-clash: " in done.stdout


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("latin.md", b"# T\xe9\n", "line 1"),
        ("nul.md", b"# T\n\x00\n", "line 2"),
        ("long.md", b"a" * 1_000_001, "more than"),
        ("picture.png", b"\x89PNG", "neither a Markdown file"),
        (None, b"", "neither a file nor a folder"),
    ],
)
def test_what_cannot_be_read_ends_with_two_and_the_rest_is_checked(
    folder: Path, name: str | None, content: bytes, reason: str
) -> None:
    path = folder / (name or "missing.md")
    if name:
        path.write_bytes(content)

    done = designbook("check", path, folder / "FEAT-001-login", folder / "FEAT-002-logout")

    assert done.exit_code == 2
    assert len(done.stdout.splitlines()) == 3
    assert done.stderr.startswith(f"{path}: cannot be read: ")
    assert reason in done.stderr.splitlines()[0]


def test_a_folder_without_markdown_is_no_success(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = designbook("check", tmp_path / "empty")
    assert done.exit_code == 2
    assert "there is no Markdown file (.md) in it." in done.stderr


def test_examples_are_those_of_the_template_that_is_named(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "ours.md").write_text(LOGIN.replace("FEAT-001", "FEAT-XXX"))

    done = designbook("check", "--template", tmp_path / "ours.md", folder / "FEAT-001-login")

    assert done.exit_code == 1
    assert "design.md:7: template-example: " in done.stdout
    shipped = ROOT / "templates" / "design.md"
    assert designbook("check", "--template", shipped, folder / "FEAT-001-login").exit_code == 0


@pytest.mark.parametrize(
    "arguments", [["--template", "{missing}", "."], ["--template", "{latin}", "."], ["--no"]]
)
def test_a_wrong_option_is_refused(arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / "latin.md").write_bytes(b"\xe9")
    paths = {"missing": tmp_path / "missing.md", "latin": tmp_path / "latin.md"}
    done = designbook("check", *(each.format(**paths) for each in arguments))
    assert done.exit_code == 2
    assert "Error: " in done.stderr


def test_a_name_that_would_command_a_terminal_is_shown_and_does_not(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[2J.md"
    path.write_text("# T\n\n_TBD_\n")
    done = designbook("check", path)
    assert done.exit_code == 1
    assert "\x1b" not in done.stdout


def test_of_the_stored_designs_it_says_the_same_as_of_their_files(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESIGNBOOK_DATA", str(tmp_path / "data"))
    assert designbook("import", folder).exit_code == 0

    of_files = json.loads(designbook("check", "--json", folder).stdout)["findings"]
    done = designbook("check", "--json")

    assert done.exit_code == 1
    for each in of_files:
        for place in (each, *each["others"]):
            path = Path(os.path.relpath(place["file"], folder))
            place["file"] = f"{path.parent.name[:8]}/{path.name}"
    assert json.loads(done.stdout)["findings"] == of_files
    assert designbook("check", "--template", folder / "FEAT-001-login" / "design.md").exit_code == 2


def test_a_store_without_designs_has_nothing_to_tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESIGNBOOK_DATA", str(tmp_path / "data"))
    done = designbook("check")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "Nothing found in 0 files.\n")
