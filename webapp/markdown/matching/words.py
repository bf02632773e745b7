"""What a piece says: its words, without what every piece of its kind says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from webapp.markdown.signs import FIND as SIGN
from webapp.utils import placeholders

# Scripts that write no blanks between words are compared by character.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")

# Texts up to so many characters are also compared by character, which sees a mended typing error.
MAX_BY_CHARACTER = 60


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a piece in order, folded to small letters, and how often each occurs; `letters` are
    those that are more than a number.
    """

    text: str
    words: Counter[str] = field(compare=False)
    letters: Counter[str] = field(compare=False)

    def __bool__(self) -> bool:
        return bool(self.text)


NOTHING = Said("", Counter(), Counter())


def said(texts: Iterable[str]) -> Said:
    """What these texts say together. Placeholders and signs say nothing."""
    words = [word for text in texts for word in _WORD.findall(_plain(text))]
    return Said(" ".join(words), Counter(words), Counter(word for word in words if not word.isdecimal()))


def overlap(one: Said, other: Said) -> float:
    """The share of words that two pieces have in common, each counted as often as it occurs: 0 to 1.

    Numbers count only against a likeness: much the same must be said in words as well.
    """
    in_letters = _share(one.letters, other.letters)
    return min(in_letters, _share(one.words, other.words)) if in_letters else 0.0


def _share(one: Counter[str], other: Counter[str]) -> float:
    common = sum(min(count, other[word]) for word, count in one.items() if word in other)
    return 2 * common / (one.total() + other.total()) if common else 0.0


def likeness(one: Said, other: Said, wanted: float) -> float:
    """How alike two short texts are by character: 0 to 1, and 0 as soon as it is below `wanted`."""
    if max(len(one.text), len(other.text)) > MAX_BY_CHARACTER:
        return 0.0
    matcher = SequenceMatcher(None, one.text, other.text, autojunk=False)
    if matcher.real_quick_ratio() < wanted or matcher.quick_ratio() < wanted:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= wanted else 0.0


def _plain(text: str) -> str:
    for start, end in reversed(placeholders.find(text)):
        text = f"{text[:start]} {text[end:]}"
    return SIGN.sub(" ", text).casefold()
