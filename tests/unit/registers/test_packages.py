"""Packages: from tables, lists and installs; versions that cannot both hold."""

from __future__ import annotations

import pytest

from tests.unit.registers.reading import (
    entries_of,
    exclude_each_other,
    keys_of,
    recognised,
    register_of,
    values_of,
)
from webapp.registers import REGISTERS, rule_for

PACKAGES = REGISTERS["packages"]


@pytest.mark.parametrize(
    "head",
    [
        "| Package | Version | Purpose |",
        "| Library | Version | Description |",
        "| Dependency | Version | Why |",
        "| Paquete | Versión | Propósito |",
        "| Librería | Versión | Uso |",
        "| Dependencia | Version | Motivo |",
    ],
)
def test_a_table_with_a_package_and_a_version(head: str) -> None:
    text = f"{head}\n|-|-|-|\n| `flask` | ^3.1 | the web |\n"
    assert recognised(text) == ("packages", ["package", "version", "purpose"])
    assert values_of(text, "packages") == [{"package": "flask", "version": "^3.1", "purpose": "the web"}]


def test_the_version_may_stand_beside_the_name() -> None:
    text = "## Dependencies\n\n| Package | Purpose |\n|-|-|\n| flask>=3.1 | web |\n| celery | later |\n"
    assert values_of(text, "packages") == [
        {"package": "flask", "version": ">=3.1", "purpose": "web"},
        {"package": "celery", "purpose": "later"},
    ]


def test_list_items_are_packages_in_backticks_or_with_a_version() -> None:
    text = (
        "## Dependencias\n\n- `httpx>=0.25` — calls\n- flask ^3.1\n- `redis`: cache\n"
        "- An account at the bank\n"
        "- `FEAT-001`: must be done\n- `schema.sql`: the schema\n- `a` is a package\n"
    )
    assert values_of(text, "packages") == [
        {"package": "httpx", "version": ">=0.25", "purpose": "calls"},
        {"package": "flask", "version": "^3.1"},
        {"package": "redis", "purpose": "cache"},
    ]


def test_install_commands_and_requirement_lines_under_the_heading() -> None:
    text = (
        "## New Packages\n\n```bash\n"
        "$ pip install -U flask==3.1 'httpx[http2]>=0.25' -r more.txt && flask run\n"
        "npm install @scope/thing@^2.1 left-pad\n```\n"
    )
    assert values_of(text, "packages") == [
        {"package": "flask", "version": "==3.1"},
        {"package": "httpx[http2]", "version": ">=0.25"},
        {"package": "@scope/thing", "version": "^2.1"},
        {"package": "left-pad"},
    ]
    lines = "```text\n# web\nflask>=3.1,<4\ncelery==5.4  # jobs\n```\n"
    assert keys_of(f"## Dependencies\n\n{lines}", "packages") == ["flask", "celery"]
    assert entries_of(f"## Setup\n\n{lines}") == []


@pytest.mark.parametrize(
    "text",
    [
        "## Dependencies\n\n| Depends On | Status |\n|-|-|\n| None | - |\n",
        "## Dependencies\n\n| Package | Owner |\n|-|-|\n| flask | me |\n",
        "| Tool | Version |\n|-|-|\n| hammer | 2 |\n",
        "## Dependencies\n\n```text\nflask>=3\nand some words\n```\n",
        "## Dependencies\n\n- Cloud account\n- Credentials in a safe place\n",
    ],
)
def test_lookalikes_are_left_alone(text: str) -> None:
    assert register_of(text) is None


def test_the_key_is_the_name_as_pypi_compares_it() -> None:
    names = ["Flask_Login", "flask.login", "flask-login", "FLASK--LOGIN", "flask-login[extra]"]
    assert {PACKAGES.key({"package": name}) for name in names} == {"flask-login"}


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        ("^1.0.0", "^2.0.0", True),
        ("==3.1", "3.1.0", False),
        (">=2", "<3", False),
        (">=41.0.0", "<41", True),
        ("~1.2.3", "1.3.0", True),
        ("(existing)", "^2", False),
        ("whatever", "^2", False),
    ],
)
def test_two_versions_that_cannot_both_hold_clash(one: str, other: str, clash: bool) -> None:
    first, second = {"package": "flask", "version": one}, {"package": "Flask", "version": other}
    assert exclude_each_other(PACKAGES, first, second) == (["flask"] if clash else [])


def test_a_placeholder_clashes_with_nothing() -> None:
    one = {"package": "package-name", "version": "^1.0.0"}
    assert exclude_each_other(PACKAGES, one, one | {"version": "^2.0.0"}) == []


@pytest.mark.parametrize(
    ("role", "typed", "fine"),
    [
        ("package", "flask-login", True),
        ("package", "@scope/thing", True),
        ("package", "two words", False),
        ("version", "^1.0.0", True),
        ("version", ">=2.1,<3", True),
        ("version", "(existing)", True),
        ("version", "new", False),
    ],
)
def test_rules(role: str, typed: str, fine: bool) -> None:
    rule = rule_for("packages", role)
    assert rule is not None
    said = rule(typed)
    assert (said is None) is fine
    assert said is None or said.startswith(("A package’s name", "A version looks like"))
