"""One column of a design, set alone: its status, its priority or its owner; `parent` sets a fourth."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from webapp.extensions import db
from webapp.models import Design, Person
from webapp.models.types import utc_now
from webapp.services.deriving import derive_design
from webapp.services.design_values.handing_over import note_owner, unlocked_with
from webapp.services.design_values.known import known_owner, known_priority, known_status
from webapp.services.design_values.present import held_now, refuse_changed
from webapp.services.editing.saved import NOTHING, Saved, once
from webapp.services.history import Action, RequestKey, Touched, refuse_repeated
from webapp.services.owning import refuse_who_cannot_own
from webapp.services.transactions import change_rows, transaction


@once
def set_status(design: Design, status: str, *, base: str, by: Person, key: RequestKey | None = None) -> Saved:
    """Say how far a design is: one of STATUSES."""
    with transaction():
        return set_column(design, "status", known_status(status), base, by, key)


@once
def set_priority(
    design: Design, priority: str, *, base: str, by: Person, key: RequestKey | None = None
) -> Saved:
    """Say how urgent a design is: one of PRIORITIES."""
    with transaction():
        return set_column(design, "priority", known_priority(priority), base, by, key)


@once
def set_owner(
    design: Design, owner_id: int | None, *, base: int | None, by: Person, key: RequestKey | None = None
) -> Saved:
    """Say who owns a design, by the id of an author of its project; None: nobody, which unlocks it, too."""
    with transaction():
        owner_id = known_owner(owner_id)
        if owner_id not in {None, design.owner_id}:
            refuse_who_cannot_own({owner_id}, design)
        return set_column(design, "owner_id", owner_id, base, by, key)


def set_column(
    design: Design, column: str, value: str | int | None, base: Any, by: Person, key: RequestKey | None
) -> Saved:
    """Set one column if it is still `base`: the condition of the UPDATE is the check."""
    refuse_repeated(by, key)
    stored = getattr(Design, column)
    changed = value != base and change_rows(
        update(Design)
        .where(Design.id == design.id, Design.deleted_at.is_(None), stored.is_not_distinct_from(base))
        .values({column: value, "version": Design.version + 1, "updated_at": utc_now()})
    )
    if not changed:
        current = held_now(design)
        if getattr(current, column) == value:
            return NOTHING
        refuse_changed(current, column, base, value)
    db.session.expire(design)  # with whom its columns name
    action = Action(design, column.removesuffix("_id"), by, key)
    note_owner(design, column, base, value, by)
    touched = unlocked_with(design, Touched("design", design.id, {column: base}, {column: value}))
    action.record([touched])
    derive_design(design, column)
    return Saved(action.batch_id, (touched,))
