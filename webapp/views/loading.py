"""The first line of every view: load a thing by its key and check that the person may do this to it.

Nothing else may fetch by key or id. What a person may not read is Missing, with the same answer as
for what does not exist; what a person may read but not change is NotAllowed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.models import Batch, Clash, Design, Document, Finding, Project
from webapp.services.bin import find_binned
from webapp.services.designs import find_design
from webapp.services.documents import find_documents
from webapp.services.errors import Missing
from webapp.services.findings.dismissing import find_clash, find_finding
from webapp.services.members import check_changes_members
from webapp.services.permissions import check, verb_for
from webapp.services.places import (
    BlockPlace,
    Place,
    RowPlace,
    SectionPlace,
    find_block,
    find_document,
    find_row,
    find_section,
)
from webapp.services.projects import find_project
from webapp.services.reaching import (
    reach,
    reach_living,
    reach_to_change,
    reach_to_dismiss,
    reach_to_undo,
    there,
)
from webapp.services.undoing import find_batch
from webapp.utils.keys import parse_key
from webapp.views.gate import current_person


def redirect_to_one_spelling() -> ResponseReturnValue | None:
    """`/designs/feat-1` → `/designs/FEAT-001`, whether there is such a design or not."""
    arguments: dict[str, Any] = dict(request.view_args or {})
    key = parse_key(arguments.get("key", ""))
    if key is None or str(key) == arguments["key"]:
        return None
    address = url_for(str(request.endpoint), **arguments | {"key": str(key)})
    query = request.query_string.decode("ascii", "ignore")
    return redirect(f"{address}?{query}" if query else address, 301)


def readable_design(key: str) -> Design:
    """The design, to look at. `key` in any spelling."""
    return reach(current_person(), "read", find_design(key))


def editable_design(key: str) -> Design:
    """The design, to change what it says: its documents, title, priority, parent."""
    return reach(current_person(), "edit", find_design(key))


def own_design(key: str) -> Design:
    """The design, to change what is its owner's: status, owner, contributors, lock, bin."""
    return reach(current_person(), "own", find_design(key))


def design_to_set(key: str, name: str) -> Design:
    """The design, to change a value of it, by the name that changes have for it."""
    return reach(current_person(), verb_for(name), find_design(key))


def undoable_design(key: str) -> Design:
    """The design, to take back what one did last in it: what that was, its service asks."""
    return reach_to_change(current_person(), readable_design(key))


def undoable_batch(batch_id: int) -> tuple[Batch, Design]:
    """A batch and its design, to take it back; one that put its design into the bin as well."""
    return reach_to_undo(current_person(), find_batch(batch_id))


def binnable_design(key: str) -> Design:
    """The design, in the bin or not, to put it in or take it out: it may be this very request that did so."""
    return reach(current_person(), "own", find_design(key) or find_binned(key))


def readable_or_binned_design(key: str) -> Design:
    """The design, in the bin or not, to put it in together with others: of each it is asked anew."""
    return reach(current_person(), "read", find_design(key) or find_binned(key))


def readable_row(row_id: int) -> RowPlace:
    """A row with what it stands in, to look at."""
    return reach_living(current_person(), "read", find_row(row_id))


def editable_row(row_id: int) -> RowPlace:
    """A row with what it stands in, to change; also one that was deleted, which its service says."""
    return reach(current_person(), "edit", find_row(row_id))


def readable_block(block_id: int) -> BlockPlace:
    """A block and its section, to look at."""
    return reach_living(current_person(), "read", find_block(block_id))


def editable_block(block_id: int) -> BlockPlace:
    """A block and its section, to change; also one that was deleted."""
    return reach(current_person(), "edit", find_block(block_id))


def readable_section(section_id: int) -> SectionPlace:
    """A section, to look at."""
    return reach_living(current_person(), "read", find_section(section_id))


def editable_section(section_id: int) -> SectionPlace:
    """A section, to change; also one that was deleted."""
    return reach(current_person(), "edit", find_section(section_id))


def editable_document(document_id: int) -> Place:
    """A document, to change; also one that was deleted."""
    return reach(current_person(), "edit", find_document(document_id))


def readable_document_by_id(document_id: int) -> Place:
    """A document, to look at."""
    return reach_living(current_person(), "read", find_document(document_id))


def copyable_design(key: str) -> Design:
    """The design, to make another one like it in its project."""
    design = readable_design(key)
    reach(current_person(), "create", design.project)
    return design


def editable_finding(finding_id: int) -> Finding:
    """A finding, to say why it is no problem."""
    return reach_to_dismiss(current_person(), *find_finding(finding_id, current_person()))


def editable_clash(clash_id: int) -> Clash:
    """A clash, to say why it is no problem: for who may change one of its designs."""
    return reach_to_dismiss(current_person(), *find_clash(clash_id, current_person()))


def readable_documents(key: str) -> list[Document]:
    """The documents of a design, to look at: at least one."""
    documents = find_documents(key)
    if not documents:
        raise Missing
    reach(current_person(), "read", documents[0].design)
    return documents


def readable_document(key: str, name: str | None = None) -> Document:
    """A document of a design, to look at; the first one without a name."""
    return named(readable_documents(key), name)


def named(documents: Sequence[Document], name: str | None) -> Document:
    """The document with this name, the first one without a name."""
    return there(next((each for each in documents if name in {None, each.name}), None))


def readable_project(key: str) -> Project:
    """The project, to look at."""
    return reach(current_person(), "read", find_project(key))


def project_to_fill(key: str) -> Project:
    """The project, to put designs or views into it."""
    return reach(current_person(), "create", find_project(key))


def maintained_project(key: str) -> Project:
    """The project, to change its name, its template, and what it is to everyone."""
    return reach(current_person(), "maintain", find_project(key))


def project_with_members(key: str) -> Project:
    """The project, to say who is a member."""
    project = readable_project(key)
    check_changes_members(current_person(), project)
    return project


def administered_project(key: str) -> Project:
    """The project, to put it into the archive or take it out."""
    project = readable_project(key)
    check(current_person(), "administer")
    return project
