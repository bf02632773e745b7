"""How what is too wide for a sheet is made to fit: the size of its type, and whether the sheet is turned.

Widths are estimated from the number of letters, so that the answer is the same for every font; all
lengths are points. The sizes are those that the print styles give to the classes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

UPRIGHT, TURNED = 510, 705
"""The width of the text on a sheet: of the narrower of A4 and Letter, less the margins."""

TABLE_SIZES = (8.5, 7.5, 6.5, 5.5, 4.0)
DRAWING_SIZES = (8.0, 7.0, 6.0, 5.0, 4.0)
PADDINGS = (9, 7, 5, 4, 2)
"""To both sides of a cell together, by the size of its type."""

WORD_MAX = 24
"""Longer words break in any column."""

TEXT_LETTERS = 20
"""What a column of running text needs in a line, to be read and not deciphered."""

_LETTER, _SPARE = 0.66, 0.5
"""How wide a letter is, and what a column has to spare, by the size of the type. The styles say the same."""
_MONOSPACED = 0.61
_CAPITALS = 1.4
"""How much wider than others words in capitals are."""
_LONG_TEXT = 60
_TARGET = re.compile(r"\]\([^)]*\)")

# The ways in which a table may stand, best first: whether the sheet is turned, the size of the type, and to
# how many letters a column may be squeezed for it.
_WAYS = (
    (False, 0, WORD_MAX),
    (False, 1, WORD_MAX),
    (True, 0, WORD_MAX),
    (True, 1, 16),
    (True, 2, 12),
    (True, 3, 8),
    (True, 4, 1),
)


@dataclass(frozen=True, slots=True)
class Fit:
    """`turned` says whether the sheet lies on its side; `size` is a place in TABLE_SIZES or DRAWING_SIZES.

    `letters` says for each column how many letters stand in one of its lines at least; `whole`, that
    no word is longer than a line of its column, so that none has to break.
    """

    turned: bool
    size: int
    letters: tuple[int, ...] = ()
    whole: bool = False


def fit_table(columns: Sequence[Iterable[str]]) -> Fit:
    """How a table fits. Each column is its texts, the head's among them, as Markdown.

    Words break only where nothing else helps.
    """
    measured = [_letters(texts) for texts in columns]
    wanted = [letters for letters, _ in measured]
    letters: list[int] = []
    for turned, size, least in _WAYS:
        room = TURNED if turned else UPRIGHT
        letters = _squeezed(wanted, size, room, least)
        if _width(letters, size) <= room:
            break
    fits = all(longest <= most for (_, longest), most in zip(measured, letters, strict=True))
    return Fit(turned, size, tuple(letters), whole=fits and _width(letters, size) * _CAPITALS <= room)


def fit_drawing(text: str) -> Fit:
    """How a drawing made of characters fits, whose lines must not wrap. One that cannot wraps after all."""
    width = max((columns_of(line) for line in text.split("\n")), default=0) * _MONOSPACED
    padding = 16
    for turned, sizes in ((False, DRAWING_SIZES[:3]), (True, DRAWING_SIZES)):
        for place, size in enumerate(sizes):
            if width * size + padding <= (TURNED if turned else UPRIGHT):
                return Fit(turned, place)
    return Fit(True, len(DRAWING_SIZES) - 1)


def columns_of(line: str) -> int:
    """How many columns of a monospaced font a line takes; signs of East Asian scripts take two."""
    if line.isascii():
        return len(line.expandtabs(4))
    expanded = line.expandtabs(4)
    widths = "".join(map(unicodedata.east_asian_width, expanded))
    return len(expanded) + widths.count("W") + widths.count("F")


def _letters(texts: Iterable[str]) -> tuple[int, int]:
    """How many letters a line should hold, and how many the longest word has."""
    longest = most = 0
    for text in texts:
        if len(text) > longest:
            shown = _TARGET.sub("] ", text) if "](" in text else text
            longest = max(longest, max(map(len, shown.split()), default=0))
            most = max(most, len(shown))
    text_letters = min(TEXT_LETTERS, most) if most > _LONG_TEXT else 0
    return max(1, min(longest, WORD_MAX), text_letters), longest


def _width(letters: Sequence[int], size: int) -> float:
    ems = sum(letters) * _LETTER + len(letters) * _SPARE
    return ems * TABLE_SIZES[size] + len(letters) * PADDINGS[size]


def _squeezed(wanted: Sequence[int], size: int, width: float, least: int) -> list[int]:
    """The widest columns give way first, down to `least` letters."""
    most = max(wanted)
    while most > least and _width([min(each, most) for each in wanted], size) > width:
        most -= 1
    return [min(each, most) for each in wanted]
