"""What stands in a design now, and who set it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NoReturn

from sqlalchemy import select

from webapp.extensions import db
from webapp.models import Batch, Change, Design, Person
from webapp.services.errors import CellConflict, Missing
from webapp.services.transactions import hold


def held_now(design: Design) -> Design:
    """The design as it is now, held until the transaction ends. Raises Missing for one in the bin."""
    held = hold(design.id)
    if held.deleted_at is not None:
        raise Missing
    return held


def refuse_changed(design: Design, column: str, base: Any, mine: Any) -> NoReturn:
    """Raise CellConflict with who set the value that stands."""
    who, at = last_set(design, column)
    raise CellConflict(
        base=_said(base), theirs=_said(getattr(design, column)), mine=_said(mine), by=who, at=at
    )


def _said(value: str | int | None) -> str:
    return "" if value is None else str(value)


def last_set(design: Design, column: str) -> tuple[str | None, datetime | None]:
    """Who set this value last, by name, and when."""
    found = db.session.execute(
        select(Change.after, Person.name, Batch.at)
        .select_from(Change)
        .join(Batch, Batch.id == Change.batch_id)
        .outerjoin(Person, Person.id == Batch.person_id)
        .where(Change.what == "design", Change.piece_id == design.id)
        .order_by(Change.id.desc())
    )
    return next(((name, at) for after, name, at in found if column in (after or {})), (None, None))
