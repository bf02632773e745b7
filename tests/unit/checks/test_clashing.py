"""Clashes among the claims of one key: who takes part, and who does not."""

from __future__ import annotations

import pytest

from webapp.checks import CODES, Claim, clashes, sentence
from webapp.checks.clashing import CLAIMED
from webapp.registers import NAMES, REGISTERS

TAKEN = {"method": "GET", "path": "/users"}


def versions(*said: str) -> list[Claim]:
    return [
        Claim(number, number, {"package": "Flask", "version": version})
        for number, version in enumerate(said, 1)
    ]


def test_all_who_claim_one_endpoint_are_one_clash() -> None:
    [found] = clashes("endpoints", [Claim(design, f"e{design}", TAKEN) for design in (3, 1, 2)])
    assert found.sides == ("e3", "e1", "e2")
    assert sentence(found.code, found.about) == "More than one design defines GET /users."


def test_one_design_may_say_a_thing_twice() -> None:
    assert clashes("endpoints", [Claim(1, 1, TAKEN), Claim(1, 2, TAKEN)]) == []
    [found] = clashes("endpoints", [Claim(1, 1, TAKEN), Claim(1, 2, TAKEN), Claim(2, 3, TAKEN)])
    assert found.sides == (1, 2, 3)


def test_what_came_with_the_template_takes_no_part() -> None:
    assert clashes("endpoints", [Claim(1, 1, TAKEN), Claim(2, 2, TAKEN, from_template=True)]) == []


def test_only_who_is_contradicted_takes_part() -> None:
    [found] = clashes("packages", versions(">=2", "==2.1.0", "==2.2.0", "latest"))
    assert found.sides == (2, 3)
    assert clashes("packages", versions(">=2", "==2.1.0", "<3")) == []


def test_two_columns_of_one_table_are_one_clash() -> None:
    table = {
        "entity": "users",
        "kind": "table",
        "fields": "id: UUID\nage: INT\nname: TEXT",
        "action": "modify",
    }
    other = table | {"fields": "id: TEXT\nage: DATE\nname: TEXT"}
    [found] = clashes("entities", [Claim(1, 1, table), Claim(2, 2, other)])
    assert sentence(found.code, found.about) == "Designs give different types to users.age, users.id."


def test_a_table_may_clash_for_two_reasons() -> None:
    table = {"entity": "users", "kind": "table", "fields": "id: UUID"}
    found = clashes("entities", [Claim(1, 1, table), Claim(2, 2, table | {"fields": "id: TEXT"})])
    assert [each.code for each in found] == ["table-clash", "column-clash"]


def test_what_takes_part_says_nothing_that_only_one_side_says() -> None:
    [found] = clashes("packages", versions("==1.0.0", "==2.0.0"))
    assert found.about == {"what": "flask"}


def test_thousands_may_claim_one_thing() -> None:
    many = range(5_000)
    [found] = clashes("endpoints", [Claim(each, each, TAKEN) for each in many])
    assert len(found.sides) == 5_000
    [found] = clashes("packages", versions(*(f"=={each}.0.0" for each in many)))
    assert len(found.sides) > 1


@pytest.mark.parametrize("register", NAMES)
def test_the_registers_that_clash_are_those_that_claim(register: str) -> None:
    claims_nothing = REGISTERS[register].claims.__name__ == "no_claims"
    assert claims_nothing == (register not in CLAIMED)
    assert claims_nothing == (REGISTERS[register].clash_in_words == "never")
    assert clashes(register, [Claim(1, 1, {}), Claim(2, 2, {})]) == []


def test_the_roles_by_which_entries_clash_are_told_in_full() -> None:
    for register, roles in CLAIMED.items():
        said = {column.role: "1" for column in REGISTERS[register].columns}
        narrowed = {role: value for role, value in said.items() if role in roles}
        assert REGISTERS[register].claims(said) == REGISTERS[register].claims(narrowed)


def test_every_clash_of_a_register_has_a_code() -> None:
    assert {check.register for check in CODES.values() if check.is_clash} == set(CLAIMED)
