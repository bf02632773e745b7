"""Documents of a design: added, renamed, moved and deleted. The main one stays first."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from webapp.extensions import db
from webapp.models import Design, Document, Person
from webapp.models.document import DOCUMENT_NAME_MAX
from webapp.models.types import utc_now
from webapp.services.deriving import derive_design
from webapp.services.documents import MAIN, as_new, documents_of, revision_of_document, store_document
from webapp.services.editing.lost import refuse_lost
from webapp.services.editing.saved import NOTHING, Saved, once
from webapp.services.editing.typed import check_typed
from webapp.services.entries import count_entries
from webapp.services.errors import InvalidValue, Missing
from webapp.services.history import Action, RequestKey, Touched, refuse_repeated
from webapp.services.naming import document_name
from webapp.services.readings import read_text
from webapp.services.rendered import project_keys
from webapp.services.transactions import hold, transaction
from webapp.utils.folding import tidy_line
from webapp.utils.positions import settle


def add_document(
    design: Design, *, name: str, text: str = "", by: Person, key: RequestKey | None = None
) -> Saved:
    """Add a document at the end. Its id is `saved.added("document")[0]`.

    Raises InvalidValue for a name that is empty, too long or another document's, and for a text that
    cannot be kept.
    """
    cleaned = _clean_name(name)
    reading = read_text(text, project_keys())
    reading.derive()

    def work() -> Saved:
        held = _held(design.id)
        _refuse_taken(held, cleaned)
        document = store_document(held, cleaned, reading)
        return _recorded(Action(held, "add_document", by, key), [as_new(document)])

    return _in_one_step(work, by, key)


def rename_document(document_id: int, *, name: str, by: Person, key: RequestKey | None = None) -> Saved:
    """Give a document another name. Raises InvalidValue for the main one, and as `add_document` does."""
    cleaned = _clean_name(name)

    def work() -> Saved:
        design, document = _find(document_id)
        if document.name == cleaned:
            return NOTHING
        _refuse_main(document, "name", "be called otherwise")
        _refuse_taken(design, cleaned, but=document)
        before, document.name = document.name, cleaned
        document.version += 1
        touched = Touched("document", document.id, {"name": before}, {"name": cleaned})
        return _recorded(Action(design, "rename_document", by, key), [touched])

    return _in_one_step(work, by, key)


def move_document(document_id: int, *, after: int | None, by: Person, key: RequestKey | None = None) -> Saved:
    """Move a document after the document `after`; None: to the front, but for the main one."""

    def work() -> Saved:
        design, document = _find(document_id)
        _refuse_main(document, "after", "stand elsewhere")
        before = documents_of(design)
        order = [each for each in before if each is not document]
        order.insert(_place_after(order, after, document), document)
        if order == before:
            return NOTHING
        return _recorded(Action(design, "move_document", by, key), list(_settled(order, document)))

    return _in_one_step(work, by, key)


def delete_document(document_id: int, *, by: Person, key: RequestKey | None = None) -> Saved:
    """Delete a document. Raises InvalidValue for the main one and for the only one."""

    def work() -> Saved:
        design, document = _find(document_id)
        _refuse_main(document, "document", "be deleted; delete the design instead")
        if len(documents_of(design)) == 1:
            raise InvalidValue("document", "A design keeps at least one document. Delete the design instead.")
        before = {
            "name": document.name,
            "position": document.position,
            "revision": revision_of_document(document),
        }
        document.deleted_at = utc_now()
        document.version += 1
        db.session.flush()
        count_entries(design)
        touched = Touched("document", document.id, before, None)
        return _recorded(Action(design, "delete_document", by, key), [touched])

    return _in_one_step(work, by, key)


@once
def _in_one_step(work: Callable[[], Saved], by: Person, key: RequestKey | None) -> Saved:
    with transaction():
        refuse_repeated(by, key)
        return work()


def _clean_name(name: str) -> str:
    check_typed(name, field="name")
    line = tidy_line(name)
    if not line.strip(". "):
        raise InvalidValue("name", "A document needs a name, such as “tasks” or “test-plan”.")
    if len(line) > DOCUMENT_NAME_MAX:
        raise InvalidValue(
            "name", f"A document’s name has at most {DOCUMENT_NAME_MAX} characters; this has {len(line)}."
        )
    return document_name(line)


def _held(design_id: int) -> Design:
    design = hold(design_id)
    if design.deleted_at is not None:
        raise Missing
    return design


def _find(document_id: int) -> tuple[Design, Document]:
    """A living document and its design, which is held. Raises Missing and Gone."""
    design_id = db.session.scalar(db.select(Document.design_id).where(Document.id == document_id))
    if design_id is None:
        raise Missing
    design = _held(design_id)
    document = next((each for each in documents_of(design) if each.id == document_id), None)
    return (design, document) if document else refuse_lost("document", document_id, design_id=design.id)


def _refuse_taken(design: Design, name: str, *, but: Document | None = None) -> None:
    taken = {each.name.casefold(): each.name for each in documents_of(design) if each is not but}
    if other := taken.get(name.casefold()):
        raise InvalidValue("name", f"There is a document “{other}” already. Choose another name.")


def _refuse_main(document: Document, field: str, what: str) -> None:
    if document.name == MAIN:
        raise InvalidValue(field, f"The main document of a design cannot {what}.")


def _place_after(order: list[Document], after: int | None, document: Document) -> int:
    if after == document.id:
        raise InvalidValue("after", "A document cannot be moved to a place behind itself.")
    if after is None:
        return int(bool(order) and order[0].name == MAIN)
    place = next((place for place, each in enumerate(order) if each.id == after), None)
    if place is None:
        raise InvalidValue("after", "The document to stand after is not in this design. Load the page again.")
    return place + 1


def _settled(order: list[Document], moved: Document) -> Iterator[Touched]:
    """Give the documents their positions in the new order; what that changes."""
    positions = settle([None if each is moved else each.position for each in order])
    for each, position in zip(order, positions, strict=True):
        if each.position != position:
            before, each.position = each.position, position
            yield Touched("document", each.id, {"position": before}, {"position": position})


def _recorded(action: Action, touched: list[Touched]) -> Saved:
    derive_design(action.design, "documents")
    action.design.updated_at = utc_now()
    action.record(touched)
    return Saved(action.batch_id, tuple(touched))
