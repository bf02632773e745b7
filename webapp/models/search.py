"""What is searched: every line of every design, folded, and two small tables of letters and words.

On SQLite an FTS5 table of trigrams is written with `search_line`, by its one writer: a trigger would need
a trusted schema. On PostgreSQL an index of pg_trgm follows by itself. Both find what holds three
characters and more; one and two have `search_gram`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from sqlalchemy import DDL, Index, String, Table, event, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.extensions import Model
from webapp.models.types import Folded, Id, PieceId

# What a line's id is made of, from the left: the kind of match, the design, and where the line stands in it.
DESIGN_SHIFT = 36
KIND_SHIFT = 60
KEY, TITLE, ENTRY, HEADING, TEXT = range(5)
"""Kinds of lines, the best first: what is found in a key comes before what is found in a text."""

GRAM_DESIGNS_MAX = 256
"""Of how many designs `search_gram` remembers that they hold a gram; what more have is common."""
WORD_MAX = 40
"""How many characters of a word `search_word` keeps."""


class SearchLine(Model):
    """One line that can be found: a row, a heading, a paragraph, a line of code, a design's key or title.

    `id` is kind << KIND_SHIFT | design's id << DESIGN_SHIFT | place, so that the lines of one kind of
    one design stand together in their order. `what` and `piece_id` name the piece ("design", "section",
    "block", "row"), `line` counts from 0 in a paragraph or in code, and is 0 elsewhere. `register` is
    that of the entries which the line states. `undecided` says that a placeholder is left in it. `text`
    is folded (`webapp.utils.folding`), the cells of a row parted by CELL_END.
    """

    __tablename__ = "search_line"
    __table_args__ = (
        Index("ix_search_line_piece_id_what", "piece_id", "what"),
        # Where nobody has left a placeholder for long, no design is looked through for one.
        Index(
            "ix_search_line_undecided",
            "id",
            sqlite_where=text("undecided"),
            postgresql_where=text("undecided"),
        ),
        Index(
            "ix_search_line_text_trgm",
            "text",
            postgresql_using="gin",
            postgresql_ops={"text": "gin_trgm_ops"},
        ).ddl_if(dialect="postgresql"),
    )

    id: Mapped[Id] = mapped_column(autoincrement=False)
    document_id: Mapped[PieceId | None]
    section_id: Mapped[PieceId | None]
    block_id: Mapped[PieceId | None]
    what: Mapped[str] = mapped_column(String(10))
    piece_id: Mapped[PieceId]
    line: Mapped[int] = mapped_column(default=0)
    register: Mapped[str | None] = mapped_column(String(20))
    undecided: Mapped[bool] = mapped_column(default=False)
    text: Mapped[Folded]


class SearchGram(Model):
    """That a design holds these one or two characters in a line of this kind.

    Of each gram and kind about GRAM_DESIGNS_MAX designs are remembered at most, design 0 then among them,
    which says that no more are. None is forgotten when an edit takes the gram away: what is found is
    looked for in the lines.
    """

    __tablename__ = "search_gram"
    __table_args__ = {"sqlite_with_rowid": False}

    gram: Mapped[Folded] = mapped_column(primary_key=True)
    kind: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    design_id: Mapped[PieceId] = mapped_column(primary_key=True, autoincrement=False)


class SearchWord(Model):
    """A word that some design holds or has held, folded and cut to WORD_MAX: what a typo is compared with."""

    __tablename__ = "search_word"
    __table_args__ = {"sqlite_with_rowid": False}

    word: Mapped[Folded] = mapped_column(primary_key=True)


FULL_TEXT = "search_line_fts"
"""The FTS5 table on SQLite; its rowids are the ids of lines."""

SQLITE_FULL_TEXT = (
    f"CREATE VIRTUAL TABLE {FULL_TEXT} USING fts5("
    "text, content='search_line', content_rowid='id', tokenize='trigram case_sensitive 1')"
)

_table = cast(Table, SearchLine.__table__)
_listen = cast("Callable[..., None]", event.listen)
_ddl = cast("Callable[[str], Any]", DDL)
_listen(_table, "after_create", _ddl(SQLITE_FULL_TEXT).execute_if(dialect="sqlite"))
_listen(_table, "after_drop", _ddl(f"DROP TABLE IF EXISTS {FULL_TEXT}").execute_if(dialect="sqlite"))
_listen(
    _table, "before_create", _ddl("CREATE EXTENSION IF NOT EXISTS pg_trgm").execute_if(dialect="postgresql")
)
