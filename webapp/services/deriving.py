"""What follows from documents and designs beside their entries: the index of the search, findings.

Every writer calls one of these in its own transaction, after it has written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.models import Design, Document, Person
from webapp.services.findings import writing as findings
from webapp.services.pieces import Ids
from webapp.services.readings import Reading
from webapp.services.searching import writing

if TYPE_CHECKING:
    from webapp.services.editing.rewritten import Rewritten

_CLAIMING = frozenset({"status", "deleted_at", "documents"})
"""What says whether the entries of a design count."""


def derive_document(document: Document, reading: Reading, ids: Ids) -> None:
    """After a document was stored as this reading, its pieces with these ids by the reading's indexes."""
    writing.index_document(document, reading, ids)
    findings.check_document(document, reading.outline, reading.recognised, ids)


def derive_row(new: Rewritten) -> None:
    """After one row was rewritten, and nothing else of its document."""
    writing.index_row(new)
    findings.check_row(new)


def derive_design(design: Design, *changed: str) -> None:
    """After values of a design changed, by the names of their columns.

    Also after its documents came, went, moved or got another name: then "documents" is among them. Of a
    new design "created" is, too.
    """
    writing.index_design(design, *changed)
    if not _CLAIMING.isdisjoint(changed):
        findings.check_design(design.id)


def derive_owner(person: Person) -> None:
    """After somebody got another name."""
    writing.index_owner(person)


def forget_design(design_id: int) -> None:
    """Before the documents of a design are gone for ever."""
    writing.forget_design(design_id)
    findings.forget_design(design_id)
