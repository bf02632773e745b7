"""`designbook import` and `designbook export`, as somebody at a terminal meets them."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import time
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.serving import RUN_SECONDS, clean_environment, command
from webapp.cli import main
from webapp.markdown.lines import display_width

DESIGN = b"\xef\xbb\xbf# FEAT-001: Login\r\n\r\n| a |\r\n|---|\r\n| \xc3\xb1 |\r\nno end"
TASKS = b"# Tasks\n\n## Phase 1\n\n- [ ] One\n"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of the commands, not made yet."""
    monkeypatch.setenv("DESIGNBOOK_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("DESIGNBOOK_DATABASE_URL", raising=False)
    return tmp_path / "data"


@pytest.fixture
def files(tmp_path: Path, data: Path) -> Path:
    """A folder of designs."""
    folder = tmp_path / "specs"
    (folder / "FEAT-001-auth").mkdir(parents=True)
    (folder / "FEAT-001-auth" / "design.md").write_bytes(DESIGN)
    (folder / "FEAT-001-auth" / "tasks.md").write_bytes(TASKS)
    (folder / "FEAT-001-auth" / "picture.png").write_bytes(b"\x89PNG")
    (folder / ".git").mkdir()
    (folder / ".git" / "description.md").write_bytes(b"# Hidden\n")
    return folder


def test_a_folder_comes_in_with_a_line_a_file_and_counts(files: Path) -> None:
    done = designbook("import", files)

    assert done.exit_code == 0, done.output
    first, second, last = done.stdout.splitlines()
    assert (
        " ".join(first.split()) == f"FEAT-001 design new 1 sections 2 rows 0 entries {name(files, 'design')}"
    )
    assert (
        " ".join(second.split()) == f"FEAT-001 tasks new 2 sections 1 rows 1 entries {name(files, 'tasks')}"
    )
    assert last == "2 files: 2 new, 0 updated, 0 unchanged, 0 refused."


def test_the_same_folder_again_is_unchanged_and_an_edit_is_an_update(files: Path) -> None:
    designbook("import", files)
    again = designbook("import", files)
    (files / "FEAT-001-auth" / "tasks.md").write_bytes(TASKS + b"- [ ] Two\n")
    edited = designbook("import", files)

    assert again.stdout.endswith("2 files: 0 new, 0 updated, 2 unchanged, 0 refused.\n")
    assert edited.stdout.endswith("2 files: 0 new, 1 updated, 1 unchanged, 0 refused.\n")
    assert designbook("export", "FEAT-001").stdout_bytes == DESIGN


def test_a_dry_run_says_the_same_and_writes_nothing(files: Path) -> None:
    planned = designbook("import", files, "--dry-run")

    assert planned.exit_code == 0
    assert designbook("export", "FEAT-001").exit_code == 1
    done = designbook("import", files)
    assert planned.stdout.splitlines()[:-1] == done.stdout.splitlines()[:-1]
    assert planned.stdout.endswith(
        "2 files: 2 new, 0 updated, 0 unchanged, 0 refused. Nothing was written.\n"
    )


def test_a_title_that_gives_way_is_said_before_and_after(files: Path) -> None:
    designbook("import", files)
    (files / "FEAT-001-auth" / "design.md").write_bytes(b"# FEAT-001: Other\n")

    for done in (designbook("import", files, "--dry-run"), designbook("import", files)):
        design, tasks, _ = done.stdout.splitlines()
        assert design.endswith(f"{name(files, 'design')}  (title: Login → Other)")
        assert tasks.endswith(name(files, "tasks"))


def test_a_long_name_of_a_document_shifts_no_column(files: Path) -> None:
    for document in ("x" * 99, "一" * 30, "requirements-2nd", "e\N{COMBINING ACUTE ACCENT}" * 20):
        (files / "FEAT-001-auth" / f"{document}.md").write_bytes(b"# Text\n")

    lines = designbook("import", files).stdout.splitlines()[:-1]

    assert {display_width(line[: line.index(" new ")]) for line in lines} == {26}
    assert {display_width(line[: line.index(" sections ")]) for line in lines} == {41}
    assert sum(f"{'x' * 15}… " in line for line in lines) == 1
    assert sum("requirements-2nd " in line for line in lines) == 1


def test_a_refused_file_is_said_with_its_reason_and_the_others_come_in(files: Path) -> None:
    (files / "FEAT-002-broken").mkdir()
    (files / "FEAT-002-broken" / "design.md").write_bytes(b"# A\n\n\xff\n")

    done = designbook("import", files)

    assert done.exit_code == 1
    assert (
        "refused   " + name(files, "design", "FEAT-002-broken") + ": line 3: this is not UTF-8" in done.stdout
    )
    assert done.stdout.endswith("3 files: 2 new, 0 updated, 0 unchanged, 1 refused.\n")
    assert designbook("export", "FEAT-001").stdout_bytes == DESIGN


def test_a_single_file_is_known_by_the_folder_it_lies_in(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(files / "FEAT-001-auth")

    done = designbook("import", "tasks.md")

    assert done.stdout.split()[:3] == ["FEAT-001", "tasks", "new"]


def test_the_folder_given_counts_and_those_around_it_do_not(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (files / "FEAT-001-auth" / "ideas").mkdir()
    (files / "FEAT-001-auth" / "ideas" / "other.md").write_bytes(b"# Other\n")
    monkeypatch.chdir(files / "FEAT-001-auth" / "ideas")

    done = designbook("import", ".", "--project", "ops")

    assert done.stdout.split()[:3] == ["OPS-001", "design", "new"]


def test_a_file_named_twice_comes_in_once(files: Path) -> None:
    done = designbook("import", files, files / "FEAT-001-auth" / "tasks.md", files / "FEAT-001-auth")

    assert done.stdout.endswith("2 files: 2 new, 0 updated, 0 unchanged, 0 refused.\n")


def test_an_archive_comes_in_like_its_folder(files: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "specs.zip", "w") as archive:
        archive.writestr("FEAT-001-auth/design.md", DESIGN)

    done = designbook("import", tmp_path / "specs.zip")

    assert done.exit_code == 0
    assert done.stdout.splitlines()[0].endswith(f"{tmp_path}/specs.zip/FEAT-001-auth/design.md")
    assert designbook("export", "FEAT-001").stdout_bytes == DESIGN


def test_a_hostile_archive_is_refused_whole_and_the_folder_beside_it_comes_in(
    files: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
        archive.writestr("FEAT-007/design.md", b"# Harmless\n")
        archive.writestr("../../evil.md", b"# Evil\n")

    done = designbook("import", tmp_path / "evil.zip", files)

    assert done.exit_code == 1
    assert "which leads out of it" in done.stdout
    assert done.stdout.endswith("3 files: 2 new, 0 updated, 0 unchanged, 1 refused.\n")
    assert designbook("export", "FEAT-007").exit_code == 1
    assert not list(tmp_path.parent.rglob("evil.md"))


def test_what_is_neither_markdown_nor_an_archive_is_refused_when_it_is_named(files: Path) -> None:
    done = designbook("import", files / "FEAT-001-auth" / "picture.png")

    assert done.exit_code == 1
    assert "neither a Markdown file (.md) nor a .zip" in done.stdout


def test_a_link_that_leads_out_of_the_folder_is_refused_and_one_inside_comes_once(
    files: Path, tmp_path: Path
) -> None:
    (tmp_path / "secret.md").write_bytes(b"# Secret\n")
    (files / "FEAT-001-auth" / "again.md").symlink_to(files / "FEAT-001-auth" / "tasks.md")
    (files / "FEAT-002-pay").mkdir()
    (files / "FEAT-002-pay" / "design.md").symlink_to(tmp_path / "secret.md")
    done = designbook("import", files)
    assert done.exit_code == 1
    assert "it is a link that leads out of the folder; import the file itself." in done.output
    assert "2 files" in designbook("import", files / "FEAT-001-auth", "--dry-run").output
    assert designbook("export", "FEAT-001").exit_code == 0
    assert designbook("export", "FEAT-002").exit_code == 1


@pytest.mark.parametrize("ending", ["md", "zip"])
def test_a_pipe_is_refused_and_nobody_waits_for_it(
    files: Path, data: Path, tmp_path: Path, ending: str
) -> None:
    os.mkfifo(tmp_path / f"pipe.{ending}")

    done = subprocess.run(
        command("import", str(tmp_path / f"pipe.{ending}"), str(files)),
        env=clean_environment(data),
        stdout=subprocess.PIPE,
        text=True,
        timeout=RUN_SECONDS,
    )

    assert done.returncode == 1
    assert f"pipe.{ending}: it is neither a file nor a folder." in done.stdout
    assert done.stdout.endswith("3 files: 2 new, 0 updated, 0 unchanged, 1 refused.\n")


def test_a_folder_without_markdown_is_not_a_success(files: Path) -> None:
    done = designbook("import", files / ".git")

    assert done.exit_code == 0  # it was named itself, so it is not hidden
    (files / "empty").mkdir()
    assert designbook("import", files / "empty").exit_code == 1


def test_a_name_cannot_command_the_terminal(files: Path) -> None:
    (files / "FEAT-002\x1b[31m").mkdir()
    (files / "FEAT-002\x1b[31m" / "design.md").write_bytes(b"# Red\n")

    done = designbook("import", files)

    assert done.exit_code == 0
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["import"],
        ["import", "nowhere"],
        ["import", ".", "--project", "no key"],
        ["export"],
        ["export", "A-1", "A-2"],
    ],
)
def test_a_wrong_call_is_a_usage_error(data: Path, arguments: list[str]) -> None:
    done = designbook(*arguments)

    assert done.exit_code == 2
    assert not data.exists()


def test_an_unknown_key_is_said_on_standard_error_alone(data: Path) -> None:
    done = designbook("export", "FEAT-404")

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "Error: There is no design FEAT-404.\n"


@pytest.mark.parametrize(
    ("redirection", "said"),
    [
        (">/dev/full", "Error: The output cannot be written: No space left on device.\n"),
        (">&-", "Error: Standard output is closed; name a folder with --to.\n"),
    ],
)
def test_an_output_that_takes_nothing_is_said_in_one_line(
    files: Path, data: Path, redirection: str, said: str
) -> None:
    designbook("import", files)

    done = subprocess.run(
        ["sh", "-c", f'"$@" {redirection}', "sh", *command("export", "FEAT-001")],
        env=clean_environment(data),
        stderr=subprocess.PIPE,
        text=True,
        timeout=RUN_SECONDS,
    )

    assert (done.returncode, done.stderr) == (1, said)


def test_everything_is_written_to_a_folder_byte_for_byte(files: Path, tmp_path: Path) -> None:
    designbook("import", files)

    done = designbook("export", "--to", tmp_path / "out" / "deep")

    folder = tmp_path / "out" / "deep" / "FEAT-001-login"
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        str(folder / "design.md"),
        str(folder / "tasks.md"),
        f"2 files of 1 design written to {tmp_path / 'out' / 'deep'}",
    ]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "design.md": DESIGN,
        "tasks.md": TASKS,
    }


def test_what_was_exported_comes_in_again_unchanged(files: Path, tmp_path: Path) -> None:
    designbook("import", files)
    designbook("export", "--to", tmp_path / "out")

    done = designbook("import", tmp_path / "out")

    assert done.stdout.endswith("2 files: 0 new, 0 updated, 2 unchanged, 0 refused.\n")


def test_an_export_replaces_its_own_files_and_leaves_others_alone(files: Path, tmp_path: Path) -> None:
    designbook("import", files)
    folder = tmp_path / "out" / "FEAT-001-login"
    folder.mkdir(parents=True)
    (folder / "design.md").write_bytes(b"old")
    (folder / "notes.md").write_bytes(b"mine")

    designbook("export", "feat-1", "--to", tmp_path / "out")

    assert (folder / "design.md").read_bytes() == DESIGN
    assert (folder / "notes.md").read_bytes() == b"mine"
    assert len(list(folder.iterdir())) == 3


def test_an_export_never_writes_through_a_link(files: Path, tmp_path: Path) -> None:
    designbook("import", files)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "precious.md").write_bytes(b"precious")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "FEAT-001-login").symlink_to(elsewhere)

    refused = designbook("export", "--to", tmp_path / "out")

    assert refused.exit_code == 1
    assert "cannot be written" in refused.stderr
    assert [path.name for path in elsewhere.iterdir()] == ["precious.md"]
    (tmp_path / "out" / "FEAT-001-login").unlink()
    (tmp_path / "out" / "FEAT-001-login").mkdir()
    (tmp_path / "out" / "FEAT-001-login" / "design.md").symlink_to(elsewhere / "precious.md")
    assert designbook("export", "--to", tmp_path / "out").exit_code == 0
    assert (elsewhere / "precious.md").read_bytes() == b"precious"
    assert (tmp_path / "out" / "FEAT-001-login" / "design.md").read_bytes() == DESIGN


def test_a_folder_that_cannot_be_made_is_one_line(files: Path, tmp_path: Path) -> None:
    designbook("import", files)
    (tmp_path / "file").write_bytes(b"")

    done = designbook("export", "--to", tmp_path / "file" / "below")

    assert done.exit_code == 1
    assert done.stderr.startswith(f"Error: {tmp_path}/file/below/FEAT-001-login/design.md cannot be written")


def test_an_import_killed_at_any_moment_leaves_whole_designs_and_can_be_done_again(
    data: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "many"
    rows = "".join(f"- [ ] Task {number}\n" for number in range(60))
    documents = ("design", "spec", "tasks", "status")
    for number in range(1, 31):
        (folder / f"FEAT-{number:03d}").mkdir(parents=True)
        for document in documents:
            text = f"# FEAT-{number:03d}: Design\n\n## Tasks\n\n{rows}"
            (folder / f"FEAT-{number:03d}" / f"{document}.md").write_text(text)
    assert designbook("import", folder / "FEAT-001").exit_code == 0

    caught = 0
    for delay in (0.0, 0.03, 0.06, 0.1, 0.15):
        before = stored(data)
        caught += killed(data, folder, delay)
        after = stored(data)
        assert set(before) <= set(after)
        assert all(found == dict.fromkeys(documents, 60) for found in after.values())

    assert caught >= 3, "the kills came before or after the writing"
    assert designbook("import", folder).exit_code == 0
    assert len(stored(data)) == 30


def killed(data: Path, folder: Path, delay: float) -> bool:
    """Start an import, kill it `delay` seconds after its first design; whether it was in the middle."""
    process = subprocess.Popen(
        command("import", str(folder)), env=clean_environment(data), stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    said = process.stdout.read()
    process.stdout.close()
    return process.wait() == -signal.SIGKILL and "refused." not in said


def stored(data: Path) -> dict[int, dict[str, int]]:
    """For each design its documents with the number of their rows; the database has to be sound."""
    with closing(sqlite3.connect(data / "designbook.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        found: dict[int, dict[str, int]] = {
            number: {} for (number,) in connection.execute("SELECT number FROM design")
        }
        for number, document, count in connection.execute(
            "SELECT number, document.name, count(row.id) FROM design JOIN document ON design_id = design.id "
            "LEFT JOIN row ON document_id = document.id GROUP BY design.id, document.id"
        ):
            found[number][document] = count
    return found


def name(files: Path, document: str, folder: str = "FEAT-001-auth") -> str:
    return str(files / folder / f"{document}.md")


def designbook(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [os.fspath(argument) for argument in arguments])
