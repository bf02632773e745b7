"""Planted clashes are all found, and none is invented."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pytest

from tests.planted import PLANTED, Case, Expected, PlantedDesign
from webapp.checks import Claim, clashes, read_template
from webapp.config import ROOT
from webapp.markdown.reader import read
from webapp.registers import entries

TEMPLATE = read_template(read((ROOT / "templates" / "design.md").read_text(encoding="utf-8")))


def found_among(designs: Iterable[PlantedDesign]) -> set[Expected]:
    claims: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for design in designs:
        for number, entry in enumerate(entries(read(design.text)) if design.lives else ()):
            claims[entry.register, entry.key].append(
                Claim(design.key, (design.key, number), entry.values, TEMPLATE.holds(entry))
            )
    return {
        Expected(found.code, key, frozenset(side[0] for side in found.sides))
        for (register, key), some in claims.items()
        for found in clashes(register, some)
    }


def test_there_are_forty_of_each() -> None:
    assert len([case for case in PLANTED if case.clashes]) == 40
    assert len([case for case in PLANTED if not case.clashes]) == 40


@pytest.mark.parametrize("case", PLANTED, ids=lambda case: case.name)
def test_of_a_case_just_that_is_found(case: Case) -> None:
    assert found_among(case.designs) == case.clashes


def test_all_cases_side_by_side_have_no_other_clash() -> None:
    designs = [design for case in PLANTED for design in case.designs]
    assert found_among(designs) == {clash for case in PLANTED for clash in case.clashes}


def test_every_case_states_something() -> None:
    for case in PLANTED:
        assert any(entries(read(design.text)) for design in case.designs), case.name
