"""The text that an editor opened with, against what is stored by now."""

from __future__ import annotations

from webapp.services.editing.saved import last_change
from webapp.services.errors import CellConflict
from webapp.services.history import What


def is_new(what: What, piece_id: int, *, base: str, theirs: str, mine: str) -> bool:
    """Whether a text has to be written: not where it is stored already.

    `theirs` is what is stored. Raises CellConflict where that is neither what is to be stored nor what
    the editor opened with. All three are as the piece would hold them: see `markdown.writer.normal`.
    """
    if theirs == mine:
        return False
    if theirs != base:
        by, at = last_change(what, piece_id)
        raise CellConflict(base=base, theirs=theirs, mine=mine, by=by, at=at)
    return True
