"""Designs that stand under others: none ever comes to stand under itself, whoever sets parents at once."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from webapp.extensions import db
from webapp.models import Design
from webapp.services.transactions import SEVERAL_DESIGNS, take_turns


def would_circle(design_id: int, parent_id: int) -> bool:
    """Whether a design would stand under itself with this parent: it is that one, or above it.

    Parents are set one after another from here on: two at once could each become the other's. Must be
    called inside a transaction.
    """
    take_turns(SEVERAL_DESIGNS)
    return db.session.scalar(_ABOVE, {"parent_id": parent_id, "design_id": design_id}) is not None


# UNION and not UNION ALL: it comes to an end whatever is stored.
_above = select(Design.id, Design.parent_id).where(Design.id == bindparam("parent_id")).cte(recursive=True)
_above = _above.union(select(Design.id, Design.parent_id).join(_above, Design.id == _above.c.parent_id))
_ABOVE = select(_above.c.id).where(_above.c.id == bindparam("design_id"))
