"""The list of findings and clashes over all designs that a person may read, narrowed, a page at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, not_, or_, select

from webapp import checks
from webapp.extensions import db
from webapp.models import Clash, ClashSide, Design, Dismissal, Document, Finding, Person, Project
from webapp.models.design import STATUSES
from webapp.services.findings.found import Found, label
from webapp.services.findings.reading import (
    is_dismissed_clash,
    is_dismissed_finding,
    load_clashes,
    load_findings,
    visible_clashes,
)
from webapp.services.findings.seen import partly_hidden, seen_in_part
from webapp.services.narrowing import fits, typed_over_list
from webapp.services.paging import PER_PAGE, Paged, pages_of
from webapp.services.permissions import readable
from webapp.utils.keys import Key, parse_key
from webapp.utils.queries import Query

SCANNED_MAX = 20_000
"""How many findings are looked through for what was typed, those of the newest designs first."""
OPERATORS = ("project", "status", "design")
"""What narrows the list when it is typed over it."""
OPEN, DISMISSED, ALL = "", "yes", "all"
"""What `dismissed` may say: those nobody dismissed, those that somebody did, both."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the list is narrowed to: a code, a project's and a design's key, a design's status; '' is all."""

    code: str = ""
    project: str = ""
    status: str = ""
    dismissed: str = OPEN
    design: str = ""


@dataclass(frozen=True)
class FindingsPage(Paged):
    """One page: `page` of `pages`, both from 1; `total` fit, `of` there are.

    `counts` says of each facet how many would fit for each of its values, whatever is chosen of it now.
    """

    items: Sequence[Found]
    total: int
    of: int
    page: int
    pages: int
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    unknown: Sequence[str] = ()


def list_findings(
    person: Person | None, *, q: str = "", narrowed: Narrowed = Narrowed(), page: int = 1, whole: bool = False
) -> FindingsPage:
    """Clashes first, then findings, those of the newest designs first; all of them on one page if `whole`.

    A page beyond the end is the last one. Raises InvalidValue for what cannot be looked for.
    """
    asked = _ask(person, q, narrowed)
    pages = 1 if whole else pages_of(asked.total)
    page = min(max(page, 1), pages)
    first, last = (0, asked.total) if whole else ((page - 1) * PER_PAGE, page * PER_PAGE)
    items = _between(asked, first, last)
    return FindingsPage(items, asked.total, asked.of, page, pages, asked.counts, asked.query.unknown)


@dataclass(frozen=True, slots=True)
class SomeFindings:
    """A part of the list: `total` fit. `counts` are those of a FindingsPage, as `unknown` is."""

    items: Sequence[Found]
    total: int
    counts: Mapping[str, Mapping[str, int]]
    unknown: Sequence[str]


def some_findings(
    person: Person | None, *, q: str = "", narrowed: Narrowed = Narrowed(), limit: int, offset: int = 0
) -> SomeFindings:
    """As `list_findings` orders them: `limit` of them, after the first `offset`. Raises as it does."""
    asked = _ask(person, q, narrowed)
    items = _between(asked, offset, offset + limit)
    return SomeFindings(items, asked.total, asked.counts, asked.query.unknown)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked for, and how much of it there is; `clashes` are the ids of those that fit, in order."""

    person: Person | None
    query: Query
    narrowed: Narrowed
    ids: Sequence[int] | None
    clashes: Sequence[int]
    total: int
    of: int
    counts: Mapping[str, Mapping[str, int]]


def _ask(person: Person | None, q: str, narrowed: Narrowed) -> _Asked:
    query = typed_over_list(q, OPERATORS)
    clashes = [each for each in _clashes(person, query) if narrowed.design in {"", each.design}]
    ids = _typed(person, query, narrowed) if query.words or query.without else None
    cube = _cube(person, query, narrowed, ids)
    wanted = sorted({each.id for each in clashes if _fits(each, narrowed)}, reverse=True)
    return _Asked(
        *(person, query, narrowed, ids, wanted),
        total=len(wanted) + sum(count for of, count in cube if _fits(of, narrowed)),
        of=len({each.id for each in clashes}) + sum(count for _, count in cube),
        counts={name: _counted(name, narrowed, cube, clashes) for name in FACETS},
    )


def _between(asked: _Asked, first: int, last: int) -> list[Found]:
    """What stands at these places of the list, `last` left out."""
    items = load_clashes(asked.clashes[first:last], asked.person)
    before = len(asked.clashes)
    offset, limit = max(first - before, 0), max(last - max(first, before), 0)
    if limit:
        chosen = _chosen(asked.person, asked.query, asked.narrowed, asked.ids, every=False)
        order = (Finding.design_id.desc(), Finding.id)
        found = db.session.scalars(chosen.order_by(*order).offset(offset).limit(limit))
        items += load_findings(found.all())
    return items


@dataclass(frozen=True, slots=True)
class _Of:
    """What facets ask of a finding, or of one side of a clash."""

    code: str
    project: str
    status: str
    is_dismissed: bool
    id: int = 0
    design: str = ""


FACETS = ("code", "project", "status", "dismissed")


def _fits(of: _Of, narrowed: Narrowed) -> bool:
    return (
        narrowed.code in {"", of.code}
        and narrowed.project in {"", of.project}
        and narrowed.status in {"", of.status}
        and (narrowed.dismissed == ALL or of.is_dismissed == (narrowed.dismissed == DISMISSED))
    )


def _counted(
    name: str, narrowed: Narrowed, cube: Iterable[tuple[_Of, int]], clashes: Iterable[_Of]
) -> dict[str, int]:
    """How many there are of each value of a facet, under what is chosen of the others."""
    others = replace(narrowed, **{name: ALL if name == "dismissed" else ""})
    counts: Counter[str] = Counter()
    for of, count in cube:
        if _fits(of, others):
            counts[_value(of, name)] += count
    for _, value in {(each.id, _value(each, name)) for each in clashes if _fits(each, others)}:
        counts[value] += 1
    return counts


def _value(of: _Of, name: str) -> str:
    if name == "dismissed":
        return DISMISSED if of.is_dismissed else OPEN
    return str(getattr(of, name))


def _clashes(person: Person | None, query: Query) -> Iterator[_Of]:
    """Each side, that may be read, of each clash that fits what was typed."""
    sides = (
        select(
            *(Clash.id, Clash.code, Clash.about, ClashSide.entry_id),
            *(Project.key, Design.number, Design.title, Design.status),
            Dismissal.id.label("dismissal"),
        )
        .join(ClashSide, ClashSide.clash_id == Clash.id)
        .join(Design, Design.id == ClashSide.design_id)
        .join(Project, Project.id == Design.project_id)
        .outerjoin(Dismissal, is_dismissed_clash())
        .where(readable(person), Clash.id.in_(visible_clashes(person)), *_operators(query))
    )
    is_typed = bool(query.words or query.without)
    hidden = partly_hidden(person)
    in_part = set(db.session.scalars(hidden))
    seen = seen_in_part(hidden, person) if in_part else {}
    for side in db.session.execute(sides):
        about = side.about
        if side.id in in_part:
            if side.id not in seen or side.entry_id not in seen[side.id].entries:
                continue
            about = seen[side.id].about
        key = str(Key(side.key, side.number))
        if not is_typed or fits(_text(side.code, about, key, side.title), query):
            yield _Of(side.code, side.key, side.status, side.dismissal is not None, side.id, key)


def _cube(
    person: Person | None, query: Query, narrowed: Narrowed, ids: Sequence[int] | None
) -> list[tuple[_Of, int]]:
    """How many findings there are of each code, project and status, dismissed and not."""
    dismissed = Dismissal.id.is_not(None)
    columns = (Finding.code, Project.key, Design.status, dismissed)
    chosen = _chosen(person, query, narrowed, ids, every=True)
    found = db.session.execute(chosen.with_only_columns(*columns, func.count()).group_by(*columns))
    return [
        (_Of(code, project, status, bool(is_dismissed)), count)
        for code, project, status, is_dismissed, count in found
    ]


def _typed(person: Person | None, query: Query, narrowed: Narrowed) -> list[int]:
    """The findings whose sentence or design holds what was typed."""
    columns = (Finding.id, Finding.code, Finding.about, Project.key, Design.number, Design.title)
    some = _chosen(person, query, narrowed, None, every=True).with_only_columns(*columns)
    found = db.session.execute(some.order_by(Finding.design_id.desc(), Finding.id).limit(SCANNED_MAX))
    return [
        each.id
        for each in found
        if fits(_text(each.code, each.about, str(Key(each.key, each.number)), each.title), query)
    ]


def _text(code: str, about: Mapping[str, str], key: str, title: str) -> str:
    """What is looked through for words: the sentence, the name of its code, and the design."""
    return f"{checks.sentence(code, about)} {label(code)} {code} {key} {title}"


def _chosen(
    person: Person | None, query: Query, narrowed: Narrowed, ids: Sequence[int] | None, *, every: bool
) -> Select[Any]:
    """The ids of findings that fit: all that facets may count if `every`, else those that are chosen."""
    chosen = (
        select(Finding.id)
        .join(Design, Design.id == Finding.design_id)
        .join(Project, Project.id == Design.project_id)
        .join(Document, Document.id == Finding.document_id)
        .outerjoin(Dismissal, is_dismissed_finding())
        .where(readable(person), Document.deleted_at.is_(None), *_operators(query))
    )
    if ids is not None:
        chosen = chosen.where(Finding.id.in_(ids))
    if narrowed.design:
        chosen = chosen.where(_is_design(narrowed.design))
    return chosen if every else chosen.where(*_facets(narrowed))


def _facets(narrowed: Narrowed) -> Iterator[ColumnElement[bool]]:
    if narrowed.code:
        yield Finding.code == narrowed.code
    if narrowed.project:
        yield Project.key == narrowed.project
    if narrowed.status:
        yield Design.status == narrowed.status
    if narrowed.dismissed != ALL:
        is_dismissed = Dismissal.id.is_not(None)
        yield is_dismissed if narrowed.dismissed == DISMISSED else not_(is_dismissed)


def _operators(query: Query) -> Iterator[ColumnElement[bool]]:
    """Of the values of one operator any, of each with a minus none; nothing where one is unknown."""
    if query.unknown:
        yield false()
    for name in dict.fromkeys(each.name for each in query.operators):
        if values := query.values(name):
            yield or_(*(_operator(name, value) for value in values))
    for each in query.operators:
        if not each.wanted:
            yield not_(_operator(each.name, each.value))


def _operator(name: str, value: str) -> ColumnElement[bool]:
    if name == "status":
        return Design.status.in_([status for status in STATUSES if status.lower() == value])
    return Project.key == value if name == "project" else _is_design(value)


def _is_design(key: str) -> ColumnElement[bool]:
    parsed = parse_key(key)
    if parsed is None:
        return false()
    return (Project.key == parsed.project) & (Design.number == parsed.number)
