"""A small library that does not run out: whatever is deleted in it, there is always one more to ask about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlalchemy import Select, or_, select

from tests.factories import make_design, make_person, make_project
from tests.security.matrix.things import text_of
from webapp.extensions import db
from webapp.models import (
    ApiToken,
    Batch,
    Block,
    Clash,
    ClashSide,
    Design,
    Document,
    Finding,
    Member,
    Person,
    Project,
    Row,
    SavedView,
    Section,
)
from webapp.models.types import utc_now
from webapp.registers import REGISTERS
from webapp.services.editing.named import ITEM, names_of
from webapp.services.editing.patching import RowPatch, patch_row
from webapp.services.findings.dismissing import dismiss
from webapp.services.findings.reading import load_clashes, load_findings
from webapp.services.places import find_block, find_row
from webapp.services.saved_views import save_view
from webapp.services.tokens import make_token
from webapp.services.transactions import transaction

NEWEST = 6
"""Of so many things of a kind one is chosen."""
MAKES = 3
"""How many designs it starts with."""


@dataclass
class Library:
    """What there is to ask about for `person`, who asks with the token of the id `token_id`.

    What is chosen depends on what was chosen before alone: a run can be repeated.
    """

    person: Person
    token_id: int
    _chosen: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.person_id = self.person.id
        for _ in range(MAKES):
            self.grow()

    def grow(self) -> None:
        """Make one more of everything."""
        person = db.session.get_one(Person, self.person_id)
        number = self._turn("growth")
        project = make_project(f"P{number}", f"Project {number}")
        colleague = make_person(name=f"Colleague {number}")
        with transaction():
            project.open_role = "author"
            db.session.add(Member(project_id=project.id, person_id=colleague.id, role="author"))
        designs = [
            make_design(
                text_of("open"),
                title="A design",
                project=project,
                owner=owner,
                documents={"notes": "# Notes\n"},
            )
            for owner in (person, colleague)
        ]
        make_design(text_of("open"), title="A binned one", project=project, owner=person, deleted=True)
        row = db.session.scalars(
            select(Row)
            .join(Block)
            .join(Document)
            .where(Document.design_id == designs[0].id, Block.kind == "table")
        ).first()
        assert row is not None
        patch_row(row.id, RowPatch(cells={"Auth": "none"}), by=person)
        save_view("designs", name=f"View {number}", query="q=x", project=None, by=person)
        make_token(person, name=f"Token {number}", scope="read", project=None)

    def pick(self, noun: str, *within: Any) -> Any:
        """One of these, which is alive; more are made where there is none. None where that is no use."""
        found = self._living(noun, *within)
        if not found and not within:
            self.grow()
            found = self._living(noun)
        return found[self._turn(noun) % len(found)] if found else None

    def path(self, method: str, path: str, sent: Mapping[str, Any]) -> dict[str, Any]:
        """The names in an address, so that it leads to something."""
        if method == "DELETE" and path.endswith("/dismissal"):
            return {name: self._dismissed(name.removesuffix("_id")) for name in sent}
        if "/bin/" in path:
            return {"design_id": self.pick("binned")}
        if "/members/" in path:
            project_id, person_id = self.pick("member")
            return {"project_id": project_id, "person_id": person_id}
        if "column_id" in sent:
            block_id = self.pick("table")
            return {"block_id": block_id, "column_id": self.pick("column", block_id)}
        return {name: self._named(name.removesuffix("_id")) or old for name, old in sent.items()}

    def values(self, path: str, named: Mapping[str, Any], sent: dict[str, Any]) -> dict[str, Any]:
        """A body or a query, with ids of things that there are, and cells by names of columns."""
        made = {name: self._value(path, named, name, old) for name, old in sent.items()}
        if "writes" in made:
            made["writes"] = [self.values("/rows/", {}, each) for each in sent["writes"]]
        return made

    def _dismissed(self, noun: str) -> int:
        """A finding or a clash that was dismissed."""
        person, found_id = db.session.get_one(Person, self.person_id), self.pick(noun)
        is_finding = noun == "finding"
        (seen,) = load_findings([found_id]) if is_finding else load_clashes([found_id], person)
        stored = db.session.get_one(Finding if is_finding else Clash, found_id)
        dismiss(stored, reason="It is meant so.", digest=seen.digest, by=person)
        return found_id

    def _value(self, path: str, named: Mapping[str, Any], name: str, old: Any) -> Any:
        if isinstance(old, dict) and name in {"cells", "base"}:
            return self._cells(named, old) if name == "cells" else self.values(path, named, old)
        if name == "after" and old is not None:
            return self._after(path, named) or old
        noun = _FIELDS.get(name)
        if noun is None or old is None:
            return old
        if isinstance(old, list):
            return list(dict.fromkeys(self._named(noun) for _ in islice(old, NEWEST)))
        return (self._named(noun) or old) if isinstance(old, int) and not isinstance(old, bool) else old

    def _named(self, noun: str) -> Any:
        if noun == "name":
            return list(REGISTERS)[self._turn(noun) % len(REGISTERS)]
        return self.pick(noun)

    def _after(self, path: str, named: Mapping[str, Any]) -> Any:
        """What something can stand behind: a piece of the same whole."""
        if "/columns" in path:
            return self.pick("column", named.get("block_id"))
        if "/rows" in path:
            return self.pick("row", named.get("block_id") or _block_of(named.get("row_id")))
        if "document_id" in named or path.endswith("/sections/{section_id}"):
            return self.pick("section", named.get("document_id") or _document_of(named["section_id"]))
        return self.pick("block", named.get("section_id") or _section_of(named["block_id"]))

    def _cells(self, named: Mapping[str, Any], old: Mapping[str, Any]) -> dict[str, Any]:
        block_id = named.get("block_id") or _block_of(named.get("row_id"))
        place = find_block(block_id) if block_id else None
        names = [name for name in names_of(place.block) if name != ITEM] if place else []
        return dict(zip(names, old.values(), strict=False)) or dict(old)

    def _living(self, noun: str, *within: Any) -> Sequence[Any]:
        if noun == "column":
            found = find_block(within[0]) if within and within[0] else None
            return [column["id"] for column in found.block.columns] if found else []
        query = _LIVING[noun](self)
        for scope in within:
            query = query.where(_WITHIN[noun] == scope)
        if noun == "member":
            return [tuple(each) for each in db.session.execute(query.limit(NEWEST))]
        return db.session.scalars(query.limit(NEWEST)).all()

    def _turn(self, noun: str) -> int:
        self._chosen[noun] += 1
        return self._chosen[noun]


_FIELDS = {
    **{f"{noun}_id": noun for noun in ("project", "person", "design", "document", "section", "block", "row")},
    **{noun: noun for noun in ("design", "document", "section", "block", "row", "person")},
    "owner_id": "person",
    "contributor_ids": "person",
    "to": "person",
    "parent_id": "design",
    "ids": "design",
    "replacing": "view",
}
"""What a field is the id of."""

_OPEN = (Design.deleted_at.is_(None), Design.locked_at.is_(None), Project.archived_at.is_(None))


def _designs(_: Library) -> Select[Any]:
    return select(Design.id).join(Project).where(*_OPEN).order_by(Design.id.desc())


def _ids(library: Library) -> Select[Any]:
    return _designs(library).order_by(None)


def _documents(_: Library) -> Select[Any]:
    return (
        select(Document.id)
        .join(Design)
        .join(Project)
        .where(*_OPEN, Document.deleted_at.is_(None))
        .order_by(Document.id.desc())
    )


def _sections(library: Library) -> Select[Any]:
    return (
        select(Section.id)
        .where(Section.deleted_at.is_(None), Section.document_id.in_(_documents(library).order_by(None)))
        .order_by(Section.id.desc())
    )


def _blocks(library: Library) -> Select[Any]:
    return (
        select(Block.id)
        .where(Block.deleted_at.is_(None), Block.section_id.in_(_sections(library).order_by(None)))
        .order_by(Block.id.desc())
    )


def _rows(library: Library) -> Select[Any]:
    return (
        select(Row.id)
        .where(Row.deleted_at.is_(None), Row.block_id.in_(_blocks(library).order_by(None)))
        .order_by(Row.id.desc())
    )


_LIVING: Mapping[str, Callable[[Library], Select[Any]]] = {
    "design": _designs,
    "binned": lambda _: (
        select(Design.id)
        .join(Project)
        .where(Design.deleted_at.is_not(None), Project.archived_at.is_(None))
        .order_by(Design.id.desc())
    ),
    "document": _documents,
    "section": _sections,
    "block": _blocks,
    "table": lambda library: _blocks(library).where(Block.kind == "table"),
    "row": _rows,
    "project": lambda _: select(Project.id).where(Project.archived_at.is_(None)).order_by(Project.id.desc()),
    "member": lambda _: (
        select(Member.project_id, Member.person_id)
        .join(Project)
        .where(Project.archived_at.is_(None))
        .order_by(Member.project_id.desc())
    ),
    # Who asks stays what they are: with them the run would end.
    "person": lambda library: (
        select(Person.id)
        .where(Person.id != library.person_id, Person.suspended_at.is_(None))
        .order_by(Person.id.desc())
    ),
    "token": lambda library: (
        select(ApiToken.id)
        .where(
            ApiToken.person_id == library.person_id,
            ApiToken.id != library.token_id,
            ApiToken.revoked_at.is_(None),
            or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > utc_now()),
        )
        .order_by(ApiToken.id.desc())
    ),
    "change": lambda library: (
        select(Batch.id).where(Batch.design_id.in_(_ids(library))).order_by(Batch.id.desc())
    ),
    "finding": lambda library: (
        select(Finding.id).where(Finding.design_id.in_(_ids(library))).order_by(Finding.id.desc())
    ),
    "clash": lambda library: (
        select(Clash.id)
        .where(Clash.id.in_(select(ClashSide.clash_id).where(ClashSide.design_id.in_(_ids(library)))))
        .order_by(Clash.id.desc())
    ),
    "view": lambda library: (
        select(SavedView.id).where(SavedView.person_id == library.person_id).order_by(SavedView.id.desc())
    ),
}
"""The newest things of a kind that can be asked about."""
_WITHIN: Mapping[str, Any] = {"row": Row.block_id, "block": Block.section_id, "section": Section.document_id}


def _block_of(row_id: int | None) -> int | None:
    place = find_row(row_id) if row_id else None
    return place.block.id if place else None


def _section_of(block_id: int) -> int | None:
    place = find_block(block_id)
    return place.section.id if place else None


def _document_of(section_id: int) -> int | None:
    return db.session.scalar(select(Section.document_id).where(Section.id == section_id))
