"""The clashes that a person sees, counted by what narrows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, Text, and_, case, cast, func, literal, select

from webapp.extensions import db
from webapp.models import Clash, ClashSide, Design, Dismissal, Person, Project
from webapp.models.design import STATUSES
from webapp.services.findings.narrowed import Kind, Narrowed, in_designs
from webapp.services.findings.reading import is_dismissed_clash, parted, sides_of_clash
from webapp.services.findings.seen import of_design, seen_in_part
from webapp.services.findings.typed import Typed, is_plain, text_of
from webapp.services.narrowing import fits
from webapp.services.permissions import readable
from webapp.services.searching.dialects import is_sqlite
from webapp.utils.keys import Key
from webapp.utils.queries import Query

Places = frozenset[tuple[str, str]]
_RANKS = {status: rank for rank, status in enumerate(STATUSES)}


def kinds_of_clashes(person: Person | None, query: Query, narrowed: Narrowed) -> list[Kind]:
    """The clashes that fit what was typed and the chosen design; what else is chosen is asked of the kinds.

    They are counted by what the database says of them. Looked at one by one are those of which `person`
    sees a part, and those of which the database cannot tell whether they fit.
    """
    typed = Typed.of(query)
    alike: dict[Any, list[int]] = defaultdict(list)
    for clash_id, *told in db.session.connection().execute(_visible(person, query, narrowed, typed)):
        alike[tuple(told)].append(clash_id)
    keys = {each.id: each.key for each in db.session.execute(select(Project.id, Project.key))}
    found: dict[_Alike, list[int]] = defaultdict(list)
    whole: list[int] = []
    in_part: dict[int, tuple[str, bool]] = {}
    for (code, is_dismissed, sides, is_whole, plain, in_about), ids in alike.items():
        places = _places(code, sides, in_about, typed, keys) if plain else None
        if not is_whole:
            in_part |= dict.fromkeys(ids, (code, bool(is_dismissed)))
        elif places is None or (places and not typed.exactly):
            whole += ids
        elif places:
            found[code, bool(is_dismissed), places] += ids
    for clash_id, of in chain(
        _looked_at(whole, person, query, narrowed), _seen(in_part, person, query, narrowed)
    ):
        found[of].append(clash_id)
    return [Kind(*of, len(ids), ids) for of, ids in found.items()]


_Alike = tuple[str, bool, Places]


def _places(code: str, sides: str | None, in_about: str, typed: Typed, keys: Mapping[int, str]) -> Places:
    """Where the sides that fit stand."""
    places = set()
    for side in sides.split(",") if sides else ():
        number, _, in_design = side.partition(":")
        if not typed or typed.fits(code, in_design, in_about):
            project, rank = divmod(int(number), len(STATUSES))
            places.add((keys[project], STATUSES[rank]))
    return frozenset(places)


def _visible(person: Person | None, query: Query, narrowed: Narrowed, typed: Typed) -> Select[Any]:
    """Each clash of which `person` may read two designs and more, with what they say of its sides.

    The sides are a list of one number for project and status, and of what words the design holds, each said
    once.
    """
    designs = _readable(person, query, narrowed, typed)
    several = func.min(ClashSide.design_id) < func.max(ClashSide.design_id)
    seen = (
        select(ClashSide.clash_id, _gathered(designs.c.said).label("said"), func.count().label("sides"))
        .select_from(designs)
        .join(ClashSide, of_design(designs.c.id))
        .group_by(ClashSide.clash_id)
        .having(several)
        .subquery()
    )
    return (
        select(
            *(Clash.id, Clash.code, Dismissal.id.is_not(None)),
            *(seen.c.said, seen.c.sides == sides_of_clash()),
            *((is_plain(Clash.about), typed.in_about(Clash.about)) if typed else (literal(1), literal(""))),
        )
        .join_from(seen, Clash, Clash.id == seen.c.clash_id)
        .outerjoin(Dismissal, is_dismissed_clash())
    )


def _readable(person: Person | None, query: Query, narrowed: Narrowed, typed: Typed) -> CTE:
    """The designs that `person` may read with what is said of them; nothing of those that do not fit.

    They are made ready before their sides are looked up, of which there are many more.
    """
    number = cast(Design.project_id * len(STATUSES) + case(_RANKS, value=Design.status), Text)
    said = number.concat(":").concat(typed.in_design()) if typed else number
    asked = list(in_designs(query, narrowed))
    readable_ones = select(Design.id, (case((and_(*asked), said)) if asked else said).label("said"))
    if asked:
        readable_ones = readable_ones.join(Project, Project.id == Design.project_id)
    return readable_ones.where(readable(person)).cte("readable").prefix_with("MATERIALIZED")


def _gathered(said: ColumnElement[str]) -> Any:
    one = said.distinct()
    return func.group_concat(one) if is_sqlite() else func.string_agg(one, ",")


def _looked_at(
    ids: Sequence[int], person: Person | None, query: Query, narrowed: Narrowed
) -> Iterator[tuple[int, _Alike]]:
    """Those of these clashes that fit, of which `person` sees all sides."""
    for some in parted(ids):
        sides = (
            select(
                *(Clash.id, Clash.code, Clash.about, Dismissal.id.label("dismissal")),
                *(Project.key, Design.number, Design.title, Design.status),
            )
            .join(ClashSide, ClashSide.clash_id == Clash.id)
            .join(Design, Design.id == ClashSide.design_id)
            .join(Project, Project.id == Design.project_id)
            .outerjoin(Dismissal, is_dismissed_clash())
            .where(Clash.id.in_(some), readable(person), *in_designs(query, narrowed))
        )
        places: dict[tuple[int, str, bool], set[tuple[str, str]]] = defaultdict(set)
        for side in db.session.execute(sides):
            if _fits(side.code, side.about, side, query):
                places[side.id, side.code, side.dismissal is not None].add((side.key, side.status))
        for (clash_id, code, is_dismissed), found in places.items():
            yield clash_id, (code, is_dismissed, frozenset(found))


def _seen(
    of: Mapping[int, tuple[str, bool]], person: Person | None, query: Query, narrowed: Narrowed
) -> Iterator[tuple[int, _Alike]]:
    """Those of these clashes that fit, as the sides make them that `person` may read."""
    seen = seen_in_part(of.keys(), person)
    designs = _designs({each for clash in seen.values() for each in clash.entries.values()}, query, narrowed)
    for clash_id, clash in seen.items():
        code, is_dismissed = of[clash_id]
        places = frozenset(
            (design.key, design.status)
            for design_id in set(clash.entries.values())
            if (design := designs.get(design_id)) and _fits(code, clash.about, design, query)
        )
        if places:
            yield clash_id, (code, is_dismissed, places)


def _designs(ids: Iterable[int], query: Query, narrowed: Narrowed) -> dict[int, Any]:
    """Those of these designs that fit, with their projects' keys."""
    asked = (
        select(Design.id, Project.key, Design.number, Design.title, Design.status)
        .join(Project, Project.id == Design.project_id)
        .where(*in_designs(query, narrowed))
    )
    return {
        each.id: each
        for some in parted(sorted(ids))
        for each in db.session.execute(asked.where(Design.id.in_(some)))
    }


def _fits(code: str, about: Mapping[str, str], design: Any, query: Query) -> bool:
    """Whether what is told of a clash, and of one of its designs, holds what was typed."""
    if not query.words and not query.without:
        return True
    return fits(text_of(code, about, str(Key(design.key, design.number)), design.title), query)
