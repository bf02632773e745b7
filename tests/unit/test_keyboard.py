"""The keyboard contract: every key means one thing in one place, and a script does what it says."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from webapp.assets import STATIC
from webapp.minifying import CONTRACT
from webapp.views.keyboard import BINDINGS, TITLES, Where, contract_script, key_caps

SCRIPTS = {"page": "page", "closed": "cells", "text": "blocks", "open": "fields", "long": "fields"}


def actions(script: str) -> set[str]:
    """What `export const …Keys = {` of a script names."""
    text = (STATIC / "js" / "editing" / f"{script}.js").read_text()
    table = re.search(r"^export const \w+Keys = \{\n(.*?)^\};", text, re.MULTILINE | re.DOTALL)
    assert table
    return set(re.findall(r'^  "?([\w-]+)"?[:,]', table[1], re.MULTILINE))


@pytest.mark.parametrize("where", BINDINGS)
def test_a_script_does_what_each_key_says(where: Where) -> None:
    assert {binding.action for binding in BINDINGS[where]} <= actions(SCRIPTS[where])


def test_no_script_does_what_no_key_says() -> None:
    for script in set(SCRIPTS.values()):
        places = [where for where, name in SCRIPTS.items() if name == script]
        said = {binding.action for where in places for binding in BINDINGS[where]}  # type: ignore[index]
        assert actions(script) == said


def test_the_scripts_have_the_contract_that_there_is() -> None:
    """Where this fails: python -m webapp.minifying"""
    assert CONTRACT.read_text() == contract_script()


@pytest.mark.parametrize("where", BINDINGS)
def test_a_key_means_one_thing_in_one_place(where: Where) -> None:
    keys = Counter(keys for binding in BINDINGS[where] for keys in binding.keys)
    assert keys.total() == len(keys)
    assert where in TITLES


@pytest.mark.parametrize("where", BINDINGS)
def test_keys_are_written_as_the_scripts_compare_them(where: Where) -> None:
    for binding in BINDINGS[where]:
        for keys in binding.keys:
            assert re.fullmatch(r"(Control\+)?(Alt\+)?(Shift\+)?(\S|[A-Z]\w+)", keys), keys
            assert not re.search(r"\+[A-Z]$", keys), keys
        assert not binding.words.endswith(".")


@pytest.mark.parametrize(
    ("keys", "caps"),
    [
        ("Control+Shift+z", ["Ctrl", "Shift", "Z"]),
        ("Alt+ArrowUp", ["Alt", "↑"]),
        ("?", ["?"]),
        ("F2", ["F2"]),
    ],
)
def test_keys_are_shown_as_they_stand_on_a_keyboard(keys: str, caps: list[str]) -> None:
    assert key_caps(keys) == caps
