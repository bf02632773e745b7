"""Who else writes a design."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, insert

from webapp.extensions import db
from webapp.models import Design, Person, design_contributor
from webapp.models.types import utc_now
from webapp.services.design_values.known import refuse_unknown
from webapp.services.design_values.present import held_now
from webapp.services.editing.saved import NOTHING, Saved, once
from webapp.services.errors import InvalidValue
from webapp.services.history import Action, RequestKey, Touched, refuse_repeated
from webapp.services.owning import refuse_who_cannot_own
from webapp.services.permissions import forget_rights
from webapp.services.transactions import transaction

CONTRIBUTORS_MAX = 100


@once
def set_contributors(
    design: Design,
    person_ids: Collection[int],
    *,
    base: Collection[int],
    by: Person,
    key: RequestKey | None = None,
) -> Saved:
    """Say who else writes a design, by the ids of authors of its project.

    Who was added or taken away by somebody else since `base` stays so: two such edits never conflict.
    """
    with transaction():
        refuse_repeated(by, key)
        held = held_now(design)
        before = {person.id for person in held.contributors}
        after = (before | set(person_ids)) - (set(base) - set(person_ids))
        if after == before:
            return NOTHING
        if len(after) > CONTRIBUTORS_MAX:
            raise InvalidValue("value", f"A design has at most {CONTRIBUTORS_MAX} contributors.")
        refuse_unknown(after - before)
        refuse_who_cannot_own(after - before, held)
        _put_contributors(held, before, after)
        touched = Touched(
            "design", held.id, {"contributors": sorted(before)}, {"contributors": sorted(after)}
        )
        action = Action(held, "contributors", by, key)
        action.record([touched])
        return Saved(action.batch_id, (touched,))


def _put_contributors(design: Design, before: set[int], after: set[int]) -> None:
    links = design_contributor
    if gone := before - after:
        db.session.execute(delete(links).where(links.c.design_id == design.id, links.c.person_id.in_(gone)))
    if new := after - before:
        rows = [{"design_id": design.id, "person_id": person_id} for person_id in sorted(new)]
        db.session.execute(insert(links), rows)
    db.session.expire(design, ["contributors"])
    forget_rights()
    design.version += 1
    design.updated_at = utc_now()
