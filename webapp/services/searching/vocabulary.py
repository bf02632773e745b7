"""Which designs hold which one or two characters, and which words there are: written last of all.

What a transaction brings is written once, in one order for everybody, after all else: two transactions
that bring the same words then never wait for each other in a circle.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from operator import add
from typing import Any, cast

from sqlalchemy import TextClause, text

from webapp.extensions import db
from webapp.models.search import GRAM_DESIGNS_MAX, WORD_MAX
from webapp.services.transactions import leave_for_the_end
from webapp.utils.folding import CELL_END

COMMON = 0
"""The design that says of a gram that no further designs are remembered of it."""
WORD_MIN = 3
"""A shorter word is never looked for with a typo: a word of four has at least three letters of its own."""

_WORD = re.compile(rf"[^\W_]{{{WORD_MIN},}}")
_OF_NO_WORD = frozenset(f" {CELL_END}")


def grams_of(text: str) -> set[str]:
    """The characters of folded lines, and each two that stand beside each other in a word."""
    grams = {pair for pair in set(map(add, text, text[1:])) if _OF_NO_WORD.isdisjoint(pair)}
    return grams | (set(text) - _OF_NO_WORD)


def words_of(text: str) -> set[str]:
    """The words of folded lines, as they are stored. Numbers are none."""
    return {word[:WORD_MAX] for word in set(_WORD.findall(text)) if not word.isdecimal()}


def learn(design_id: int, kind: int, text: str, known: str = "") -> None:
    """Remember at the end of the transaction what lines of a design have now, and did not have before.

    Of several lines the texts have a blank between them.
    """
    leave_for_the_end(_write, ((design_id, kind, gram) for gram in grams_of(text) - grams_of(known)))
    leave_for_the_end(_write, words_of(text) - words_of(known))


def _write(things: set[Any]) -> None:
    if db.session.info.get("rest"):
        leave_for_the_end(_write, things)  # others have work that waits for locks: after it
        return
    grams: dict[tuple[int, int], list[str]] = defaultdict(list)
    words = []
    for thing in things:
        if isinstance(thing, str):
            words.append(thing)
        else:
            design_id, kind, gram = cast("tuple[int, int, str]", thing)
            grams[kind, design_id].append(gram)
    connection = db.session.connection()
    dialect = connection.dialect.name
    if grams:
        told = [
            {"kind": kind, "design": design_id, "grams": _list(some, dialect)}
            for (kind, design_id), some in sorted(grams.items())
        ]
        connection.execute(ADD_GRAMS[dialect], told)
    if words:
        connection.execute(_ADD_WORDS[dialect], {"words": _list(words, dialect)})


def _list(texts: list[str], dialect: str) -> Any:
    """Texts as one value of a statement, in their order."""
    texts.sort()
    return texts if dialect == "postgresql" else json.dumps(texts, ensure_ascii=False)


def adding_grams(designs_max: int, *, counted: int = 1) -> Mapping[str, TextClause]:
    """The statement, by dialect, that adds grams of which about so many designs at most are remembered.

    Counting is what costs: only one design in `counted` does it, so that some more may be remembered.
    """
    parts = {
        "postgresql": ("unnest(CAST(:grams AS text[])) AS given (gram)", 'given.gram COLLATE "C"'),
        "sqlite": ("json_each(:grams) AS given", "given.value"),
    }
    return {
        dialect: text(
            f"""INSERT INTO search_gram (gram, kind, design_id)
            SELECT {gram}, :kind, CASE WHEN :design % {counted} = 0 AND
                (SELECT count(*) FROM (
                    SELECT 1 FROM search_gram g WHERE g.gram = {gram} AND g.kind = :kind
                    LIMIT {designs_max - 1}
                ) AS few) = {designs_max - 1} THEN {COMMON} ELSE :design END
            FROM {given} WHERE NOT EXISTS
                (SELECT 1 FROM search_gram g
                 WHERE g.gram = {gram} AND g.kind = :kind AND g.design_id = {COMMON})
            ON CONFLICT DO NOTHING"""
        )
        for dialect, (given, gram) in parts.items()
    }


ADD_GRAMS = adding_grams(GRAM_DESIGNS_MAX, counted=16)
_ADD_WORDS: Mapping[str, TextClause] = {
    "postgresql": text(
        "INSERT INTO search_word (word) SELECT word FROM unnest(CAST(:words AS text[])) AS given (word) "
        'ORDER BY word COLLATE "C" ON CONFLICT DO NOTHING'
    ),
    "sqlite": text(
        "INSERT INTO search_word (word) SELECT value FROM json_each(:words) WHERE true ON CONFLICT DO NOTHING"
    ),
}
