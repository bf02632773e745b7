"""The one way from a changed text to rows: what stayed keeps its id, and everything can be undone."""

from __future__ import annotations

from webapp import markdown
from webapp.extensions import db
from webapp.models import Document
from webapp.services import rendered
from webapp.services.documents import load_checked, revision_of_document
from webapp.services.history import Action
from webapp.services.readings import Reading, read_text
from webapp.services.rewriting import rewrite
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
        rewrite(current, pieces, outline, reading, matching, action)
    return True
