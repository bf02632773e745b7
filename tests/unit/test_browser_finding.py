"""Which browser `./designbook test` takes, and what it says when there is none."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.e2e import browser


@pytest.fixture
def python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An interpreter whose Playwright has a driver that runs, on a machine without any browser."""
    monkeypatch.delenv("DESIGNBOOK_BROWSER", raising=False)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "browsers"))
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    driver = tmp_path / "venv" / "lib" / "python3.11" / "site-packages" / "playwright" / "driver"
    (driver / "package").mkdir(parents=True)
    (driver / "package" / "browsers.json").write_text(
        json.dumps(
            {"browsers": [{"name": "firefox", "revision": "7"}, {"name": "chromium", "revision": "12"}]}
        )
    )
    program(driver / "node")
    return str(tmp_path / "venv" / "bin" / "python")


def program(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


def test_without_a_browser_none_is_found(python: str) -> None:
    assert browser.find(python) is None


def test_one_on_the_path_is_found(python: str, tmp_path: Path) -> None:
    edge = program(tmp_path / "path" / "microsoft-edge")
    assert browser.find(python) == edge
    chromium = program(tmp_path / "path" / "chromium")
    assert browser.find(python) == chromium


def test_playwrights_own_comes_before_the_path_where_it_is_of_its_revision(
    python: str, tmp_path: Path
) -> None:
    chromium = program(tmp_path / "path" / "chromium")
    program(tmp_path / "browsers" / "chromium-11" / "chrome-linux" / "chrome")
    assert browser.find(python) == chromium
    own = program(tmp_path / "browsers" / "chromium-12" / "chrome-linux" / "chrome")
    assert browser.find(python) == own


def test_a_named_one_comes_first(python: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path / "path" / "chromium")
    named = program(tmp_path / "mine" / "browser")
    monkeypatch.setenv("DESIGNBOOK_BROWSER", named)
    assert browser.find(python) == named
    monkeypatch.setenv("DESIGNBOOK_BROWSER", str(tmp_path / "nothing"))
    with pytest.raises(browser.NoBrowser, match="DESIGNBOOK_BROWSER is"):
        browser.find(python)


def test_what_cannot_be_installed_is_named(python: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)  # and no sudo on the path
    failed = subprocess.CompletedProcess[bytes](args=[], returncode=1)
    monkeypatch.setattr(subprocess, "run", lambda *args, **options: failed)
    with pytest.raises(browser.NoBrowser, match="apt-get install chromium fonts-dejavu-core"):
        browser.find_or_install(python)


def test_what_is_there_is_not_installed(python: str, tmp_path: Path) -> None:
    chromium = program(tmp_path / "path" / "chromium")
    assert browser.find_or_install(python) == chromium
