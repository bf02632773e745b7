"""What docs/deploy.md and docs/limits.md name: it exists."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from click import Command

from webapp.cli import COMMANDS, main
from webapp.config import Settings
from webapp.services.audit_verbs import VERBS

DOCS = Path(__file__).parent.parent.parent / "docs"
DEPLOY = (DOCS / "deploy.md").read_text()
LIMITS = (DOCS / "limits.md").read_text()
SETTINGS = {f"DESIGNBOOK_{setting.name.upper()}" for setting in fields(Settings)}


def unknown(text: str) -> list[str]:
    """Which commands, options, settings, verbs and files a text names that do not exist."""
    found = [name for name in re.findall(r"DESIGNBOOK_\w+", text) if name not in SETTINGS]
    for command, rest in re.findall(r"(?<![\w/.-])(?:\S*/)?designbook ([a-z]+)\b([^`\n]*)", text):
        if command not in COMMANDS:
            found.append(command)
            continue
        made = main.get_command(None, command)  # type: ignore[arg-type]
        assert isinstance(made, Command)
        known = {option for each in made.params for option in each.opts}
        found += [option for option in re.findall(r"(?<= )--[a-z-]+", rest) if option not in known]
    found += [verb for verb in re.findall(r'"verb": "([\w-]+)"', text) if verb not in VERBS]
    found += [link for link in re.findall(r"\]\(([^)#]+)\)", text) if not (DOCS / link).is_file()]
    return found


@pytest.mark.parametrize("text", [DEPLOY, LIMITS], ids=["deploy", "limits"])
def test_what_the_pages_name_exists(text: str) -> None:
    assert unknown(text) == []


def test_every_setting_is_told_of() -> None:
    assert SETTINGS - set(re.findall(r"DESIGNBOOK_\w+", DEPLOY)) == set()


@pytest.mark.parametrize(
    "text",
    [
        "DESIGNBOOK_NOTHING=1",
        "/opt/venv/bin/designbook fly",
        "designbook serve --flying",
        '"verb": "fly"',
        "[fly](fly.md)",
    ],
)
def test_the_check_finds_what_does_not_exist(text: str) -> None:
    assert len(unknown(text)) == 1
