"""Designs by their ids, in the bin and outside of it."""

from __future__ import annotations

from webapp.api.gate import current_person
from webapp.models import Design
from webapp.services.bin import find_binned_by_id
from webapp.services.designs import find_design_by_id
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
    """A design, to change something about it, or to take back what one did last; what, its service asks."""
    return reach_to_change(current_person(), readable_design(design_id))


def copyable_design(design_id: int) -> Design:
    """A design, to make another one like it in its project."""
    design = readable_design(design_id)
    reach(current_person(), "create", design.project)
    return design


def binned_design(design_id: int) -> Design:
    """A design in the bin, to take it out."""
    return reach(current_person(), "own", find_binned_by_id(design_id))


def binned_or_back(design_id: int) -> Design:
    """A design, in the bin or not, to take it out: it may be this very request that did so."""
    found = find_binned_by_id(design_id) or find_design_by_id(design_id)
    return reach(current_person(), "own", found)
