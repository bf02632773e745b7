"""What was found, marked in the text as it was written. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from webapp.services.searching.found import Parts
from webapp.utils.folding import fold

SHOWN_MAX = 220
"""How many characters of a text are shown, about."""
BEFORE = 60
"""How many of them may stand before the first mark."""


def mark(text: str, words: Sequence[str]) -> Parts:
    """The text in pieces, each with whether it is one of the folded `words`; cut where it is long.

    Blanks in `text` are single ones.
    """
    text = text if text.isascii() else unicodedata.normalize("NFC", text)
    folded, places = _folded(text)
    spans = _joined(_spans(folded, places, words))
    if not spans and len(text) <= SHOWN_MAX:
        return ((text, False),) if text else ()
    return _cut(text, spans)


def is_marked(parts: Parts) -> bool:
    """Whether anything in it is marked."""
    return any(marked for _, marked in parts)


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """The folded text and, for each of its characters and its end, which one of `text` it came from."""
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    folded: list[str] = []
    places: list[int] = []
    for number, char in enumerate(text):
        some = fold(char)
        folded.append(some)
        places += [number] * len(some)
    return "".join(folded), [*places, len(text)]


def _spans(folded: str, places: Sequence[int], words: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words stand in the text that was folded, in order."""
    spans = []
    for word in words:
        start = folded.find(word)
        while start >= 0:
            last = places[start + len(word) - 1]
            spans.append((places[start], last + 1))
            start = folded.find(word, start + len(word))
    return sorted(spans)


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same without overlap."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _cut(text: str, spans: Sequence[tuple[int, int]]) -> Parts:
    first, last = 0, len(text)
    if last > SHOWN_MAX:
        first = _blank_near(text, max(0, spans[0][0] - BEFORE)) if spans else 0
        last = min(last, max(first + SHOWN_MAX, spans[0][1] if spans else 0))
    parts: list[tuple[str, bool]] = []
    at = first
    for start, end in spans:
        if start >= last:
            break
        parts += [(text[at:start], False), (text[start : min(end, last)], True)]
        at = min(end, last)
    parts.append((text[at:last], False))
    if first:
        parts.insert(0, ("… ", False))
    if last < len(text):
        parts.append((" …", False))
    return tuple(part for part in parts if part[0])


def _blank_near(text: str, place: int) -> int:
    """Where a word begins at or soon after a place; the place itself where none does."""
    if not place:
        return 0
    blank = text.find(" ", place - 1, place + BEFORE // 2)
    return place if blank < 0 else blank + 1
