"""A project has another template: which entries and findings of its designs are others now."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select, update

from webapp.checks import Template
from webapp.extensions import db
from webapp.models import Design, Document, Entry, Project
from webapp.services.findings.clashing import recheck_clashes
from webapp.services.findings.templates import template_of
from webapp.services.findings.writing import check_documents
from webapp.services.transactions import hold, transaction

FOLLOWED_MAX = 500
"""How many documents are looked through again at once, those of the designs that were changed last.

The others are with their next structural edit, or by `./designbook reindex`.
"""
AT_ONCE = 500
"""How many ids a statement names."""


def follow_entries(project: Project, before: Template) -> bool:
    """Say anew which entries come from the template; False where it states and holds what it did.

    Only facts are asked for that one of the two templates states and the other does not: a query for each,
    and an UPDATE for each AT_ONCE entries that turn. Must be called inside the transaction that changed it.
    """
    after = template_of(project)
    if after == before:
        return False
    keys = {(register, key) for register, key, _ in before.facts ^ after.facts}
    for register, key in sorted(keys):
        found = db.session.execute(
            select(Entry.id, Entry.values, Entry.from_template)
            .join(Design, Design.id == Entry.design_id)
            .where(Entry.register == register, Entry.key == key, Design.project_id == project.id)
        )
        turned = [
            (entry_id, is_now)
            for entry_id, values, was in found
            if (is_now := after.states(register, key, values)) != was
        ]
        for is_now in (False, True):
            _say([entry_id for entry_id, now in turned if now == is_now], from_template=is_now)
        if turned:
            recheck_clashes([(register, key)])
    return True


def follow_findings(project: Project) -> None:
    """Look through the documents of the project again, each in a transaction of its own: others may save
    between two of them.
    """
    found = db.session.execute(
        select(Document.id, Document.design_id)
        .join(Design, Design.id == Document.design_id)
        .where(Design.project_id == project.id)
        .order_by(Design.updated_at.desc(), Document.id)
        .limit(FOLLOWED_MAX)
    )
    for document_id, design_id in found.all():
        with transaction():
            hold(design_id)
            check_documents([document_id])


def _say(entry_ids: Iterable[int], *, from_template: bool) -> None:
    ids = list(entry_ids)
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        db.session.execute(
            update(Entry)
            .where(Entry.id.in_(some))
            .values(from_template=from_template)
            .execution_options(synchronize_session=False)
        )
