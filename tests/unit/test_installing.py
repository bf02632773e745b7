"""What `./designbook test` does where a PDF needs more of the system than there is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import installing


def test_nothing_is_installed_where_everything_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installing, "apt_install", lambda packages: pytest.fail(f"{packages} are there"))
    installing.find_or_install_libraries(sys.executable)


def test_what_is_missing_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    lacking = ["libpango-1.0-0"]

    def install(packages: list[str]) -> bool:
        assert packages == ["libpango-1.0-0"]
        lacking.clear()
        return True

    monkeypatch.setattr(installing, "_missing", lambda python: [*lacking])
    monkeypatch.setattr(installing, "apt_install", install)
    installing.find_or_install_libraries(sys.executable)
    assert lacking == []


@pytest.mark.parametrize("worked", [True, False])
def test_what_cannot_be_installed_is_named(monkeypatch: pytest.MonkeyPatch, worked: bool) -> None:
    monkeypatch.setattr(installing, "_missing", lambda python: ["libpango-1.0-0", "fonts-dejavu-core"])
    monkeypatch.setattr(installing, "apt_install", lambda packages: worked)
    with pytest.raises(installing.NoLibraries, match=r"apt-get install libpango-1\.0-0 fonts-dejavu-core"):
        installing.find_or_install_libraries(sys.executable)


def test_a_look_that_crashes_does_not_say_that_everything_is_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(installing, "LIBRARIES", tmp_path / "libraries.py")
    (tmp_path / "libraries.py").write_text("")
    installing.find_or_install_libraries(sys.executable)
    (tmp_path / "libraries.py").write_text("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    with pytest.raises(installing.NoLibraries, match=r"status -11\. To see why: .*libraries\.py"):
        installing.find_or_install_libraries(sys.executable)


def test_who_may_not_install_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = subprocess.CompletedProcess[bytes](args=[], returncode=1)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(subprocess, "run", lambda *arguments, **options: refused)
    assert not installing.apt_install(["libpango-1.0-0"])


def test_root_installs_without_asking(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[list[str]] = []

    def run(command: list[str], **options: object) -> subprocess.CompletedProcess[bytes]:
        ran.append(command)
        return subprocess.CompletedProcess(args=[], returncode=0)

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(installing.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(subprocess, "run", run)
    assert installing.apt_install(["libpango-1.0-0"])
    assert [command[-1] for command in ran] == ["update", "libpango-1.0-0"]
    assert capsys.readouterr().out == "Installing libpango-1.0-0 with apt-get …\n"
