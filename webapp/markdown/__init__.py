"""Text ⇄ outline. Pure: no Flask, no database.

The modules with which texts are read, drawn and changed come when they are first asked for, as
`markdown.reader`: a server that shows what is stored has no use for them, and they take as long to import
as Flask.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from webapp.markdown import (
        following,
        fresh,
        guard,
        html,
        line_ends,
        lines,
        merging,
        reader,
        reconcile,
        windows,
        writer,
    )

VERSION = 4
"""Moves when the same Markdown gives other HTML: what is stored is then drawn again."""

__all__ = [
    "VERSION",
    "following",
    "fresh",
    "guard",
    "html",
    "line_ends",
    "lines",
    "merging",
    "reader",
    "reconcile",
    "windows",
    "writer",
]


def __getattr__(name: str) -> ModuleType:
    if name in __all__:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
