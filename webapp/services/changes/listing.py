"""What was changed, newest first: in one design, in all or in one piece; narrowed by what was typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select

from webapp.extensions import db
from webapp.models import Batch, Change, Design, Person
from webapp.services.changes.lives import Lives, in_document, life_of_piece
from webapp.services.changes.loading import load, select_batches
from webapp.services.changes.telling import Told, tell
from webapp.services.narrowing import fits, typed_over_list
from webapp.services.paging import PER_PAGE, Paged, page_within, pages_of
from webapp.services.permissions import readable
from webapp.utils.queries import Query

AT_ONCE = 500
"""How many batches a filter reads at a time."""
SCANNED_MAX = 5_000
"""How many batches over several designs are looked through for what was typed, the newest of them."""


@dataclass(frozen=True, slots=True)
class ChangesPage(Paged):
    """One page of changes: `page` of `pages`, both from 1; `total` on all of them, `of` unfiltered."""

    items: Sequence[Told]
    total: int
    of: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return pages_of(self.total)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which batches are asked for: ids of a design, a piece of one, a person; None asks for any."""

    design_id: int | None = None
    document_id: int | None = None
    section_id: int | None = None
    block_id: int | None = None
    row_id: int | None = None
    person_id: int | None = None


def list_changes(design: Design, *, person: Person, q: str = "", page: int = 1) -> ChangesPage:
    """The batches of a design, newest first, of which is said what `q` asks for: by whom or what.

    They are told as `person` may know them: another design that they may not read has no name.

    `q` is words and -words, as over every list. A page past the end is the last one.
    """
    query = typed_over_list(q)
    of = db.session.scalar(select(func.count(Batch.id)).where(Batch.design_id == design.id)) or 0
    every = select_batches(Batch.design_id == design.id)
    if not query:
        page = page_within(page, of)
        some = every.limit(PER_PAGE).offset((page - 1) * PER_PAGE)
        return ChangesPage(tell(load(some), person), of, of, page)
    fitting = list(_fitting(every, query, person))
    page = page_within(page, len(fitting))
    return ChangesPage(fitting[(page - 1) * PER_PAGE : page * PER_PAGE], len(fitting), of, page)


def find_changes(
    person: Person, *, asked: Asked = Asked(), q: str = "", limit: int, offset: int = 0
) -> tuple[Sequence[Told], int]:
    """`limit` of the batches in designs that `person` may read, newest first, after the first `offset`;
    and how many there are.

    With `q`, of which is said what it asks for, at most SCANNED_MAX batches are looked through. Raises
    InvalidValue for what cannot be looked for.
    """
    query = typed_over_list(q)
    conditions = [readable(person), *_asked(asked)]
    every = select_batches(*conditions).join(Design, Design.id == Batch.design_id)
    if query:
        fitting = list(_fitting(every, query, person, at_most=SCANNED_MAX))
        return fitting[offset : offset + limit], len(fitting)
    counting = select(func.count(Batch.id)).join(Design, Design.id == Batch.design_id).where(*conditions)
    return tell(load(every.limit(limit).offset(offset)), person), db.session.scalar(counting) or 0


def life_of(what: Lives, piece_id: int, *, column: str = "", page: int = 1) -> ChangesPage:
    """What became of a row (or one cell of it), a block or a section, with all that it holds or held."""
    lives = life_of_piece(what, piece_id)
    found = select_batches(Batch.id.in_(select(Change.batch_id).where(lives)))
    told = tell(load(found), None, lives, column)  # pieces of documents name no other design
    page = page_within(page, len(told))
    return ChangesPage(told[(page - 1) * PER_PAGE : page * PER_PAGE], len(told), len(told), page)


def _asked(asked: Asked) -> Iterator[ColumnElement[bool]]:
    if asked.design_id is not None:
        yield Batch.design_id == asked.design_id
    if asked.person_id is not None:
        yield Batch.person_id == asked.person_id
    if asked.document_id is not None:
        yield _changes_one_of(in_document(asked.document_id))
    pieces: list[tuple[Lives, int | None]] = [
        ("section", asked.section_id),
        ("block", asked.block_id),
        ("row", asked.row_id),
    ]
    for what, piece_id in pieces:
        if piece_id is not None:
            yield _changes_one_of(life_of_piece(what, piece_id))


def _changes_one_of(changes: ColumnElement[bool]) -> ColumnElement[bool]:
    return Batch.id.in_(select(Change.batch_id).where(changes))


def _fitting(
    every: Select[Batch, str | None], query: Query, person: Person, *, at_most: int = 0
) -> Iterator[Told]:
    """The batches of which all words are said, newest first: of the first `at_most`, of all where it is 0."""
    below: int | None = None
    looked_at = 0
    while not at_most or looked_at < at_most:
        some = every if below is None else every.where(Batch.id < below)
        loaded = load(some.limit(AT_ONCE))
        yield from (told for told in tell(loaded, person) if fits(told.words, query))
        if len(loaded) < AT_ONCE:
            return
        looked_at += AT_ONCE
        below = loaded[-1][0].id
