"""The index of the search made anew from what is stored, while people go on working."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlalchemy import TextClause, delete, select, text

from webapp.extensions import db
from webapp.models import Design, Document, SearchGram, SearchWord
from webapp.models.search import FULL_TEXT, GRAM_DESIGNS_MAX, TITLE
from webapp.models.types import utc_now
from webapp.services.entries import sort_entries
from webapp.services.searching.stored import indexed_designs, lines_of, titles
from webapp.services.searching.vocabulary import COMMON, grams_of, words_of
from webapp.services.searching.writing import forget_design, index_whole
from webapp.services.transactions import SEVERAL_DESIGNS, hold, take_turns, transaction

DESIGNS_AT_ONCE = 20
"""How many designs a transaction reads: whoever saves meanwhile waits for about a tenth of a second."""
ROWS_AT_ONCE = 50_000
"""How many grams or words a statement is given."""
PATIENCE = 60.0
"""For how many seconds the last transaction, a long one, waits for others."""

DESIGNS, FULL_TEXTS, VOCABULARY = "designs", "full text", "letters and words"


@dataclass(frozen=True, slots=True)
class Step:
    """How far it is: what it does now, of how many designs it did how many, and the lines that those have.

    `mended` counts the designs whose lines were not what their documents say.
    """

    doing: str
    done: int
    of: int
    lines: int
    mended: int


Said = tuple[int, str]
"""A line's kind and its text."""


@dataclass
class _Vocabulary:
    """The letters and words of all lines."""

    designs: dict[tuple[int, str], set[int]] = field(default_factory=lambda: defaultdict(set))
    words: set[str] = field(default_factory=set)

    def add(self, design_id: int, lines: Iterable[Said]) -> None:
        """Take in what lines of a design hold."""
        grams: dict[int, set[str]] = defaultdict(set)
        for kind, said in lines:
            grams[kind] |= grams_of(said)
            self.words |= words_of(said)
        for kind, some in grams.items():
            for gram in some:
                designs = self.designs[kind, gram]
                if len(designs) < GRAM_DESIGNS_MAX:
                    designs.add(design_id)

    def rows(self) -> Iterator[tuple[str, int, int]]:
        """The grams as they are stored, in the order of their keys."""
        for kind, gram in sorted(self.designs, key=lambda each: (each[1], each[0])):
            designs = sorted(self.designs[kind, gram])
            if len(designs) == GRAM_DESIGNS_MAX:
                designs = [COMMON, *designs[1:]]
            yield from ((gram, kind, design_id) for design_id in designs)


def reindex() -> Iterator[Step]:
    """Make lines, full text, letters and words anew, and what entries are sorted by; say how far it is.

    A few designs are read in each transaction, so that nobody waits long; the full text and the
    letters are written in one transaction each, at the end. Raises Busy where the database cannot be
    written to: what was done by then stays, and it may be begun again.
    """
    began = utc_now()
    ids = db.session.scalars(select(Design.id).order_by(Design.id)).all()
    vocabulary = _Vocabulary()
    lines = mended = 0
    for start in range(0, len(ids), DESIGNS_AT_ONCE):
        yield Step(DESIGNS, start, len(ids), lines, mended)
        with transaction(patience=PATIENCE):
            take_turns(SEVERAL_DESIGNS)
            for design_id in ids[start : start + DESIGNS_AT_ONCE]:
                mended += _reindex_design(design_id)
                found = _said(design_id)
                vocabulary.add(design_id, found)
                lines += len(found)
    yield Step(FULL_TEXTS, len(ids), len(ids), lines, mended)
    with transaction(patience=PATIENCE):
        for design_id in set(indexed_designs()) - set(db.session.scalars(select(Design.id))):
            forget_design(design_id)
            mended += 1
        if db.engine.dialect.name == "sqlite":
            db.session.execute(text(f"INSERT INTO {FULL_TEXT} ({FULL_TEXT}) VALUES ('rebuild')"))
    yield Step(VOCABULARY, len(ids), len(ids), lines, mended)
    with transaction(patience=PATIENCE):
        _lock_vocabulary()
        for design_id in db.session.scalars(select(Design.id).where(Design.updated_at >= began)):
            vocabulary.add(design_id, _said(design_id))
        for design_id, title in titles():  # the name of an owner changes without the design
            vocabulary.add(design_id, [(TITLE, title)])
        _replace(vocabulary)
    yield Step("", len(ids), len(ids), lines, mended)


def _reindex_design(design_id: int) -> bool:
    """Bring all lines of a design to what is stored; whether they were other ones."""
    design = hold(design_id)
    documents = select(Document.id).where(Document.design_id == design_id)
    if design.deleted_at is not None and not db.session.scalar(select(documents.exists())):
        return forget_design(design_id)
    sort_entries(design_id)
    return index_whole(design)


def _said(design_id: int) -> list[Said]:
    return [(line.kind, line.text) for line in lines_of(design_id)]


def _lock_vocabulary() -> None:
    """Keep others from adding to it; who has added is waited for. On SQLite a writer is alone already."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE search_gram, search_word IN EXCLUSIVE MODE"))


def _replace(vocabulary: _Vocabulary) -> None:
    """Write all letters and words in place of those that are there."""
    db.session.execute(delete(SearchGram))
    db.session.execute(delete(SearchWord))
    dialect = db.engine.dialect.name
    _insert(_INSERT_GRAMS[dialect], vocabulary.rows())
    _insert(_INSERT_WORDS[dialect], ((word,) for word in sorted(vocabulary.words)))


def _insert(statement: TextClause, rows: Iterator[tuple[Any, ...]]) -> None:
    """Insert rows, of which one statement takes many as JSON: a statement for each would take minutes."""
    while some := list(islice(rows, ROWS_AT_ONCE)):
        db.session.execute(statement, {"rows": json.dumps(some, ensure_ascii=False)})


_GRAM = "INSERT INTO search_gram (gram, kind, design_id) SELECT "
_WORD = "INSERT INTO search_word (word) SELECT "
_INSERT_GRAMS: Mapping[str, TextClause] = {
    "postgresql": text(
        f"{_GRAM} value ->> 0, CAST(value ->> 1 AS integer), CAST(value ->> 2 AS bigint) "
        "FROM json_array_elements(CAST(:rows AS json)) AS given (value)"
    ),
    "sqlite": text(f"{_GRAM} value ->> 0, value ->> 1, value ->> 2 FROM json_each(:rows)"),
}
_INSERT_WORDS: Mapping[str, TextClause] = {
    "postgresql": text(f"{_WORD} value ->> 0 FROM json_array_elements(CAST(:rows AS json)) AS given (value)"),
    "sqlite": text(f"{_WORD} value ->> 0 FROM json_each(:rows)"),
}
