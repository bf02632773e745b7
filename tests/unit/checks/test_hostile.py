"""Whatever a document holds: each check comes to an end, and so does the comparing of designs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.checks.asking import SHIPPED, told_of
from tests.unit.registers.test_hostile import CELLS, CODE, HEADINGS
from tests.work import ending
from webapp.checks import Claim, check_design, clashes, sentence
from webapp.markdown.reader import read
from webapp.registers import Entry, entries

TABLES = [
    "| Method | Endpoint | Auth |", "| File | Action | Description |", "| Entity | Field | Type |",
    "| Package | Version | Purpose |", "| Error | Code | Response |", "| Test | Expected | Status |",
]  # fmt: skip


@pytest.fixture(autouse=True)
def watched() -> Iterator[None]:
    with ending():
        yield


def assert_told(text: str) -> None:
    outline = read(text)
    facts = entries(outline)
    told = told_of(outline, SHIPPED) + [each for _, each in check_design(facts)]
    assert all(sentence(each.code, each.about) for each in told)
    assert all(len(value) < 500 for each in told for value in each.about.values())
    for fact in facts:
        assert_compared(fact)


def assert_compared(fact: Entry) -> None:
    for found in clashes(fact.register, [Claim(design, design, fact.values) for design in (1, 2)]):
        assert found.sides == (1, 2)
        assert sentence(found.code, found.about)


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_hostile_cells_and_items(cell: str) -> None:
    cell = cell[:50_000]
    for heading in HEADINGS:
        assert_told(f"# T\n\n## {heading}\n\n- [ ] {cell}\n- {cell} {cell[:200]}\n\n{cell}\n")
    for table in TABLES:
        row = f"| GET {cell[:3_000]} | /a{cell[:3_000]} | {cell[:3_000]} |"
        assert_told(
            f"# T\n\n## {cell[:200]}\n\n{table}\n|---|---|---|\n{row}\n| {cell} | {cell} | {cell} |\n"
        )


@pytest.mark.parametrize("code", CODE.values(), ids=CODE)
@pytest.mark.parametrize("language", ["", "sql"])
def test_hostile_code(code: str, language: str) -> None:
    text = code[:60_000].replace("\0", "")
    assert_told(f"# T\n\n## Data Model\n\n```{language}\n{text}\n```\n")
