"""`may` is the only gate: every view, command and service asks it and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, Protocol

from sqlalchemy import (
    ColumnElement,
    Integer,
    String,
    and_,
    bindparam,
    cast,
    false,
    literal_column,
    null,
    or_,
    select,
    union_all,
)

from webapp.extensions import db
from webapp.models import Design, Member, Person, Project, design_contributor
from webapp.models.project import ROLES
from webapp.services.errors import NOT_ADMINISTRATOR, NotAllowed

Verb = Literal["read", "edit", "own", "create", "maintain", "administer"]
"""`edit` changes what a design says, `own` its status, owner, contributors and lock, and bins it; `create`
makes designs in a project, `maintain` changes the project; `administer` is about people and the server."""

READER, AUTHOR, MAINTAINER = range(1, len(ROLES) + 1)
_NEEDED: Mapping[Verb, int] = {
    "read": READER,
    "edit": AUTHOR,
    "own": AUTHOR,
    "create": AUTHOR,
    "maintain": MAINTAINER,
}
_OF_OWNER = frozenset({"status", "owner_id", "contributors", "locked", "deleted"})


class OfDesign(Protocol):
    """A design, or a place in one: who may do something in it may do it there."""

    @property
    def design_id(self) -> int: ...

    @property
    def project_id(self) -> int: ...

    @property
    def owner_id(self) -> int | None: ...

    @property
    def locked_at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may do at this moment.

    `roles` has the rank of their role (READER, AUTHOR, MAINTAINER) by the id of each project that they may
    read; `archived` are those of them that nobody changes, `contributes` the ids of the locked designs that
    they contribute to. `reads_all` says that there is no project they may not read.
    """

    roles: Mapping[int, int]
    archived: frozenset[int]
    contributes: frozenset[int]
    reads_all: bool
    administers: bool

    def rank(self, project_id: int, verb: Verb) -> int:
        """The rank of their role in a project, as far as it counts there for doing this; 0 for none."""
        rank = self.roles.get(project_id, 0)
        return min(rank, READER) if verb != "read" and project_id in self.archived else rank


def may(person: Person | None, verb: Verb, thing: OfDesign | Project | None = None) -> bool:
    """Whether `person` may do this to `thing`; with None, whether there is anything they may do it to.

    docs/roles.md says who may do what. A design without an owner is every author's own.
    """
    if person is None or person.suspended_at:
        return False
    rights = rights_of(person)
    if verb == "administer":
        return rights.administers
    if thing is None:
        return (
            verb == "read"
            or rights.administers
            or any(rights.rank(each, verb) >= _NEEDED[verb] for each in rights.roles)
        )
    if isinstance(thing, Project):
        return rights.rank(thing.id, verb) >= _NEEDED[verb]
    rank = rights.rank(thing.project_id, verb)
    if rank < _NEEDED[verb]:
        return False
    if verb == "own":
        return rank >= MAINTAINER or thing.owner_id in {None, person.id}
    if verb == "edit" and thing.locked_at:
        return thing.owner_id == person.id or thing.design_id in rights.contributes
    return True


def check(person: Person | None, verb: Verb, thing: OfDesign | Project | None = None) -> None:
    """Raise NotAllowed unless `may` agrees."""
    if not may(person, verb, thing):
        raise NotAllowed(NOT_ADMINISTRATOR) if verb == "administer" else NotAllowed


def readable(person: Person | None) -> ColumnElement[bool]:
    """What a query over Design asks, so that only designs come that `person` may read.

    Whoever lists, counts or searches over several designs asks this of every one of them.
    """
    if person is None or person.suspended_at:
        return false()
    rights, living = rights_of(person), Design.deleted_at.is_(None)
    return living if rights.reads_all else and_(living, _project().in_(sorted(rights.roles)))


def _project() -> ColumnElement[int]:
    """A design's project, by which designs are not looked up.

    SQLite knows how many there are of nothing: it would take all of a project and sort them, and not walk
    from the last change on until there are a few.
    """
    on_sqlite = db.engine.dialect.name == "sqlite"
    return Design.project_id + literal_column("0") if on_sqlite else Design.project_id.expression


def recoverable(person: Person) -> ColumnElement[bool]:
    """What a query over Design asks, so that only those come out of the bin that `person` may take out."""
    rights = rights_of(person)
    ranks = {each: rights.rank(each, "own") for each in rights.roles}
    return and_(
        Design.deleted_at.is_not(None),
        or_(
            Design.project_id.in_(sorted(each for each, rank in ranks.items() if rank >= MAINTAINER)),
            and_(
                Design.project_id.in_(sorted(each for each, rank in ranks.items() if rank == AUTHOR)),
                or_(Design.owner_id.is_(None), Design.owner_id == person.id),
            ),
        ),
    )


def readable_projects(person: Person) -> ColumnElement[bool]:
    """What a query over Project asks, so that only projects come that `person` may read."""
    return Project.id.in_(sorted(rights_of(person).roles))


def readers(project_id: int) -> ColumnElement[bool]:
    """What a query over Person asks, so that only those come who may read a project and are not suspended."""
    return _with_role(READER, [project_id])


def authors(*project_ids: int) -> ColumnElement[bool]:
    """What a query over Person asks, so that only authors and more of one of these projects come.

    They are those who can own a design and contribute to it (docs/roles.md); nobody who is suspended.
    """
    return _with_role(AUTHOR, project_ids)


def _with_role(least: int, project_ids: Sequence[int]) -> ColumnElement[bool]:
    roles = ROLES[least - 1 :]
    here = select(Project.id).where(Project.id.in_(project_ids), Project.open_role.in_(roles)).exists()
    members = select(Member.person_id).where(Member.project_id.in_(project_ids), Member.role.in_(roles))
    return and_(Person.suspended_at.is_(None), or_(Person.is_admin, here, Person.id.in_(members)))


def verb_for(name: str) -> Literal["edit", "own"]:
    """What somebody needs to set a value of a design, by the name that changes have for it."""
    return "own" if name in _OF_OWNER else "edit"


def role_of(person: Person, project: Project) -> str | None:
    """The role of ROLES that counts for `person` in a project; None for none."""
    rank = rights_of(person).roles.get(project.id, 0)
    return ROLES[rank - 1] if rank else None


def rights_of(person: Person) -> Rights:
    """What `person` may do, asked once in a request: one query."""
    known: dict[int, Rights] = db.session.info.setdefault("rights", {})
    if person.id not in known:
        known[person.id] = _load(person)
    return known[person.id]


def forget_rights() -> None:
    """Ask anew who may do what. Whoever writes what rights are made of calls this."""
    db.session.info.pop("rights", None)


def narrow_rights(person: Person, *, project_id: int | None) -> None:
    """Until the end of this request let `person` do nothing outside of one project: who acts is a token."""
    db.session.info.setdefault("narrowed", {})[person.id] = project_id
    forget_rights()


def _load(person: Person) -> Rights:
    found = db.session.connection().execute(_RIGHTS, {"person_id": person.id}).all()
    projects = [each for each in found if each.project_id is not None]
    roles = {
        each.project_id: MAINTAINER if person.is_admin else max(_rank(each.open_role), _rank(each.role))
        for each in projects
    }
    rights = Rights(
        {project_id: rank for project_id, rank in roles.items() if rank},
        frozenset(each.project_id for each in projects if each.archived_at),
        frozenset(each.design_id for each in found if each.project_id is None),
        all(roles.values()),
        person.is_admin,
    )
    narrowed: Mapping[int, int | None] = db.session.info.get("narrowed", {})
    return _within(rights, narrowed[person.id]) if person.id in narrowed else rights


def _within(rights: Rights, project_id: int | None) -> Rights:
    if project_id is None:
        return rights
    roles = {each: rank for each, rank in rights.roles.items() if each == project_id}
    return replace(rights, roles=roles, reads_all=False, administers=False)


def _rank(role: str | None) -> int:
    return ROLES.index(role) + 1 if role else 0


def _locked_with(person_id: Any) -> Any:
    """The locked designs that somebody contributes to, in the shape of a project's line."""
    return (
        select(
            cast(null(), Integer),
            cast(null(), String),
            cast(null(), Project.archived_at.type),
            cast(null(), String),
            design_contributor.c.design_id,
        )
        .join(Design, Design.id == design_contributor.c.design_id)
        .where(design_contributor.c.person_id == person_id, Design.locked_at.is_not(None))
    )


_PERSON: Any = bindparam("person_id")
_RIGHTS = union_all(
    select(
        Project.id.label("project_id"),
        Project.open_role,
        Project.archived_at,
        Member.role,
        cast(null(), Integer).label("design_id"),
    ).outerjoin(Member, and_(Member.project_id == Project.id, Member.person_id == _PERSON)),
    _locked_with(_PERSON),
)
