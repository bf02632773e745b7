"""Batches in words, as somebody may know them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement

from webapp.models import Batch, Person
from webapp.services.changes.headlines import headline
from webapp.services.changes.loading import (
    Loaded,
    changes_of,
    first_batches,
    load,
    originals_of,
    select_batches,
)
from webapp.services.changes.looking_up import names_for
from webapp.services.changes.names import Names
from webapp.services.changes.said import Said
from webapp.services.changes.sentences import say
from webapp.services.history import Touched, Values
from webapp.services.permissions import Verb
from webapp.services.undoing import BEGINNINGS, REDO, UNDO, verbs_for


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


def tell_batches(ids: Iterable[int], *, person: Person) -> list[Told]:
    """These batches in words, newest first, as `person` may know them."""
    return tell(load(select_batches(Batch.id.in_(list(ids)))), person)


def headline_of(batch_id: int | None, *, person: Person) -> str:
    """What a batch did, in one sentence; '' for None."""
    told = tell_batches([batch_id], person=person) if batch_id else []
    return told[0].headline.sentence if told else ""


def tell(
    loaded: Sequence[Loaded],
    person: Person | None,
    lives: ColumnElement[bool] | None = None,
    column: str = "",
) -> list[Told]:
    """Batches in words; with `lives` only these of their changes, with `column` only of that cell."""
    changes = changes_of([batch.id for batch, _ in loaded], lives)
    undone = originals_of(batch for batch, _ in loaded)
    originals = changes_of(sorted({batch.id for batch in undone.values()}), lives)
    every = (change for some in (*changes.values(), *originals.values()) for change in some)
    names = names_for(every, person=person)
    firsts = first_batches({batch.design_id for batch, _ in loaded})
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


def _taken_back(verb: str, original: Batch, changes: Sequence[Touched], names: Names) -> Said:
    line = headline(original.verb, changes, say(changes, names), names)
    words = "Undone" if verb == UNDO else "Done again"
    return Said(f"{words}: {line.words}", line.old, line.new, is_taken_back=verb == UNDO)


def _is_about(change: Touched, column: str) -> bool:
    before, after = (change.before or {}).get("cells") or {}, (change.after or {}).get("cells") or {}
    return before.get(column) != after.get(column)


def _can(batch: Batch, firsts: set[int]) -> Literal["undo", "redo", ""]:
    made = batch.verb in BEGINNINGS or (batch.verb == "import" and batch.id in firsts)
    if batch.undone_by_id is not None or made or batch.verb == REDO:
        return ""
    return "redo" if batch.verb == UNDO else "undo"


def pieces_of_batch(batch_id: int, *, person: Person) -> Sequence[Touched]:
    """The pieces that a batch changed, each before and after; a parent that `person` may not read is None."""
    pieces = changes_of([batch_id])[batch_id]
    known = names_for([each for each in pieces if each.what == "design"], person=person).designs
    return [
        replace(each, before=_with_known(each.before, known), after=_with_known(each.after, known))
        for each in pieces
    ]


def _with_known(values: Values | None, known: Container[int]) -> Values | None:
    if values is None or values.get("parent_id") is None or values["parent_id"] in known:
        return values
    return {**values, "parent_id": None}
