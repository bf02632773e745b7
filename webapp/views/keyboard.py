"""The keyboard contract, once: the dialog that `?` opens and the help page show it, and the scripts keep it.

A key is written as the browser names it (`KeyboardEvent.key`), after the keys that are held with it, in
the order Control, Alt, Shift: `Control+Shift+z`. The blank is called Space. Control is also ⌘ on a Mac.
What the scripts need of it is written into one of them, contract.js, by `python -m webapp.minifying`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

from flask import Flask

Where = Literal["page", "closed", "text", "open", "long"]

WORDS_FOR_KEYS = {
    "Control": "Ctrl",
    "Escape": "Esc",
    "ArrowUp": "↑",
    "ArrowDown": "↓",
    "ArrowLeft": "←",
    "ArrowRight": "→",
    "PageUp": "Page ↑",
    "PageDown": "Page ↓",
    "ContextMenu": "Menu",
}


@dataclass(frozen=True)
class Binding:
    """Keys that do the same thing in one place, and what that is in words, without a full stop."""

    keys: tuple[str, ...]
    action: str
    words: str


TITLES: dict[Where, str] = {
    "page": "On every page",
    "closed": "In a table or a list",
    "open": "While a cell is open",
    "text": "On a heading, a text or code",
    "long": "While a text or code is open",
}

BINDINGS: dict[Where, tuple[Binding, ...]] = {
    "page": (
        Binding(("?",), "help", "Shows these keys"),
        Binding(("/", "Control+k"), "find", "Searches every design, from wherever you are"),
        Binding(("f",), "filter", "Goes to the filter of the page"),
        Binding(("F8",), "next-finding", "To what was found next in this design"),
        Binding(("Shift+F8",), "previous-finding", "To what was found before it"),
        Binding(("Control+z",), "undo", "Takes back what you changed last in this design"),
        Binding(
            ("Control+Shift+z", "Control+y"),
            "redo",
            "Does again what was taken back, until you change something",
        ),
    ),
    "closed": (
        Binding(("ArrowUp",), "up", "To the cell above"),
        Binding(("ArrowDown",), "down", "To the cell below"),
        Binding(("ArrowLeft",), "left", "To the cell on the left"),
        Binding(("ArrowRight",), "right", "To the cell on the right"),
        Binding(("Home",), "first", "To the first cell of the row"),
        Binding(("End",), "last", "To the last cell of the row"),
        Binding(("Control+Home",), "top", "To the first cell of all"),
        Binding(("Control+End",), "bottom", "To the last cell of all"),
        Binding(("PageUp",), "page-up", "As many rows up as the window shows"),
        Binding(("PageDown",), "page-down", "As many rows down as the window shows"),
        Binding(("Tab", "Shift+Tab"), "leave", "Leaves the table or list, forwards or back"),
        Binding(("Enter", "F2"), "open", "Opens the cell; typing opens it too, and replaces what it holds"),
        Binding(
            ("Space",),
            "tick",
            "Ticks the item or takes its tick away; where nothing can be ticked it is typed",
        ),
        Binding(
            ("Alt+ArrowUp",),
            "row-up",
            "Moves the row up; from the first place into a table or list above with the same columns or kind",
        ),
        Binding(("Alt+ArrowDown",), "row-down", "Moves the row down, and on into one below"),
        Binding(("Alt+ArrowRight",), "indent", "Indents the item, with what is nested in it"),
        Binding(("Alt+ArrowLeft",), "outdent", "Takes the item out by one step"),
        Binding(("Control+Enter",), "add-row", "Adds a row below"),
        Binding(("Control+Backspace",), "delete-row", "Deletes the row, or every selected one"),
        Binding(
            ("Shift+ArrowUp", "Shift+ArrowDown", "Shift+ArrowLeft", "Shift+ArrowRight"),
            "select",
            "Selects more cells, or fewer",
        ),
        Binding(("Escape",), "collapse", "Takes the selection back to one cell"),
        Binding(("Control+d",), "fill", "Fills the cell from the one above, a selection from its first row"),
        Binding(("Delete", "Backspace"), "clear", "Empties the cell, or every selected one"),
        Binding(("Control+c",), "copy", "Copies what is selected, for a spreadsheet and as Markdown"),
        Binding(("Control+x",), "cut", "Copies it and empties it"),
        Binding(
            ("Control+v",),
            "paste",
            "Puts cells of a spreadsheet, CSV or a Markdown table here, adding rows as needed",
        ),
        Binding(("Shift+F10", "ContextMenu"), "menu", "Opens the menu of the row"),
    ),
    "open": (
        Binding(("Enter",), "save-down", "Saves and goes to the cell below"),
        Binding(("Tab",), "save-right", "Saves and goes to the right; after the last cell a row is added"),
        Binding(("Shift+Tab",), "save-left", "Saves and goes to the left"),
        Binding(("Shift+Enter", "Alt+Enter"), "break", "A line break, where the cell may hold one"),
        Binding(("Control+Enter",), "save", "Saves and stays"),
        Binding(("Escape",), "restore", "Closes the cell as it was"),
    ),
    "text": (
        Binding(("Enter", "F2"), "open", "Opens it"),
        Binding(("Alt+ArrowUp",), "block-up", "Moves it up, a heading with its section"),
        Binding(("Alt+ArrowDown",), "block-down", "Moves it down"),
        Binding(("Control+Backspace",), "delete-block", "Deletes it"),
        Binding(("Shift+F10", "ContextMenu"), "menu", "Opens its menu"),
    ),
    "long": (
        Binding(("Control+Enter",), "save", "Saves and stays"),
        Binding(("Tab", "Shift+Tab"), "save-on", "Saves and goes on, or back"),
        Binding(("Escape",), "restore", "Closes it as it was"),
    ),
}


def init_app(app: Flask) -> None:
    """Give the contract to the templates."""
    app.jinja_env.globals.update(BINDINGS=BINDINGS, BINDING_TITLES=TITLES)
    app.jinja_env.filters["key_caps"] = key_caps


def key_caps(keys: str) -> list[str]:
    """What stands on the keys of a combination: `Control+Shift+z` → Ctrl, Shift, Z."""
    caps = [WORDS_FOR_KEYS.get(key, key) for key in keys.split("+")]
    return [cap.upper() if len(cap) == 1 else cap for cap in caps]


def contract_script() -> str:
    """The module of the scripts that says which keys do what: `{where: {keys: action}}`."""
    table = {
        where: {keys: binding.action for binding in bindings for keys in binding.keys}
        for where, bindings in BINDINGS.items()
    }
    made = "// Made from webapp/views/keyboard.py by `python -m webapp.minifying`: what a key does where."
    return f"{made}\nexport const CONTRACT = {json.dumps(table, indent=2)};\n"
