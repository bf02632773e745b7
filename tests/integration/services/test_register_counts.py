"""What a register counts is what a slow look at each of its entries gives, in whichever order it is read."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from typing import Any

import pytest

from tests.factories import make_design, make_person, make_project
from webapp.models import Person
from webapp.models.design import STATUSES
from webapp.registers import REGISTERS
from webapp.services.permissions import rights_of
from webapp.services.projects import set_open_role
from webapp.services.registering import counting
from webapp.services.registering.counting import count_rows
from webapp.services.registering.listing import every_fact
from webapp.services.registering.narrowing import NONE, Narrowing

pytestmark = pytest.mark.usefixtures("app")

METHODS = ("GET", "POST", "GET, POST", "")
FLAGS, ACTIONS = ("yes", "no", ""), ("create", "modify", "")
HEAD = "# T\n\n## API Endpoints\n\n| Method | Path | Auth |\n|---|---|---|\n"
FILES = "\n## Files to Modify\n\n| File | Action |\n|---|---|\n"


@pytest.fixture(params=[0, counting.AT_ONCE], ids=["design by design", "in its order"])
def dice(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> random.Random:
    """Designs of two projects, one of them hidden from most."""
    monkeypatch.setattr(counting, "AT_ONCE", request.param)
    dice = random.Random(3)
    lib = make_project("LIB", "Library")
    for number in range(12):
        make_design(
            HEAD
            + "".join(
                f"| {dice.choice(METHODS)} | /{dice.choice('abc')} | {dice.choice(FLAGS)} |\n" for _ in "abcd"
            )
            + FILES
            + "".join(f"| `src/{dice.choice('abc')}.py` | {dice.choice(ACTIONS)} |\n" for _ in "ab"),
            project=lib if number % 3 else make_project(),
            status=dice.choice(STATUSES[:3]),
        )
    set_open_role(lib, None, lib.version)
    return dice


@pytest.mark.parametrize("register", ["endpoints", "files"])
def test_counts_are_those_of_a_look_at_each_entry(dice: random.Random, register: str) -> None:
    author, administrator = make_person("author"), make_person("administrator")
    assert (rights_of(author).reads_all, rights_of(administrator).reads_all) == (False, True)
    for person in (author, administrator):
        rows = _rows(register, person)
        assert len(rows) >= 4
        for _ in range(12):
            asked = _asked(dice, register, person, rows)
            found = count_rows(asked)
            chosen = {**asked.facets, "status": asked.status, "project": asked.project}
            assert (found.total, found.of) == (len(_left(rows, chosen)), len(rows)), chosen
            for name in (*REGISTERS[register].facets, "status", "project"):
                others = _left(rows, chosen | {name: ""})
                assert found.facets[name] == Counter(value for row in others for value in row[name]), chosen


Rows = list[dict[str, set[str]]]


def _rows(register: str, person: Person) -> Rows:
    """What each row states: of the facet that it may state several of, all; of others that of its entries."""
    facts: dict[Any, list[Any]] = defaultdict(list)
    for number, fact in enumerate(every_fact(Narrowing(register, person))):
        facts[fact.row_id or -number].append(fact)
    return [
        {
            **{role: {each.values.get(role) or NONE for each in some} for role in REGISTERS[register].facets},
            "status": {some[0].status},
            "project": {some[0].project},
        }
        for some in facts.values()
    ]


def _left(rows: Rows, chosen: dict[str, str]) -> Rows:
    return [row for row in rows if all(not value or value in row[name] for name, value in chosen.items())]


def _asked(dice: random.Random, register: str, person: Person, rows: Rows) -> Narrowing:
    """Some part of the register: what one of its rows states, or nothing, of each facet."""
    one = dice.choice(rows)
    said = {name: dice.choice(["", *sorted(values)]) for name, values in one.items()}
    facets = {role: said[role] for role in REGISTERS[register].facets if said[role]}
    return Narrowing(register, person, facets=facets, status=said["status"], project=said["project"])
