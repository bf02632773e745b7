"""Which entries of a register fit what was typed over it, as a condition for its queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, TextClause, false, text

from webapp.models import Person
from webapp.models.search import ENTRY, GRAM_DESIGNS_MAX, KEY
from webapp.services.searching.asking import Asked, ask, bounds, design_of, kind_of
from webapp.services.searching.dialects import (
    Values,
    array,
    given,
    lines_that_hold,
    perhaps_holding,
    run,
    within,
)
from webapp.utils.queries import Query

RARE_MAX = 4_000
"""How many lines may hold a word that is looked for in them, and not in each entry of the register."""

# The line `l` of an `entry`.
_OWN_LINE = (
    "l.piece_id = coalesce(entry.row_id, entry.block_id) "
    "AND l.what = CASE WHEN entry.row_id IS NULL THEN 'block' ELSE 'row' END "
    "AND l.line = CASE WHEN entry.row_id IS NULL THEN entry.line ELSE 0 END"
)


@dataclass(frozen=True, slots=True)
class Fitting:
    """A condition for a select of entries that joins their designs, neither of them under another name.

    `few` says that it names the few entries or designs that can fit: looked up by them, nothing of the
    register has to be walked.
    """

    condition: ColumnElement[bool] | TextClause
    few: bool


def entries_that_match(query: Query, *, person: Person | None, register: str) -> Fitting:
    """What entries have to meet.

    A word must stand in the entry's own line, or in the key or the title of its design. Whatever the
    operators ask is met as well, with being readable. Nothing fits where `query.unknown` says that
    something typed means nothing.
    """
    if query.unknown:
        return Fitting(false(), few=True)
    asked = ask(query, person)
    conditions = [asked.design]
    if asked.line:
        conditions.append(_has_line(asked.line))
    for number in range(len(asked.words)):
        in_line = _has_line(within("l.text", f"word{number}"))
        conditions.append(f"({in_line} OR {within('design.filter_text', f'word{number}')})")
    narrowed, its_values = _narrowed(asked, query, register)
    condition = text(f"({' AND '.join([*conditions, *narrowed])})")
    values = asked.values | its_values
    named = condition.compile().params
    bound = condition.bindparams(**{name: value for name, value in values.items() if name in named})
    return Fitting(bound, few=bool(narrowed) or _is_one_design(query))


def _is_one_design(query: Query) -> bool:
    return any(operator.wanted and operator.name == "design" for operator in query.operators)


def _has_line(meets: str) -> str:
    return f"EXISTS (SELECT 1 FROM search_line AS l WHERE {_OWN_LINE} AND {meets})"


def _narrowed(asked: Asked, query: Query, register: str) -> tuple[list[str], Values]:
    """Where alone entries can be, if a word is rare, or what is undecided: so that not all are looked at."""
    for word in sorted(asked.long, key=len, reverse=True):
        low, high = bounds(KEY)[0], bounds(ENTRY)[1]
        held = f"{lines_that_hold(1)} ORDER BY id LIMIT {RARE_MAX}"
        hits = [hit for (hit,) in run(held, perhaps_holding([word], low, high))]
        if len(hits) < RARE_MAX:
            return [f"entry.id IN (SELECT given.value FROM {given('rare')})"], {
                "rare": array(_entries(register, hits))
            }
    for word in asked.short:
        found = run(_GRAM, {"gram": word, "kind": ENTRY})
        kinds = Counter(kind for kind, _ in found)
        if max(kinds.values(), default=0) < GRAM_DESIGNS_MAX:
            designs = sorted({design_id for _, design_id in found})
            return [f"entry.design_id IN (SELECT given.value FROM {given('rare')})"], {"rare": array(designs)}
    if "tbd" in query.values("is"):
        low, high = bounds(ENTRY)
        hits = [hit for (hit,) in run(_UNDECIDED, {"low": low, "high": high, "limit": RARE_MAX})]
        if len(hits) < RARE_MAX:
            return [f"entry.id IN (SELECT given.value FROM {given('rare')})"], {
                "rare": array(_entries(register, hits))
            }
    return [], {}


def _entries(register: str, hits: Sequence[int]) -> list[int]:
    """The entries of a register that these lines state, or of designs with these keys and titles."""
    own = [hit for hit in hits if kind_of(hit) == ENTRY]
    designs = sorted({design_of(hit) for hit in hits if kind_of(hit) != ENTRY})
    values: Values = {"register": register, "lines": array(own), "designs": array(designs)}
    found = run(_OF_LINES.format(lines=given("lines"), designs=given("designs")), values)
    return sorted({entry_id for (entry_id,) in found})


_UNDECIDED = "SELECT id FROM search_line WHERE undecided AND id >= :low AND id < :high LIMIT :limit"
_GRAM = "SELECT kind, design_id FROM search_gram WHERE gram = :gram AND kind <= :kind"
_STATED = "FROM {lines} CROSS JOIN search_line AS l CROSS JOIN entry AS e WHERE l.id = given.value"
_OF_LINES = (
    f"SELECT e.id {_STATED} AND l.what = 'row' AND e.row_id = l.piece_id AND e.register = :register "
    f"UNION ALL SELECT e.id {_STATED} AND l.what = 'block' AND e.block_id = l.piece_id AND e.line = l.line "
    "AND e.register = :register UNION ALL SELECT e.id FROM {designs} CROSS JOIN entry AS e "
    "WHERE e.design_id = given.value AND e.register = :register"
)
