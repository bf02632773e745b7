"""The list of findings and clashes over all designs that a person may read, narrowed, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, column, func, not_, or_, select, text, true

from webapp.extensions import db
from webapp.models import Design, Dismissal, Document, Finding, Person, Project
from webapp.services.findings.clash_kinds import kinds_of_clashes
from webapp.services.findings.found import Found
from webapp.services.findings.narrowed import (
    ALL,
    DISMISSED,
    FACETS,
    NOTHING,
    OPERATORS,
    Kind,
    Narrowed,
    counted,
    in_designs,
)
from webapp.services.findings.reading import is_dismissed_finding, load_clashes, load_findings
from webapp.services.findings.typed import Typed, is_plain, text_of
from webapp.services.narrowing import fits, typed_over_list
from webapp.services.paging import PER_PAGE, Paged, pages_of
from webapp.services.permissions import readable
from webapp.services.searching.dialects import array, given
from webapp.utils.keys import Key
from webapp.utils.queries import Query


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
    person: Person | None, *, q: str = "", narrowed: Narrowed = NOTHING, page: int = 1, whole: bool = False
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
    person: Person | None, *, q: str = "", narrowed: Narrowed = NOTHING, limit: int, offset: int = 0
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
    typed: ColumnElement[bool]
    clashes: Sequence[int]
    total: int
    of: int
    counts: Mapping[str, Mapping[str, int]]


def _ask(person: Person | None, q: str, narrowed: Narrowed) -> _Asked:
    query = typed_over_list(q, OPERATORS)
    typed = _typed(person, query, narrowed) if query.words or query.without else true()
    clashes = kinds_of_clashes(person, query, narrowed)
    kinds = [*clashes, *_kinds_of_findings(person, query, narrowed, typed)]
    return _Asked(
        *(person, query, narrowed, typed),
        clashes=sorted(chain(*(kind.ids for kind in clashes if kind.fits(narrowed))), reverse=True),
        total=sum(kind.count for kind in kinds if kind.fits(narrowed)),
        of=sum(kind.count for kind in kinds),
        counts={name: counted(name, narrowed, kinds) for name in FACETS},
    )


def _between(asked: _Asked, first: int, last: int) -> list[Found]:
    """What stands at these places of the list, `last` left out."""
    items = load_clashes(asked.clashes[first:last], asked.person)
    before = len(asked.clashes)
    offset, limit = max(first - before, 0), max(last - max(first, before), 0)
    if limit:
        chosen = _every(asked.person, asked.query, asked.narrowed).where(asked.typed)
        chosen = chosen.where(*_facets(asked.narrowed)).order_by(Finding.design_id.desc(), Finding.id)
        items += load_findings(db.session.scalars(chosen.offset(offset).limit(limit)).all())
    return items


def _kinds_of_findings(
    person: Person | None, query: Query, narrowed: Narrowed, typed: ColumnElement[bool]
) -> list[Kind]:
    columns = (Finding.code, Project.key, Design.status, Dismissal.id.is_not(None))
    every = _every(person, query, narrowed).where(typed).with_only_columns(*columns, func.count())
    return [
        Kind(code, bool(is_dismissed), frozenset([(project, status)]), count)
        for code, project, status, is_dismissed, count in db.session.execute(every.group_by(*columns))
    ]


def _typed(person: Person | None, query: Query, narrowed: Narrowed) -> ColumnElement[bool]:
    """Whether the sentence or design of a finding holds what was typed."""
    typed, plain = Typed.of(query), is_plain(Finding.about)
    fitting = and_(plain, typed.condition(Finding.code, Finding.about))
    columns = (Finding.id, Finding.code, Finding.about, Project.key, Design.number, Design.title)
    unsure = not_(plain) if typed.exactly else or_(not_(plain), fitting)
    found = db.session.execute(_every(person, query, narrowed).with_only_columns(*columns).where(unsure))
    ids = [
        each.id
        for each in found
        if fits(text_of(each.code, each.about, str(Key(each.key, each.number)), each.title), query)
    ]
    # As one parameter: there may be more of them than a statement has room for.
    of_these = text(f"SELECT value FROM {given('looked_at')}").bindparams(looked_at=array(ids))  # noqa: S608
    looked_at = Finding.id.in_(of_these.columns(column("value", Integer)))
    return or_(fitting, looked_at) if typed.exactly else looked_at


def _every(person: Person | None, query: Query, narrowed: Narrowed) -> Select[Any]:
    """The ids of all findings that facets may count, whatever words were typed."""
    return (
        select(Finding.id)
        .join(Design, Design.id == Finding.design_id)
        .join(Project, Project.id == Design.project_id)
        .join(Document, Document.id == Finding.document_id)
        .outerjoin(Dismissal, is_dismissed_finding())
        .where(readable(person), Document.deleted_at.is_(None), *in_designs(query, narrowed))
    )


def _facets(narrowed: Narrowed) -> list[ColumnElement[bool]]:
    chosen = []
    if narrowed.code:
        chosen.append(Finding.code == narrowed.code)
    if narrowed.project:
        chosen.append(Project.key == narrowed.project)
    if narrowed.status:
        chosen.append(Design.status == narrowed.status)
    if narrowed.dismissed != ALL:
        is_dismissed = Dismissal.id.is_not(None)
        chosen.append(is_dismissed if narrowed.dismissed == DISMISSED else not_(is_dismissed))
    return chosen
