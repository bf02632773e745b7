"""Flags, actions and states in the words people use for them."""

from __future__ import annotations

import pytest

from webapp.registers.values import action_of, actions_in, read_value, state_is_done


@pytest.mark.parametrize(
    "cell", ["✅", "✓", "✔️", "x", "[x]", "yes", "Sí", "**Yes**", "Required", "Bearer", "`JWT`", "Requerido"]
)
def test_flags_that_mean_yes(cell: str) -> None:
    assert read_value("flag", cell) == "yes"


@pytest.mark.parametrize(
    "cell", ["❌", "✗", "no", "No", "-", "—", "[ ]", "Public", "público", "None", "not required"]
)
def test_flags_that_mean_no(cell: str) -> None:
    assert read_value("flag", cell) == "no"


@pytest.mark.parametrize("cell", ["optional", "Bearer or none", "admin only", "✅ admin only"])
def test_flags_that_say_more_are_kept(cell: str) -> None:
    assert read_value("flag", cell) == cell


def test_an_empty_flag_says_nothing() -> None:
    assert read_value("flag", " ") == ""


@pytest.mark.parametrize("cell", ["", "-", "—", "N/A", "(None)", "none", "…", "Ninguno"])
def test_cells_that_say_nothing(cell: str) -> None:
    assert read_value("text", cell) == ""


def test_a_sign_alone_says_something() -> None:
    assert read_value("state", "✅") == "✅"
    assert read_value("verb", "`get`") == "GET"


def test_actions() -> None:
    assert [action_of(text) for text in ("Create", "Nuevo", "Edit it", "Eliminar", "Move", "Look")] == [
        "create", "create", "modify", "delete", "rename", ""
    ]  # fmt: skip
    assert read_value("action", "Ponder") == "Ponder"
    assert actions_in("Files to Create/Modify") == {"create", "modify"}


def test_states() -> None:
    assert all(map(state_is_done, ["✅", "Done", "completada", "Merged", "[x]"]))
    assert not any(map(state_is_done, ["", "🟡", "Pending", "not done", "[ ]", "undone"]))
