"""Tests: the kinds of test with what they must cover, and tests by name."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.markdown.outline import Row
from webapp.registers.register import Column, Found, Headings, Register, Values, done_of, own
from webapp.registers.text import fold, listed, plain
from webapp.registers.values import done_by_status


def key(values: Values) -> str:
    """The test's words, else the kind of test."""
    return fold(values.get("test", "") or values.get("type", ""))


def from_list(rows: Sequence[Row], headings: Headings) -> Found:
    """Every item is a test."""
    return [
        (number, {"test": plain(row.cells[0])} | done_of(row))
        for number, row in own(rows, headings, TESTS.headings)
        if plain(row.cells[0])
    ]


TESTS = Register(
    name="tests",
    headings=listed(
        "testing, tests, test strategy, test plan, test cases, test matrix, unit test, pruebas, casos "
        "de prueba, estrategia de pruebas, plan de pruebas"
    ),
    columns=(
        Column("id", ("Test ID",), ("ID de prueba",), loose=("ID", "#", "No")),
        Column(
            "test",
            ("Test", "Test Case", "Test Name"),
            ("Prueba", "Caso de prueba", "Nombre de la prueba"),
            loose=listed("Case, Caso, Scenario, Escenario, Name, Nombre, Description, Descripción"),
        ),
        Column(
            "type",
            ("Test Type", "Type", "Test Level"),
            ("Tipo de prueba", "Tipo", "Nivel de prueba"),
            loose=listed("Level, Nivel, Kind, Layer, Capa"),
        ),
        Column(
            "coverage",
            ("Coverage Target", "Coverage", "Test Coverage"),
            ("Cobertura", "Objetivo de cobertura", "Cobertura objetivo"),
            loose=listed("Target, Objetivo, Scope, Alcance, Focus, Enfoque"),
        ),
        Column(
            "tools",
            ("Tools", "Tool"),
            ("Herramientas", "Herramienta"),
            loose=("Framework", "Command", "Comando"),
        ),
        Column(
            "steps",
            ("Steps", "Input"),
            ("Pasos", "Entrada"),
            loose=("Command or Procedure", "Procedure", "Procedimiento"),
        ),
        Column(
            "expected",
            ("Expected Result", "Expected", "Expected Output"),
            ("Resultado esperado", "Esperado"),
            loose=("Result", "Resultado", "Acceptance"),
        ),
        Column("status", ("Status",), ("Estado",), loose=("Pass/Fail", "Done", "Hecho"), value="state"),
    ),
    states=("test", "type"),
    shown=("test", "type", "coverage"),
    sorted_by=("test", "type"),
    facets=("type", "done"),
    alone=(
        frozenset({"type", "coverage"}),
        frozenset({"test", "expected"}),
        frozenset({"test", "coverage"}),
        frozenset({"test", "type", "status"}),
    ),
    under=(
        frozenset({"type", "tools"}),
        frozenset({"test", "type"}),
        frozenset({"test", "status"}),
        frozenset({"test", "steps"}),
        frozenset({"id", "test"}),
    ),
    key=key,
    from_row=done_by_status,
    from_list=from_list,
    recognised_by=(
        "a table with a type of test and its coverage, or a test and its expected result; under a heading "
        "about testing also a test with its type, steps, tools or status, and list items"
    ),
    key_in_words="the test’s words, else the type",
)
