"""What of a register is asked for, as conditions: the one place that says whose entries come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal_column, or_, select
from sqlalchemy.orm import aliased

from webapp.extensions import db
from webapp.models import Design, Document, Entry, Person, Project
from webapp.models.search import SearchLine
from webapp.registers import REGISTERS
from webapp.registers.register import PART_END, Register
from webapp.services.permissions import readable, rights_of
from webapp.services.searching.dialects import is_sqlite
from webapp.services.searching.matching import Fitting, entries_that_match
from webapp.utils.folding import fold
from webapp.utils.queries import Query

NONE = "none"
"""What a choice says to mean entries that state nothing there."""

OPERATORS = ("status", "owner", "project", "design", "method", "is")
"""What can be typed over a register besides words."""

FOLDERS = ("files", "endpoints")
"""The registers whose keys are paths: they can be narrowed to what stands below one."""

FEW_DESIGNS = 100
"""The entries of so many designs are looked up design by design, those of more in the register's order."""

DONE = "done"
"""The role that says whether a thing is done: no column of its own, but in the box or the status."""

PLACE = (
    select(func.min(SearchLine.id))
    .where(
        SearchLine.piece_id == func.coalesce(Entry.row_id, Entry.block_id),
        SearchLine.what == case((Entry.row_id.is_(None), "block"), else_="row"),
        SearchLine.line == func.coalesce(Entry.line, 0),
    )
    .correlate(Entry)
    .scalar_subquery()
)
"""Where an entry stands in its design: the lines that can be found have their ids in the designs' order."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A part of a register, for a person. '' narrows nothing.

    `facets` maps roles of the register to the value that an entry must state there, or to NONE.
    `status` is a design's, `project` a key; `prefix` is a folder, or the beginning of a path.
    """

    register: str
    person: Person
    query: Query = field(default_factory=Query)
    facets: Mapping[str, str] = field(default_factory=dict)
    status: str = ""
    project: str = ""
    prefix: str = ""

    @property
    def of(self) -> Register:
        """The register itself."""
        return REGISTERS[self.register]


def entries(narrowing: Narrowing, *columns: Any, is_large: bool = False) -> Select[Any]:
    """Select these columns of the entries that are asked for, and of their designs: to count them.

    A large register of which nothing was typed is read design by design, as it lies on the disk.
    """
    by_design = is_large and not narrowing.query and not narrowing.prefix
    return _found(narrowing, *columns, by_design=by_design).where(~in_deleted_document())


def placed(narrowing: Narrowing, *columns: Any) -> Select[Any]:
    """The same with their documents and projects: to list them."""
    return (
        _found(narrowing, *columns)
        .join(Document, Document.id == Entry.document_id)
        .join(Project, Project.id == Design.project_id)
        .where(Document.deleted_at.is_(None))
    )


def rows(narrowing: Narrowing, *columns: Any) -> Select[Any]:
    """As `placed` has them, but of those that one row states only the first in the register's order."""
    found = placed(narrowing, *columns)
    if not narrowing.of.several:
        return found
    other = aliased(Entry)
    comes_first = or_(other.sort < Entry.sort, and_(other.sort == Entry.sort, other.id < Entry.id))
    # True of every entry of the row; asked of the design, so that SQLite looks at that first: it may be one
    # that nobody may read. As an expression, so that the others are looked up by their row.
    of_design = other.design_id + literal_column("0") == Design.id
    return found.where(
        ~exists()
        .where(other.row_id == Entry.row_id, comes_first, of_design, *_stated(narrowing, other))
        .correlate(Entry, Design)
    )


def in_deleted_document() -> ColumnElement[bool]:
    """Whether an entry is in a document that was deleted: these are few, and looked at once."""
    return Entry.document_id.in_(select(Document.id).where(Document.deleted_at.is_not(None)))


def value(entry: Any, role: str) -> ColumnElement[str]:
    """What an entry states in a role; NULL where it states nothing."""
    found: ColumnElement[str] = entry.values[role].as_string()
    return found


def folder(prefix: str) -> str:
    """The beginning that all below a folder or a path have in common, folded, without its last slash."""
    return fold(prefix).rstrip("/")


def below(entry: Any, prefix: str) -> ColumnElement[bool]:
    """Whether an entry is this path or stands below it: `/users` and `/users/{id}`, but not `/users-old`."""
    start = folder(prefix)
    after = func.substr(entry.sort, len(start) + 1, 1)
    return and_(entry.sort >= start, entry.sort < f"{start}0", after.in_(("", "/", PART_END)))


def _found(narrowing: Narrowing, *columns: Any, by_design: bool = False) -> Select[Any]:
    fitting = _fitting(narrowing)
    of_few = _reads_few(narrowing.person)
    few = of_few or (fitting is not None and fitting.few)
    return (
        select(*columns)
        .select_from(Entry)
        .join(Design, _of_entry(by_design=by_design and not few))
        .where(*_stated(narrowing, Entry, few=few), *_in_designs(narrowing, few=of_few))
        .where(*([fitting.condition] if fitting else []))
    )


def _of_entry(*, by_design: bool) -> ColumnElement[bool]:
    """Joins entries with their designs; as an expression the design of an entry cannot be looked up."""
    design_id = Design.id + literal_column("0") if by_design and is_sqlite() else Design.id
    return Entry.design_id == design_id


def _reads_few(person: Person) -> bool:
    """Whether somebody may read so few designs that an entry of theirs is far to walk to in a register."""
    if rights_of(person).reads_all:
        return False
    beyond = select(Design.id).where(readable(person)).limit(1).offset(FEW_DESIGNS)
    return db.session.scalar(beyond) is None


def _fitting(narrowing: Narrowing) -> Fitting | None:
    """What its row or line, or its design, has to hold; None where nothing was typed."""
    if not narrowing.query:
        return None
    return entries_that_match(narrowing.query, person=narrowing.person, register=narrowing.register)


def _stated(narrowing: Narrowing, entry: Any, *, few: bool = False) -> list[ColumnElement[bool]]:
    """What the entry itself has to say; `few` are looked up by what else is asked of them."""
    # As an expression the register cannot be looked up: SQLite would walk all of it in its order, and not
    # sort the few.
    register = entry.register.concat("") if few else entry.register
    found = [register == narrowing.register]
    for role, wanted in narrowing.facets.items():
        stated = value(entry, role)
        found.append(stated.is_(None) if wanted == NONE else stated == wanted)
    if narrowing.prefix:
        found.append(below(entry, narrowing.prefix))
    return found


def _in_designs(narrowing: Narrowing, *, few: bool) -> list[Any]:
    """In which designs it has to stand; `few` that may be read are what entries are looked up by."""
    found: list[Any] = [readable(narrowing.person)]
    if few:
        found.append(Entry.design_id.in_(select(Design.id).where(*found)))
    if narrowing.status:
        found.append(Design.status == narrowing.status)
    if narrowing.project:
        found.append(Design.project_id.in_(select(Project.id).where(Project.key == narrowing.project)))
    return found
