"""The first line of every view: load a thing by its id and see that the person may do this to it.

Nothing else in the API fetches by id. The rules are those of the pages: what a person may not read is
Missing, alike with what is not there; what they may read and no more is NotAllowed.
"""

from __future__ import annotations

from webapp.api.gate import current_person
from webapp.models import Design, Member, Project
from webapp.services.bin import find_binned_by_id
from webapp.services.designs import find_design_by_id
from webapp.services.errors import Missing, NotAllowed
from webapp.services.members import find_member, may_change_members
from webapp.services.permissions import may
from webapp.services.places import (
    BlockPlace,
    Place,
    PlaceT,
    RowPlace,
    SectionPlace,
    find_block,
    find_document,
    find_row,
    find_section,
)
from webapp.services.projects import find_project_by_id
from webapp.services.reaching import reach, reach_to_change


def readable_design(design_id: int) -> Design:
    """A design outside the bin, to look at."""
    return reach(current_person(), "read", find_design_by_id(design_id))


def editable_design(design_id: int) -> Design:
    """A design, to change what it says."""
    return reach(current_person(), "edit", find_design_by_id(design_id))


def own_design(design_id: int) -> Design:
    """A design, to change what is its owner's."""
    return reach(current_person(), "own", find_design_by_id(design_id))


def changeable_design(design_id: int) -> Design:
    """A design, to change something about it; which of its values, its service asks."""
    return reach_to_change(current_person(), readable_design(design_id))


def undoable_design(design_id: int) -> Design:
    """A design, to take back what one did last in it; what that was, its service asks."""
    return changeable_design(design_id)


def binned_design(design_id: int) -> Design:
    """A design in the bin, to take it out."""
    return reach(current_person(), "own", find_binned_by_id(design_id))


def binned_or_back(design_id: int) -> Design:
    """A design, in the bin or not, to take it out: it may be this very request that did so."""
    found = find_binned_by_id(design_id) or find_design_by_id(design_id)
    return reach(current_person(), "own", found)


def copyable_design(design_id: int) -> Design:
    """A design, to make another one like it in its project."""
    design = readable_design(design_id)
    reach(current_person(), "create", design.project)
    return design


def readable_document(document_id: int) -> Place:
    """A document, to look at."""
    return _living(reach(current_person(), "read", find_document(document_id)))


def editable_document(document_id: int) -> Place:
    """A living document, to change."""
    return _living(reach(current_person(), "edit", find_document(document_id)))


def readable_section(section_id: int) -> SectionPlace:
    """A section, to look at."""
    return _living(reach(current_person(), "read", find_section(section_id)))


def editable_section(section_id: int) -> SectionPlace:
    """A section, to change; also one that was deleted, which its service says."""
    return reach(current_person(), "edit", find_section(section_id))


def readable_block(block_id: int) -> BlockPlace:
    """A block and its section, to look at."""
    return _living(reach(current_person(), "read", find_block(block_id)))


def editable_block(block_id: int) -> BlockPlace:
    """A block and its section, to change; also one that was deleted."""
    return reach(current_person(), "edit", find_block(block_id))


def readable_row(row_id: int) -> RowPlace:
    """A row with what it stands in, to look at."""
    return _living(reach(current_person(), "read", find_row(row_id)))


def editable_row(row_id: int) -> RowPlace:
    """A row with what it stands in, to change; also one that was deleted, which its service says."""
    return reach(current_person(), "edit", find_row(row_id))


def readable_project(project_id: int) -> Project:
    """A project, to look at."""
    return reach(current_person(), "read", find_project_by_id(project_id))


def maintained_project(project_id: int) -> Project:
    """A project, to change its name, template or open role."""
    return reach(current_person(), "maintain", find_project_by_id(project_id))


def changeable_project(project_id: int) -> Project:
    """A project, to change something about it; which of its values, its service asks."""
    project = readable_project(project_id)
    if not (may(current_person(), "maintain", project) or may(current_person(), "administer")):
        raise NotAllowed
    return project


def project_with_members(project_id: int) -> Project:
    """A project, to change who its members are."""
    project = readable_project(project_id)
    if not may_change_members(current_person(), project):
        raise NotAllowed
    return project


def readable_member(project_id: int, person_id: int) -> Member:
    """A member of a project, to look at."""
    return member_of(readable_project(project_id), person_id)


def member_of(project: Project, person_id: int) -> Member:
    """A member of a project that was loaded."""
    member = find_member(project, person_id)
    if member is None:
        raise Missing
    return member


def _living(place: PlaceT) -> PlaceT:
    if place.is_gone:
        raise Missing
    return place
