"""What keeps a batch from being taken back, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from webapp.services.changes.looking_up import names_for
from webapp.services.changes.names import Names, name_of
from webapp.services.editing.saved import last_change
from webapp.services.errors import UndoConflict
from webapp.services.standing import Piece
from webapp.services.undo_plan import Obstacle

REASONS = {
    "deleted": "{who} deleted {piece} since.",
    "filled": "{who} wrote into {piece} since.",
    "homeless": "{who} deleted the place in which {piece} stood.",
    "name": "Another document has the name of {piece} now.",
    "last": "A design is never without a document; delete the design instead.",
    "left": "Somebody whom this would bring back to {piece} is no author of its project any more.",
    "under": "The design that this one would stand under stands under it now.",
}


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
    names = names_for([], pieces, person=None)
    who = {culprit: last_change(*culprit)[0] for culprit in {each.culprit for each in obstacles}}
    return [
        hindrance
        for each in obstacles
        for hindrance in _hindrances(each, names, who[each.culprit] or "Somebody else")
    ]


def _hindrances(obstacle: Obstacle, names: Names, who: str) -> Iterator[Hindrance]:
    piece = name_of(obstacle.piece, names)
    if obstacle.reason != "changed":
        yield Hindrance(obstacle.piece, REASONS[obstacle.reason].format(who=who, piece=piece))
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
