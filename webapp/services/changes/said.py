"""One change in words: what it is about, and the old and the new text, cut to what is worth telling."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from webapp.registers.text import plain

NAME_MAX, TEXT_MAX, AROUND = 60, 160, 24
"""How much of a piece is its name, how much of a text is told, and how much stands around a difference."""


@dataclass(frozen=True, slots=True)
class Said:
    """One change: what it is about and what happened, and the old and the new text where it has them.

    Of one that was taken back the old text is the one that stands now.
    """

    words: str
    old: str | None = None
    new: str | None = None
    is_taken_back: bool = False

    @property
    def sentence(self) -> str:
        """All of it on one line."""
        if self.old and self.new:
            return f"{self.words} from “{self.old}” to “{self.new}”"
        if self.new:
            return f"{self.words} “{self.new}”"
        return f"{self.words} “{self.old}”" if self.old else self.words


def say_texts(about: str, old: str, new: str) -> Iterator[Said]:
    """What became of one Markdown text, told without its signs unless only they changed."""
    shown, now = plain(old), plain(new)
    old, new = excerpts(shown, now) if shown != now else excerpts(old, new)  # else the signs are the change
    if old and new:
        yield Said(f"{about} changed", old, new)
    elif new:
        yield Said(f"{about} set to", None, new)
    else:
        yield Said(f"{about} emptied; it was", old)


def excerpts(old: str, new: str) -> tuple[str, str]:
    """Two texts on one line each, cut to where they differ."""
    old, new = " ".join(old.split()), " ".join(new.split())
    if max(len(old), len(new)) <= TEXT_MAX:
        return old, new
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    start = old.rfind(" ", 0, max(start - AROUND, 0)) + 1
    lead = "…" if start else ""
    return lead + short(old[start:], TEXT_MAX), lead + short(new[start:], TEXT_MAX)


def short(text: str, most: int = NAME_MAX) -> str:
    """A text on one line, cut with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
