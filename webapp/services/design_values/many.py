"""One value given to several designs at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from webapp.models import Design, Person
from webapp.models.types import utc_now
from webapp.services.deriving import derive_design
from webapp.services.design_values.handing_over import note_owner, unlocked_with
from webapp.services.design_values.known import known_owner, known_priority, known_status
from webapp.services.editing.saved import NOTHING, Saved, once
from webapp.services.errors import InvalidValue
from webapp.services.history import Action, RequestKey, Touched, refuse_repeated
from webapp.services.owning import refuse_who_cannot_own
from webapp.services.permissions import check, verb_for
from webapp.services.transactions import SEVERAL_DESIGNS, hold, take_turns, transaction

MANY_MAX = 100
"""How many designs are set at once: more than a page of the list shows."""

COLUMNS_OF_MANY: dict[str, tuple[str, Callable[[object], str | int | None]]] = {
    "status": ("status", known_status),
    "priority": ("priority", known_priority),
    "owner": ("owner_id", known_owner),
}
"""Which column each field is, and what makes sure of a value for it."""


@once
def set_many(
    designs: Sequence[Design],
    field: str,
    value: str | int | None,
    *,
    by: Person,
    key: RequestKey | None = None,
) -> Saved:
    """Give several designs one `status`, `priority` or `owner` (an id), whatever they had: one action.

    Each design that differs gets a batch of its own in the group of the first, so that one undo takes
    all of them back. The answer names the first batch and every design that was touched. Raises NotAllowed,
    and sets none, where `by` may not do so to one of them.
    """
    if len(designs) > MANY_MAX:
        raise InvalidValue("designs", f"Choose at most {MANY_MAX} designs at once.")
    column, clean = COLUMNS_OF_MANY[field]
    with transaction():
        take_turns(SEVERAL_DESIGNS)
        refuse_repeated(by, key)
        value = clean(value)
        saved = NOTHING
        for held in _held_together(designs):
            check(by, verb_for(column), held)
            before = getattr(held, column)
            if before == value:
                continue
            if column == "owner_id" and value is not None:
                refuse_who_cannot_own({cast(int, value)}, held)
            setattr(held, column, value)
            held.version += 1
            held.updated_at = utc_now()
            action = Action(held, field, by, key if saved is NOTHING else None, group_id=saved.batch_id)
            note_owner(held, column, before, value, by)
            touched = unlocked_with(held, Touched("design", held.id, {column: before}, {column: value}))
            action.record([touched])
            derive_design(held, column)
            saved = Saved(saved.batch_id or action.batch_id, (*saved.touched, touched))
        return saved


def _held_together(designs: Sequence[Design]) -> list[Design]:
    """Those that are not in the bin, by their ids."""
    return [held for held in map(hold, sorted({design.id for design in designs})) if held.deleted_at is None]
