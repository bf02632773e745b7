"""All findings and clashes made anew from what is stored, a design at a time, while people work."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select, update

from webapp.extensions import db
from webapp.models import Clash, Design, Document, Entry
from webapp.services.findings.clashing import recheck_clashes
from webapp.services.findings.templates import template_of
from webapp.services.findings.writing import check_design, check_documents
from webapp.services.transactions import hold, transaction


def rebuild_findings(progress: Callable[[int, int], None] | None = None) -> int:
    """Check every design again, those in the bin too; how many there are.

    `progress` is told how many are done, and of how many. What is as it was is not written.
    """
    ids = db.session.scalars(select(Design.id).order_by(Design.id)).all()
    for done, design_id in enumerate(ids, 1):
        with transaction():
            _recheck(hold(design_id))
        if progress:
            progress(done, len(ids))
    with transaction():  # also those that nobody's entry asks for any more
        recheck_clashes((register, key) for register, key in db.session.execute(_KEYS))
    return len(ids)


_KEYS = select(Clash.register, Clash.key).distinct()


def _recheck(design: Design) -> None:
    template = template_of(design.project)
    stated = select(Entry.id, Entry.register, Entry.key, Entry.values, Entry.from_template)
    turned = [
        {"id": entry.id, "from_template": not entry.from_template}
        for entry in db.session.execute(stated.where(Entry.design_id == design.id))
        if template.states(entry.register, entry.key, entry.values) != entry.from_template
    ]
    if turned:
        db.session.execute(update(Entry), turned)
    check_documents(db.session.scalars(select(Document.id).where(Document.design_id == design.id)))
    check_design(design.id)
