"""The one way from a changed text to rows: what stayed keeps its id, and everything can be undone."""

from __future__ import annotations

from webapp import markdown
from webapp.extensions import db
from webapp.markdown.outline import Outline
from webapp.models import Document
from webapp.models.types import utc_now
from webapp.services import rendered
from webapp.services.documents import MAIN, load_checked, revision_of_document
from webapp.services.entries import replace_entries
from webapp.services.history import Action, Touched
from webapp.services.readings import Reading, read_text
from webapp.services.storing import write_pieces
from webapp.services.titles import set_title, title_in
from webapp.services.transactions import hold, transaction


def reconcile_text(document: Document, text: str, action: Action) -> bool:
    """Make `text` the document's text. Returns whether anything changed; an equal text writes nothing.

    Pieces that `markdown.reconcile` recognises keep their ids; each piece touched is a change of the
    action's batch. Raises InvalidValue for a text that cannot be kept, Damaged for a broken store.
    """
    return reconcile_reading(document, read_text(text, rendered.project_keys()), action)


def reconcile_reading(document: Document, reading: Reading, action: Action) -> bool:
    """The same for a text that was read already."""
    with transaction():
        hold(document.design_id)
        current = db.session.get_one(Document, document.id, populate_existing=True)
        if reading.revision == revision_of_document(current):
            return False
        pieces, outline = load_checked(current)
        matching = markdown.reconcile.match(outline, reading.outline)
        ids, touched = write_pieces(current, reading, pieces, matching)
        _stamp(current, reading)
        action.record([*touched, *_retitle(current, outline, reading.outline)])
        replace_entries(current, reading.entries, ids)
    return True


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
