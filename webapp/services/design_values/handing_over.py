"""What goes with another owner of a design: a line of the audit, and the lock that nobody could take away."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from webapp.models import Design, Person
from webapp.services.audit import note
from webapp.services.history import Touched
from webapp.services.permissions import forget_rights


def note_owner(design: Design, column: str, before: Any, after: Any, by: Person) -> None:
    """Note in the audit who a design was handed over to: it is theirs to lock, to bin and to hand on."""
    if column == "owner_id":
        details = {"from": before, "to": after}
        note("design-owner", about=f"/designs/{design.key}", by=by, details=details)


def unlocked_with(design: Design, touched: Touched) -> Touched:
    """What was touched, and the lock that goes with the owner: nobody could take it away."""
    if design.owner_id is not None or design.locked_at is None:
        return touched
    design.locked_at = None
    note("design-unlock", about=f"/designs/{design.key}", by=None)
    forget_rights()
    return replace(
        touched,
        before={**(touched.before or {}), "locked": True},
        after={**(touched.after or {}), "locked": False},
    )
