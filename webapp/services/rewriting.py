"""A document's pieces become those of another reading: the one way in which structure is stored.

Who knows which piece is which says so by a matching; the batch, the entries, the counters, the design's
title and what names the text follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.markdown.outline import Outline
from webapp.models import Document
from webapp.models.types import utc_now
from webapp.services.continuing import Continued
from webapp.services.deriving import derive_design, derive_document
from webapp.services.documents import MAIN
from webapp.services.entries import update_entries
from webapp.services.history import Action, Touched
from webapp.services.pieces import Ids, Pieces
from webapp.services.readings import Reading
from webapp.services.storing import write_pieces
from webapp.services.titles import set_title, title_in

if TYPE_CHECKING:
    from webapp.markdown.reconcile import Matching


def rewrite(
    document: Document, pieces: Pieces, outline: Outline, reading: Reading, matching: Matching, action: Action
) -> tuple[Touched, ...]:
    """Store a reading in place of the pieces and the outline that they were; what was touched.

    Must be called inside a transaction that holds the design. Every touched piece is a change of the
    action's batch.
    """
    continued = Continued(
        reading.text, reading.outline, reading.keys, pieces, outline, matching, document.renderer
    )
    ids, touched = write_pieces(document, continued, pieces, matching)
    _stamp(document, continued)
    touched += _retitle(document, outline, reading.outline)
    action.record(touched)
    _update_entries(document, continued, pieces.ids, ids)
    derive_document(document, continued, ids)
    if any(each.what == "design" for each in touched):
        derive_design(document.design, "title")
    return tuple(touched)


def _update_entries(document: Document, reading: Continued, before: Ids, after: Ids) -> None:
    unchanged = {after.blocks[number][place] for number, place in reading.unchanged}
    concerned = {block for blocks in (*before.blocks, *after.blocks) for block in blocks} - unchanged
    facts = reading.fresh_entries if unchanged else reading.entries
    update_entries(document, facts, after, concerned, whole=not unchanged)


def title_after(document: Document, old: Outline, new: Outline) -> str:
    """The design's title once the document's text has changed so: it follows the main document's H1."""
    design = document.design
    title = title_in(new, design.key)
    if document.name != MAIN or not title or title == title_in(old, design.key):
        return design.title
    return title


def _stamp(document: Document, reading: Reading) -> None:
    document.revision = reading.revision
    document.size = len(reading.bytes)
    document.renderer = reading.renderer
    document.version += 1
    document.updated_at = document.design.updated_at = utc_now()


def _retitle(document: Document, old: Outline, new: Outline) -> list[Touched]:
    design = document.design
    before, after = design.title, title_after(document, old, new)
    if before == after:
        return []
    set_title(design, after)
    design.version += 1
    return [Touched("design", design.id, {"title": before}, {"title": design.title})]
