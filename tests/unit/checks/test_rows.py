"""One row, asked alone, says what the whole document says of it; of the rest it says when to ask."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.unit.checks.asking import SHIPPED, SHIPPED_TEXT, told_of
from webapp.checks import (
    Place,
    Told,
    check_design,
    check_row,
    labels_in,
    may_be_links,
    row_affects_design,
    row_affects_document,
    sentence,
)
from webapp.checks.lines import Lines
from webapp.config import ROOT
from webapp.markdown.outline import Block, Outline, Row
from webapp.markdown.reader import read
from webapp.registers import Entry, entries, recognised

SAMPLES = Path(__file__).parents[2] / "samples"
DOCUMENTS = sorted(Path(os.environ.get("DESIGNBOOK_CORPUS") or SAMPLES).rglob("*.md"))
EXTRA = """\
# T

## Migration Plan

1. Copy the rows
2. Rollback: drop the table

| Step | What |
|---|---|
| 1 | Copy |

See [the guide].

[the guide]: https://example.org

## Tests

| Test | Expected |
|---|---|
| GET /api/v1/users | 200 |

## Endpoints

| Method | Path | Auth |
|---|---|---|
| GET | /api/v1/users | yes |
| POST | /api/v1/users | |

## Data Model

### Table `users`

| Field | Type | Constraints |
|---|---|---|
| id | int | PK |
| name | text | |
"""
TEXTS = [
    SHIPPED_TEXT,
    EXTRA,
    *(path.read_text(encoding="utf-8") for path in sorted((ROOT / "templates" / "sample").glob("*/*.md"))),
]
CELLS = [
    "", "-", "_TBD_", "_[why]_", "[the guide]", "[new_model]", "package-name", "Question 1?", "Step 1",
    "{date}", "GET", "FETCH", "/api/v1/users", "/api/v1/resource", "users", "src/main.py", "src/other.py",
    "Create", "Add router import", "✅", "?", "^1.0.0", "some day", "Rollback plan", "roll it back",
    "No migration needed", "Who pays?", "Test GET /api/v1/users and DELETE /api/v1/users/{id}",
    "Write src/services/mail.py", "id", "PK", "404", '`{"error": 1}`', "text", "100%",
]  # fmt: skip


def rows_of(outline: Outline) -> list[tuple[int, int, int]]:
    return [
        (number, at, row)
        for number, section in enumerate(outline.sections)
        for at, block in enumerate(section.blocks)
        for row in range(len(block.rows))
    ]


def changed(block: Block, row: Row, cells: list[str]) -> str:
    """The row's source with other cells, its line end kept."""
    end = row.source[len(row.source.rstrip()) :]
    if block.kind == "table":
        return "| " + " | ".join(cells) + " |" + end
    first = row.cells[0].split("\n")[0]
    head = row.source[: row.source.index(first)] if first else row.source.rstrip() + " "
    return head + " ".join(cells[0].split()) + end


def shape(outline: Outline) -> list[tuple[str, list[tuple[str, int]]]]:
    return [
        (section.title, [(block.kind, len(block.rows)) for block in section.blocks])
        for section in outline.sections
    ]


def at(told: list[Told], place: tuple[int, int, int]) -> list[Told]:
    return [each for each in told if (each.section, each.block, each.row) == place]


def stated(outline: Outline, place: tuple[int, int, int]) -> list[Entry]:
    return [each for each in entries(outline) if (each.section, each.block, each.row) == place]


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_an_edit_of_a_row_changes_what_is_told_of_it_and_where_it_says_so(data: st.DataObject) -> None:
    before = read(data.draw(st.sampled_from(TEXTS)))
    place = number, block_at, row_at = data.draw(st.sampled_from(rows_of(before)))
    block = before.sections[number].blocks[block_at]
    old = block.rows[row_at]
    cells = [data.draw(st.sampled_from([cell, *CELLS])) for cell in old.cells]
    after = read(before.text)
    after.sections[number].blocks[block_at].rows[row_at].source = changed(block, old, cells)
    after = read(after.text)
    known = recognised(after)
    assume(shape(before) == shape(after))
    assume(recognised(before)[number][block_at].register == known[number][block_at].register)

    new = after.sections[number].blocks[block_at].rows[row_at]
    headings = after.heading_paths()[number]
    labels = labels_in(before.text) if may_be_links(new.cells) else frozenset()
    where = Place(
        headings, block.kind, block.columns, known[number][block_at], number, block_at, labels=labels
    )
    facts_before, facts_after = stated(before, place), stated(after, place)
    had, has = told_of(before, SHIPPED), told_of(after, SHIPPED)
    if not row_affects_document(where, old, new):
        assert at(has, place) == check_row(where, row_at, new, facts_after, SHIPPED)
        if len(entries(before)) - len(facts_before) == len(entries(after)) - len(facts_after):
            elsewhere = [each for each in had if each not in at(had, place)]
            assert elsewhere == [each for each in has if each not in at(has, place)]
    if not row_affects_design(facts_before, facts_after) and others(before, place) == others(after, place):
        assert counted(before) == counted(after)


def others(outline: Outline, place: tuple[int, int, int]) -> list[Entry]:
    return [each for each in entries(outline) if (each.section, each.block, each.row) != place]


def counted(outline: Outline) -> Counter[tuple[str, str]]:
    return Counter((told.code, told.checked) for _, told in check_design(entries(outline)))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_of_every_real_document_there_is_a_line_and_a_sentence(path: Path) -> None:
    outline = read(path.read_bytes().decode())
    lines = Lines(outline)
    last = len([*read_lines(outline.text)])
    for told in told_of(outline, SHIPPED):
        assert 1 <= lines.of_told(told) <= last
        assert "{" not in sentence(told.code, dict.fromkeys(told.about, ""))
        assert sentence(told.code, told.about)


def read_lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


FRAGMENTS = [
    "# Migration plan", "## API Design", "## Endpoints", "## Open Questions", "## Files", "## Data Model",
    "## Security Considerations", "| Method | Endpoint | Auth |\n|---|---|---|", "| GET | /a | |",
    "| [ | {a | ?", "- [ ] ", "- [ ] _TBD_ [", "1. Step 1", "```\nsrc/\n└── [new_model].py\n```",
    "```python\nclass A:", "```sql\nCREATE TABLE a (b INT, c", "[" * 300, "{" * 300, "_[" * 200, "`" * 99,
    "\r", "\ufeff", "| Package |\n|--|", "GET /" * 200, "a/" * 300 + "b.py", "rollback",
    "no " * 300 + "migration",
]  # fmt: skip
PIECES = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=12), max_size=12)


@settings(max_examples=100, deadline=None)
@given(PIECES, st.sampled_from(["\n", "\n\n"]))
def test_no_document_makes_a_check_raise(parts: list[str], between: str) -> None:
    outline = read(between.join(parts).replace("\x00", ""))
    lines = Lines(outline)
    for told in told_of(outline, SHIPPED):
        assert lines.of_told(told) >= 1
        assert sentence(told.code, told.about)
    for _, told in check_design(entries(outline)):
        assert sentence(told.code, told.about)
