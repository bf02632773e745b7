"""Members: who has which role in a project, beside what the project gives to everyone."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import contains_eager

from webapp.extensions import db
from webapp.models import Member, Person, Project
from webapp.models.project import ROLES
from webapp.models.types import utc_now
from webapp.services.audit import note
from webapp.services.errors import Conflict, InvalidValue, Missing, NotAllowed
from webapp.services.narrowing import fits, typed_over_list
from webapp.services.people import find_person
from webapp.services.permissions import forget_rights, may
from webapp.services.transactions import change_rows, transaction
from webapp.utils.folding import fold

OFFERED_MAX = 200
CHANGED_MEANWHILE = (
    "Somebody else changed this member meanwhile, and nothing of yours was saved. "
    "The list shows the members as they are now; if you still want your change, make it once more."
)


def may_change_members(person: Person | None, project: Project) -> bool:
    """Whether somebody says who is a member: its maintainers; of an archived project administrators."""
    return may(person, "maintain", project) or may(person, "administer")


def check_changes_members(person: Person, project: Project) -> None:
    """Raise NotAllowed unless `may_change_members` agrees."""
    if not may_change_members(person, project):
        raise NotAllowed


def list_members(project: Project) -> list[Member]:
    """The members of a project with their people, by name."""
    return list(
        db.session.scalars(
            select(Member)
            .join(Member.person)
            .options(contains_eager(Member.person))
            .where(Member.project_id == project.id)
            .order_by(Person.filter_name, Person.id)
        )
    )


def narrow_members(listed: Iterable[Member], words: str) -> list[Member]:
    """Those of a list whose name or role holds what was typed over it."""
    query = typed_over_list(words)
    return [member for member in listed if fits(f"{member.person.name} {member.role}", query)]


def find_member(project: Project, person_id: int) -> Member | None:
    """What somebody is in a project; None for who is no member of it."""
    return db.session.get(Member, (project.id, person_id))


def newcomers(project: Project) -> list[Person]:
    """Who may become a member, by name: at most OFFERED_MAX; the others are found by their addresses."""
    members = select(Member.person_id).where(Member.project_id == project.id)
    found = select(Person).where(Person.suspended_at.is_(None), Person.id.not_in(members))
    return list(db.session.scalars(found.order_by(Person.filter_name, Person.id).limit(OFFERED_MAX)))


def find_newcomer(typed: str) -> Person:
    """The one person with this e-mail address or name. Raises InvalidValue("person", …) for none or more."""
    if person := find_person(typed):
        return person
    named = db.session.scalars(select(Person).where(Person.filter_name == fold(typed.strip())).limit(2)).all()
    if len(named) == 1:
        return named[0]
    if named:
        raise InvalidValue("person", "Several people are called so. Use the e-mail address.")
    raise InvalidValue(
        "person", "Nobody here has this name or e-mail address. An administrator invites people."
    )


def set_member(
    project: Project, person: Person, *, role: str, by: Person, version: int | None = None
) -> Member:
    """Give somebody a role of ROLES in a project; who is no member yet becomes one.

    `version` is the one that `by` saw; None takes any. The same role again writes nothing. Raises NotAllowed
    unless `by` may change the members, InvalidValue("role", …) for a role that there is not and
    InvalidValue("person", …) for a new member who is suspended, and Conflict where it changed since.
    """
    if role not in ROLES:
        raise InvalidValue("role", f"A role is one of {', '.join(ROLES)}.")
    with transaction():
        check_changes_members(by, project)
        member = db.session.get(Member, (project.id, person.id), populate_existing=True)
        if member is None:
            if version is not None:
                raise Conflict(CHANGED_MEANWHILE)
            note(
                "member-add",
                about=f"project {project.key}",
                by=by,
                details={"person": person.id, "role": role},
            )
            return _add(project, person, role)
        if member.role != role:
            said: dict[str, str | int | bool | None] = {"person": person.id, "from": member.role, "to": role}
            note("member-change", about=f"project {project.key}", by=by, details=said)
            _change(member, role, member.version if version is None else version)
        return member


def remove_member(project: Project, person: Person, *, by: Person, version: int | None = None) -> None:
    """Take somebody's role in a project away; they keep what it gives to everyone.

    Raises Missing for who is no member, and else as `set_member` does.
    """
    with transaction():
        check_changes_members(by, project)
        member = db.session.get(Member, (project.id, person.id), populate_existing=True)
        if member is None:
            raise Missing
        if version not in {None, member.version}:
            raise Conflict(CHANGED_MEANWHILE)
        db.session.execute(
            delete(Member).where(Member.project_id == project.id, Member.person_id == person.id)
        )
        note("member-remove", about=f"project {project.key}", by=by, details={"person": person.id})
        forget_rights()


def _add(project: Project, person: Person, role: str) -> Member:
    if person.suspended_at is not None:
        raise InvalidValue("person", f"{person.name} is suspended, and nothing would come of it.")
    member = Member(project_id=project.id, person_id=person.id, role=role)
    db.session.add(member)
    try:
        db.session.flush()
    except IntegrityError as error:  # somebody else made them a member since the line above
        raise Conflict(CHANGED_MEANWHILE) from error
    forget_rights()
    return member


def _change(member: Member, role: str, version: int) -> None:
    changed = change_rows(
        update(Member)
        .where(
            Member.project_id == member.project_id,
            Member.person_id == member.person_id,
            Member.version == version,
        )
        .values(role=role, version=version + 1, updated_at=utc_now())
    )
    if not changed:
        raise Conflict(CHANGED_MEANWHILE)
    db.session.refresh(member)
    forget_rights()
