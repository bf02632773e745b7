"""Errors: what goes wrong, its code, its answer."""

from __future__ import annotations

import pytest

from tests.unit.registers.reading import (
    entries_of,
    exclude_each_other,
    keys_of,
    recognised,
    register_of,
    values_of,
)
from webapp.registers import REGISTERS, rule_for

ERRORS = REGISTERS["errors"]


@pytest.mark.parametrize(
    ("head", "roles"),
    [
        ("| Error | HTTP Code | Response |", ["error", "code", "response"]),
        ("| Error | Code | User Message |", ["error", "code", "message"]),
        ("| Error Case | User Message | Technical Action |", ["error", "message", "handling"]),
        ("| Exception | Status Code | Handling |", ["error", "code", "handling"]),
        ("| Error | Código HTTP | Respuesta |", ["error", "code", "response"]),
        ("| Caso de error | Código | Tratamiento |", ["error", "code", "handling"]),
    ],
)
def test_a_table_with_an_error_needs_no_heading(head: str, roles: list[str]) -> None:
    assert recognised(f"{head}\n|-|-|-|\n| Not Found | 404 | x |\n") == ("errors", roles)


def test_a_row_keeps_its_json_and_its_escaped_pipes() -> None:
    text = '| Error | HTTP Code | Response |\n|-|-|-|\n| Not Found | 404 | `{"error": "a \\| b"}` |\n'
    assert values_of(text, "errors") == [
        {"error": "Not Found", "code": "404", "response": '{"error": "a | b"}'}
    ]


def test_everyday_names_count_under_the_heading_only() -> None:
    table = "| Scenario | Action |\n|-|-|\n| Timeout | Retry |\n"
    assert keys_of(f"## Error Handling\n\n{table}", "errors") == ["timeout"]
    assert keys_of(f"## Manejo de errores\n\n{table}", "errors") == ["timeout"]
    assert register_of(f"## Behaviour\n\n{table}") is None


def test_list_items_that_name_a_status() -> None:
    text = (
        "## Errors\n\n- 404 Not found\n- `422`: invalid data\n- Bad signature → 401\n"
        "- Too many calls (429): wait\n- all is well\n"
    )
    assert values_of(text, "errors") == [
        {"error": "Not found", "code": "404"},
        {"error": "invalid data", "code": "422"},
        {"error": "Bad signature", "code": "401"},
        {"error": "Too many calls", "code": "429", "response": "wait"},
    ]


@pytest.mark.parametrize(
    "text",
    [
        "| Code | Meaning |\n|-|-|\n| 1 | one |\n",
        "| Metric | Score |\n|-|-|\n| Error rate | 2 |\n",
        "| Status | Result |\n|-|-|\n| 404 | x |\n",
        "## Errors\n\n- they happen\n",
    ],
)
def test_lookalikes_are_left_alone(text: str) -> None:
    assert register_of(text) is None


def test_the_key_is_the_code_else_the_name() -> None:
    assert keys_of(("| Error | Code |\n|-|-|\n| A | 404 Not Found |\n| Disk full | - |\n"
 "| B | ERR_7 |\n"
), "errors") == [
        "404", "disk full", "err 7"
    ]  # fmt: skip


def test_one_code_with_two_bodies_clashes() -> None:
    one = {"error": "A", "code": "404", "response": '{"error": "Resource not found"}'}
    assert exclude_each_other(ERRORS, one, one | {"response": '{ "error":"Resource not found" }'}) == []
    assert exclude_each_other(ERRORS, one, one | {"response": '{"detail": "gone"}'}) == ["404"]
    assert exclude_each_other(ERRORS, one, one | {"response": '{"error": "No such user"}'}) == ["404"]
    assert exclude_each_other(ERRORS, one, one | {"response": "Please sign in"}) == []
    endless = one | {"response": "[" * 9000}
    assert exclude_each_other(ERRORS, endless, endless) == []


def test_two_errors_of_one_code_may_say_different_words_in_one_shape() -> None:
    users = {"error": "No such user", "code": "404", "response": '{"error": "No such user"}'}
    orders = {"error": "No such order", "code": "404", "response": '{"error": "No such order"}'}
    assert exclude_each_other(ERRORS, users, orders) == []
    assert exclude_each_other(ERRORS, users, orders | {"response": '{"detail": "gone"}'}) == ["404"]


def test_a_name_that_only_says_more_is_the_same_error() -> None:
    one = {"error": "Not found", "code": "404", "response": '{"error": "Not found"}'}
    other = {"error": "Resource not found", "code": "404", "response": '{"error": "There is none"}'}
    assert exclude_each_other(ERRORS, one, other) == ["404"]


def test_a_code_of_the_applications_own_names_one_error() -> None:
    one = {"error": "Quota", "code": "E_QUOTA", "response": '{"code": 1}'}
    other = {"error": "Too much", "code": "E_QUOTA", "response": '{"code": 2}'}
    assert exclude_each_other(ERRORS, one, other) == ["E_QUOTA"]


def test_bodies_are_compared_as_what_they_mean() -> None:
    one = {"error": "A", "code": "422", "response": '{"error": "Invalid", "details": [...]}'}
    for same in ('{"details":[...],"error":"Invalid"}', "{ error: 'Invalid', details: [ … ] }"):
        assert exclude_each_other(ERRORS, one, one | {"response": same}) == []


@pytest.mark.parametrize(
    "typed", ["404", "`404`", "400/422", "5xx", "404 Not Found", "NOT_FOUND", "E-1001", ""]
)
def test_codes_that_are_fine(typed: str) -> None:
    rule = rule_for("errors", "code")
    assert rule is not None
    assert rule(typed) is None


@pytest.mark.parametrize("typed", ["999", "40", "not found", "4044"])
def test_codes_that_are_not(typed: str) -> None:
    rule = rule_for("errors", "code")
    assert rule is not None
    assert rule(typed) == "A code is a number from 100 to 599, or a name such as NOT_FOUND."


def test_rows_of_nothing_state_nothing() -> None:
    assert entries_of("| Error | Code |\n|-|-|\n| (None) | - |\n| – | N/A |\n") == []
