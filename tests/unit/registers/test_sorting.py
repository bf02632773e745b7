"""What a register is ordered by."""

from __future__ import annotations

from webapp.registers import REGISTERS
from webapp.registers.register import SORT_MAX


def test_endpoints_are_ordered_by_path_and_then_by_method_whatever_their_case() -> None:
    endpoints = REGISTERS["endpoints"]
    texts = [
        endpoints.sort({"path": path, "method": method})
        for method, path in [
            ("GET", "/orders"),
            ("GET", "/users"),
            ("POST", "/Users"),
            ("GET", "/users/{id}"),
            ("GET", "/users-archive"),
        ]
    ]
    assert texts[:4] == sorted(texts[:4])
    assert texts[1] < texts[4]


def test_open_questions_stand_before_answered_ones() -> None:
    questions = REGISTERS["questions"]
    assert questions.sort({"question": "Z?", "done": "no"}) < questions.sort(
        {"question": "A?", "done": "yes"}
    )


def test_tasks_stand_in_the_order_of_their_designs() -> None:
    assert REGISTERS["tasks"].sort({"task": "Write it"}) == ""


def test_what_is_ordered_by_never_grows_beyond_what_an_index_takes() -> None:
    for register in REGISTERS.values():
        long = register.sort({column.role: "ﷺ" * 5_000 for column in register.columns})
        assert len(long) <= SORT_MAX


def test_what_a_register_shows_is_ordered_by_and_narrowed_by_are_roles_of_its_own() -> None:
    for register in REGISTERS.values():
        roles = {column.role for column in register.columns}
        assert set(register.shown) <= roles
        assert set(register.sorted_by) | set(register.facets) <= roles | {"done", "key"}
        assert set(register.states) & set(register.shown)
