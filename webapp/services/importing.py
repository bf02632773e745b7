"""One design brought in: made where its key is new, else reconciled with what is stored."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError

from webapp.extensions import db
from webapp.models import Design, Document, Person, Project
from webapp.models.types import utc_now
from webapp.services.documents import as_new, documents_of, store_document, store_documents
from webapp.services.errors import Conflict, InvalidValue
from webapp.services.history import Action
from webapp.services.import_targets import (
    IN_THE_BIN,
    Outcome,
    Readings,
    Status,
    asked_for,
    find_target,
    refuse,
    title_of,
)
from webapp.services.naming import Group
from webapp.services.permissions import forget_rights
from webapp.services.projects import ensure_project, pass_number, take_number
from webapp.services.reconciliation import reconcile_reading
from webapp.services.titles import set_title
from webapp.services.transactions import hold, transaction

MEANWHILE = "somebody else brought in {} at the same moment; import it again."


def import_design(group: Group, readings: Readings, *, by: Person | None = None) -> Outcome:
    """Bring one design in, all or nothing.

    Raises InvalidValue for a design in the bin and for what `by` may not make or change, Conflict where
    somebody imports the same key.
    """
    _draw_changed(group, readings)
    try:
        with transaction(apart=True):
            forget_rights()  # others may take some away while a long import runs
            project, design = find_target(group)
            refuse(by, group, project, design)
            if design is None:
                return _make_design(project or ensure_project(group.project), group, readings, by)
            if hold(design.id).deleted_at is not None:
                raise InvalidValue("key", IN_THE_BIN.format(design.key))
            before = design.title
            statuses = _bring_in(readings, Action(design, "import", by))
    except IntegrityError as error:
        raise Conflict(MEANWHILE.format(group.key or "a design")) from error
    return Outcome(design.key, design.title, before, statuses)


def _draw_changed(group: Group, readings: Readings) -> None:
    """Draw what is going to be written, before others have to wait for it."""
    stored = db.session.scalars(_REVISIONS, asked_for(group)).all()
    for reading in readings.values():
        if reading.revision not in stored:
            reading.derive()


# Made once: it takes longer to make a statement than to run it.
_REVISIONS = (
    select(Document.revision)
    .join(Document.design)
    .join(Design.project)
    .where(
        Project.key == bindparam("project"),
        Design.number == bindparam("number"),
        Document.deleted_at.is_(None),
    )
)


def _make_design(project: Project, group: Group, readings: Readings, by: Person | None) -> Outcome:
    if group.key is None:
        number = take_number(project)
    else:
        number = group.key.number
        pass_number(project, number)
    design = Design(project=project, number=number, owner=by, created_at=utc_now())
    set_title(design, title_of(group, readings))
    documents = store_documents(design, readings)
    Action(design, "import", by).record([as_new(document) for document in documents])
    return Outcome(design.key, design.title, design.title, dict.fromkeys(readings, "new"))


def _bring_in(readings: Readings, action: Action) -> dict[str, Status]:
    design = action.design
    stored = {document.name.casefold(): document for document in documents_of(design)}
    statuses: dict[str, Status] = {}
    for name, reading in readings.items():
        document = stored.get(name.casefold())
        if document is None:
            document = store_document(design, name, reading)
            action.record([as_new(document)])
            statuses[name] = "new"
        else:
            statuses[name] = "updated" if reconcile_reading(document, reading, action) else "unchanged"
    return statuses
