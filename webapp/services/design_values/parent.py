"""Under which design another one stands."""

from __future__ import annotations

from sqlalchemy import select

from webapp.extensions import db
from webapp.models import Design, Person, Project
from webapp.services.design_values.columns import set_column
from webapp.services.designs import find_design
from webapp.services.editing.saved import Saved, once
from webapp.services.errors import InvalidValue
from webapp.services.history import RequestKey, refuse_repeated
from webapp.services.parents import would_circle
from webapp.services.permissions import may
from webapp.services.transactions import transaction
from webapp.utils.keys import parse_key


@once
def set_parent(design: Design, parent: str, *, base: str, by: Person, key: RequestKey | None = None) -> Saved:
    """Put a design under another one, by that one's key in any spelling; '': under none.

    `base` is the key of the parent so far; one that `by` may not read is none to them. Raises
    InvalidValue("value", …) for a key that no design has, for one in the bin, and where the design would
    stand under itself.
    """
    with transaction():
        refuse_repeated(by, key)  # whom it was put under may be in the bin by now
        parent_id = _parent(design, parent.strip(), by)
        return set_column(design, "parent_id", parent_id, _seen(design, base, by), by, key)


def _parent(design: Design, key: str, by: Person) -> int | None:
    if not key:
        return None
    parent = find_design(key)
    if parent is None or not may(by, "read", parent):
        raise InvalidValue("value", f"There is no design {key[:20]}; choose one from the list.")
    if would_circle(design.id, parent.id):
        where = "itself" if parent.id == design.id else f"{parent.key}, which stands under it"
        raise InvalidValue("value", f"{design.key} cannot stand under {where}; choose another design.")
    return parent.id


def _seen(design: Design, key: str, by: Person) -> int | None:
    """The id of the parent that `by` saw, in the bin too; 0, which none has, for what they cannot have seen.

    One that they may not read they saw as none.
    """
    if not key:
        parent = design.parent
        return parent.id if parent and not may(by, "read", parent) else None
    parsed = parse_key(key)
    if parsed is None:
        return 0
    query = select(Design).join(Design.project)
    found = db.session.scalar(query.where(Project.key == parsed.project, Design.number == parsed.number))
    return found.id if found and may(by, "read", found) else 0
