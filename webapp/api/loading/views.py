"""Saved views by their ids."""

from __future__ import annotations

from webapp.api.gate import current_person, current_token
from webapp.models import SavedView
from webapp.services.errors import Missing, NotAllowed
from webapp.services.reaching import there
from webapp.services.saved_views import find_view, may_change, may_see


def readable_view(view_id: int) -> SavedView:
    """A saved view; for a token of one project one of that project."""
    view, within = there(find_view(view_id)), current_token().project_id
    if not may_see(view, current_person()) or within not in {None, view.project_id}:
        raise Missing
    return view


def changeable_view(view_id: int) -> SavedView:
    """A saved view, to rename or delete."""
    view = readable_view(view_id)
    if not may_change(view, current_person()):
        raise NotAllowed
    return view
