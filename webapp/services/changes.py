"""The history of a design in words: its batches, newest first, and the lives of its pieces."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from webapp.extensions import db
from webapp.models import Batch, Block, Change, Design, Person, Row, Section
from webapp.services.errors import UndoConflict
from webapp.services.history import Touched, Values
from webapp.services.names import names_for
from webapp.services.narrowing import fits, typed_over_list
from webapp.services.paging import PER_PAGE, Paged, pages_of
from webapp.services.permissions import Verb, readable
from webapp.services.standing import Piece
from webapp.services.undo_plan import Obstacle
from webapp.services.undoing import BEGINNINGS, REDO, UNDO, verbs_for
from webapp.services.wording import Names, Said, headline, name_of, say
from webapp.utils.queries import Query

AT_ONCE = 500
"""How many batches a filter reads at a time."""
SCANNED_MAX = 5_000
"""How many batches over several designs are looked through for what was typed, the newest of them."""

Lives = Literal["row", "block", "section"]


@dataclass(frozen=True, slots=True)
class Told:
    """A batch in words. `by` is None where nobody known did it.

    `said` has its changes where the headline is not all of them. `can` says whether it can be taken
    back, and by which word: it was done, or it was itself an undo; `needs` what somebody must be allowed
    to do in the design for that.
    """

    id: int
    at: datetime
    by: str | None
    headline: Said
    said: Sequence[Said]
    undone: bool
    can: Literal["undo", "redo", ""]
    batch: Batch
    needs: frozenset[Verb]

    @property
    def words(self) -> str:
        """Everything that a filter looks at."""
        return " ".join([self.by or "", self.headline.sentence, *(each.sentence for each in self.said)])


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


def list_changes(design: Design, *, person: Person, q: str = "", page: int = 1) -> ChangesPage:
    """The batches of a design, newest first, of which is said what `q` asks for: by whom or what.

    They are told as `person` may know them: another design that they may not read has no name.

    `q` is words and -words, as over every list. A page past the end is the last one.
    """
    query = typed_over_list(q)
    of = db.session.scalar(select(func.count(Batch.id)).where(Batch.design_id == design.id)) or 0
    every = _batches(Batch.design_id == design.id)
    if not query:
        page = _page(page, of)
        some = every.limit(PER_PAGE).offset((page - 1) * PER_PAGE)
        return ChangesPage(_tell(_loaded(some), person), of, of, page)
    fitting = list(_fitting(every, query, person))
    page = _page(page, len(fitting))
    return ChangesPage(fitting[(page - 1) * PER_PAGE : page * PER_PAGE], len(fitting), of, page)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which batches are asked for: ids of a design, a piece of one, a person; None asks for any."""

    design_id: int | None = None
    document_id: int | None = None
    section_id: int | None = None
    block_id: int | None = None
    row_id: int | None = None
    person_id: int | None = None


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
    every = _batches(*conditions).join(Design, Design.id == Batch.design_id)
    if query:
        fitting = list(_fitting(every, query, person, at_most=SCANNED_MAX))
        return fitting[offset : offset + limit], len(fitting)
    counting = select(func.count(Batch.id)).join(Design, Design.id == Batch.design_id).where(*conditions)
    return _tell(_loaded(every.limit(limit).offset(offset)), person), db.session.scalar(counting) or 0


def _asked(asked: Asked) -> Iterator[ColumnElement[bool]]:
    if asked.design_id is not None:
        yield Batch.design_id == asked.design_id
    if asked.person_id is not None:
        yield Batch.person_id == asked.person_id
    if asked.document_id is not None:
        yield _changes_one_of(_in_document(asked.document_id))
    pieces: list[tuple[Lives, int | None]] = [
        ("section", asked.section_id),
        ("block", asked.block_id),
        ("row", asked.row_id),
    ]
    for what, piece_id in pieces:
        if piece_id is not None:
            yield _changes_one_of(_lives(what, piece_id))


def _changes_one_of(changes: ColumnElement[bool]) -> ColumnElement[bool]:
    return Batch.id.in_(select(Change.batch_id).where(changes))


def life_of(what: Lives, piece_id: int, *, column: str = "", page: int = 1) -> ChangesPage:
    """What became of a row (or one cell of it), a block or a section, with all that it holds or held."""
    lives = _lives(what, piece_id)
    found = _batches(Batch.id.in_(select(Change.batch_id).where(lives)))
    told = _tell(_loaded(found), None, lives, column)  # pieces of documents name no other design
    page = _page(page, len(told))
    return ChangesPage(told[(page - 1) * PER_PAGE : page * PER_PAGE], len(told), len(told), page)


def tell_batches(ids: Iterable[int], *, person: Person) -> list[Told]:
    """These batches in words, newest first, as `person` may know them."""
    return _tell(_loaded(_batches(Batch.id.in_(list(ids)))), person)


def pieces_of_batch(batch_id: int, *, person: Person) -> Sequence[Touched]:
    """The pieces that a batch changed, each before and after; a parent that `person` may not read is None."""
    pieces = _changes([batch_id], None)[batch_id]
    known = names_for([each for each in pieces if each.what == "design"], person=person).designs
    return [
        replace(each, before=_with_known(each.before, known), after=_with_known(each.after, known))
        for each in pieces
    ]


def _with_known(values: Values | None, known: Container[int]) -> Values | None:
    if values is None or values.get("parent_id") is None or values["parent_id"] in known:
        return values
    return {**values, "parent_id": None}


def headline_of(batch_id: int | None, *, person: Person) -> str:
    """What a batch did, in one sentence; '' for None."""
    told = tell_batches([batch_id], person=person) if batch_id else []
    return told[0].headline.sentence if told else ""


@dataclass(frozen=True, slots=True)
class Hindrance:
    """What keeps a piece from being put back: in words, with the texts where it has one.

    `base` is what the batch made, `theirs` what stands there now, `mine` what undoing would bring back.
    `piece` is what it is about, and `column` its cell.
    """

    piece: Piece
    words: str
    base: str | None = None
    theirs: str | None = None
    mine: str | None = None
    column: str = ""


def tell_conflict(conflict: UndoConflict) -> list[Hindrance]:
    """Who built on a batch, and on what."""
    obstacles: Sequence[Obstacle] = [each for each in conflict.obstacles if each.reason != "with"]
    pieces = {piece for each in obstacles for piece in (each.piece, each.culprit)}
    rows = [piece for piece in pieces if piece[0] == "row"]
    names = names_for([], pieces, person=None)
    who = _last_touched({each.culprit for each in obstacles} | set(rows))
    return [
        hindrance
        for each in obstacles
        for hindrance in _hindrances(each, names, who.get(each.culprit) or "Somebody else")
    ]


_REASONS = {
    "deleted": "{who} deleted {piece} since.",
    "filled": "{who} wrote into {piece} since.",
    "homeless": "{who} deleted the place in which {piece} stood.",
    "name": "Another document has the name of {piece} now.",
    "last": "A design is never without a document; delete the design instead.",
    "left": "Somebody whom this would bring back to {piece} may not read it any more.",
    "under": "The design that this one would stand under stands under it now.",
}


def _hindrances(obstacle: Obstacle, names: Names, who: str) -> Iterator[Hindrance]:
    piece = name_of(obstacle.piece, names)
    if obstacle.reason != "changed":
        yield Hindrance(obstacle.piece, _REASONS[obstacle.reason].format(who=who, piece=piece))
        return
    texts = [
        clash for clash in obstacle.clashes if isinstance(clash.theirs, str) and clash.name != "position"
    ]
    # The source says again what the cells say.
    said = [clash for clash in texts if clash.name in {"cells", "title"}] or texts
    for clash in said:
        block = names.blocks.get(names.rows.get(obstacle.piece[1], {}).get("block_id", 0))
        column = block.columns.get(clash.column, "") if block and obstacle.piece[0] == "row" else ""
        about = f"{column} of {piece}" if column else piece
        told = (clash.base or "", clash.theirs, clash.mine or "")
        yield Hindrance(obstacle.piece, f"{who} changed {about} since.", *told, clash.column)
    if not said:
        yield Hindrance(obstacle.piece, f"{who} changed {piece} since.")


def _last_touched(pieces: Iterable[tuple[str, int]]) -> Mapping[tuple[str, int], str]:
    """Who touched each of these pieces last."""
    found: dict[tuple[str, int], str] = {}
    for what, piece_id in pieces:
        name = db.session.scalar(
            select(Person.name)
            .select_from(Change)
            .join(Batch, Batch.id == Change.batch_id)
            .join(Person, Person.id == Batch.person_id)
            .where(Change.what == what, Change.piece_id == piece_id)
            .order_by(Change.id.desc())
            .limit(1)
        )
        if name:
            found[what, piece_id] = name
    return found


Loaded = tuple[Batch, str | None]


def _batches(*conditions: ColumnElement[bool]) -> Select[Batch, str | None]:
    return (
        select(Batch, Person.name)
        .outerjoin(Person, Person.id == Batch.person_id)
        .where(*conditions)
        .order_by(Batch.id.desc())
    )


def _loaded(query: Select[Batch, str | None]) -> list[Loaded]:
    return [(batch, name) for batch, name in db.session.execute(query)]


def _page(page: int, total: int) -> int:
    return min(max(page, 1), pages_of(total))


def _fitting(
    every: Select[Batch, str | None], query: Query, person: Person, *, at_most: int = 0
) -> Iterator[Told]:
    """The batches of which all words are said, newest first: of the first `at_most`, of all where it is 0."""
    below: int | None = None
    looked_at = 0
    while not at_most or looked_at < at_most:
        some = every if below is None else every.where(Batch.id < below)
        loaded = _loaded(some.limit(AT_ONCE))
        yield from (told for told in _tell(loaded, person) if fits(told.words, query))
        if len(loaded) < AT_ONCE:
            return
        looked_at += AT_ONCE
        below = loaded[-1][0].id


def _lives(what: Lives, piece_id: int) -> ColumnElement[bool]:
    """The changes that are the life of a piece."""
    own = and_(Change.what == what, Change.piece_id == piece_id)
    if what == "row":
        return own
    blocks = select(Block.id).where(Block.section_id == piece_id) if what == "section" else [piece_id]
    rows = and_(Change.what == "row", Change.piece_id.in_(select(Row.id).where(Row.block_id.in_(blocks))))
    held = and_(Change.what == "block", Change.piece_id.in_(blocks))
    return or_(own, held, rows)


def _in_document(document_id: int) -> ColumnElement[bool]:
    """The changes of a document and of whatever it holds or held."""
    inside = [
        and_(
            Change.what == what, Change.piece_id.in_(select(model.id).where(model.document_id == document_id))
        )
        for what, model in _PIECES.items()
    ]
    return or_(and_(Change.what == "document", Change.piece_id == document_id), *inside)


_PIECES: Mapping[str, type[Section | Block | Row]] = {"section": Section, "block": Block, "row": Row}


def _tell(
    loaded: Sequence[Loaded],
    person: Person | None,
    lives: ColumnElement[bool] | None = None,
    column: str = "",
) -> list[Told]:
    """Batches in words; with `lives` only these of their changes, with `column` only of that cell."""
    changes = _changes([batch.id for batch, _ in loaded], lives)
    undone = _originals(batch for batch, _ in loaded)
    originals = _changes(sorted({batch.id for batch in undone.values()}), lives)
    every = (change for some in (*changes.values(), *originals.values()) for change in some)
    names = names_for(every, person=person)
    firsts = _first_batches({batch.design_id for batch, _ in loaded})
    told = []
    for batch, by in loaded:
        own = [each for each in changes[batch.id] if not column or _is_about(each, column)]
        if column and not own:
            continue
        said = say(own, names)
        line = headline(batch.verb, own, said, names)
        if original := undone.get(batch.id):
            line = _taken_back(batch.verb, original, originals[original.id], names)
            said = []
        told.append(
            Told(
                id=batch.id,
                at=batch.at,
                by=by,
                headline=line,
                said=[] if list(said) == [line] else said,
                undone=batch.undone_by_id is not None,
                can=_can(batch, firsts),
                batch=batch,
                needs=frozenset(verbs_for(own)),
            )
        )
    return told


def _changes(ids: Sequence[int], lives: ColumnElement[bool] | None) -> Mapping[int, list[Touched]]:
    """The changes of each batch, as plain data."""
    found: dict[int, list[Touched]] = defaultdict(list)
    for start in range(0, len(ids), AT_ONCE):
        query = select(Change.batch_id, Change.what, Change.piece_id, Change.before, Change.after).where(
            Change.batch_id.in_(ids[start : start + AT_ONCE])
        )
        query = query if lives is None else query.where(lives)
        for batch_id, what, piece_id, before, after in db.session.execute(query.order_by(Change.id)):
            found[batch_id].append(Touched(what, piece_id, before, after))
    return found


def _originals(batches: Iterable[Batch]) -> dict[int, Batch]:
    """For each undo and redo the batch that was taken back or done again."""
    asked = {batch.id: batch.undoes_id for batch in batches if batch.undoes_id is not None}
    found: dict[int, Batch] = {}
    while asked:
        reached = {
            batch.id: batch for batch in db.session.scalars(select(Batch).where(Batch.id.in_(asked.values())))
        }
        further = {}
        for name, original in asked.items():
            batch = reached[original]
            if batch.undoes_id is None:
                found[name] = batch
            else:
                further[name] = batch.undoes_id
        asked = further
    return found


def _taken_back(verb: str, original: Batch, changes: Sequence[Touched], names: Names) -> Said:
    line = headline(original.verb, changes, say(changes, names), names)
    words = "Undone" if verb == UNDO else "Done again"
    return Said(f"{words}: {line.words}", line.old, line.new, is_taken_back=verb == UNDO)


def _is_about(change: Touched, column: str) -> bool:
    before, after = (change.before or {}).get("cells") or {}, (change.after or {}).get("cells") or {}
    return before.get(column) != after.get(column)


def _first_batches(designs: set[int]) -> set[int]:
    query = select(func.min(Batch.id)).where(Batch.design_id.in_(designs)).group_by(Batch.design_id)
    return set(db.session.scalars(query))


def _can(batch: Batch, firsts: set[int]) -> Literal["undo", "redo", ""]:
    made = batch.verb in BEGINNINGS or (batch.verb == "import" and batch.id in firsts)
    if batch.undone_by_id is not None or made or batch.verb == REDO:
        return ""
    return "redo" if batch.verb == UNDO else "undo"
