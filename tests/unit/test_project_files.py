"""What stands in the project's own files: the lock, the README, the settings."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from pathlib import Path

from webapp.cli import COMMANDS
from webapp.config import Settings

ROOT = Path(__file__).parent.parent.parent
LOCK = (ROOT / "requirements.lock").read_text()
README = (ROOT / "README.md").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def test_every_package_of_the_lock_is_pinned_with_hashes_and_without_an_address() -> None:
    for requirement in LOCK.replace("\\\n", " ").splitlines():
        assert re.match(r"[a-z0-9._-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", requirement), requirement
    assert "://" not in LOCK
    assert "--index" not in LOCK
    assert "--find-links" not in LOCK


def test_the_lock_has_every_dependency_of_the_project() -> None:
    locked = set(re.findall(r"^([a-z0-9._-]+)==", LOCK, re.MULTILINE))
    wanted = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
    names = {re.split(r"[\[<>=]", each)[0].replace("_", "-") for each in wanted}
    assert names - locked == set()


def test_the_readme_is_short_and_shows_what_there_is() -> None:
    assert README.count("\n") <= 120
    for name in COMMANDS:
        assert f"designbook {name}" in README, name
    for setting in fields(Settings):
        assert f"`DESIGNBOOK_{setting.name.upper()}`" in README, setting.name
    for link in re.findall(r"\]\(([^)]+)\)", README):
        assert (ROOT / link).is_file(), link
