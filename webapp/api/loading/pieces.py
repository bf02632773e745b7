"""Documents and what stands in them by their ids. What was deleted is not there, but for who puts it back."""

from __future__ import annotations

from webapp.api.gate import current_person
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
from webapp.services.reaching import reach, reach_living


def readable_document(document_id: int) -> Place:
    """A document, to look at."""
    return reach_living(current_person(), "read", find_document(document_id))


def editable_document(document_id: int) -> Place:
    """A document, to change."""
    return reach_living(current_person(), "edit", find_document(document_id))


def readable_section(section_id: int) -> SectionPlace:
    """A section, to look at."""
    return reach_living(current_person(), "read", find_section(section_id))


def editable_section(section_id: int) -> SectionPlace:
    """A section, to change."""
    return reach_living(current_person(), "edit", find_section(section_id))


def readable_block(block_id: int) -> BlockPlace:
    """A block and its section, to look at."""
    return reach_living(current_person(), "read", find_block(block_id))


def editable_block(block_id: int) -> BlockPlace:
    """A block and its section, to change."""
    return reach_living(current_person(), "edit", find_block(block_id))


def readable_row(row_id: int) -> RowPlace:
    """A row with what it stands in, to look at."""
    return reach_living(current_person(), "read", find_row(row_id))


def editable_row(row_id: int) -> RowPlace:
    """A row with what it stands in, to change."""
    return reach_living(current_person(), "edit", find_row(row_id))


def restorable_row(row_id: int) -> RowPlace:
    """A row with what it stands in, deleted or not, to put it back."""
    return reach(current_person(), "edit", find_row(row_id))
