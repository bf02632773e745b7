"""What others wrote in the same kind of column, to choose from."""

from __future__ import annotations

from sqlalchemy import func, select

from webapp.extensions import db
from webapp.models import Design, Document, Entry, Person
from webapp.services.permissions import readable

OFFERED = 20

_PATHS = (
    select(Entry.key)
    .join(Document, Document.id == Entry.document_id)
    .join(Design, Design.id == Document.design_id)
    .where(Entry.register == "files", Document.deleted_at.is_(None))
    .group_by(Entry.key)
    .order_by(func.count(Document.design_id.distinct()).desc(), Entry.key)
    .limit(OFFERED)
)


def suggest_files(typed: str, *, person: Person | None, but: Design | None = None) -> list[str]:
    """Paths that hold `typed`, whatever its capitals, those of most designs first; not those of `but`.

    Only what `person` may read is offered and counted.
    """
    if not typed:
        return []
    found = _PATHS.where(Entry.key.icontains(typed, autoescape=True), readable(person))
    return list(db.session.scalars(found.where(Design.id != but.id) if but else found))
