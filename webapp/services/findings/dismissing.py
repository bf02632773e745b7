"""*Not a problem because …*: said of a finding or a clash, with person and reason, and taken back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from webapp.extensions import db
from webapp.models import Clash, Design, Dismissal, Finding, Person
from webapp.models.finding import REASON_MAX
from webapp.models.types import utc_now
from webapp.services.errors import Conflict, InvalidValue, Missing
from webapp.services.findings.reading import load_clashes
from webapp.services.permissions import readable
from webapp.services.transactions import transaction
from webapp.utils.lines import one_line

CHANGED_MEANWHILE = (
    "What this is about was changed meanwhile, and nothing was dismissed. "
    "This is how it stands now; if your reason still holds, send it once more."
)


def find_finding(finding_id: int, person: Person | None) -> tuple[Finding | None, Sequence[Design]]:
    """A finding with its design; None where there is none that `person` may read."""
    finding = db.session.get(Finding, finding_id)
    designs = _readable({finding.design_id}, person) if finding else []
    return (finding, designs) if designs else (None, [])


def find_clash(clash_id: int, person: Person | None) -> tuple[Clash | None, Sequence[Design]]:
    """A clash with those of its designs that `person` may read; None where these do not contradict."""
    clash = db.session.get(Clash, clash_id)
    shown = load_clashes([clash_id], person) if clash else []
    designs = _readable({place.design_id for each in shown for place in each.places}, person)
    return (clash, designs) if designs else (None, [])


def dismiss(found: Finding | Clash, *, reason: str, digest: str, by: Person) -> None:
    """Say why a finding or a clash is no problem; what was said before is replaced.

    It holds while what was checked is the same: `digest` is what the person saw. Raises
    InvalidValue("reason", …) for a reason that is missing or too long, Conflict where what was checked is
    another meanwhile, Missing where it was put right.
    """
    reason = _clean(reason)
    kind, found_id = type(found), found.id  # who waits for another may find it gone
    with transaction():
        current = _stored(kind, found_id)
        if current is None:
            raise Missing
        if current.digest != digest:
            raise Conflict(CHANGED_MEANWHILE)
        values: dict[str, Any] = {"code": current.code, "subject": subject_of(current), "digest": digest}
        values |= {"reason": reason, "person_id": by.id, "at": utc_now()}
        db.session.execute(_put(db.engine.dialect.name), values)


def take_back(found: Finding | Clash) -> None:
    """Let a finding or a clash count again. Where nobody dismissed it nothing is written."""
    code, subject = found.code, subject_of(found)  # who waits for another may find it gone
    with transaction():
        mine = (Dismissal.code == code) & (Dismissal.subject == subject)
        db.session.execute(delete(Dismissal).where(mine))


def subject_of(found: Finding | Clash) -> str:
    """What a dismissal calls the place: a finding's own name of it, `register:key` of a clash."""
    return found.subject if isinstance(found, Finding) else f"{found.register}:{found.key}"


def _readable(design_ids: Collection[int], person: Person | None) -> Sequence[Design]:
    return db.session.scalars(select(Design).where(Design.id.in_(design_ids), readable(person))).all()


def _stored(kind: type[Finding | Clash], found_id: int) -> Finding | Clash | None:
    if issubclass(kind, Finding):
        return db.session.get(Finding, found_id, populate_existing=True)
    return db.session.get(Clash, found_id, populate_existing=True)


@cache
def _put(dialect: str) -> Any:
    """An INSERT that takes the place of what was said before: two people may say it at once."""
    insert = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(
        cast(Table, Dismissal.__table__)
    )
    said = {name: insert.excluded[name] for name in ("digest", "reason", "person_id", "at")}
    return insert.on_conflict_do_update(index_elements=["code", "subject"], set_=said)


def _clean(reason: str) -> str:
    if not reason.strip():
        raise InvalidValue("reason", "Say why this is not a problem.")
    try:
        reason = one_line(reason)
    except ValueError as error:
        raise InvalidValue("reason", str(error)) from error
    if len(reason) > REASON_MAX:
        raise InvalidValue("reason", f"A reason has at most {REASON_MAX} characters; this has {len(reason)}.")
    return reason
