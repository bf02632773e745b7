"""What takes all documents of a design: what is named in one place and not declared in another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from webapp.checks.codes import quoted
from webapp.checks.keys import lacks_key
from webapp.checks.mentions import Declared, endpoints_named, files_named
from webapp.checks.told import Told
from webapp.registers.entities import fields_of
from webapp.registers.entry import Entry

DECLARING = frozenset({"endpoints", "files", "entities"})
NAMING = frozenset({"tests", "tasks"})
CONCERNED = DECLARING | NAMING
"""The registers whose entries are asked."""

SUFFIX_MAX = 150


def check_design(facts: Sequence[Entry]) -> list[tuple[int, Told]]:
    """What is told of a design, each with the index of the entry that it is about.

    `facts` are the entries of CONCERNED (others are passed over) of all its documents, in any order. Their
    places may be ids instead of indexes: what is told has the entry's own.
    """
    told = [*_undeclared(facts), *_without_key(facts)]
    return sorted(told, key=lambda each: each[0])


def row_affects_design(before: Sequence[Entry], after: Sequence[Entry]) -> bool:
    """Whether `check_design` has to be asked again, now that a row states `after` instead of `before`."""
    return _asked(before) != _asked(after)


def _asked(facts: Sequence[Entry]) -> list[tuple[str, str]]:
    """What of some entries the checks of a design look at."""
    return sorted((fact.register, said) for fact in facts for said in _said(fact))


def _said(fact: Entry) -> list[str]:
    if fact.register in NAMING:
        return [*endpoints_named(fact), *files_named(fact)]
    if fact.register == "entities":
        return [repr(sorted(fact.values.items()))]
    return [fact.key] if fact.register in DECLARING else []


def _undeclared(facts: Sequence[Entry]) -> Iterator[tuple[int, Told]]:
    yield from _named_only(facts, "endpoints", "endpoint", endpoints_named)
    yield from _named_only(facts, "files", "file", files_named)


def _named_only(
    facts: Sequence[Entry], register: str, what: str, named: Callable[[Entry], list[str]]
) -> Iterator[tuple[int, Told]]:
    declared = Declared(fact for fact in facts if fact.register == register)
    if not declared:
        return
    places: dict[str, list[int]] = defaultdict(list)
    for number, fact in enumerate(facts):
        for name in named(fact) if fact.register in NAMING else ():
            places[name].append(number)
    for name, numbers in places.items():
        if not declared.holds(name):
            number = _first(facts, numbers)
            yield number, _told(f"{what}-not-declared", facts[number], {what: name}, name)


def _without_key(facts: Sequence[Entry]) -> Iterator[tuple[int, Told]]:
    stated: dict[str, list[int]] = defaultdict(list)
    for number, fact in enumerate(facts):
        if fact.register == "entities" and "entity" in fact.values:
            # One design has the class User and the table users.
            stated[fact.key.removesuffix("s")].append(number)
    for name, numbers in stated.items():
        if lacks_key(name, [facts[number].values for number in numbers]):
            number = _first(facts, numbers)
            fact = facts[number]
            fields = sorted({field for number in numbers for field, _ in fields_of(facts[number].values)})
            about = {"entity": fact.values["entity"]}
            yield number, _told("entity-without-key", fact, about, repr(fields))


def _first(facts: Sequence[Entry], numbers: Iterable[int]) -> int:
    """Where it is told: at one place of several, and at the same whatever the order of the entries."""
    return min(numbers, key=lambda number: _place(facts[number]))


def _place(fact: Entry) -> tuple[int, int, int, int]:
    return fact.section, fact.block, fact.row or 0, fact.line or 0


def _told(code: str, fact: Entry, about: dict[str, str], checked: str) -> Told:
    ((role, name),) = about.items()
    return Told(
        code,
        fact.section,
        fact.block,
        fact.row,
        fact.line,
        fact.register,
        {role: quoted(name)},
        name[:SUFFIX_MAX],
        checked,
    )
