"""Text as people look for it: without case, accents or odd blanks."""

from __future__ import annotations

import re
import unicodedata

# The C0 controls and delete, and what stands alone for half a character: no name or title has them.
_UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def fold(text: str) -> str:
    """Letters without case and accents, compatible forms made equal: `Ñandú` → `nandu`."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize(
        "NFKC", "".join(char for char in apart if not unicodedata.combining(char))
    ).casefold()


CELL_END = "\x1f"
"""Parts the cells of a row that is searched. No folded line holds it: it is a blank to `fold_line`."""


def fold_line(text: str) -> str:
    """The same on one line: words parted by one blank, none at the ends."""
    return " ".join(fold(text).split())


def tidy_line(text: str) -> str:
    """A name or title in its one normal form: NFC, no controls, single blanks, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", _UNWANTED.sub("", text)).split())


def holds(text: str, words: str) -> bool:
    """Whether each of the words stands somewhere in the text, whatever case and accents."""
    folded = fold(text)
    return all(word in folded for word in fold(words).split())
