"""What takes all documents of a design: what is named in one place and not declared in another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from webapp.checks.mentions import Declared, endpoints_named, files_named
from webapp.checks.told import Told
from webapp.registers.entities import fields_of, is_key
from webapp.registers.entry import Entry
from webapp.utils import placeholders

DECLARING = frozenset({"endpoints", "files", "entities"})
NAMING = frozenset({"tests", "tasks"})
CONCERNED = DECLARING | NAMING
"""The registers whose entries are asked."""

SUFFIX_MAX = 150
# What comes and goes with a request, or is set once, is no row of anything.
_CARRIES = re.compile(
    r"(?:Create|Update|Request|Response|Schema|D(?:TO|to)|In|Out|Input|Output|Config|Settings|Params|Filters?"
    r"|Options|Results?|Payload|Event|State|Context|Command|Query|Message|Data|Info|Stats|Summary|Base|Mixin)$"
)
FIELDS_OF_A_WHOLE = 4
"""So many rows about the fields of an entity describe all of it."""


def check_design(facts: Sequence[Entry]) -> list[tuple[int, Told]]:
    """What is told of a design, each with the index of the entry that it is about.

    `facts` are the entries of CONCERNED (others are passed over) of all its documents, in order. Their
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
    seen: set[str] = set()
    for number, fact in enumerate(facts):
        for name in named(fact) if fact.register in NAMING else ():
            if name in seen or declared.holds(name):
                continue
            # With its method or without it is the same endpoint.
            seen |= {name, name.rpartition(" ")[2]}
            yield number, _told(f"{what}-not-declared", fact, {what: name}, name)


def _without_key(facts: Sequence[Entry]) -> Iterator[tuple[int, Told]]:
    stated: dict[str, list[tuple[int, Entry]]] = defaultdict(list)
    for number, fact in enumerate(facts):
        if fact.register == "entities" and "entity" in fact.values:
            # One design has the class User and the table users.
            stated[fact.key.removesuffix("s")].append((number, fact))
    for several in stated.values():
        if not _is_created(several):
            continue
        number, fact = several[0]
        fields = {name for _, each in several for name, _ in fields_of(each.values)}
        if not any(map(_identifies, fields)) and not any(is_key(each.values) for _, each in several):
            entity = fact.values["entity"]
            yield number, _told("entity-without-key", fact, {"entity": entity}, repr(sorted(fields)))


def _is_created(facts: Sequence[tuple[int, Entry]]) -> bool:
    """Whether an entity is described as a whole; who adds two fields to one does not repeat its key."""
    said = [fact.values for _, fact in facts]
    if any(values.get("action") == "modify" or placeholders.find(values["entity"]) for values in said):
        return False
    if all(values.get("kind") == "class" and _CARRIES.search(values["entity"]) for values in said):
        return False
    rows = [values for values in said if "field" in values]
    in_code = any("kind" in values and values.get("fields", "").count("\n") for values in said)
    return in_code or len(rows) >= FIELDS_OF_A_WHOLE or any("constraints" in values for values in rows)


def _identifies(field: str) -> bool:
    return field in ("id", "_id", "uuid", "pk", "guid", "key") or field.endswith(("_id", "_uuid", "_key"))


def _told(code: str, fact: Entry, about: dict[str, str], checked: str) -> Told:
    (name,) = about.values()
    return Told(
        code,
        fact.section,
        fact.block,
        fact.row,
        fact.line,
        fact.register,
        about,
        name[:SUFFIX_MAX],
        checked,
    )
