"""Copies: a design with the same documents under a number of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from webapp.extensions import db
from webapp.models import Design, Person
from webapp.models.design import TITLE_MAX
from webapp.services.documents import MAIN, as_new, documents_of, load_checked, store_documents
from webapp.services.errors import Missing
from webapp.services.history import Action, Repeated, RequestKey, refuse_repeated
from webapp.services.projects import take_number
from webapp.services.readings import Reading, read_text, revision_of
from webapp.services.rendered import project_keys
from webapp.services.titles import retitle, set_title
from webapp.services.transactions import hold, transaction

MARK = " (copy)"


def copy_design(design: Design, *, by: Person, key: RequestKey | None = None) -> Design:
    """Make the next design of the same project with the same documents; `by` owns it, as a draft.

    Each text is the same to the byte, but for the H1 of the first document: it gets the new key and
    the copy's title. Priority and parent are kept. The same request sent again gets the copy that it made.
    Raises Missing where the design went to the bin meanwhile, Damaged where what is stored is not what was
    saved.
    """
    try:
        return _copy(design, by, key)
    except Repeated as repeated:
        return db.session.get_one(Design, repeated.batch.design_id)


def _copy(design: Design, by: Person, key: RequestKey | None) -> Design:
    # What is drawn here nobody has to wait for. Should the copy get another number, or a text be
    # another one by then, it is not found by its revision and read again.
    ready = {reading.revision: reading for _, reading in _readings(design, design.project.next_key, {})}
    for reading in ready.values():
        reading.derive()
    with transaction():
        refuse_repeated(by, key)
        if hold(design.id).deleted_at is not None:
            raise Missing
        copy = Design(
            project=design.project,
            number=take_number(design.project),
            priority=design.priority,
            parent_id=design.parent_id,
            owner=by,
        )
        set_title(copy, _title(design))
        documents = store_documents(copy, dict(_readings(design, copy.key, ready)))
        Action(copy, "copy", by, key).record([as_new(document) for document in documents])
    return copy


def _readings(design: Design, key: str, ready: Mapping[str, Reading]) -> Iterator[tuple[str, Reading]]:
    """Name and reading of each document as a copy with this key has it; those in `ready` are taken."""
    keys = project_keys()
    for document in documents_of(design):
        outline = load_checked(document)[1]
        if document.name == MAIN:
            outline = retitle(outline, key, _title(design), old_key=design.key)
        text = outline.text
        yield document.name, ready.get(revision_of(text.encode())) or read_text(text, keys)


def _title(design: Design) -> str:
    """The title with the mark of a copy; a long one is cut so that the mark stands."""
    room = TITLE_MAX - len(MARK)
    title = design.title if len(design.title) <= room else f"{design.title[: room - 1].rstrip()}…"
    return title + MARK
