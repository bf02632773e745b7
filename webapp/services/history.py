"""History: one user action is one batch, whose changes say piece, before, after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from webapp.extensions import db
from webapp.models import Batch, Change, Design, Person
from webapp.services.bulk import insert_many, insert_returning

What = Literal["design", "document", "section", "block", "row"]
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Touched:
    """One piece before and after; `before` is None for a new piece, `after` for a deleted one."""

    what: What
    piece_id: int
    before: Values | None
    after: Values | None


@dataclass
class Action:
    """What somebody does to a design. Its batch is written with the first change: nothing done, none."""

    design: Design
    verb: str
    by: Person | None = None
    batch_id: int | None = field(default=None, init=False)

    def record(self, touched: Sequence[Touched]) -> None:
        """Write the changes, in this order, into the action's batch."""
        if not touched:
            return
        if self.batch_id is None:
            person_id = self.by.id if self.by else None
            values = {"design_id": self.design.id, "person_id": person_id, "verb": self.verb}
            self.batch_id = db.session.execute(insert_returning(Batch, "id"), values).scalar_one()
        db.session.execute(
            insert_many(Change),
            [
                {
                    "batch_id": self.batch_id,
                    "what": each.what,
                    "piece_id": each.piece_id,
                    "before": each.before,
                    "after": each.after,
                }
                for each in touched
            ],
        )
