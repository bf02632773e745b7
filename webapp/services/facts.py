"""What a design's page says about it beside its text."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm.attributes import set_committed_value

from webapp.extensions import db
from webapp.models import Batch, Design, Document, Entry, Person, design_contributor
from webapp.registers import NAMES

_COUNTED = (
    select(Entry.register, func.count().label("entries"))
    .join(Document, Document.id == Entry.document_id)
    .where(Document.design_id == bindparam("design_id"), Document.deleted_at.is_(None))
    .group_by(Entry.register)
)

_CONTRIBUTORS = (
    select(Person)
    .join(design_contributor, design_contributor.c.person_id == Person.id)
    .where(design_contributor.c.design_id == bindparam("design_id"))
    .order_by(Person.filter_name)
)

_NEWEST = select(func.max(Batch.id)).where(Batch.design_id == bindparam("design_id"))


def newest_batch(design: Design) -> int | None:
    """The id of what was last done to a design: a page that knows it can ask what came after."""
    return db.session.scalar(_NEWEST, {"design_id": design.id})


def load_contributors(design: Design) -> None:
    """Have `design.contributors` at hand: what the relationship asks by itself is built anew each time."""
    people = db.session.scalars(_CONTRIBUTORS, {"design_id": design.id}).all()
    set_committed_value(design, "contributors", list(people))


def count_by_register(design: Design) -> dict[str, int]:
    """How many entries of each register the design's documents state, in the registers' order."""
    found = db.session.execute(_COUNTED, {"design_id": design.id})
    counted = {row.register: row.entries for row in found}
    return {name: counted[name] for name in NAMES if name in counted}
