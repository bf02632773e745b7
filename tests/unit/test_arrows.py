"""Who may import whom: nothing points back up."""

from __future__ import annotations

import ast
from pathlib import Path

import webapp

PACKAGE = Path(webapp.__file__).parent

# What each room must never import, by the first words of the module's name.
FORBIDDEN = {
    "markdown": (
        "flask",
        "sqlalchemy",
        "wtforms",
        "webapp.registers",
        "webapp.models",
        "webapp.services",
        "webapp.extensions",
    ),
    "registers": (
        "flask",
        "sqlalchemy",
        "wtforms",
        "webapp.models",
        "webapp.services",
        "webapp.extensions",
        "webapp.checks",
    ),
    "checks": ("flask", "sqlalchemy", "wtforms", "webapp.models", "webapp.services", "webapp.extensions"),
    "utils": (
        "flask",
        "sqlalchemy",
        "webapp.models",
        "webapp.services",
        "webapp.extensions",
        "webapp.registers",
        "webapp.checks",
    ),
    "models": ("flask", "wtforms", "webapp.services", "webapp.markdown", "webapp.registers", "webapp.views"),
    "services": ("flask", "wtforms", "webapp.forms", "webapp.views", "webapp.api"),
    "forms": ("webapp.views", "webapp.api", "webapp.extensions", "sqlalchemy"),
    "pdf": (
        "flask",
        "sqlalchemy",
        "wtforms",
        "webapp.models",
        "webapp.views",
        "webapp.forms",
        "webapp.extensions",
    ),
    "views": ("sqlalchemy", "webapp.api", "webapp.cli"),
    "api": ("webapp.views", "webapp.forms", "webapp.cli"),
}


def imports_of(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def test_no_room_imports_what_stands_above_it() -> None:
    wrong = [
        f"{path.relative_to(PACKAGE)} imports {name}"
        for room, forbidden in FORBIDDEN.items()
        for path in (PACKAGE / room).rglob("*.py")
        for name in imports_of(path)
        if any(name == word or name.startswith((word + ".", word + "_")) for word in forbidden)
    ]
    assert wrong == []
