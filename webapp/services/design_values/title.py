"""A design is called otherwise."""

from __future__ import annotations

from webapp.extensions import db
from webapp.models import Batch, Design, Person
from webapp.models.types import utc_now
from webapp.services.deriving import derive_design
from webapp.services.design_values.present import held_now, refuse_changed
from webapp.services.designs import clean_title
from webapp.services.documents import documents_of, load_checked
from webapp.services.editing.saved import NOTHING, Saved, once, saved_before
from webapp.services.history import Action, RequestKey, Touched, refuse_repeated
from webapp.services.reconciliation import reconcile_text
from webapp.services.titles import fitting, retitle
from webapp.services.titles import set_title as put_title
from webapp.services.transactions import transaction


@once
def set_title(design: Design, title: str, *, base: str, by: Person, key: RequestKey | None = None) -> Saved:
    """Call a design otherwise: the main document's H1 follows, and no other line of it.

    Without an H1 the title is data alone. Raises Damaged where the document is not what was saved.
    """
    title = fitting(clean_title(title))
    with transaction():
        refuse_repeated(by, key)
        held = held_now(design)
        if held.title == title:
            return NOTHING
        if held.title != base:
            refuse_changed(held, "title", base, title)
        action = Action(held, "title", by, key)
        _rewrite_heading(held, title, action)
        if held.title != title:  # no heading states it, or one did so before
            touched = Touched("design", held.id, {"title": held.title}, {"title": title})
            put_title(held, title)
            held.version += 1
            held.updated_at = utc_now()
            action.record([touched])
            derive_design(held, "title")
        return saved_before(db.session.get_one(Batch, action.batch_id))


def _rewrite_heading(design: Design, title: str, action: Action) -> None:
    document = documents_of(design)[0]
    outline = load_checked(document)[1]
    reconcile_text(document, retitle(outline, design.key, title).text, action)
