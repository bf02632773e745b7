"""Changes by their ids."""

from __future__ import annotations

from webapp.api.gate import current_person
from webapp.models import Batch
from webapp.services.errors import Missing
from webapp.services.reaching import reach_batch, reach_to_undo
from webapp.services.undoing import find_batch


def readable_change(change_id: int) -> Batch:
    """What somebody did in a design, to look at; of one in the bin nothing is shown."""
    batch, design = reach_batch(current_person(), find_batch(change_id))
    if design.deleted_at is not None:
        raise Missing
    return batch


def undoable_change(change_id: int) -> Batch:
    """What somebody did in a design, to take it back; what that needs, its service asks of each design."""
    return reach_to_undo(current_person(), find_batch(change_id))[0]
