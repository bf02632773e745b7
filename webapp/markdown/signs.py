"""Signs: the emoji that designs use instead of a word, and the word that each stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sign:
    """`name` is the style's (`sign--yes`), `word` what a reader hears and paper shows."""

    name: str
    word: str


_YES = Sign("yes", "yes")
_NO = Sign("no", "no")
_OPEN = Sign("open", "open")

SIGNS = {
    "✅": _YES,
    "☑": _YES,
    "✔": _YES,
    "✓": _YES,
    "❌": _NO,
    "❎": _NO,
    "✗": _NO,
    "✘": _NO,
    "✖": _NO,
    "☒": _NO,
    "⬜": _OPEN,
    "☐": _OPEN,
    "◻": _OPEN,
    "🔲": _OPEN,
    "🟢": Sign("green", "green"),
    "🟡": Sign("yellow", "yellow"),
    "🟠": Sign("orange", "orange"),
    "🔴": Sign("red", "red"),
    "🔵": Sign("blue", "blue"),
    "⚪": Sign("white", "white"),
    "⚠": Sign("warning", "warning"),
    "🔄": Sign("going", "in progress"),
    "🚧": Sign("going", "in progress"),
    "⏳": Sign("waiting", "waiting"),
    "⏸": Sign("waiting", "paused"),
}

# U+FE0F only asks for the coloured drawing of the character before it.
FIND = re.compile(f"[{''.join(SIGNS)}]\ufe0f?")


def sign(emoji: str) -> Sign:
    """The sign that an emoji found by FIND is."""
    return SIGNS[emoji[0]]
