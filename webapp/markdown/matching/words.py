"""What a piece says: its words, without what every piece of its kind says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from webapp.utils import placeholders

# Scripts that write no blanks between words are compared by character. Signs such as ✅ are no words.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")

# Any two sentences share these.
SMALL_WORDS = (
    "a an and are as at be by for from if in into is it its not of on or so that the then this to was when "
    "will with al como con de del el en es la las lo los no o para por que se si su un una y"
)
_SMALL_WORDS = frozenset(SMALL_WORDS.split())

# A text with a typing error mended is this much alike by character. Longer texts have words in common.
MENDED = 0.8
MAX_BY_CHARACTER = 60

# What longer texts say does not hang on a placeholder, and looking for one costs more than their length.
MAX_WITH_PLACEHOLDERS = 2_000


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a piece in order, folded to small letters, and how often each occurs; `telling` are
    those that are neither numbers nor small words.
    """

    text: str
    words: Counter[str] = field(compare=False)
    telling: Counter[str] = field(compare=False)

    def __bool__(self) -> bool:
        return bool(self.text)


NOTHING = Said("", Counter(), Counter())


def said(texts: Iterable[str]) -> Said:
    """What these texts say together. Placeholders and signs say nothing."""
    words = [word for text in texts for word in _WORD.findall(_plain(text))]
    telling = Counter(word for word in words if not word.isdecimal() and word not in _SMALL_WORDS)
    return Said(" ".join(words), Counter(words), telling)


def overlap(one: Said, other: Said) -> float:
    """The share of words that two pieces have in common, each counted as often as it occurs: 0 to 1.

    Numbers and small words count only against a likeness: the telling words must be as much the same.
    """
    telling = _share(one.telling, other.telling)
    return min(telling, _share(one.words, other.words)) if telling else 0.0


def _share(one: Counter[str], other: Counter[str]) -> float:
    common = sum(min(count, other[word]) for word, count in one.items() if word in other)
    return 2 * common / (one.total() + other.total()) if common else 0.0


def is_mended(one: Said, other: Said) -> bool:
    """Whether two short texts are one text but for a few characters."""
    if max(len(one.text), len(other.text)) > MAX_BY_CHARACTER:
        return False
    matcher = SequenceMatcher(None, one.text, other.text, autojunk=False)
    quick = min(matcher.real_quick_ratio(), matcher.quick_ratio())
    return quick >= MENDED and matcher.ratio() >= MENDED


def _plain(text: str) -> str:
    found = placeholders.find(text) if len(text) <= MAX_WITH_PLACEHOLDERS else []
    for start, end in reversed(found):
        text = f"{text[:start]} {text[end:]}"
    return text.casefold()
