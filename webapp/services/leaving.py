"""Who is let in no more, who runs the server, and who gets the designs of somebody who left.

Only administrators do this, or whoever runs the server (`by` None: the command line). Each of these raises
NotAllowed for anybody else, also where they stopped being one a moment ago.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from webapp.extensions import db
from webapp.models import Design, Person
from webapp.models.types import utc_now
from webapp.services import links, sessions
from webapp.services.audit import note
from webapp.services.design_values.many import MANY_MAX, set_many
from webapp.services.errors import InvalidValue
from webapp.services.offers import everybody
from webapp.services.owning import can_own
from webapp.services.permissions import check, forget_rights
from webapp.services.transactions import SEVERAL_DESIGNS, take_turns, transaction

# Any number will do that nothing else takes turns by in the same PostgreSQL database.
ADMINISTRATORS_TURN = 0x41444D4E
LAST = "{name} is the last administrator who is let in. Make somebody else an administrator first."


@dataclass(frozen=True, slots=True)
class Reassigned:
    """How many designs have another owner now, and how many archived ones keep theirs."""

    count: int
    kept: int


def suspend_person(person: Person, *, by: Person | None) -> None:
    """Let somebody in no more, at once: their sessions and links end, their tokens are refused.

    What they wrote and own stays theirs. Suspending them again writes nothing. Raises
    InvalidValue("suspended", …) for the last administrator.
    """
    with transaction():
        _take_the_turn(by)
        if person.suspended_at is not None:
            return
        _refuse_the_last(person, "suspended")
        person.suspended_at = utc_now()
        _touch(person)
        sessions.end_other_sessions(person, keep="")
        links.end_links_of(person)
        note("person-suspend", about=f"person {person.id}", by=by)


def let_in_again(person: Person, *, by: Person | None) -> None:
    """End a suspension: their password and their tokens work again, and they sign in anew."""
    with transaction():
        _take_the_turn(by)
        if person.suspended_at is None:
            return
        person.suspended_at = None
        _touch(person)
        note("person-restore", about=f"person {person.id}", by=by)


def set_administrator(person: Person, admin: bool, *, by: Person | None) -> None:
    """Make somebody an administrator, or an ordinary person again. The same again writes nothing.

    Raises InvalidValue("is_admin", …) for the last administrator.
    """
    with transaction():
        _take_the_turn(by)
        if person.is_admin == admin:
            return
        if not admin:
            _refuse_the_last(person, "is_admin")
        person.is_admin = admin
        _touch(person)
        note("admin-make" if admin else "admin-end", about=f"person {person.id}", by=by)


def reassign_designs(person: Person, to: Person, *, by: Person) -> Reassigned:
    """Give every design that somebody owns to somebody else, each with a line in its history.

    It is done as the list of designs does it, so that it can be undone there. What is archived or in the
    bin keeps its owner. Raises InvalidValue("owner", …) where `to` cannot own one of them: nothing is
    changed then.
    """
    with transaction():
        check_administers(by)
        if to.suspended_at is not None:
            raise InvalidValue("owner", f"{to.name} is suspended; choose somebody else.")
        if to.id == person.id:
            raise InvalidValue("owner", f"{person.name} owns them already; choose somebody else.")
        take_turns(SEVERAL_DESIGNS)
        owned = _designs_of(person)
        designs = [each for each in owned if each.project.archived_at is None]
        for project in dict.fromkeys(each.project for each in designs):
            if not can_own([to.id], project.id):
                who = f"{to.name} is no author of {project.name}"
                raise InvalidValue("owner", f"{who}. Make them one first, or choose somebody else.")
        count = 0
        for some in _in_hundreds(designs):
            count += len(set_many(some, "owner", to.id, by=by).touched)
        note("reassign", about=f"person {person.id}", by=by, details={"to": to.id, "designs": count})
        return Reassigned(count, len(owned) - len(designs))


def who_can_take_over(person: Person) -> list[Person]:
    """Everybody to whom all of somebody's designs can be given, by name."""
    projects = {each.project_id for each in _designs_of(person) if each.project.archived_at is None}
    return [each for each in everybody(*sorted(projects)) if each != person]


def count_owned(person: Person) -> int:
    """How many designs somebody owns that are not in the bin."""
    query = select(func.count()).select_from(Design)
    return db.session.scalar(query.where(Design.owner_id == person.id, Design.deleted_at.is_(None))) or 0


def check_administers(by: Person | None) -> None:
    """Raise NotAllowed unless `by` is an administrator at this moment, or the command line."""
    forget_rights()
    if by is not None:
        check(by, "administer")


def _designs_of(person: Person) -> list[Design]:
    owned = select(Design).where(Design.owner_id == person.id, Design.deleted_at.is_(None))
    return list(db.session.scalars(owned.options(joinedload(Design.project)).order_by(Design.id)))


def _in_hundreds(designs: list[Design]) -> Iterator[list[Design]]:
    """As many at once as can be undone at once."""
    for start in range(0, len(designs), MANY_MAX):
        yield designs[start : start + MANY_MAX]


def _take_the_turn(by: Person | None) -> None:
    """One after the other, so that no two administrators take each other's rights away."""
    take_turns(ADMINISTRATORS_TURN)
    check_administers(by)


def _refuse_the_last(person: Person, field: str) -> None:
    others = select(Person.id).where(Person.is_admin, Person.suspended_at.is_(None), Person.id != person.id)
    if person.is_admin and person.suspended_at is None and db.session.scalar(others.limit(1)) is None:
        raise InvalidValue(field, LAST.format(name=person.name))


def _touch(person: Person) -> None:
    person.updated_at = utc_now()
    person.version = person.version + 1
    db.session.flush()
    forget_rights()
