"""Whether all authors may edit what a design says, or its owner and its contributors alone."""

from __future__ import annotations

from webapp.models import Design, Person
from webapp.models.types import utc_now
from webapp.services.audit import note
from webapp.services.design_values.present import held_now, last_set
from webapp.services.editing.saved import NOTHING, Saved, once
from webapp.services.errors import InvalidValue
from webapp.services.history import Action, RequestKey, Touched, refuse_repeated
from webapp.services.permissions import forget_rights
from webapp.services.transactions import transaction


@once
def set_locked(design: Design, locked: bool, *, by: Person, key: RequestKey | None = None) -> Saved:
    """Leave what a design says to its owner and its contributors alone, or to all authors again.

    Raises InvalidValue("locked", …) for a design without an owner: nobody could unlock what is nobody's.
    """
    with transaction():
        refuse_repeated(by, key)
        held = held_now(design)
        if (held.locked_at is not None) == locked:
            return NOTHING
        if locked and held.owner_id is None:
            raise InvalidValue("locked", f"{held.key} has no owner. Give it one first: the lock is theirs.")
        held.locked_at = utc_now() if locked else None
        note("design-lock" if locked else "design-unlock", about=f"/designs/{held.key}", by=by)
        held.version += 1
        held.updated_at = utc_now()
        touched = Touched("design", held.id, {"locked": not locked}, {"locked": locked})
        action = Action(held, "lock" if locked else "unlock", by, key)
        action.record([touched])
        forget_rights()
        return Saved(action.batch_id, (touched,))


def who_locked(design: Design) -> str | None:
    """The name of the person who locked a design; None where nothing says so."""
    return last_set(design, "locked")[0]
