"""The filter inside a design: which rows, texts and headings of a page hold what was typed.

The scripts of a page say the same while somebody types (static/js/sifting).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from webapp.services.errors import InvalidValue
from webapp.services.pages import PageRow, ShownBlock, ShownDocument, ShownSection
from webapp.utils.queries import OPERATORS, TYPED_MAX, Query, Refused, holds, parse

_TAG = re.compile(r"<[^>]*>")
_QUOTED = re.compile(r'"[^"]*"')
_OPERATOR = re.compile(rf"(?:^|\s)-?(?:{'|'.join(OPERATORS)}):(?!//)\S", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sifted:
    """What is left of a page. `hidden` are sections, blocks and rows that are not, as ("row", 41).

    `rows`, `texts` and `headings` count those that hold the words. `strange` says that what was typed has
    an operator, which means nothing here: then nothing is left.
    """

    typed: str
    hidden: frozenset[tuple[str, int]]
    rows: int
    texts: int
    headings: int
    strange: bool

    @property
    def left(self) -> str:
        """What holds the words, counted in words: `2 rows, 1 text`; '' where nothing does."""
        counted = (("row", self.rows), ("text", self.texts), ("heading", self.headings))
        return ", ".join(f"{count} {name}{'' if count == 1 else 's'}" for name, count in counted if count)


def sift(shown: ShownDocument, typed: str) -> Sifted:
    """What of a document holds the words that were typed, and none of the -words. '' hides nothing.

    An item stays with what it is nested in and what is nested in it, so that nothing hidden hangs on what
    is shown; and the heading of a section stays where something under it does. Raises InvalidValue for
    what cannot be looked for.
    """
    try:
        query = parse(typed, at_most=TYPED_MAX)
    except Refused as refused:
        raise InvalidValue("filter", str(refused)) from refused
    strange = bool(_OPERATOR.search(_QUOTED.sub("", typed)))
    sieve = _Sieve(None if strange else query)
    if strange or query.words or query.without:
        sieve.look(shown)
    return Sifted(typed, frozenset(sieve.hidden), sieve.rows, sieve.texts, sieve.headings, strange)


class _Sieve:
    """What was looked at so far; without a query nothing passes."""

    def __init__(self, query: Query | None) -> None:
        self.query = query
        self.hidden: set[tuple[str, int]] = set()
        self.rows = self.texts = self.headings = 0

    def look(self, shown: ShownDocument) -> None:
        """From the end, so that a section knows whether something is left under it."""
        left: dict[int, bool] = {}
        for each in reversed(shown.sections):
            level = each.section.level
            has_heading = bool(level) and each.section is not shown.title_section
            is_left = self._look_at_section(each, has_heading)
            is_left |= has_heading and any(left[other] for other in left if other > level)
            left = {other: stays for other, stays in left.items() if other <= level} | {level: is_left}
            if not is_left:
                self.hidden.add(("section", each.section.id))

    def _look_at_section(self, shown: ShownSection, has_heading: bool) -> bool:
        has_words = has_heading and self._fits(shown.section.html)
        self.headings += has_words
        blocks = [self._look_at_block(each) for each in shown.blocks]
        return has_words or any(blocks)

    def _look_at_block(self, shown: ShownBlock) -> bool:
        if shown.rows:
            units = [self._look_at_rows(unit) for unit in _units(shown.rows)]
            is_left = any(units)
        else:
            is_left = shown.block.kind not in {"table", "divider"} and self._fits(shown.block.html)
            self.texts += is_left
        if not is_left:
            self.hidden.add(("block", shown.block.id))
        return is_left

    def _look_at_rows(self, unit: list[PageRow]) -> bool:
        found = sum(self._fits(" ".join(row.html.values())) for row in unit)
        self.rows += found
        if not found:
            self.hidden.update(("row", row.id) for row in unit)
        return bool(found)

    def _fits(self, html: str) -> bool:
        return self.query is not None and holds(unescape(_TAG.sub("", html)), self.query)


def _units(rows: list[PageRow]) -> Iterator[list[PageRow]]:
    """Rows with what is nested in them: of a table each by itself."""
    unit: list[PageRow] = []
    for row in rows:
        if unit and row.depth <= unit[0].depth:
            yield unit
            unit = []
        unit.append(row)
    if unit:
        yield unit
