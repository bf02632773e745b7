"""What was typed over the list of findings, asked of the database as far as it can tell.

What is looked through of a finding is one text: its sentence, the name of its code, and its design. Only
the words of the sentence are stored (`about`), as JSON. As long as these are ASCII, and what was typed has
no sign that JSON or a sentence puts around them, the database knows whether they hold it. All else is
for `fits`: `wide` is asked for, and each text is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from string import Formatter
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, case, cast, func, literal, not_, or_, true

from webapp import checks
from webapp.checks import CODES
from webapp.models import Design
from webapp.services.findings.found import label
from webapp.services.searching.dialects import is_sqlite
from webapp.utils.folding import fold
from webapp.utils.queries import Query

AROUND = re.compile(r'["{}\[\]:,\\“”\s]|\.(?=[“”\s]|$)')
"""What may stand right beside a word of `about`, in JSON or in a sentence."""


@dataclass(frozen=True, slots=True)
class Typed:
    """The words, and -words, that the database can look for.

    `exactly` says that these are all. Else every text that fits what was typed fits them.
    """

    words: tuple[str, ...]
    without: tuple[str, ...]
    exactly: bool

    @classmethod
    def of(cls, query: Query) -> Typed:
        """What of a query can be looked for."""
        without = tuple(word for word in query.without if not AROUND.search(word))
        words = dict.fromkeys(part for word in query.texts for part in AROUND.split(word) if part)
        exactly = without == query.without and not any(map(AROUND.search, query.texts))
        return cls(tuple(words), without, exactly)

    def __bool__(self) -> bool:
        return bool(self.words or self.without or not self.exactly)

    def condition(self, code: Any, about: Any) -> ColumnElement[bool]:
        """Whether a text fits whose `about` is plain: asked of these columns, and of Design."""
        return and_(
            true(),
            *(_holds(code, about, word) for word in self.words),
            *(not_(_holds(code, about, word)) for word in self.without),
        )

    def in_design(self) -> ColumnElement[str]:
        """For each word and -word in turn 1 where the design's key or title holds it, else 0."""
        return _bits(_design_holds(word) for word in (*self.words, *self.without))

    def in_about(self, about: Any) -> ColumnElement[str]:
        """The same of a plain `about`."""
        return _bits(_about_holds(about, word) for word in (*self.words, *self.without))

    def fits(self, code: str, *bits: str) -> bool:
        """Whether a text fits that has this code, and words where one of these has 1."""
        held = [
            "1" in told or _code_holds(code, word)
            for word, *told in zip((*self.words, *self.without), *bits, strict=True)
        ]
        return all(held[: len(self.words)]) and not any(held[len(self.words) :])


def is_plain(about: Any) -> ColumnElement[bool]:
    """Whether the words of a sentence are ASCII without a sign that JSON writes in another way."""
    return _place(cast(about, Text), "\\") == 0


def text_of(code: str, about: Mapping[str, str], key: str, title: str) -> str:
    """What is looked through for words: the sentence, the name of its code, and the design."""
    return f"{checks.sentence(code, about)} {label(code)} {code} {key} {title}"


def _holds(code: Any, about: Any, word: str) -> ColumnElement[bool]:
    codes = [each for each in CODES if _code_holds(each, word)]
    return or_(code.in_(codes), _design_holds(word), _about_holds(about, word))


@lru_cache(maxsize=1024)
def _code_holds(code: str, word: str) -> bool:
    sentence = " ".join(said for said, *_ in Formatter().parse(CODES[code].sentence))
    return word in fold(f"{sentence} {label(code)} {code}")


def _design_holds(word: str) -> ColumnElement[bool]:
    return _place(Design.filter_text, word) > 0


def _about_holds(about: Any, word: str) -> ColumnElement[bool]:
    text: Any = func.lower(cast(about, Text) if is_sqlite() else cast(about, Text).collate("C"))
    for name in _NAMES:
        if word in name:
            text = func.replace(text, f'"{name}":', "")
    return _place(text, word) > 0


_NAMES = sorted({name for each in CODES.values() for _, name, *_ in Formatter().parse(each.sentence) if name})
"""What the words of sentences are called in `about`."""


def _place(text: Any, word: str) -> ColumnElement[int]:
    find = func.instr if is_sqlite() else func.strpos
    return find(text, word)


def _bits(told: Iterator[ColumnElement[bool]]) -> ColumnElement[str]:
    bits: ColumnElement[str] = literal("")
    for each in told:
        bits = bits.concat(case((each, "1"), else_="0"))
    return bits
